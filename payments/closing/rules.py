"""How the lines of a closed week are shared out over projects, what is still to book, and what can be claimed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policies.money import ceil_div
from policies.overtime import Overtime
from policies.periods import MS_PER_HOUR
from policies.reopening import supplements
from policies.rest_shares import split_whole
from policies.settlement import PLATFORM_ID, Line, LineKind, PieceTotal, Settlement, TimeTotal
from policies.working_time import Bucket, is_counted

CLAIM_MS_MAX = 184 * 24 * MS_PER_HOUR
"""Unconfirmed time can be claimed for the longest six months of a year, so that nobody loses a day to February."""

REFUSAL_MS_MAX = 7 * 24 * MS_PER_HOUR
"""A named person may refuse a claim for so long, while its pay is not booked; after that it stands."""

SETTLEMENT_RULE = "settlement/"
"""How the rule of a line begins; the line's kind follows, on corrections too."""

TASK_BUCKETS = frozenset({Bucket.TASK, Bucket.REWORK})
PLATFORM_BUCKETS = frozenset({Bucket.WAITING_PLATFORM, Bucket.ADMIN, Bucket.SEARCH})
_BUCKETS_OF = {
    LineKind.INSTRUCTIONS: frozenset({Bucket.INSTRUCTIONS}),
    LineKind.QUALIFICATION: frozenset({Bucket.QUALIFICATION}),
    LineKind.WAITING: frozenset({Bucket.WAITING_REQUESTER}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The part of a line that one project carries; project 0 is the platform."""

    kind: LineKind
    organisation_id: int
    project_id: int
    counted_ms: int
    rate_micros: int
    amount_micros: int
    workings: Mapping[str, object]
    rulebook_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Unconfirmed time without a gap: from, to, and how much of it there is."""

    work_session_id: int
    organisation_id: int
    project_id: int
    started_ms: int
    ended_ms: int


def shares_of(
    settlement: Settlement,
    *,
    times: Sequence[TimeTotal],
    pieces: Sequence[PieceTotal],
    booked: Mapping[tuple[str, int], int],
) -> list[Share]:
    """Return what is to be booked, shared out over the projects that caused it, to the last micro-unit.

    Args:
        settlement: of one person, period and currency.
        times: what it was settled from.
        pieces: what it was settled from.
        booked: what was booked at earlier closings, by kind and organisation; only more is ever booked, never less.
    """
    return [
        share
        for due in supplements(settlement, paid=booked)
        for share in _shares_of_line(due.line, due.due_micros, settlement, _weights(due.line, times, pieces))
    ]


def stretches(segments: Sequence[tuple[int, int, int, int, int]]) -> list[Stretch]:
    """Join unconfirmed segments that touch into stretches, in the order of time.

    Args:
        segments: (work session, organisation, project, started_ms, ended_ms) of one person, in any order.
    """
    found: list[Stretch] = []
    for session_id, organisation_id, project_id, started_ms, ended_ms in sorted(segments, key=lambda row: row[3]):
        last = found[-1] if found else None
        where = (session_id, organisation_id, project_id)
        if last and last.ended_ms == started_ms and where == _place(last):
            started_ms = found.pop().started_ms  # noqa: PLW2901 - the stretch grows
        found.append(
            Stretch(
                work_session_id=session_id,
                organisation_id=organisation_id,
                project_id=project_id,
                started_ms=started_ms,
                ended_ms=ended_ms,
            )
        )
    return found


def _place(stretch: Stretch) -> tuple[int, int, int]:
    return stretch.work_session_id, stretch.organisation_id, stretch.project_id


def _shares_of_line(line: Line, due_micros: int, settlement: Settlement, weights: Mapping[int, int]) -> list[Share]:
    amounts = split_whole(due_micros, weights)
    lengths = split_whole(line.counted_ms, weights)
    return [
        Share(
            kind=line.kind,
            organisation_id=line.organisation_id,
            project_id=project_id,
            counted_ms=lengths[project_id],
            rate_micros=line.rate_micros,
            amount_micros=amount_micros,
            workings=_workings(line, settlement),
            rulebook_digest=max(line.parts, key=lambda part: part.counted_ms).rulebook_digest,
        )
        for project_id, amount_micros in amounts.items()
        if amount_micros > 0
    ]


def _workings(line: Line, settlement: Settlement) -> dict[str, object]:
    """Return everything that a pocket calculator needs to check the whole line of this requester."""
    workings: dict[str, object] = {
        "line": line.kind.value,
        "line_counted_ms": line.counted_ms,
        "line_micros": line.amount_micros,
        "parts": [
            {"counted_ms": part.counted_ms, "rate_micros": part.rate_micros, "rulebook_digest": part.rulebook_digest}
            for part in line.parts
        ],
    }
    if line.kind is LineKind.TOP_UP:
        for requester in settlement.requesters:
            if requester.organisation_id == line.organisation_id:
                workings |= {"floor_owed_micros": requester.floor_owed_micros, "piece_micros": requester.piece_micros}
    if line.kind is LineKind.OVERTIME:
        workings["overtime"] = [_overtime_workings(overtime) for overtime in settlement.overtimes]
    return workings


def _overtime_workings(overtime: Overtime) -> dict[str, object]:
    """Return how overtime was reckoned, and what each reading of the law would have given."""
    return {
        "paid_micros": overtime.paid.micros,
        "paid_ms": overtime.paid.counted_ms,
        "regular_rate_micros": overtime.regular_rate_micros,
        "tiers": [
            {
                "multiplier_percent": tier.multiplier_percent,
                "counted_ms": tier.counted_ms,
                "premium_rate_micros": tier.premium_rate_micros,
            }
            for tier in overtime.chosen.tiers
        ],
        "rules": list(overtime.chosen.rules),
        "readings": [
            {"rules": list(reading.rules), "amount_micros": reading.amount_micros} for reading in overtime.readings
        ],
    }


def _weights(line: Line, times: Sequence[TimeTotal], pieces: Sequence[PieceTotal]) -> dict[int, int]:
    """Return how much of a line each project caused; the platform carries its own."""
    if line.organisation_id == PLATFORM_ID:
        return {PLATFORM_ID: 1}
    if line.kind is LineKind.TOP_UP:
        return _shortfalls(line.organisation_id, times, pieces)
    caused: defaultdict[int, int] = defaultdict(int)
    for time in times:
        is_theirs = time.organisation_id == line.organisation_id and not time.is_salaried
        if is_theirs and _caused(time.bucket, line.kind):
            caused[time.project_id] += time.floor_hourly_micros * time.counted_ms
    return {project_id: weight for project_id, weight in caused.items() if weight > 0}


def _caused(bucket: Bucket, kind: LineKind) -> bool:
    """Whether time of a bucket is what a line is for; rest belongs to all work that it was a rest from."""
    if kind in {LineKind.REST, LineKind.PREMIUM}:
        return is_counted(bucket) and bucket is not Bucket.REST and bucket not in PLATFORM_BUCKETS
    return bucket in _BUCKETS_OF.get(kind, frozenset())


def _shortfalls(organisation_id: int, times: Sequence[TimeTotal], pieces: Sequence[PieceTotal]) -> dict[int, int]:
    """Return, for each project of a requester whose pieces fell short of the floor, by how much."""
    owed: defaultdict[int, int] = defaultdict(int)
    for time in times:
        is_paid = time.organisation_id == organisation_id and not time.is_salaried
        if is_paid and time.bucket in TASK_BUCKETS:
            owed[time.project_id] += time.floor_hourly_micros * time.counted_ms
    paid: defaultdict[int, int] = defaultdict(int)
    for piece in pieces:
        paid[piece.project_id] += piece.amount_micros
    short = {project_id: ceil_div(value, MS_PER_HOUR) - paid[project_id] for project_id, value in owed.items()}
    return {project_id: micros for project_id, micros in short.items() if micros > 0}
