"""Checks a bundle without us: nothing here knows a database, a network or a clock.

It proves that no event was changed, dropped or slipped in within the bundle; that every record says what its event
says; that time never overlaps; that floors are those of the kept law; that every item was paid as offered and every
week settled as the rules say, never below the floor; that the ledger plays again to the same balances and paid every
earning once; that everything final stands on one payslip, whose sums and rounding agree; that each payslip was paid
once at most, to the cent; that each line of a payment service's own record is one transfer. It cannot prove that the
operator did not write a whole history anew, with new hashes: for that, compare the stream heads with those of an older
bundle. Nor can it see work that was never recorded.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from payments.audit.chains import Chains
from payments.audit.finding import Finding, Findings
from payments.audit.hours import HOURS_RULE
from payments.audit.kept_law import KeptLaw
from payments.audit.payouts import Payouts
from payments.audit.payslips import Payslips
from payments.audit.reading import Bundle, Values
from payments.audit.replay import Paid, Replay
from payments.audit.rows import Rows
from payments.audit.salaries import SalariedProjects
from payments.audit.service_lines import ServiceLines
from payments.audit.wages import TOTAL_KEY, Wages, person_of

_PIECES = frozenset({"piece", "hourly"})


def verify(path: Path) -> list[Finding]:
    """Check a bundle from end to end.

    Args:
        path: the file.

    Returns:
        What is wrong; nothing, if nothing is.
    """
    findings = Findings()
    try:
        bundle = Bundle(path, findings)
    except (OSError, BadZipFile) as problem:
        findings.add("bundle_unreadable", path.name, str(problem))
        return findings.found
    with findings.reading(path.name):
        _Verification(bundle, findings).run()
    bundle.close()
    return findings.found


def unproven(path: Path) -> list[str]:
    """Return, in sentences, what a bundle cannot show even if nothing is wrong with it."""
    bundle = Bundle(path, Findings())
    bundle.close()
    partly = "It holds one week's people, so account balances could not be compared."
    return [
        "No outside witness has countersigned it: keep it, and compare stream heads with the next one.",
        "Work that was never recorded leaves no trace here.",
        *([] if bundle.is_whole else [partly]),
    ]


class _Verification:
    """One run over one bundle."""

    def __init__(self, bundle: Bundle, findings: Findings) -> None:
        self._bundle = bundle
        self._findings = findings
        self._people: dict[int, Wages] = {}
        self._salaried = SalariedProjects(findings)

    def run(self) -> None:
        """Read every member and compare."""
        self._bundle.check_members()
        self._law = KeptLaw(self._bundle, self._findings)
        self._replay = Replay(self._findings, is_whole=self._bundle.is_whole)
        self._replay.play(self._bundle)
        self._rows = Rows(self._bundle, self._findings)
        self._payouts = Payouts(self._replay.sent, self._findings)
        self._lines = ServiceLines(self._replay.outside.moved, self._findings)
        chains = Chains(self._findings)
        for event in self._bundle.lines("events"):
            where = f"event {event['stream']} {event['sequence']}"
            with self._findings.reading(where):
                chains.add(event)
                self._hear(event, json.loads(event["body"]), where)
        chains.finish(self._bundle.manifest.get("heads", {}))
        self._rows.finish()
        self._law.finish()
        for person_id, wages in sorted(self._people.items()):
            with self._findings.reading(f"person {person_id}"):
                wages.finish(made_ms=self._bundle.made_ms)
        self._check_totals()
        self._check_earnings()
        Payslips(self._people, rounded=self._replay.paid.rounded, findings=self._findings).check(self._bundle)
        self._payouts.check(self._bundle)

    def _hear(self, event: Values, body: Values, where: str) -> None:
        self._rows.match(event["kind"], body, where=where)
        if event["kind"] == "ledger":
            happened_ms = self._replay.happened_ms.get(body["id"])
            self._findings.expect(
                happened_ms == event["logged_ms"],
                "instant_differs",
                where,
                "happened at another moment than its row says",
            )
        self._payouts.hear(event["kind"], body, where=where)
        if self._bundle.is_whole:  # a week's bundle has not every transfer
            self._lines.hear(event["kind"], body, where=where)
        if event["kind"] == "rulebook":
            self._law.hear(body)
        if event["kind"] == "project":
            self._salaried.hear(event["stream"], body, where=where)
        person_id = person_of(event["stream"])
        if person_id is not None:
            wages = self._wages_of(person_id)
            wages.hear(event["kind"], body, logged_ms=event["logged_ms"], where=where)

    def _wages_of(self, person_id: int) -> Wages:
        if person_id not in self._people:
            self._people[person_id] = Wages(person_id, law=self._law, salaried=self._salaried, findings=self._findings)
        return self._people[person_id]

    def _check_totals(self) -> None:
        """Compare the totals, from which weeks were settled, with the segments and claims behind them."""
        derived = {
            (person_id, *key): ms for person_id, wages in self._people.items() for key, ms in wages.totals.items() if ms
        }
        for row in self._bundle.lines("totals"):
            key = (row["person_id"], *(row[name] for name in TOTAL_KEY))
            says = "is not what its segments add up to"
            self._findings.expect(derived.pop(key, None) == row["counted_ms"], "total_differs", f"total {key}", says)
        for key in derived:
            self._findings.add("total_missing", f"total {key}", "segments were recorded, their total is not there")

    def _check_earnings(self) -> None:
        """Compare what is owed with what the ledger moved, and what is called final with what is."""
        due = Paid()
        for row in self._bundle.lines("earnings"):
            with self._findings.reading(f"earning {row['earning_id']}"):
                self._check_final(row)
                _add_due(due, row)
        paid = self._replay.paid
        self._compare("held", due.held, paid.held)
        self._compare("posted", due.posted, paid.posted)
        self._compare("paid at a closing", due.closed, paid.closed)

    def _check_final(self, row: Values) -> None:
        wages = self._people.get(row["person_id"])
        event = wages.earnings.get(row["earning_id"]) if wages else None
        if wages is None or event is None:
            return  # noted already: no event tells of it
        final_ms = wages.finals.get(row["earning_id"], row["earned_ms"] if event["is_final"] else None)
        expected = ("pending", None) if final_ms is None else ("final", final_ms)
        where = f"earning {row['earning_id']}"
        self._findings.expect(
            (row["state"], row["final_ms"]) == expected, "state_differs", where, f"should be {expected[0]}"
        )
        is_late = final_ms is not None and final_ms < row["final_due_ms"]
        self._findings.expect(not is_late, "final_too_early", where, "became final before it was due")

    def _compare(self, what: str, due: Mapping[Any, int], paid: Mapping[Any, int]) -> None:
        """Compare sums by reference; `Any` because holds go by assignment, closings by week and line."""
        for key in sorted(due.keys() | paid.keys()):
            owed, moved = due.get(key, 0), paid.get(key, 0)
            says = f"{what}: the ledger moved {moved}, the earnings come to {owed} micro-units"
            self._findings.expect(owed == moved, "ledger_differs", f"{key}", says)


def _add_due(due: Paid, row: Values) -> None:
    """Add one earning to what the ledger should have moved."""
    if row["kind"] in _PIECES and row["rule"] != HOURS_RULE:
        reference = f"assignment:{row['assignment_id']}"
        due.held[reference] += row["amount_micros"]
        due.posted[reference] += row["amount_micros"] if row["state"] == "final" else 0
        return
    reference = f"close:{row['person_id']}:{row['period']}:{row['currency']}"
    due.closed[reference, row["rule"].removeprefix("settlement/")] += row["amount_micros"]
