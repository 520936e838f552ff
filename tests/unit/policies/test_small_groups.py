"""No figure of the sandbox is of fewer than five people, and none can be found by subtracting others."""

from itertools import product
from random import Random

import pytest

from policies.sandbox import Outcome, PersonOutcome
from policies.sandbox_report import CurrencyReport, Fate, report_of
from policies.small_groups import LEAST_PEOPLE, merged, steps_of


def outcome(total: int, *, over_ms: int = 0, costs: dict[int, int] | None = None) -> Outcome:
    return Outcome(total_micros=total, counted_ms=3_600_000, over_ms=over_ms, rest_due_ms=0, costs=costs or {1: total})


def person(number: int, before: int, after: int, *, place: str = "MX", over_ms: int = 0) -> PersonOutcome:
    return PersonOutcome(
        person_id=number,
        currency="MXN",
        jurisdiction=place,
        zone="general",
        before=outcome(before, over_ms=over_ms),
        after=outcome(after),
    )


def only(found) -> CurrencyReport:
    (report,) = report_of(found).currencies
    return report


def test_four_people_are_never_shown():
    report = report_of([person(number, 40, 50) for number in range(4)])

    assert report.currencies == ()
    assert report.is_partly_hidden


def test_five_people_are_shown_together():
    report = only([person(number, 40, 50) for number in range(5)])

    assert (report.whole.people, report.whole.total.before, report.whole.total.after) == (5, 200, 250)
    assert [step.people for step in report.places[0].steps] == [5]


def test_fifty_people_are_shown_by_tenths():
    report = only([person(number, number, number + 1) for number in range(50)])

    assert [step.people for step in report.places[0].steps] == [5] * 10


def test_a_place_of_three_is_joined_to_another_so_that_it_is_not_the_rest_of_the_total():
    there = [person(number, 40, 50, place="GB") for number in range(3)]

    report = only([*there, *(person(number, 40, 50) for number in range(10, 20))])

    assert [place.places for place in report.places] == [(("GB", "general"), ("MX", "general"))]


def test_the_only_person_whom_a_draft_pays_more_is_not_found_in_any_sum():
    same = [person(number, 40, 40) for number in range(30)]

    report = report_of([*same, person(99, 40, 90)])

    assert report.currencies == ()


def test_three_who_lose_are_counted_with_others():
    gain = [person(number, 40, 50) for number in range(9)]
    lose = [person(number, 50, 40) for number in range(20, 23)]

    counts = {count.fates: count.people for count in only([*gain, *lose]).fates}

    assert counts == {(Fate.GAINS, Fate.LOSES): 12, (Fate.SAME,): 0}


def test_the_hours_of_one_person_over_a_cap_are_not_shown():
    usual = [person(number, 40, 50) for number in range(9)]

    report = only([*usual, person(77, 40, 50, over_ms=1_000)])

    assert report.over_ms is None
    assert report.rest_due_ms is not None


def test_groups_in_an_order_are_joined_to_neighbours_only():
    sizes = {1: 9, 2: 2, 3: 8, 4: 9}

    cells = merged(
        sizes,
        may_show=lambda keys: sum(sizes[key] for key in keys) >= LEAST_PEOPLE,
        size=lambda keys: sum(sizes[key] for key in keys),
        is_ordered=True,
    )

    assert cells == ((1,), (2, 3), (4,))


def test_steps_hold_everyone_once():
    assert sum(steps_of(range(23), most=10), ()) == tuple(range(23))


@pytest.mark.parametrize("seed", range(60))
def test_no_sum_or_difference_of_what_is_shown_is_of_fewer_than_five_people(seed):
    found = _anybody(Random(seed))

    shown = [_vectors(found, report) for report in report_of(found).currencies]

    assert all(_smallest_derivable(vectors) >= LEAST_PEOPLE for vectors in shown)


def _anybody(random: Random) -> list[PersonOutcome]:
    """Return some people of odd places, for odd payers, some of whom a draft concerns."""
    return [
        PersonOutcome(
            person_id=number,
            currency="MXN",
            jurisdiction=random.choice(["MX", "MX", "GB", "FR"]),
            zone="general",
            before=_paid(before := _costs(random)),
            after=_paid({payer: cost + random.choice([0, 0, 5]) for payer, cost in before.items()}),
        )
        for number in range(random.randrange(4, 40))
    ]


def _costs(random: Random) -> dict[int, int]:
    return {payer: random.randrange(1, 99) for payer in random.sample([0, 1, 2, 3], random.randrange(1, 4))}


def _paid(costs: dict[int, int]) -> Outcome:
    return outcome(sum(costs.values()), costs=costs)


def _vectors(found: list[PersonOutcome], report: CurrencyReport) -> list[dict[tuple[int, int], int]]:
    """Return each figure shown, as which amounts (person, payer) it adds up."""
    by_pay = sorted(found, key=lambda each: (each.before.hourly_micros, each.person_id))
    vectors = [{(each.person_id, payer): 1 for each in found for payer in each.before.costs}]
    for place in report.places:
        here = [each for each in by_pay if (each.jurisdiction, each.zone) in place.places]
        for step in place.steps:
            members, here = here[: step.people], here[step.people :]
            vectors.append({(each.person_id, payer): 1 for each in members for payer in each.before.costs})
    for shown in report.payers:
        pairs = ((each.person_id, payer) for each in found for payer in each.before.costs)
        vectors.append({pair: 1 for pair in pairs if pair[1] in shown.organisation_ids})
    return vectors


def _smallest_derivable(vectors: list[dict[tuple[int, int], int]]) -> int:
    """Return of how few people any combination of figures, each taken -1, 0 or 1 times, can be."""
    people = []
    for factors in product((-1, 0, 1), repeat=len(vectors)) if len(vectors) <= 7 else _pairs(len(vectors)):
        sums: dict[tuple[int, int], int] = {}
        for factor, vector in zip(factors, vectors, strict=True):
            for pair, weight in vector.items():
                sums[pair] = sums.get(pair, 0) + factor * weight
        touched = {pair[0] for pair, weight in sums.items() if weight}
        people += [len(touched)] if touched else []
    return min(people)


def _pairs(count: int):
    """Return every way to add or subtract two of many figures."""
    for first, second in product(range(count), repeat=2):
        for sign in (-1, 1):
            factors = [0] * count
            factors[first] = 1
            if first != second:
                factors[second] = sign
            yield tuple(factors)
