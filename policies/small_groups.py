"""Keeps figures of small groups unseen: groups are merged until nobody can be found by subtracting one from another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

LEAST_PEOPLE = 5
"""A figure is shown only where it is of this many people, and where those whose figure changes are none or as many."""

Key = TypeVar("Key")
Keys = tuple[Key, ...]


def is_safe(*, members: Collection[int], changed: Collection[int]) -> bool:
    """Whether a group may be shown: large enough, and what differs in it is of nobody or of enough people too.

    Without the second part, the difference of two totals would be the one person's whom a draft concerns.
    """
    return len(members) >= LEAST_PEOPLE and is_nobody_or_enough(changed)


def is_nobody_or_enough(people: Collection[int]) -> bool:
    """Whether a set of people is empty, or too large to be somebody."""
    return not people or len(people) >= LEAST_PEOPLE


def merged(
    keys: Iterable[Key],
    *,
    may_show: Callable[[Keys[Key]], bool],
    size: Callable[[Keys[Key]], int],
    is_ordered: bool = False,
) -> tuple[Keys[Key], ...]:
    """Join small groups to others until each may be shown; the groups still add up to everyone.

    Nothing is left out, because a group left out would be the total less the others.

    Args:
        keys: the groups, each with somebody in it.
        may_show: whether some groups together may be shown.
        size: how many people they are together.
        is_ordered: groups are joined to a neighbour, not to the smallest of all.

    Returns:
        The joined groups; empty where even all of them together may not be shown.
    """
    cells: list[Keys[Key]] = [(key,) for key in keys]
    while len(cells) > 1:
        hidden = [number for number, cell in enumerate(cells) if not may_show(cell)]
        if not hidden:
            break
        at = min(hidden, key=lambda number: size(cells[number]))
        other = _companion(cells, at, size, is_ordered=is_ordered)
        first, second = sorted((at, other))
        cells[first] += cells.pop(second)
    return tuple(cells) if cells and all(may_show(cell) for cell in cells) else ()


def _companion(cells: Sequence[Keys[Key]], at: int, size: Callable[[Keys[Key]], int], *, is_ordered: bool) -> int:
    """Return the smallest of the groups that one may be joined to."""
    near = (at - 1, at + 1) if is_ordered else range(len(cells))
    others = [number for number in near if number != at and 0 <= number < len(cells)]
    return min(others, key=lambda number: size(cells[number]))


def steps_of(people: Sequence[Key], *, most: int) -> tuple[tuple[Key, ...], ...]:
    """Cut people who stand in an order into as many equal groups as may be shown, ten at most for tenths.

    Args:
        people: in their order.
        most: how many groups at most.
    """
    count = min(most, len(people) // LEAST_PEOPLE) or 1
    cuts = [len(people) * number // count for number in range(count + 1)]
    return tuple(tuple(people[start:end]) for start, end in pairwise(cuts) if end > start)
