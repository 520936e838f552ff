"""What a paid pilot shows about a price: whom it protects, what top-ups it leaves, and when to propose a higher one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from policies.money import ceil_div
from policies.periods import MS_PER_HOUR
from policies.pricing import by_mean_micros, by_slower_people_micros, p90_ms

LEAST_PEOPLE = 10
_ONE_IN = 10  # of all who may work on it, where that is fewer people
CHECKPOINTS = (30, 100, 300)
"""After so many completed items of a project its price is looked at again."""
_STEPS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """What one price would do, if everybody of the pilot worked the same number of hours at their own speed.

    Attributes:
        protected_share: share of people whose pieces alone reach the floor, 0..1.
        top_up_share: expected top-ups as a share of what the floor owes for all those hours, 0..1.
    """

    price_micros: int
    protected_share: Fraction
    top_up_share: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The price that a pilot proposes, and the prices it was chosen among. Micro-units per item.

    Attributes:
        by_mean_micros: 1.2 x floor / mean items an hour; leaves slower people below the floor.
        by_p75_micros: three of four people reach the floor.
        by_p90_micros: nine of ten do; shown, never chosen.
        launch: the larger of the first two, and what it would do.
        is_enough: ten people, or a tenth of all who may work on it, took part.
    """

    people: int
    by_mean_micros: int
    by_p75_micros: int
    by_p90_micros: int
    launch: CurvePoint
    is_enough: bool


def proposal(*, item_ms: Sequence[int], floor_hourly_micros: int, pool: int) -> Proposal:
    """Return what a pilot proposes, every price rounded up to a whole micro-unit, which favours the annotator.

    Args:
        item_ms: for each person of the pilot the time one item took, milliseconds, > 0.
        floor_hourly_micros: the floor, micro-units an hour.
        pool: how many people may work on the project.

    Raises:
        ValueError: nobody took part, or somebody took no time.
    """
    by_mean = by_mean_micros(item_ms=item_ms, floor_hourly_micros=floor_hourly_micros)
    by_p75 = by_slower_people_micros(item_ms=item_ms, floor_hourly_micros=floor_hourly_micros)
    launch_micros = max(by_mean, by_p75)
    return Proposal(
        people=len(item_ms),
        by_mean_micros=by_mean,
        by_p75_micros=by_p75,
        by_p90_micros=_reaching_micros(p90_ms(item_ms), floor_hourly_micros),
        launch=point_at(launch_micros, item_ms=item_ms, floor_hourly_micros=floor_hourly_micros),
        is_enough=len(item_ms) >= min(LEAST_PEOPLE, max(1, ceil_div(pool, _ONE_IN))),
    )


def point_at(price_micros: int, *, item_ms: Sequence[int], floor_hourly_micros: int) -> CurvePoint:
    """Return what a price would do for the people of a pilot.

    Raises:
        ValueError: nobody took part, no floor, or a negative price.
    """
    if not item_ms or floor_hourly_micros <= 0 or price_micros < 0:
        raise ValueError(f"nothing to compare: {len(item_ms)=} {floor_hourly_micros=} {price_micros=}")
    earned = [Fraction(price_micros * MS_PER_HOUR, floor_hourly_micros * ms) for ms in item_ms]
    return CurvePoint(
        price_micros=price_micros,
        protected_share=Fraction(sum(share >= 1 for share in earned), len(earned)),
        top_up_share=Fraction(1, len(earned)) * sum((max(Fraction(), 1 - share) for share in earned), Fraction()),
    )


def curve(*, item_ms: Sequence[int], floor_hourly_micros: int, mark_micros: int = 0) -> tuple[CurvePoint, ...]:
    """Return points for a picture: prices from the one that protects the fastest alone to the one that protects all.

    Args:
        item_ms: for each person of the pilot the time one item took, milliseconds, > 0.
        floor_hourly_micros: the floor, micro-units an hour.
        mark_micros: a price that shall be among the points; zero for none.

    Returns:
        At most 26 points by rising price; the protected share never falls along them, the top-up share never rises.
    """
    least = _reaching_micros(min(item_ms), floor_hourly_micros)
    most = _reaching_micros(max(item_ms), floor_hourly_micros)
    prices = {least + ceil_div((most - least) * step, _STEPS) for step in range(_STEPS + 1)}
    prices |= {mark_micros} if mark_micros else set()
    return tuple(point_at(price, item_ms=item_ms, floor_hourly_micros=floor_hourly_micros) for price in sorted(prices))


def item_ms_of_people(times: Mapping[int, tuple[int, int]]) -> list[int]:
    """Return how long one item took each person on average, rounded up, which favours the annotators' price.

    Args:
        times: by person, counted milliseconds and completed items; people without any of either are left out.
    """
    return [ceil_div(ms, items) for _, (ms, items) in sorted(times.items()) if ms > 0 and items > 0]


def checkpoint_due(*, completed: int, looked_at: int) -> int | None:
    """Return the checkpoint at which the price is to be looked at now, or None.

    Args:
        completed: items completed so far.
        looked_at: the checkpoint at which the price was last looked at; zero if never.
    """
    reached = [checkpoint for checkpoint in CHECKPOINTS if looked_at < checkpoint <= completed]
    return reached[-1] if reached else None


def reproposed_micros(*, price_micros: int, item_ms: Sequence[int], floor_hourly_micros: int) -> int:
    """Return the price for the rest of a batch after a new look at the times: upward only, never below today's.

    Whoever got faster by practice keeps the price, and the rest of the batch is not paid less for it.
    """
    proposed = proposal(item_ms=item_ms, floor_hourly_micros=floor_hourly_micros, pool=len(item_ms))
    return max(price_micros, proposed.launch.price_micros)


def _reaching_micros(ms: int, floor_hourly_micros: int) -> int:
    """Return the least price at which somebody who needs so long for an item reaches the floor."""
    return ceil_div(floor_hourly_micros * ms, MS_PER_HOUR)
