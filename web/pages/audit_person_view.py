"""One person's week for an auditor: amounts with their arithmetic, days with their spans, rules with their sources."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, cast

from payments.audit.person import RuleUsed, TimeSpan
from payments.audit.records import PayRecord
from payments.closing.queries import PieceGroup, Week, WeekLine
from policies.settlement import RequesterTotal
from policies.working_time import Bucket
from web.pages.audit_view import InCoins, in_coins
from web.pages.overtime_view import OvertimeShown, overtimes_shown
from web.pages.time_picture import Band, Span, band_of
from web.words import N_

LINE_WORDS = {
    "piece": N_("Items"),
    "hourly": N_("Hours"),
    "top_up": N_("Raised to the floor"),
    "rest": N_("Rest"),
    "instructions": N_("Instructions"),
    "qualification": N_("Qualification"),
    "waiting": N_("Waiting"),
    "admin": N_("Administration"),
    "search": N_("Looking for work"),
    "premium": N_("Rest at the average rate"),
    "overtime": N_("Overtime"),
    "correction": N_("Correction of an earlier closing"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Time under one floor: so many milliseconds at so much an hour."""

    counted_ms: int
    rate_micros: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """An amount beyond piece pay with its arithmetic.

    Attributes:
        of_kind: the line that a correction corrects; else its own kind.
        owed_micros, piece_micros: of a top-up, what the floor owes and what items paid; else both zero.
        line_micros: the whole line of this requester; the amount is one project's part of it.
    """

    kind: str
    of_kind: str
    organisation_id: int
    project_id: int
    carrier: str
    amount_micros: int
    line_micros: int
    parts: tuple[Part, ...]
    overtimes: tuple[OvertimeShown, ...]
    owed_micros: int
    piece_micros: int
    rulebook_digest: str
    is_booked: bool


@dataclass(frozen=True, slots=True)
class DayView:
    """One day: its picture and its spans."""

    day: date
    band: Band | None
    spans: tuple[TimeSpan, ...]
    buckets: tuple[tuple[Bucket, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWeek:
    """Everything on the page of one person's week in one currency."""

    pseudonym: str
    record: PayRecord
    coins: InCoins
    pieces: tuple[PieceGroup, ...]
    lines: tuple[LineView, ...]
    requesters: tuple[RequesterTotal, ...]
    days: tuple[DayView, ...]
    rules: tuple[RuleUsed, ...]
    time_zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was read of one person's week."""

    week: Week
    spans: Sequence[TimeSpan]
    rules: Sequence[RuleUsed]
    time_zone: str


def person_week(pseudonym: str, record: PayRecord, found: Found, *, organisation_id: int | None) -> PersonWeek:
    """Return one person's week, or what one organisation caused of it.

    Args:
        pseudonym: the only name on the page.
        record: the week's pay record, already limited to the organisation.
        found: what was read.
        organisation_id: whose part; None for everything.
    """
    spans = [span for span in found.spans if organisation_id in (None, span.organisation_id)]
    return PersonWeek(
        pseudonym=pseudonym,
        record=record,
        coins=in_coins(record),
        pieces=tuple(each for each in found.week.pieces if organisation_id in (None, each.organisation_id)),
        lines=tuple(_line(each) for each in found.week.lines if organisation_id in (None, each.organisation_id)),
        requesters=tuple(
            each for each in found.week.settlement.requesters if organisation_id in (None, each.organisation_id)
        ),
        days=tuple(_days(spans, time_zone=found.time_zone)),
        rules=tuple(found.rules),
        time_zone=found.time_zone,
    )


def _line(line: WeekLine) -> LineView:
    # Any: workings are JSON, written by payments.closing.rules and described there.
    workings = cast("Mapping[str, Any]", line.workings)
    return LineView(
        kind=line.kind,
        of_kind=workings["line"],
        organisation_id=line.organisation_id,
        project_id=line.project_id,
        carrier=line.carrier,
        amount_micros=line.amount_micros,
        line_micros=workings["line_micros"],
        parts=tuple(Part(part["counted_ms"], part["rate_micros"]) for part in workings["parts"]),
        overtimes=overtimes_shown(line.workings),
        owed_micros=workings.get("floor_owed_micros", 0),
        piece_micros=workings.get("piece_micros", 0),
        rulebook_digest=line.rulebook_digest,
        is_booked=line.is_booked,
    )


def _days(spans: Iterable[TimeSpan], *, time_zone: str) -> Iterable[DayView]:
    for day, found in groupby(spans, key=lambda span: span.worked_on):
        that_day = tuple(found)
        drawn = [Span(span.bucket, span.started_at, span.ended_at) for span in that_day]
        yield DayView(day, band_of(drawn, time_zone=time_zone), that_day, _by_bucket(that_day))


def _by_bucket(spans: Sequence[TimeSpan]) -> tuple[tuple[Bucket, int], ...]:
    sums: dict[Bucket, int] = {}
    for span in spans:
        sums[span.bucket] = sums.get(span.bucket, 0) + span.length_ms
    return tuple((bucket, sums[bucket]) for bucket in Bucket if bucket in sums)
