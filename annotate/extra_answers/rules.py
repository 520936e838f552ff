"""Whether several people's answers to one item agree, so that nobody has to be asked again."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from annotate.labels import Result
from annotate.task_type import TaskType

HALF = Fraction(1, 2)


def is_agreed(task_type: TaskType, schema: Mapping[str, Any], results: Sequence[Result]) -> bool:
    """Return whether answers agree: more than half say the same, or they come to one answer and are half alike.

    For choices the first alone decides, since two labels are the same or are not. Regions, ratings and texts are
    seldom quite the same; for these the answers must merge into one, and two of them, taken at random, must on average
    agree by half at least.

    Args:
        task_type: the kind of work, which compares and merges.
        schema: what was asked.
        results: each person's answer to the same item; fewer than two have nothing to disagree with.
    """
    if len(results) < 2:
        return True
    alike = {
        pair: _closeness(task_type, schema, results[pair[0]], results[pair[1]])
        for pair in combinations(range(len(results)), 2)
    }
    same = [1 + sum(nearness == 1 for pair, nearness in alike.items() if one in pair) for one in range(len(results))]
    if 2 * max(same) > len(results):
        return True
    if sum(alike.values(), Fraction(0)) < HALF * len(alike):
        return False
    return task_type.merge(schema, results) is not None


def _closeness(task_type: TaskType, schema: Mapping[str, Any], first: Result, second: Result) -> Fraction:
    parts_alike, compared = task_type.agreement(schema, first, second)
    return Fraction(parts_alike, compared) if compared else Fraction(1)
