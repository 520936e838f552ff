"""What one annotator is owed for one pay period, requester by requester, from counted time and piece pay alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from policies.minimum_pay import top_up_of
from policies.money import ceil_div, exponent_of, floor_div
from policies.overtime import Overtime
from policies.periods import MS_PER_HOUR
from policies.rest_shares import RestTime, share_rest
from policies.working_time import Bucket, is_counted

PLATFORM_ID = 0
"""The organisation that carries what no requester caused."""

_SALARY_ID = 1 << 62
"""Stands for all salaried work of a session; higher than any organisation, so that odd milliseconds are paid."""


class LineKind(StrEnum):
    """What a line beyond piece pay is for."""

    TOP_UP = "top_up"
    REST = "rest"
    INSTRUCTIONS = "instructions"
    QUALIFICATION = "qualification"
    WAITING = "waiting"
    ADMIN = "admin"
    SEARCH = "search"
    PREMIUM = "premium"
    """What a law asks for rest beyond the floor."""
    OVERTIME = "overtime"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeTotal:
    """Time of one bucket, work session, day and project, with the floor it is owed at (the higher, where two apply)."""

    work_session_id: int
    worked_on: date
    organisation_id: int
    project_id: int
    bucket: Bucket
    floor_hourly_micros: int
    rulebook_digest: str
    counted_ms: int
    is_salaried: bool = False
    """A salary that somebody else pays covers it: it earns no line here and counts in no comparison with a floor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceTotal:
    """Piece or hourly earnings from one project, accepted and pending."""

    organisation_id: int
    project_id: int
    amount_micros: int


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Part:
    """Counted time under one floor: part of a line that spans a change of the floor."""

    rate_micros: int
    rulebook_digest: str
    counted_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One amount owed beyond piece pay, to be shown and checked: quantity x rate."""

    kind: LineKind
    organisation_id: int
    counted_ms: int
    rate_micros: int
    """The floor, micro-units an hour; zero where the line spans several: then `parts` has each."""
    amount_micros: int
    is_split: bool
    """The rate changed within the period: the floor rose, or overtime was first double and then triple."""
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequesterTotal:
    """How piece pay of one requester compares with what the floor owes for its task and rework time."""

    organisation_id: int
    piece_micros: int
    task_ms: int
    floor_owed_micros: int
    top_up_micros: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What one annotator is owed for one period in one currency."""

    currency: str
    lines: tuple[Line, ...]
    requesters: tuple[RequesterTotal, ...]
    piece_micros: int
    counted_ms: int
    """Time that is paid here: without salaried time, and without the rest from it."""
    total_micros: int
    """Piece pay and every line: what is paid."""
    pooled_micros: int
    """The laxer legal test, all time and all pay in one pot; the total is never less."""
    effective_hourly_micros: int
    """The total for one hour of counted time, rounded down; zero where no time was counted."""
    overtimes: tuple[Overtime, ...] = ()
    """How a line of overtime was reckoned, place by place; `policies/premiums.py` adds both."""


_KIND_OF = {
    Bucket.TASK: LineKind.TOP_UP,
    Bucket.REWORK: LineKind.TOP_UP,
    Bucket.INSTRUCTIONS: LineKind.INSTRUCTIONS,
    Bucket.QUALIFICATION: LineKind.QUALIFICATION,
    Bucket.WAITING_REQUESTER: LineKind.WAITING,
    Bucket.WAITING_PLATFORM: LineKind.WAITING,
    Bucket.ADMIN: LineKind.ADMIN,
    Bucket.SEARCH: LineKind.SEARCH,
}
_BY_PLATFORM = frozenset({Bucket.WAITING_PLATFORM, Bucket.ADMIN, Bucket.SEARCH})

_LineKey = tuple[LineKind, int]
_Parts = dict[tuple[int, str], int]


def settle(*, times: Sequence[TimeTotal], pieces: Sequence[PieceTotal], currency: str) -> Settlement:
    """Settle one annotator and period: the floor for each requester, and every other bucket on a line of its own.

    Task and rework time is raised to the floor. Instructions, qualification, waiting, rest, administration and search
    are owed at the floor on top, never absorbed into piece pay. No requester subsidises another. Salaried time earns
    nothing here, and its share of a session's rest is nobody's debt: the salary covers both; the other requesters still
    carry only their own shares of that rest.

    Args:
        times: time totals in any order; buckets that are not counted earn nothing and are left out.
        pieces: piece totals in any order, in `currency`, at or above zero for each requester.
        currency: of every amount.

    Returns:
        The settlement, the same for every order of the arguments.

    Raises:
        ValueError: negative time, rate or piece pay, or not a currency.

    Law: each source is named by the floor of each time total; 29 CFR 778.111 for the pooled test.
    """
    exponent_of(currency)
    counted = [time for time in times if is_counted(time.bucket) and time.counted_ms != 0]
    if any(time.counted_ms < 0 or time.floor_hourly_micros < 0 for time in counted):
        raise ValueError("negative time or floor")
    parts = _parts_of_lines(counted)
    piece_of = _pieces_by_requester(pieces)
    requesters = tuple(
        _requester(organisation_id, piece_of.get(organisation_id, 0), parts.get((LineKind.TOP_UP, organisation_id), {}))
        for organisation_id in sorted(piece_of.keys() | {number for kind, number in parts if kind is LineKind.TOP_UP})
    )
    top_ups = {requester.organisation_id: requester.top_up_micros for requester in requesters}
    lines = tuple(line for key in _line_order(parts) if (line := _line(key, parts[key], top_ups)).amount_micros > 0)
    return _settlement(parts, lines, requesters, currency)


def _settlement(
    parts: dict[_LineKey, _Parts], lines: tuple[Line, ...], requesters: tuple[RequesterTotal, ...], currency: str
) -> Settlement:
    piece_micros = sum(requester.piece_micros for requester in requesters)
    total_micros = piece_micros + sum(line.amount_micros for line in lines)
    spans = [(rate, ms) for of_line in parts.values() for (rate, _), ms in of_line.items()]
    counted_ms = sum(ms for _, ms in spans)
    pooled_micros = max(ceil_div(sum(rate * ms for rate, ms in spans), MS_PER_HOUR), piece_micros)
    assert total_micros >= pooled_micros, f"below the pooled check: {total_micros=} {pooled_micros=}"
    return Settlement(
        currency=currency,
        lines=lines,
        requesters=requesters,
        piece_micros=piece_micros,
        counted_ms=counted_ms,
        total_micros=total_micros,
        pooled_micros=pooled_micros,
        effective_hourly_micros=floor_div(total_micros * MS_PER_HOUR, counted_ms) if counted_ms else 0,
    )


def _parts_of_lines(counted: Sequence[TimeTotal]) -> dict[_LineKey, _Parts]:
    """Add up time by line and floor; rest is first shared out among the requesters of its session."""
    parts: defaultdict[_LineKey, _Parts] = defaultdict(lambda: defaultdict(int))
    for time in counted:
        if time.bucket is not Bucket.REST and not time.is_salaried:
            carrier_id = PLATFORM_ID if time.bucket in _BY_PLATFORM else time.organisation_id
            parts[_KIND_OF[time.bucket], carrier_id][time.floor_hourly_micros, time.rulebook_digest] += time.counted_ms
    rests, work = _rest_and_work(counted)
    for rest, organisation_id, share_ms in share_rest(rests, work=work, platform_id=PLATFORM_ID):
        if organisation_id != _SALARY_ID:
            parts[LineKind.REST, organisation_id][rest.rate_micros, rest.rulebook_digest] += share_ms
    return parts


def _rest_and_work(counted: Sequence[TimeTotal]) -> tuple[dict[RestTime, int], dict[tuple[int, int], int]]:
    """Return rest by session and floor, and counted time by session and organisation, salaried time apart."""
    rests: defaultdict[RestTime, int] = defaultdict(int)
    work: defaultdict[tuple[int, int], int] = defaultdict(int)
    for time in counted:
        if time.bucket is Bucket.REST:
            rests[RestTime(time.work_session_id, time.floor_hourly_micros, time.rulebook_digest)] += time.counted_ms
        elif time.organisation_id != PLATFORM_ID and time.bucket not in _BY_PLATFORM:
            carrier_id = _SALARY_ID if time.is_salaried else time.organisation_id
            work[time.work_session_id, carrier_id] += time.counted_ms
    return rests, work


def _pieces_by_requester(pieces: Sequence[PieceTotal]) -> dict[int, int]:
    piece_of: defaultdict[int, int] = defaultdict(int)
    for piece in pieces:
        piece_of[piece.organisation_id] += piece.amount_micros
    if any(amount < 0 for amount in piece_of.values()):
        raise ValueError("negative piece pay")
    return piece_of


def _requester(organisation_id: int, piece_micros: int, parts: _Parts) -> RequesterTotal:
    owed_micros = _owed(parts)
    return RequesterTotal(
        organisation_id=organisation_id,
        piece_micros=piece_micros,
        task_ms=sum(parts.values()),
        floor_owed_micros=owed_micros,
        top_up_micros=top_up_of(piece_micros=piece_micros, owed_micros=owed_micros),
    )


def _line(key: _LineKey, parts: _Parts, top_ups: dict[int, int]) -> Line:
    kind, organisation_id = key
    rates = [rate for rate, _ in sorted(parts)]
    is_split = rates[0] != rates[-1]
    return Line(
        kind=kind,
        organisation_id=organisation_id,
        counted_ms=sum(parts.values()),
        rate_micros=0 if is_split else rates[0],
        amount_micros=top_ups[organisation_id] if kind is LineKind.TOP_UP else _owed(parts),
        is_split=is_split,
        parts=tuple(
            sorted(Part(rate_micros=rate, rulebook_digest=text, counted_ms=ms) for (rate, text), ms in parts.items())
        ),
    )


def _owed(parts: _Parts) -> int:
    """Return what the floor owes: every rate times its time, added up, and rounded up once, for the annotator."""
    return ceil_div(sum(rate * counted_ms for (rate, _), counted_ms in parts.items()), MS_PER_HOUR)


def _line_order(parts: dict[_LineKey, _Parts]) -> list[_LineKey]:
    """Order lines by requester, the platform first, then by kind as the kinds are listed."""
    kinds = list(LineKind)
    return sorted(parts, key=lambda key: (key[1], kinds.index(key[0])))
