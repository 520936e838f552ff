"""Checking payslips against what was earned: everything final is on one, nothing is on two, and the sums agree."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from payments.audit.finding import Findings
from payments.audit.payslip_file import check_sums
from payments.audit.reading import Bundle, Values
from payments.audit.wages import Wages
from payments.events.rules import canonical
from payments.payslips.rules import PAYDAY_MS, digest_of, line_rule, payslip_reference
from policies.money import micros_of, micros_per_minor
from policies.periods import MS_PER_HOUR, day_start_ms, from_ms, week_days

ISSUED_WITHIN_MS = 24 * MS_PER_HOUR
"""What is final is on a payslip a day after payday at the latest, or a day after it became final, if that is later."""

_LATEST_ZONE = "Etc/GMT+12"
_SAME = ("kind", "organisation_id", "project_id", "carrier", "unit", "rulebook_digest")


class Payslips:
    """Follows every payslip of a bundle.

    Args:
        people: everybody's earnings, heard to the end.
        rounded: what the ledger paid for rounding, by the payslip's reference.
        findings: where to note what does not add up.
    """

    def __init__(self, people: Mapping[int, Wages], *, rounded: Mapping[str, int], findings: Findings) -> None:
        self._people = people
        self._rounded = rounded
        self._findings = findings
        self._on: dict[int, str] = {}
        self._numbers: Counter[tuple[object, ...]] = Counter()
        self._paid: Counter[tuple[object, ...]] = Counter()
        self._references: set[str] = set()

    def check(self, bundle: Bundle) -> None:
        """Check every payslip, then what stands on none."""
        for row in sorted(bundle.lines("payslips"), key=lambda row: row["payslip_id"]):
            where = f"payslip {row['payslip_id']}"
            with self._findings.reading(where):
                self._check_one(row, where)
        for reference in sorted(self._rounded.keys() - self._references):
            self._findings.add("rounding_differs", reference, "the ledger rounded up a payslip that is not there")
        for wages in self._people.values():
            self._check_nothing_missing(wages, made_ms=bundle.made_ms)

    def _check_one(self, row: Values, where: str) -> None:
        body = json.loads(row["body"])
        expect = self._findings.expect
        is_its = digest_of(row["body"]) == row["digest"] and canonical(body) == row["body"]
        expect(is_its, "payslip_altered", where, "its digest is another text's")
        check_sums(body, findings=self._findings, where=where)
        self._check_totals(row, body, where)
        self._check_number(row, body, where)
        ends_ms = day_start_ms(week_days(row["period"])[1], body["time_zone"])
        is_time = row["issued_ms"] >= ends_ms + PAYDAY_MS and body["issued_at"] == _instant(row["issued_ms"])
        expect(is_time, "payslip_too_early", where, "was issued before its payday, or at another moment than it says")
        for number, line in enumerate(body["lines"], start=1):
            self._check_line(row, line, f"{where} line {number}")

    def _check_totals(self, row: Values, body: Values, where: str) -> None:
        paid_micros = row["total_minor"] * micros_per_minor(row["currency"])
        stated = (row["total_micros"], paid_micros, row["rounding_micros"])
        written = (micros_of(body["exact_total"]), micros_of(body["total"]), micros_of(body["rounding"]))
        self._findings.expect(stated == written, "payslip_differs", where, f"says {stated}, its text {written}")
        reference = payslip_reference(row["person_id"], row["period"], row["currency"], row["number"])
        self._references.add(reference)
        moved = self._rounded.get(reference, 0)
        says = f"the ledger rounded it up by {moved}, not {row['rounding_micros']} micro-units"
        self._findings.expect(moved == row["rounding_micros"], "rounding_differs", where, says)

    def _check_number(self, row: Values, body: Values, where: str) -> None:
        """The payslips of a week are numbered from one without a gap, and each knows what those before it paid."""
        week = (row["person_id"], row["period"], row["currency"])
        is_its = all(body[name] == row[name] for name in ("person_id", "period", "currency", "number"))
        self._findings.expect(is_its, "payslip_differs", where, "its text is another payslip's")
        is_next = row["number"] == self._numbers[week] + 1
        self._findings.expect(is_next, "payslip_missing", where, f"follows number {self._numbers[week]}")
        is_sum = micros_of(body["paid_before"]) == self._paid[week]
        self._findings.expect(is_sum, "payslip_differs", where, "those before it paid another sum")
        self._numbers[week] = row["number"]
        self._paid[week] += micros_of(body["total"])

    def _check_line(self, row: Values, line: Values, where: str) -> None:
        wages = self._people.get(row["person_id"])
        found = [wages.earnings[earning_id] for earning_id in line["earning_ids"]] if wages else []
        self._findings.expect(bool(found), "line_differs", where, "has no earning behind it")
        for event in found:
            self._check_earning(row, line, event, wages, where)
        sums = (sum(event["amount_micros"] for event in found), sum(event["quantity"] for event in found))
        is_sum = sums == (micros_of(line["exact"]), line["quantity"])
        self._findings.expect(is_sum, "line_differs", where, f"its earnings come to {sums}")

    def _check_earning(self, row: Values, line: Values, event: Values, wages: Wages | None, where: str) -> None:
        earning_id = event["earning_id"]
        is_same = all(event[name] == line[name] for name in _SAME) and event["rate_micros"] == micros_of(line["rate"])
        is_same = is_same and all(event[name] == row[name] for name in ("period", "currency"))
        is_same = is_same and line_rule(event["rule"]) == line["rule"]
        self._findings.expect(is_same, "line_differs", where, f"earning {earning_id} is of another kind")
        before = self._on.setdefault(earning_id, where)
        self._findings.expect(before == where, "earning_twice", where, f"earning {earning_id} stands on {before} too")
        final_ms = _final_ms(wages, event) if wages else None
        is_final = final_ms is not None and final_ms <= row["issued_ms"]
        self._findings.expect(is_final, "payslip_too_early", where, f"earning {earning_id} was not final then")

    def _check_nothing_missing(self, wages: Wages, *, made_ms: int) -> None:
        for earning_id, event in wages.earnings.items():
            final_ms = _final_ms(wages, event)
            if final_ms is None or earning_id in self._on or event["amount_micros"] <= 0:
                continue
            payday_ms = day_start_ms(week_days(event["period"])[1], _LATEST_ZONE) + PAYDAY_MS
            is_in_time = made_ms <= max(payday_ms, final_ms) + ISSUED_WITHIN_MS
            where = f"earning {earning_id}"
            self._findings.expect(is_in_time, "payslip_missing", where, "is final, and no payslip pays it")


def _final_ms(wages: Wages, event: Values) -> int | None:
    """Return when an earning became final, milliseconds since 1970, or None."""
    found: Any = wages.finals.get(event["earning_id"], event["earned_ms"] if event["is_final"] else None)
    return found if isinstance(found, int) else None


def _instant(ms: int) -> str:
    return from_ms(ms).isoformat(timespec="milliseconds")
