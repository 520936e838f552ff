"""A person's week as they read it: each amount with its reason, checkable with a pocket calculator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from annotate.projects.queries import project
from payments.audit.person import RuleUsed
from payments.closing.queries import PieceGroup, Week, WeekLine
from payments.transaction import Transaction
from policies.floors import Floor
from policies.money import coins_up
from policies.periods import week_days
from web.pages.overtime_view import OvertimeShown, overtimes_shown
from web.pages.pay_view import hourly_of
from web.pages.time_picture import DayBar
from web.pages.week_days import TASK, DayRow, day_rows_of, days_of
from web.pay_owed import Owed

Rules = Mapping[tuple[int, str], Floor]
"""The floor behind each recorded rate and digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Time under one floor: so many milliseconds at so many micro-units an hour; and which rule that is.

    `floor` is None where the rate is not the rule's own: an offer had fixed a higher one.
    """

    counted_ms: int
    rate_micros: int
    floor: Floor | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workings:
    """How an amount beyond piece pay came about, exact, in micro-units."""

    of_kind: str
    """Which line it works out; of a correction, the line that it corrects."""
    parts: tuple[Part, ...]
    overtimes: tuple[OvertimeShown, ...]
    owed_micros: int
    piece_micros: int
    missing_micros: int
    is_shared: bool
    share_micros: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PayLine:
    """One line of a week. Amount in micro-units, in whole cents, rounded up; time in milliseconds.

    Attributes:
        kind: what it is for: piece, hourly, top_up, rest ...
        name: the project's name; empty where a line belongs to none.
        count: how many answers; zero where the line is for time.
        rate_micros: the exact rate; zero where a line has none.
        workings: the arithmetic, where it is more than count times rate.
        owed: the same line for the words that explain it, exact.
    """

    kind: str
    name: str
    language: str
    organisation: str
    carrier: str
    counted_ms: int
    count: int
    rate_micros: int
    amount_micros: int
    is_booked: bool
    workings: Workings | None
    owed: Owed


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekShown:
    """A week as its page shows it. Amounts in micro-units, in whole cents."""

    period: str
    number: int
    first_on: date
    last_on: date
    currency: str
    is_closed: bool
    lines: tuple[PayLine, ...]
    total_micros: int
    hourly_micros: int
    floor_micros: int
    counted_ms: int
    salaried_ms: int
    pending_micros: int
    final_micros: int
    unbooked_micros: int
    days: tuple[DayBar, ...]
    day_rows: tuple[DayRow, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """What a project is called, and who asks."""

    name: str
    language: str
    organisation: str


NOBODY = Named("", "", "")


def names_of(tx: Transaction, project_ids: set[int]) -> dict[int, Named]:
    """Return what projects are called; 0, which is the platform, is called nothing."""
    found = {project_id: project(tx, project_id) for project_id in sorted(project_ids - {0})}
    return {key: Named(each.name, each.language, each.organisation_name) for key, each in found.items() if each}


def rules_of(used: Sequence[RuleUsed]) -> Rules:
    """Return the floors behind recorded rates, where the rate is the floor itself."""
    return {
        (rule.recorded_micros, rule.rulebook_digest): rule.floor
        for rule in used
        if rule.floor and rule.floor.hourly_micros == rule.recorded_micros
    }


def week_shown(week: Week, *, names: Mapping[int, Named], rules: Rules, floor_micros: int) -> WeekShown:
    """Return a week for its page.

    Args:
        week: as the records have it.
        names: of every project in it.
        rules: the floors that its time was recorded under.
        floor_micros: the floor of one hour to show at its head.
    """
    first_on, next_on = week_days(week.period)
    lines = (
        *(_piece_line(group, week, names) for group in week.pieces),
        *(_other_line(line, week, names, rules) for line in week.lines),
    )
    total_micros = sum(line.amount_micros for line in lines)
    return WeekShown(
        period=week.period,
        number=first_on.isocalendar().week,
        first_on=first_on,
        last_on=next_on - timedelta(days=1),
        currency=week.currency,
        is_closed=week.is_closed,
        lines=lines,
        total_micros=total_micros,
        hourly_micros=hourly_of(total_micros, week.counted_ms, week.currency),
        floor_micros=coins_up(floor_micros, week.currency),
        counted_ms=week.counted_ms,
        salaried_ms=week.salaried_ms,
        pending_micros=coins_up(week.pending_micros, week.currency),
        final_micros=coins_up(week.final_micros, week.currency),
        unbooked_micros=sum(line.amount_micros for line in lines if not line.is_booked),
        days=days_of(week),
        day_rows=day_rows_of(week),
    )


def _piece_line(group: PieceGroup, week: Week, names: Mapping[int, Named]) -> PayLine:
    named = names.get(group.project_id, NOBODY)
    spent = (time.counted_ms for time in week.times if time.project_id == group.project_id and time.bucket in TASK)
    is_hourly = group.kind == "hourly"
    return PayLine(
        kind=group.kind,
        name=named.name,
        language=named.language,
        organisation=named.organisation,
        carrier=group.carrier,
        counted_ms=group.quantity if is_hourly else sum(spent),
        count=group.count,
        rate_micros=group.rate_micros,
        amount_micros=coins_up(group.amount_micros, week.currency),
        is_booked=True,
        workings=None,
        owed=_owed_for_pieces(group, named, week.currency),
    )


def _other_line(line: WeekLine, week: Week, names: Mapping[int, Named], rules: Rules) -> PayLine:
    named = names.get(line.project_id, NOBODY)
    return PayLine(
        kind=line.kind,
        name=named.name,
        language=named.language,
        organisation=named.organisation,
        carrier=line.carrier,
        counted_ms=line.counted_ms,
        count=0,
        rate_micros=line.rate_micros,
        amount_micros=coins_up(line.amount_micros, week.currency),
        is_booked=line.is_booked,
        workings=_workings(line, rules),
        owed=_owed_for_line(line, named, week.currency),
    )


def _owed_for_pieces(group: PieceGroup, named: Named, currency: str) -> Owed:
    is_hourly = group.kind == "hourly"
    return Owed(
        kind=group.kind,
        carrier=group.carrier,
        organisation=named.organisation,
        count=0 if is_hourly else group.quantity,
        counted_ms=group.quantity if is_hourly else 0,
        rate_micros=group.rate_micros,
        amount_micros=group.amount_micros,
        currency=currency,
        workings={},
    )


def _owed_for_line(line: WeekLine, named: Named, currency: str) -> Owed:
    return Owed(
        kind=line.kind,
        carrier=line.carrier,
        organisation=named.organisation,
        count=0,
        counted_ms=line.counted_ms,
        rate_micros=line.rate_micros,
        amount_micros=line.amount_micros,
        currency=currency,
        workings=line.workings,
    )


def _workings(line: WeekLine, rules: Rules) -> Workings:
    facts = line.workings
    line_micros = _whole(facts, "line_micros")
    piece_micros = _whole(facts, "piece_micros")
    return Workings(
        of_kind=str(facts.get("line", line.kind)),
        overtimes=overtimes_shown(facts),
        parts=_parts(facts, rules),
        owed_micros=line_micros + piece_micros,
        piece_micros=piece_micros if line.kind == "top_up" else 0,
        missing_micros=line_micros,
        is_shared=line_micros != line.amount_micros,
        share_micros=line.amount_micros,
    )


def _parts(facts: Mapping[str, object], rules: Rules) -> tuple[Part, ...]:
    parts = facts.get("parts", ())
    assert isinstance(parts, Sequence)
    return tuple(
        Part(
            counted_ms=part["counted_ms"],
            rate_micros=part["rate_micros"],
            floor=rules.get((part["rate_micros"], part["rulebook_digest"])),
        )
        for part in parts
    )


def _whole(facts: Mapping[str, object], name: str) -> int:
    value = facts.get(name, 0)
    assert isinstance(value, int)
    return value
