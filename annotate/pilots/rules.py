"""What a paid pilot needs, what it measured, and what follows for price, estimate and reserve. Pure arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotate.price_looks.rules import PEOPLE_LEAST, PersonTime, Times
from policies.money import ceil_div
from policies.periods import MS_PER_HOUR
from policies.pilot import LEAST_PEOPLE, CurvePoint, Proposal, point_at

ITEMS_EACH = 20
"""So many items each person should answer: the first few take longer than the others."""
ITEMS_LEAST = 10
"""Fewer items are no sample."""
RESERVE_PERCENT_LEAST = 15
MEASURED_TIMES = 2
"""The reserve is so many times what came on top of the answers in the pilot."""
_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How large a pilot is: how many items, how many of them one person may answer, and for how many people."""

    item_count: int
    each_most: int
    people_aimed: int


def sample_for(*, item_count: int, overlap: int, pool: int) -> Sample:
    """Return how large a pilot should be: ten people with twenty items each, but at most half of the items.

    Args:
        item_count: items of the draft.
        overlap: how many people answer each item.
        pool: how many people live where the project is open.
    """
    people = _people_aimed(pool)
    wanted = max(ITEMS_EACH, ceil_div(people * ITEMS_EACH, overlap))
    return sample_of(max(min(wanted, item_count // 2), ITEMS_LEAST), overlap=overlap, pool=pool)


def sample_of(item_count: int, *, overlap: int, pool: int) -> Sample:
    """Return a pilot of so many items, shared out so that as many people as it aims at can take part."""
    people = _people_aimed(pool)
    share = ceil_div(item_count * overlap, people)
    return Sample(item_count=item_count, each_most=max(1, min(ITEMS_EACH, share, item_count)), people_aimed=people)


def _people_aimed(pool: int) -> int:
    """Return for how many people a pilot is made: ten, or all there are; where nobody lives there yet, ten may come."""
    return LEAST_PEOPLE if pool == 0 else min(LEAST_PEOPLE, max(PEOPLE_LEAST, pool))


def people_below(price_micros: int, times: Times, *, floor_hourly_micros: int) -> int:
    """Return how many of a pilot's people a price per item would leave below the floor, top-ups aside."""
    point = point_at(price_micros, item_ms=times.people_ms, floor_hourly_micros=floor_hourly_micros)
    return len(times.people_ms) - int(point.protected_share * len(times.people_ms))


def compared(proposal_: Proposal, times: Times, *, now_micros: int, floor_hourly_micros: int) -> tuple[CurvePoint, ...]:
    """Return what each price that may be thought of would do, by rising price: those of the proposal, and today's."""
    prices = {now_micros, proposal_.by_mean_micros, proposal_.by_p75_micros, proposal_.by_p90_micros}
    slowest = ceil_div(floor_hourly_micros * times.people_ms[-1], MS_PER_HOUR)
    return tuple(
        point_at(price, item_ms=times.people_ms, floor_hourly_micros=floor_hourly_micros)
        for price in sorted(prices | {slowest})
    )


def reserve_percent(
    people: Sequence[PersonTime], *, price_micros: int, floor_hourly_micros: int, beside_micros: int, is_hourly: bool
) -> int:
    """Return what to set aside beyond the pay of the answers: twice what came on top in the pilot, 15 % at least.

    Top-ups are reckoned at the price that is to be paid: a higher price leaves fewer of them.

    Args:
        people: what each did.
        price_micros: what an item, or an hour, is to pay.
        floor_hourly_micros: the floor, micro-units an hour.
        beside_micros: what rest, instructions and waiting of the pilot came to.
        is_hourly: whether the price is for an hour.

    Returns:
        Whole percent, rounded up, so that the reserve is never smaller than what was measured.
    """
    owed = [ceil_div(floor_hourly_micros * one.counted_ms, MS_PER_HOUR) for one in people]
    paid = [
        ceil_div(price_micros * one.counted_ms, MS_PER_HOUR) if is_hourly else price_micros * one.answer_count
        for one in people
    ]
    if not sum(paid):
        return RESERVE_PERCENT_LEAST
    top_ups = sum(max(0, least - pay) for least, pay in zip(owed, paid, strict=True))
    measured = ceil_div(MEASURED_TIMES * _PERCENT * (top_ups + beside_micros), sum(paid))
    return max(RESERVE_PERCENT_LEAST, measured)
