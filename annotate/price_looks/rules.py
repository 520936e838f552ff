"""What is measured at a look at a project's price, and what it proposes. Pure arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass

from policies.money import ceil_div
from policies.pilot import Proposal, item_ms_of_people, proposal
from policies.pricing import p75_ms, p90_ms, p95_ms

PEOPLE_LEAST = 3
"""Of fewer people no price is proposed: one of them alone would make it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTime:
    """What one person of a pilot did: how many answers, in how many counted milliseconds."""

    answer_count: int
    counted_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How long it took: half of them were done within the median, 75 of 100 within the second... Milliseconds."""

    median_ms: int
    p75_ms: int
    p90_ms: int
    p95_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """What was measured. Milliseconds, sorted.

    Attributes:
        people_ms: for each person, the time that one item took on average, rounded up.
        answers_ms: of each answer; empty for a later look, which compares people only.
        instructions_ms: the time in which people read the instructions, timed apart.
        reader_count: how many people read them.
    """

    people_ms: tuple[int, ...]
    answers_ms: tuple[int, ...]
    instructions_ms: int = 0
    reader_count: int = 0


def times_of(
    people: Sequence[PersonTime], *, answers_ms: Sequence[int] = (), instructions_ms: int = 0, reader_count: int = 0
) -> Times:
    """Return what people took as it is kept: sorted, so that nobody is known by their place."""
    by_person = {number: (one.counted_ms, one.answer_count) for number, one in enumerate(people)}
    return Times(
        people_ms=tuple(sorted(item_ms_of_people(by_person))),
        answers_ms=tuple(sorted(ms for ms in answers_ms if ms > 0)),
        instructions_ms=instructions_ms,
        reader_count=reader_count,
    )


def spread_of(values_ms: Sequence[int]) -> Spread | None:
    """Return the spread of some times, each figure one that was really measured; None of none."""
    if not values_ms:
        return None
    return Spread(
        median_ms=median_ms(values_ms), p75_ms=p75_ms(values_ms), p90_ms=p90_ms(values_ms), p95_ms=p95_ms(values_ms)
    )


def median_ms(values_ms: Sequence[int]) -> int:
    """Return the time within which at least half were done, one that was really measured."""
    return sorted(values_ms)[ceil_div(len(values_ms), 2) - 1]


def proposed(times: Times, *, floor_hourly_micros: int, pool: int) -> Proposal | None:
    """Return what a pilot proposes, or None where fewer than three people took part."""
    if len(times.people_ms) < PEOPLE_LEAST:
        return None
    return proposal(item_ms=times.people_ms, floor_hourly_micros=floor_hourly_micros, pool=pool)
