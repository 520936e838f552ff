"""Everything recorded about one annotator, for that annotator to carry away: time, pay, claims, answers, the log."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from payments.closing.queries import weeks
from payments.columns import json_text
from payments.events.rules import annotator_stream
from payments.transaction import Row, Transaction

Reading = Callable[[], AbstractContextManager[Transaction]]
ROWS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Part:
    """One list in the record: its name, its columns, and the statement that gives the rows after a key, in order.

    The key is the first column, a whole number; rows are taken a thousand at a time, so that memory stays flat and no
    transaction waits for a slow line.
    """

    name: str
    columns: tuple[str, ...]
    statement: str


_PERSON = """
SELECT person.name, person.language, person.time_zone, person.created_at, annotator.joined_at
FROM person JOIN annotator ON annotator.person_id = person.id WHERE person.id = :person_id
"""
_PERSON_COLUMNS = ("name", "language", "time_zone", "created_ms", "joined_ms")
_EARNING_COLUMNS = (
    "id", "organisation_id", "project_id", "assignment_id", "kind", "carrier", "period", "earned_on", "quantity",
    "unit", "rate_micros", "amount_micros", "currency", "rule", "rulebook_digest", "workings", "state", "earned_ms",
    "final_due_ms", "final_ms", "answer", "answer_counted_ms", "is_surplus",
)  # fmt: skip
_EARNINGS = """
SELECT earning.id, earning.organisation_id, earning.project_id, earning.assignment_id, kind, carrier, period, earned_on,
  quantity, unit, rate_micros, amount_micros, currency, rule, rulebook_digest, workings, state, earned_at, final_due_at,
  final_at, answer.result, answer.counted_ms, answer.is_surplus
FROM earning LEFT JOIN answer ON answer.assignment_id = earning.assignment_id
WHERE person_id = :person_id AND period = :period ORDER BY earning.id
"""
_PARTS = (
    Part(
        "residences",
        ("id", "jurisdiction", "zone", "from_on"),
        "SELECT id, jurisdiction, zone, from_on FROM residence"
        " WHERE person_id = :person_id AND id > :after ORDER BY id LIMIT :most",
    ),
    Part(
        "time",
        ("started_ms", "ended_ms", "bucket", "worked_on", "work_session_id", "organisation_id", "project_id",
         "assignment_id", "jurisdiction", "zone", "floor_hourly_micros", "currency", "rulebook_digest"),
        "SELECT started_at, ended_at, bucket, worked_on, work_session_id, organisation_id, project_id, assignment_id,"
        " jurisdiction, zone, floor_hourly_micros, currency, rulebook_digest FROM time_segment"
        " WHERE person_id = :person_id AND started_at > :after ORDER BY started_at LIMIT :most",
    ),
    Part(
        "claims",
        ("started_ms", "ended_ms", "line", "claimed_ms"),
        "SELECT started_at, ended_at, line, claimed_at FROM time_claim"
        " WHERE person_id = :person_id AND started_at > :after ORDER BY started_at LIMIT :most",
    ),
    Part(
        "corrections",
        ("started_ms", "ended_ms", "becomes", "line", "by_name", "corrected_ms"),
        "SELECT started_at, ended_at, becomes, line, person.name, corrected_at FROM time_correction"
        " JOIN person ON person.id = time_correction.by_id"
        " WHERE person_id = :person_id AND started_at > :after ORDER BY started_at LIMIT :most",
    ),
    Part(
        "replies",
        ("started_ms", "line", "replied_ms"),
        "SELECT started_at, line, replied_at FROM claim_reply"
        " WHERE person_id = :person_id AND started_at > :after ORDER BY started_at LIMIT :most",
    ),
    Part(
        "closings",
        ("closed_ms", "period", "currency", "revision", "counted_ms", "piece_micros", "total_micros", "pooled_micros"),
        "SELECT closed_at, period, currency, revision, counted_ms, piece_micros, total_micros, pooled_micros"
        " FROM period_close WHERE person_id = :person_id AND closed_at > :after ORDER BY closed_at LIMIT :most",
    ),
    Part(
        "payslips",
        ("id", "period", "currency", "number", "total_micros", "total_minor", "rounding_micros", "digest", "issued_ms",
         "body"),
        "SELECT id, period, currency, number, total_micros, total_minor, rounding_micros, digest, issued_at, body"
        " FROM payslip WHERE person_id = :person_id AND id > :after ORDER BY id LIMIT :most",
    ),
    Part(
        "log",
        ("sequence", "kind", "logged_ms", "previous_hash", "salt", "body", "hash"),
        "SELECT sequence, kind, logged_at, previous_hash, salt, body, hash FROM event"
        " WHERE stream = :stream AND sequence > :after ORDER BY sequence LIMIT :most",
    ),
)  # fmt: skip


def own_record(reading: Reading, *, person_id: int) -> Iterator[str]:
    """Yield one JSON document in pieces: who the person is, and every row about their time and pay.

    Args:
        reading: opens each of the short transactions.
        person_id: an annotator.
    """
    with reading() as tx:
        person = tx.one(_PERSON, person_id=person_id)
        periods = weeks(tx, person_id)
    assert person is not None, "the caller lets in annotators only"
    yield '{"person":' + json_text(dict(zip(_PERSON_COLUMNS, person, strict=True)))
    for part in _PARTS:
        yield f',"{part.name}":['
        yield from _listed(_rows(reading, part, person_id), part.columns)
        yield "]"
    yield ',"earnings":['
    yield from _listed(_earnings(reading, person_id, periods), _EARNING_COLUMNS)
    yield "]}\n"


def _rows(reading: Reading, part: Part, person_id: int) -> Iterator[Row]:
    about = {"stream": annotator_stream(person_id)} if ":stream" in part.statement else {"person_id": person_id}
    after: int | None = 0
    while after is not None:
        with reading() as tx:
            rows = tx.run(part.statement, **about, after=after, most=ROWS_AT_ONCE)
        yield from rows
        after = rows[-1][0] if len(rows) == ROWS_AT_ONCE else None


def _earnings(reading: Reading, person_id: int, periods: tuple[str, ...]) -> Iterator[Row]:
    for period in sorted(periods):
        with reading() as tx:
            rows = tx.run(_EARNINGS, person_id=person_id, period=period)
        yield from rows


def _listed(rows: Iterator[Row], columns: tuple[str, ...]) -> Iterator[str]:
    comma = ""
    for row in rows:
        yield comma + json_text(dict(zip(columns, row, strict=True)))
        comma = ",\n"
