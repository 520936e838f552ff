"""Which marks of several people are the same: one to one, the closest first, and groups of them for merging."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Protocol

HALF = Fraction(1, 2)


class Place(Protocol):
    """Where a mark is, and its label."""

    @property
    def label(self) -> str:
        """What it is said to be."""
        ...

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom: two places that do not touch there are not alike."""
        ...

    def closeness(self, other: Any) -> Fraction:  # another place of the same kind
        """Return how near another place of the same kind is, 1 for the same."""
        ...


def matched(first: Sequence[Place], second: Sequence[Place], *, alike_from: Fraction = HALF) -> list[tuple[int, int]]:
    """Return which marks of two people are the same: same label, and close enough.

    The closest pair is matched first, and no mark is matched twice.

    Args:
        first: one person's.
        second: the other's.
        alike_from: how close is close enough, 0 to 1.
    """
    pairs = [
        (closeness, one, other)
        for one, other in _touching(first, second)
        if (closeness := first[one].closeness(second[other])) >= alike_from
    ]
    ones: set[int] = set()
    others: set[int] = set()
    found: list[tuple[int, int]] = []
    for _, one, other in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if one not in ones and other not in others:
            ones.add(one)
            others.add(other)
            found.append((one, other))
    return found


def _touching(first: Sequence[Place], second: Sequence[Place]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of one label whose bounds touch: measuring is dear, and most of many marks are far apart."""
    others = sorted((place.bounds, number) for number, place in enumerate(second))
    lefts = [bounds[0] for bounds, _ in others]
    for one, place in enumerate(first):
        left, top, right, bottom = place.bounds
        for (_, other_top, other_right, other_bottom), other in others[: bisect_right(lefts, right)]:
            if (
                other_right >= left
                and other_top <= bottom
                and other_bottom >= top
                and second[other].label == place.label
            ):
                yield one, other


def groups(people: Sequence[Sequence[Place]]) -> list[dict[int, int]]:
    """Return which marks of several people are one thing: for each thing, who marked it, and with which of theirs.

    Each person's marks are matched with the first mark of each group so far; what fits none begins a group.
    """
    found: list[dict[int, int]] = []
    for person, places in enumerate(people):
        firsts = [people[next(iter(group))][next(iter(group.values()))] for group in found]
        fitting = {mark: group for group, mark in matched(firsts, places)}
        for mark in range(len(places)):
            if mark in fitting:
                found[fitting[mark]][person] = mark
            else:
                found.append({person: mark})
    return found


def middle(people: Sequence[Sequence[Place]], group: dict[int, int]) -> int:
    """Return whose mark of a group is closest to all the others'; the first of them where several are."""
    places = {person: people[person][mark] for person, mark in group.items()}
    return max(places, key=lambda person: sum(places[person].closeness(other) for other in places.values()))
