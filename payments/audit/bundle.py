"""Packs every record that pay depends on into one file, which anyone can check without us and without a network."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from payments.audit.members import FORMAT, MANIFEST, MEMBERS
from payments.events.rules import annotator_stream, canonical, project_stream
from payments.transaction import Row, Transaction
from policies.periods import to_ms, week_days

PAGE_ROWS = 2_000
"""So many rows are held in memory at a time."""

# One moment for all members. SQLite gives every reading transaction that; PostgreSQL has to be asked, first of all.
_ONE_MOMENT = "/*postgresql: SET TRANSACTION ISOLATION LEVEL REPEATABLE READ */"

_PEOPLE = """
SELECT person_id FROM annotator WHERE :period = '' OR person_id IN
  (SELECT person_id FROM time_total WHERE worked_on >= :first_on AND worked_on < :next_on)
ORDER BY person_id
"""
# Which projects a salary pays for, and who worked there: their own streams say so.
_SALARIED = """
SELECT DISTINCT time_total.project_id, time_total.person_id
FROM salaried_project JOIN time_total ON time_total.project_id = salaried_project.project_id
"""
_STREAMS = "SELECT stream, sequence, hash FROM event_stream ORDER BY stream"
_EVENTS = """
SELECT id, stream, sequence, kind, logged_at, previous_hash, salt, body, hash FROM event
WHERE id > :after ORDER BY id LIMIT :most
"""
_SEGMENTS = """
SELECT id, assignment_id, bucket, currency, ended_at, floor_hourly_micros, jurisdiction, organisation_id, person_id,
  project_id, rulebook_digest, started_at, work_session_id, worked_on, zone
FROM time_segment WHERE id > :after ORDER BY id LIMIT :most
"""
_CLAIMS = """
SELECT id, person_id, started_at, ended_at, line, claimed_at FROM time_claim
WHERE id > :after ORDER BY id LIMIT :most
"""
_CORRECTIONS = """
SELECT id, person_id, started_at, ended_at, becomes, line, by_id, corrected_at FROM time_correction
WHERE id > :after ORDER BY id LIMIT :most
"""
_EARNINGS = """
SELECT id, amount_micros, assignment_id, carrier, currency, earned_at, earned_on, id, final_due_at, kind,
  organisation_id, period, person_id, project_id, quantity, rate_micros, rule, rulebook_digest, unit, workings, state,
  final_at
FROM earning WHERE id > :after ORDER BY id LIMIT :most
"""
_TRANSFERS = """
SELECT sequence, id, phase, debit_id, credit_id, amount_micros, currency, pending_id, code, reference, happened_at,
  body_hash
FROM ledger_transfer WHERE sequence > :after ORDER BY sequence LIMIT :most
"""
_ACCOUNTS = """
SELECT id, currency, normal, has_no_overdraft, debits_posted, debits_pending, credits_posted, credits_pending
FROM ledger_account ORDER BY id
"""
_CLOSES = """
SELECT person_id, period, currency, revision, counted_ms, piece_micros, total_micros, pooled_micros, closed_at
FROM period_close ORDER BY person_id, period, currency, revision
"""
_PAYSLIPS = """
SELECT id, id, person_id, period, currency, number, total_micros, total_minor, rounding_micros, digest, issued_at, body
FROM payslip WHERE id > :after ORDER BY id LIMIT :most
"""
_TOTALS = """
SELECT person_id, worked_on, work_session_id, organisation_id, project_id, bucket, floor_hourly_micros, currency,
  rulebook_digest, counted_ms
FROM time_total WHERE counted_ms > 0 ORDER BY person_id, worked_on, work_session_id, organisation_id, project_id, bucket
"""
_RESIDENCES = "SELECT person_id, jurisdiction, zone, from_on FROM residence ORDER BY person_id, from_on"
_TEXTS = "SELECT digest, text FROM rulebook_text ORDER BY digest"

Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Packed:
    """What a member of the bundle holds: how many lines, and their digest."""

    count: int
    sha256: str


def collect(tx: Transaction, *, period: str | None, out: BinaryIO, operator: str, now: datetime) -> None:
    """Write the bundle: a zip of one JSON object a line, and a manifest. No names, no answers.

    Without a period it holds everything, and the ledger can be replayed. With one, it holds the whole streams of the
    people who worked in that week, without accounts; the verifier says what that leaves unproven.

    Args:
        tx: a reading transaction in which nothing was asked before: PostgreSQL then shows one moment throughout.
        period: "2026-W47", or None for everything.
        out: where it goes; it is written once, in order, in bounded memory.
        operator: the legal name of who runs this.
        now: when it is made.
    """
    tx.run(_ONE_MOMENT)
    scope = _scope(tx, period)
    with ZipFile(out, "w", ZIP_DEFLATED) as bundle:
        packed = {name: _pack(bundle, name, lines) for name, lines in _members(tx, scope)}
        heads = {row[0]: {"hash": row[2], "sequence": row[1]} for row in tx.run(_STREAMS) if scope.has_stream(row[0])}
        manifest: Values = {
            "format": FORMAT,
            "heads": heads,
            "made_ms": to_ms(now),
            "members": {name: {"count": part.count, "sha256": part.sha256} for name, part in packed.items()},
            "operator": operator,
            "period": period,
        }
        bundle.writestr(MANIFEST, canonical(manifest))


class _Scope:
    """Whose records go in."""

    def __init__(self, people: Iterable[int], *, salaried: Iterable[Row], is_whole: bool) -> None:
        self.is_whole = is_whole
        self._people = frozenset(people)
        self._streams = {"platform"} | {annotator_stream(person_id) for person_id in self._people}
        self._streams |= {project_stream(project) for project, person_id in salaried if person_id in self._people}
        self.transfer_ids: set[str] = set()

    def has_person(self, values: Mapping[str, object]) -> bool:
        return self.is_whole or values["person_id"] in self._people

    def has_stream(self, stream: object) -> bool:
        return self.is_whole or stream in self._streams

    def has_event(self, values: Mapping[str, object]) -> bool:
        """Whether an event goes in; the transfers that it tells of then go in too."""
        if self.is_whole or not self.has_stream(values["stream"]):
            return self.is_whole
        if values["kind"] == "ledger":
            self.transfer_ids.add(str(json.loads(str(values["body"]))["id"]))
        return True

    def has_transfer(self, values: Mapping[str, object]) -> bool:
        return self.is_whole or values["id"] in self.transfer_ids


def _scope(tx: Transaction, period: str | None) -> _Scope:
    first_on, next_on = week_days(period) if period else (None, None)
    rows = tx.run(_PEOPLE, period=period or "", first_on=first_on, next_on=next_on)
    return _Scope((row[0] for row in rows), salaried=tx.run(_SALARIED), is_whole=period is None)


def _members(tx: Transaction, scope: _Scope) -> Iterator[tuple[str, Iterable[Values]]]:
    """Yield each member with its lines; events come first, because they say which transfers belong in."""
    yield "events", filter(scope.has_event, _paged(tx, _EVENTS, MEMBERS["events"]))
    yield "segments", filter(scope.has_person, _paged(tx, _SEGMENTS, MEMBERS["segments"]))
    yield "claims", filter(scope.has_person, _paged(tx, _CLAIMS, MEMBERS["claims"]))
    yield "corrections", filter(scope.has_person, _paged(tx, _CORRECTIONS, MEMBERS["corrections"]))
    yield "earnings", filter(scope.has_person, map(_with_workings, _paged(tx, _EARNINGS, MEMBERS["earnings"])))
    yield "transfers", filter(scope.has_transfer, _paged(tx, _TRANSFERS, MEMBERS["transfers"], skip=0))
    yield "closes", filter(scope.has_person, _all(tx, _CLOSES, MEMBERS["closes"]))
    yield "payslips", filter(scope.has_person, _paged(tx, _PAYSLIPS, MEMBERS["payslips"]))
    yield "totals", filter(scope.has_person, _all(tx, _TOTALS, MEMBERS["totals"]))
    yield "residences", filter(scope.has_person, _all(tx, _RESIDENCES, MEMBERS["residences"]))
    yield "accounts", _all(tx, _ACCOUNTS, MEMBERS["accounts"]) if scope.is_whole else ()
    yield "rulebook_texts", _all(tx, _TEXTS, MEMBERS["rulebook_texts"])


def _pack(bundle: ZipFile, name: str, lines: Iterable[Values]) -> Packed:
    """Write one member and return its count and digest."""
    digest, count = sha256(), 0
    with bundle.open(f"{name}.jsonl", "w") as member:
        for values in lines:
            line = (canonical(values) + "\n").encode()
            member.write(line)
            digest.update(line)
            count += 1
    return Packed(count, digest.hexdigest())


def _paged(tx: Transaction, statement: str, names: tuple[str, ...], *, skip: int = 1) -> Iterator[Values]:
    """Yield rows page by page in the order of their number, which is their first column."""
    after = -1
    while rows := tx.run(statement, after=after, most=PAGE_ROWS):
        yield from (_values(names, row[skip:]) for row in rows)
        after = rows[-1][0]


def _all(tx: Transaction, statement: str, names: tuple[str, ...]) -> Iterator[Values]:
    return (_values(names, row) for row in tx.run(statement))


def _values(names: tuple[str, ...], row: Row) -> Values:
    return dict(zip(names, row, strict=True))


def _with_workings(values: Values) -> Values:
    return values | {"workings": json.loads(str(values["workings"]))}
