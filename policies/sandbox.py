"""Settles recorded weeks again, under a draft or as if on later days, beside the rulebook in force; pays nobody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from policies.errors import Refusal
from policies.floors import Floor
from policies.limits import Limits
from policies.money import floor_div
from policies.periods import MS_PER_HOUR
from policies.premiums import WeekLaw, settle_by_law
from policies.rulebook import Rulebook
from policies.settlement import LineKind, PieceTotal, Settlement, TimeTotal
from policies.working_time import ON_SCREEN, is_counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Whose law protects a person from a day on."""

    from_on: date
    jurisdiction: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedWeek:
    """What was recorded of one person's week in one currency.

    Attributes:
        homes: every home of the person, the first one first; never empty.
        times, pieces: what the week was settled from.
    """

    person_id: int
    period: str
    currency: str
    homes: tuple[Home, ...]
    times: tuple[TimeTotal, ...]
    pieces: tuple[PieceTotal, ...]

    def home_on(self, day: date) -> Home:
        """Return the home on a day; on a day before the first one, the first."""
        if len(self.homes) == 1:
            return self.homes[0]
        return next((home for home in reversed(self.homes) if home.from_on <= day), self.homes[0])

    def days(self) -> set[date]:
        """Return the days on which anything was recorded."""
        return {time.worked_on for time in self.times}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What recorded time and pieces come to under one side's rules. Amounts in micro-units, time in milliseconds.

    Attributes:
        over_ms: counted time beyond the longest day, and of what is left, beyond the longest week; each hour once.
        rest_due_ms: a whole rest for each full stretch of screen work in a work session.
        costs: what each organisation carries; 0 is the platform.
    """

    total_micros: int
    counted_ms: int
    over_ms: int
    rest_due_ms: int
    costs: Mapping[int, int]

    @property
    def hourly_micros(self) -> int:
        """What one counted hour brought, rounded down; zero without counted time."""
        return floor_div(self.total_micros * MS_PER_HOUR, self.counted_ms) if self.counted_ms else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonOutcome:
    """One person's recorded weeks in one currency on both sides.

    Attributes:
        weeks: each week of them by itself, before and after.
    """

    person_id: int
    currency: str
    jurisdiction: str
    zone: str
    before: Outcome
    after: Outcome
    weeks: Mapping[str, tuple[Outcome, Outcome]] = field(default_factory=dict)


class RuleSide:
    """One side of the comparison: a rulebook, asked on the recorded days or so many days later.

    Args:
        rulebook: the one in force, or one with a draft in it.
        later: by how much every day is moved; whole weeks, so that a Monday stays a Monday.
    """

    def __init__(self, rulebook: Rulebook, *, later: timedelta = timedelta()) -> None:
        if later.days % 7:
            raise ValueError(f"not whole weeks: {later}")
        self.rulebook = rulebook
        self.later = later
        self._of_digest: dict[str, Rulebook] = {}
        self._law = WeekLaw(self._rulebook_of)

    def floor(self, home: Home, on: date, *, currency: str) -> Floor:
        """Return the floor of a recorded day.

        Raises:
            Refusal: `sandbox_other_currency`, for money is never exchanged here; or as the rulebook refuses.
        """
        floor = self.rulebook.floor(home.jurisdiction, zone=home.zone, on=on + self.later)
        if floor.currency != currency:
            raise Refusal(
                "sandbox_other_currency",
                jurisdiction=home.jurisdiction,
                currency=currency,
                draft_currency=floor.currency,
            )
        return floor

    def limits(self, home: Home, on: date) -> Limits:
        """Return the limits of a recorded day."""
        return self.rulebook.limits(home.jurisdiction, on=on + self.later)

    def floors(self, week: RecordedWeek) -> dict[date, Floor]:
        """Return the floor of each recorded day of a week."""
        return {day: self.floor(week.home_on(day), day, currency=week.currency) for day in week.days()}

    def settle(self, week: RecordedWeek) -> Settlement:
        """Settle a week under this side's rules: the same minutes and pieces, at this side's floors."""
        floors = self.floors(week)
        times = [self._moved(time, floors[time.worked_on]) for time in week.times]
        return settle_by_law(times=times, pieces=week.pieces, currency=week.currency, law=self._law)

    def _moved(self, time: TimeTotal, floor: Floor) -> TimeTotal:
        recorded = (time.floor_hourly_micros, time.rulebook_digest)
        if not self.later and recorded == (floor.hourly_micros, floor.rulebook_digest):
            return time
        return TimeTotal(
            work_session_id=time.work_session_id,
            worked_on=time.worked_on + self.later,
            organisation_id=time.organisation_id,
            project_id=time.project_id,
            bucket=time.bucket,
            floor_hourly_micros=floor.hourly_micros,
            rulebook_digest=floor.rulebook_digest,
            counted_ms=time.counted_ms,
            is_salaried=time.is_salaried,
        )

    def _rulebook_of(self, digest: str) -> Rulebook:
        if digest not in self._of_digest:
            self._of_digest[digest] = Rulebook.from_texts(self.rulebook.texts(digest), digest)
        return self._of_digest[digest]


def outcomes(
    weeks: Iterable[RecordedWeek], *, before: RuleSide, after: RuleSide, organisation_id: int | None = None
) -> tuple[PersonOutcome, ...]:
    """Return what everyone's weeks come to on both sides, by person and currency.

    Args:
        weeks: as recorded.
        before: usually the rulebook in force.
        after: usually the draft.
        organisation_id: only what this organisation caused; None for everything.

    Raises:
        Refusal: `sandbox_other_currency`; `unknown_jurisdiction`, `no_floor_in_force` ..., where a side lacks a rule.
    """
    found: defaultdict[tuple[int, str], list[tuple[RecordedWeek, Outcome, Outcome]]] = defaultdict(list)
    for week in weeks:
        both = outcome(week, before, organisation_id), outcome(week, after, organisation_id)
        found[week.person_id, week.currency].append((week, *both))
    return tuple(_person(person_id, currency, parts) for (person_id, currency), parts in sorted(found.items()))


def outcome(week: RecordedWeek, side: RuleSide, organisation_id: int | None = None) -> Outcome:
    """Return what one week comes to under one side's rules."""
    settlement = side.settle(week)
    costs: Counter[int] = Counter()
    for requester in settlement.requesters:
        costs[requester.organisation_id] += requester.piece_micros
    for line in settlement.lines:
        costs[line.organisation_id] += line.amount_micros
    mine = [time for time in week.times if organisation_id in (None, time.organisation_id)]
    is_whole = organisation_id is None
    rest_ms = sum(
        line.counted_ms
        for line in settlement.lines
        if line.kind is LineKind.REST and line.organisation_id == organisation_id
    )
    return Outcome(
        total_micros=settlement.total_micros if is_whole else costs[organisation_id or 0],
        counted_ms=settlement.counted_ms if is_whole else _counted_ms(mine) + rest_ms,
        over_ms=_over_ms(week, mine, side),
        rest_due_ms=_rest_due_ms(week, mine, side),
        costs={payer: micros for payer, micros in costs.items() if is_whole or payer == organisation_id},
    )


def is_as_recorded(week: RecordedWeek, side: RuleSide) -> bool:
    """Whether a side gives every minute of a week the floor that it was recorded at."""
    floors = side.floors(week)
    return all(floors[time.worked_on].hourly_micros == time.floor_hourly_micros for time in week.times)


def _person(person_id: int, currency: str, parts: Sequence[tuple[RecordedWeek, Outcome, Outcome]]) -> PersonOutcome:
    last = max((week for week, _, _ in parts), key=lambda week: week.period)
    home = last.home_on(max((time.worked_on for time in last.times), default=last.homes[-1].from_on))
    return PersonOutcome(
        person_id=person_id,
        currency=currency,
        jurisdiction=home.jurisdiction,
        zone=home.zone,
        before=_added(before for _, before, _ in parts),
        after=_added(after for _, _, after in parts),
        weeks={week.period: (before, after) for week, before, after in parts},
    )


def _added(parts: Iterable[Outcome]) -> Outcome:
    each = tuple(parts)
    costs: Counter[int] = Counter()
    for part in each:
        costs.update(part.costs)
    return Outcome(
        total_micros=sum(part.total_micros for part in each),
        counted_ms=sum(part.counted_ms for part in each),
        over_ms=sum(part.over_ms for part in each),
        rest_due_ms=sum(part.rest_due_ms for part in each),
        costs=dict(costs),
    )


def _counted_ms(times: Iterable[TimeTotal]) -> int:
    return sum(time.counted_ms for time in times if is_counted(time.bucket) and not time.is_salaried)


def _over_ms(week: RecordedWeek, times: Sequence[TimeTotal], side: RuleSide) -> int:
    """Return counted time beyond the longest days, and of what is left, beyond the longest week."""
    days: Counter[date] = Counter()
    for time in times:
        if is_counted(time.bucket):
            days[time.worked_on] += time.counted_ms
    if not days:
        return 0
    limits = {day: side.limits(week.home_on(day), day) for day in days}
    within = sum(min(ms, limits[day].max_day_ms) for day, ms in days.items())
    return sum(days.values()) - min(within, limits[max(days)].max_week_ms)


def _rest_due_ms(week: RecordedWeek, times: Sequence[TimeTotal], side: RuleSide) -> int:
    screen: Counter[int] = Counter()
    began: dict[int, date] = {}
    for session_id, on, ms in _screen_work(times):
        screen[session_id] += ms
        began[session_id] = min(on, began.get(session_id, on))
    rules = {session_id: side.limits(week.home_on(on), on).rest for session_id, on in began.items()}
    return sum(ms // rules[session_id].after_ms * rules[session_id].length_ms for session_id, ms in screen.items())


def _screen_work(times: Iterable[TimeTotal]) -> Iterator[tuple[int, date, int]]:
    return ((time.work_session_id, time.worked_on, time.counted_ms) for time in times if time.bucket in ON_SCREEN)
