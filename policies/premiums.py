"""What the law of a place adds to a settled week: overtime on the regular rate, and rest at the average rate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from policies.california import average_rate_micros
from policies.in_force import in_force
from policies.money import ceil_div, floor_div
from policies.overtime import Overtime, Paid, WorkDay, overtime_of
from policies.pay_rules import PayRules
from policies.periods import MS_PER_HOUR
from policies.rulebook import Rulebook
from policies.rulebook_rows import LimitName
from policies.rulebook_rows_pay import RestPayBasis, RestPayName
from policies.settlement import PLATFORM_ID, Line, LineKind, Part, PieceTotal, Settlement, TimeTotal, settle
from policies.working_time import Bucket, is_counted


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLaw:
    """What one place's law says of one day's pay beyond the floor. Lengths in milliseconds, zero where it has none."""

    jurisdiction: str
    pay: PayRules
    ordinary_day_ms: int
    ordinary_week_ms: int

    def rests_at_average(self) -> bool:
        """Whether rest is paid at the week's average rate where that is more than the floor."""
        return any(
            row.name is RestPayName.REST and row.basis is RestPayBasis.AVERAGE_OR_FLOOR for row in self.pay.rest_pays
        )


class WeekLaw:
    """Looks up the law that time was recorded under, by the digest that it cites; answers are kept once given.

    Args:
        rulebook_of: gives the rulebook behind a digest, holding that one jurisdiction, as `Rulebook.from_texts` does.
    """

    def __init__(self, rulebook_of: Callable[[str], Rulebook]) -> None:
        self._rulebook_of = rulebook_of
        self._kept: dict[tuple[str, date], DayLaw] = {}

    def on(self, digest: str, on: date) -> DayLaw:
        """Return the law behind a digest on a day."""
        if (digest, on) not in self._kept:
            self._kept[digest, on] = _day_law(self._rulebook_of(digest), on)
        return self._kept[digest, on]


def settle_by_law(
    *, times: Sequence[TimeTotal], pieces: Sequence[PieceTotal], currency: str, law: WeekLaw
) -> Settlement:
    """Settle one annotator and period as `settle` does, and add what the law that the time cites asks for on top."""
    settlement = settle(times=times, pieces=pieces, currency=currency)
    return with_premiums(settlement, times=times, law=law)


def with_premiums(settlement: Settlement, *, times: Sequence[TimeTotal], law: WeekLaw) -> Settlement:
    """Return a settlement with the lines that the law of the place adds on top.

    First rest at the average rate, for each requester that carries rest; then overtime on everything paid so far,
    carried by the platform, whose clock should have stopped the week. Neither ever lowers another line.

    Args:
        settlement: as `settle` gave it.
        times: what it was settled from.
        law: what these times cite.

    Law: California Labor Code 226.2 (rest); the rows of `[[overtime]]` of each place.
    """
    hours = _hours(times)
    if not hours:
        return settlement
    averaged = {digest for on, digest in hours if law.on(digest, on).rests_at_average()}
    rested = _with_lines(settlement, _rest_premiums(settlement, averaged)) if averaged else settlement
    overtimes = _overtime_of_places(rested, hours, law)
    if not overtimes:
        return rested
    with_workings = replace(rested, overtimes=tuple(overtime for _, overtime in overtimes))
    return _with_lines(with_workings, [_overtime_line(overtimes)])


def _hours(times: Sequence[TimeTotal]) -> dict[tuple[date, str], int]:
    """Return paid time by day and digest, in the order of days, without what a salary covers.

    That is salaried time, and rest from work sessions with no other work.
    """
    counted = [time for time in times if time.counted_ms > 0 and is_counted(time.bucket)]
    salaried = {time.work_session_id for time in counted if time.is_salaried and time.bucket is not Bucket.REST}
    if salaried:
        paid_work = [time for time in counted if not time.is_salaried and time.bucket is not Bucket.REST]
        salaried -= {time.work_session_id for time in paid_work}
        rest = [time for time in counted if time.bucket is Bucket.REST and time.work_session_id not in salaried]
        counted = [*paid_work, *rest]
    hours: defaultdict[tuple[date, str], int] = defaultdict(int)
    for time in counted:
        hours[time.worked_on, time.rulebook_digest] += time.counted_ms
    return dict(sorted(hours.items()))


def _day_law(rulebook: Rulebook, on: date) -> DayLaw:
    (place,) = rulebook.all_jurisdictions()
    limits = rulebook.law(place.code).limits
    day, week = (
        min((row.limit_ms for row in in_force((row for row in limits if row.name is name), on=on)), default=0)
        for name in (LimitName.MAX_DAY, LimitName.MAX_WEEK)
    )
    pay = rulebook.pay_rules(place.code, on=on)
    return DayLaw(jurisdiction=place.code, pay=pay, ordinary_day_ms=day, ordinary_week_ms=week)


def _with_lines(settlement: Settlement, lines: Iterable[Line]) -> Settlement:
    """Add lines in their order: the platform's first, then each requester's, by kind."""
    kinds = list(LineKind)
    added = [line for line in lines if line.amount_micros > 0]
    total_micros = settlement.total_micros + sum(line.amount_micros for line in added)
    counted_ms = settlement.counted_ms
    return replace(
        settlement,
        lines=tuple(
            sorted((*settlement.lines, *added), key=lambda line: (line.organisation_id, kinds.index(line.kind)))
        ),
        total_micros=total_micros,
        effective_hourly_micros=floor_div(total_micros * MS_PER_HOUR, counted_ms) if counted_ms else 0,
    )


def _rest_premiums(settlement: Settlement, averaged: set[str]) -> list[Line]:
    """Return what each requester's rest lacks to the average rate of the week, where the law asks for it."""
    rests = [line for line in settlement.lines if line.kind is LineKind.REST]
    paid_micros = settlement.total_micros - sum(line.amount_micros for line in rests)
    counted_ms = settlement.counted_ms - sum(line.counted_ms for line in rests)
    average = average_rate_micros(paid_micros=paid_micros, counted_ms=counted_ms)
    return [
        _line(
            LineKind.PREMIUM,
            rest.organisation_id,
            [
                replace(part, rate_micros=average - part.rate_micros)
                for part in rest.parts
                if part.rulebook_digest in averaged and average > part.rate_micros
            ],
        )
        for rest in rests
    ]


def _overtime_of_places(
    settlement: Settlement, hours: Mapping[tuple[date, str], int], law: WeekLaw
) -> list[tuple[str, Overtime]]:
    """Return the overtime of each place worked under, with its newest digest: one, unless the person moved."""
    places: defaultdict[str, list[tuple[date, str, DayLaw, int]]] = defaultdict(list)
    for (on, digest), ms in hours.items():
        day_law = law.on(digest, on)
        places[day_law.jurisdiction].append((on, digest, day_law, ms))
    paid = Paid(micros=settlement.total_micros, counted_ms=settlement.counted_ms)
    found = []
    for _, here in sorted(places.items()):
        _, newest_digest, newest, _ = here[-1]
        days: dict[date, WorkDay] = {}
        for on, _, day_law, ms in here:
            before_ms = days[on].counted_ms if on in days else 0
            days[on] = WorkDay(on=on, counted_ms=before_ms + ms, ordinary_ms=day_law.ordinary_day_ms)
        overtime = overtime_of(
            days=list(days.values()),
            ordinary_week_ms=newest.ordinary_week_ms,
            paid=paid,
            rows=newest.pay.overtimes,
        )
        if overtime is not None:
            found.append((newest_digest, overtime))
    return found


def _overtime_line(overtimes: Sequence[tuple[str, Overtime]]) -> Line:
    parts = [
        Part(rate_micros=tier.premium_rate_micros, rulebook_digest=digest, counted_ms=tier.counted_ms)
        for digest, overtime in overtimes
        for tier in overtime.chosen.tiers
    ]
    return _line(LineKind.OVERTIME, PLATFORM_ID, parts)


def _line(kind: LineKind, organisation_id: int, parts: Sequence[Part]) -> Line:
    rates = {part.rate_micros for part in parts}
    owed = sum(part.rate_micros * part.counted_ms for part in parts)
    return Line(
        kind=kind,
        organisation_id=organisation_id,
        counted_ms=sum(part.counted_ms for part in parts),
        rate_micros=rates.pop() if len(rates) == 1 else 0,
        amount_micros=ceil_div(owed, MS_PER_HOUR),
        is_split=len({part.rate_micros for part in parts}) > 1,
        parts=tuple(sorted(parts)),
    )
