"""Who would gain and who would lose under a draft, group by group, in figures that never single anybody out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from policies.money import floor_div
from policies.periods import MS_PER_HOUR
from policies.sandbox import Outcome, PersonOutcome
from policies.small_groups import is_nobody_or_enough, is_safe, merged, steps_of

TENTHS = 10


class Fate(StrEnum):
    """What becomes of a person's pay."""

    GAINS = "gains"
    SAME = "same"
    LOSES = "loses"


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure under the rulebook in force, and the same under the other side."""

    before: int
    after: int

    @property
    def change(self) -> int:
        """Return by how much it changes."""
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSum:
    """What a group comes to: pay, and pay for one counted hour, rounded down. Micro-units and milliseconds."""

    people: int
    counted_ms: int
    total: Pair
    hourly: Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSum:
    """A place, or several joined because one was too small to show.

    Attributes:
        places: (jurisdiction, zone).
        steps: its people in groups by what an hour brought before, the least paid first; tenths where there are
            enough people for ten.
    """

    places: tuple[tuple[str, str], ...]
    whole: GroupSum
    steps: tuple[GroupSum, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerSum:
    """What some organisations carry together; 0 is the platform."""

    organisation_ids: tuple[int, ...]
    people: int
    cost: Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class FateCount:
    """How many people gain, stay or lose; several together where one alone would be too few to show."""

    fates: tuple[Fate, ...]
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyReport:
    """Everything that can be shown of those paid in one currency; other currencies are never added to it.

    Attributes:
        over_ms: counted time beyond a cap; rest_due_ms: rest that falls due; None where too few people have any.
    """

    currency: str
    whole: GroupSum
    fates: tuple[FateCount, ...]
    places: tuple[PlaceSum, ...]
    payers: tuple[PayerSum, ...]
    over_ms: Pair | None
    rest_due_ms: Pair | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a comparison shows; `is_partly_hidden` where some people are too few to be shown in any group."""

    currencies: tuple[CurrencyReport, ...]
    is_partly_hidden: bool


def report_of(found: Sequence[PersonOutcome]) -> Report:
    """Return what may be shown of what a comparison found.

    Every group of a currency is made of the same smallest groups, so no two of them differ by fewer than five people;
    and every group is large enough in each of its weeks, so neither do two answers about some of the same weeks.
    """
    currencies = sorted({person.currency for person in found})
    reports = [_currency([person for person in found if person.currency == currency]) for currency in currencies]
    shown = tuple(report for report in reports if report is not None)
    return Report(currencies=shown, is_partly_hidden=len(shown) < len(reports))


def _currency(people: Sequence[PersonOutcome]) -> CurrencyReport | None:
    """Return the report of one currency, or None where its people are too few to be shown at all."""
    places = _places(people)
    if not places:
        return None
    steps = [step for _, its_steps in places for step in its_steps]
    return CurrencyReport(
        currency=people[0].currency,
        whole=_sum(people),
        fates=_fates(people),
        places=tuple(
            PlaceSum(
                places=names,
                whole=_sum([person for step in its_steps for person in step]),
                steps=tuple(_sum(step) for step in its_steps),
            )
            for names, its_steps in places
        ),
        payers=_payers(people, steps),
        over_ms=_measure(people, lambda outcome: outcome.over_ms),
        rest_due_ms=_measure(people, lambda outcome: outcome.rest_due_ms),
    )


_Place = tuple[tuple[str, str], ...]
_Step = tuple[PersonOutcome, ...]


def _places(people: Sequence[PersonOutcome]) -> list[tuple[_Place, tuple[_Step, ...]]]:
    """Return the places that may be shown, each with its people in steps of pay."""

    def living_in(keys: _Place) -> list[PersonOutcome]:
        return [person for person in people if (person.jurisdiction, person.zone) in keys]

    cells = merged(
        sorted({(person.jurisdiction, person.zone) for person in people}),
        may_show=lambda keys: _may_show(living_in(keys)),
        size=lambda keys: len(living_in(keys)),
    )
    return [(tuple(sorted(cell)), _steps(living_in(cell))) for cell in cells]


def _steps(people: Sequence[PersonOutcome]) -> tuple[_Step, ...]:
    ordered = sorted(people, key=lambda person: (person.before.hourly_micros, person.person_id))
    cut = steps_of(ordered, most=TENTHS)

    def within(keys: tuple[int, ...]) -> list[PersonOutcome]:
        return [person for key in keys for person in cut[key]]

    cells = merged(
        range(len(cut)),
        may_show=lambda keys: _may_show(within(keys)),
        size=lambda keys: len(within(keys)),
        is_ordered=True,
    )
    return tuple(tuple(within(cell)) for cell in cells)


def _may_show(people: Iterable[PersonOutcome]) -> bool:
    each = tuple(people)
    is_large = is_safe(members=_ids(each), changed=_ids(person for person in each if _changes(person)))
    return is_large and all(_hides_everyone(week) for week in _week_by_week(each))


def _hides_everyone(people: Sequence[PersonOutcome]) -> bool:
    changed = _ids(person for person in people if _changes(person))
    return is_nobody_or_enough(_ids(people)) and is_nobody_or_enough(changed)


def _week_by_week(people: Iterable[PersonOutcome]) -> list[list[PersonOutcome]]:
    """Return the people of each single week with what it alone came to.

    Whoever asks for two weeks and then for one of them has the other by subtraction: it must be fit to be seen too.
    """
    weeks: dict[str, list[PersonOutcome]] = {}
    for person in people:
        for period, (before, after) in person.weeks.items():
            weeks.setdefault(period, []).append(replace(person, before=before, after=after, weeks={}))
    return list(weeks.values())


def _changes(person: PersonOutcome) -> bool:
    return person.before.total_micros != person.after.total_micros


def _ids(people: Iterable[PersonOutcome]) -> set[int]:
    return {person.person_id for person in people}


def _sum(people: Sequence[PersonOutcome]) -> GroupSum:
    before, after = ([side(person) for person in people] for side in (_before, _after))
    counted_ms = sum(outcome.counted_ms for outcome in before)
    total = Pair(sum(each.total_micros for each in before), sum(each.total_micros for each in after))
    return GroupSum(
        people=len(_ids(people)),
        counted_ms=counted_ms,
        total=total,
        hourly=Pair(_hourly(total.before, counted_ms), _hourly(total.after, counted_ms)),
    )


def _before(person: PersonOutcome) -> Outcome:
    return person.before


def _after(person: PersonOutcome) -> Outcome:
    return person.after


def _hourly(total_micros: int, counted_ms: int) -> int:
    return floor_div(total_micros * MS_PER_HOUR, counted_ms) if counted_ms else 0


def _fates(people: Sequence[PersonOutcome]) -> tuple[FateCount, ...]:
    """Count who gains, stays and loses; a count of one to four is joined to another."""
    change = {person.person_id: person.after.total_micros - person.before.total_micros for person in people}
    counts = {
        Fate.GAINS: sum(each > 0 for each in change.values()),
        Fate.SAME: sum(each == 0 for each in change.values()),
        Fate.LOSES: sum(each < 0 for each in change.values()),
    }
    cells = merged(
        [fate for fate in Fate if counts[fate]],
        may_show=lambda fates: is_nobody_or_enough(range(sum(counts[fate] for fate in fates))),
        size=lambda fates: sum(counts[fate] for fate in fates),
    )
    order = list(Fate).index
    ordered = sorted((tuple(sorted(cell, key=order)) for cell in (*cells, *_nobody(counts))), key=lambda c: order(c[0]))
    return tuple(FateCount(fates=cell, people=sum(counts[fate] for fate in cell)) for cell in ordered)


def _nobody(counts: dict[Fate, int]) -> list[tuple[Fate, ...]]:
    return [(fate,) for fate in Fate if not counts[fate]]


def _payers(people: Sequence[PersonOutcome], steps: Sequence[_Step]) -> tuple[PayerSum, ...]:
    """Return what organisations carry, joined until each has nobody or enough people in every step that is shown.

    Otherwise what it carries, less what a step was paid, could be the pay of one person.
    """

    def parts(keys: tuple[int, ...], step: Sequence[PersonOutcome]) -> tuple[set[int], set[int]]:
        costs = {person.person_id: (_cost(person.before, keys), _cost(person.after, keys)) for person in step}
        members = {person_id for person_id, cost in costs.items() if any(cost)}
        return members, {person_id for person_id in members if costs[person_id][0] != costs[person_id][1]}

    seen = [each for step in steps for each in (step, *_week_by_week(step))]

    def may_show(keys: tuple[int, ...]) -> bool:
        return all(is_nobody_or_enough(each) for group in seen for each in parts(keys, group))

    cells = merged(
        sorted({payer for person in people for side in (person.before, person.after) for payer in side.costs}),
        may_show=may_show,
        size=lambda keys: len(parts(keys, people)[0]),
    )
    return tuple(
        PayerSum(
            organisation_ids=tuple(sorted(cell)),
            people=len(parts(cell, people)[0]),
            cost=Pair(
                sum(_cost(person.before, cell) for person in people),
                sum(_cost(person.after, cell) for person in people),
            ),
        )
        for cell in sorted(cells)
    )


def _cost(outcome: Outcome, payers: Iterable[int]) -> int:
    return sum(outcome.costs.get(payer, 0) for payer in payers)


def _measure(people: Sequence[PersonOutcome], of: Callable[[Outcome], int]) -> Pair | None:
    """Return a sum over everyone on both sides, or None where it would be of fewer than five people."""
    for group in (people, *_week_by_week(people)):
        has_before, has_after = ([each.person_id for each in group if of(side(each))] for side in (_before, _after))
        differs = [each.person_id for each in group if of(each.before) != of(each.after)]
        if not all(is_nobody_or_enough(each) for each in (has_before, has_after, differs)):
            return None
    return Pair(sum(of(person.before) for person in people), sum(of(person.after) for person in people))
