"""Items whose answer is known: how many answers to them may have to be paid, and how far these are as it is known."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from annotate.labels import Result
from annotate.suggestions.rules import is_region
from annotate.task_type import TaskType
from policies.money import ceil_div

GOLD_EVERY_LEAST, GOLD_EVERY_MOST = 2, 1_000


def gold_answers_most(answer_count: int, *, gold_every: int) -> int:
    """Return how many gold answers may come on top of the others, at most, so that their pay is there first.

    Rounded up: what one batch leaves over of a person's count goes on in the next, and must not be short there.

    Args:
        answer_count: the other answers asked for, >= 0.
        gold_every: after how many of a person's answers a gold item comes; 0 is never.
    """
    return ceil_div(answer_count, gold_every) if gold_every else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How one item whose answer is known was answered; nobody's name is in it.

    Attributes:
        answer_count: answers looked at.
        alike: parts that are as they are known to be, of `compared` parts, by the kind of work's own agreement.
        other: the commonest answer that differs, in words; empty where none does, or where it names nothing.
        other_count: how many gave it.
        is_elsewhere: whether it names the very labels that are known, only in other places or another order.
    """

    answer_count: int
    alike: int = 0
    compared: int = 0
    other: str = ""
    other_count: int = 0
    is_elsewhere: bool = False


def answered(kind: TaskType, schema: Mapping[str, Any], known: Result, answers: Iterable[Result]) -> Answered:
    """Return how far answers to one item agree with the one that is known.

    Answers that differ are told apart by their words: no two people draw the very same box.

    Args:
        kind: the project's kind of work.
        schema: its label schema.
        known: the answer that its requester brought.
        answers: what people answered, in any order; of those given equally often, the first in the alphabet is named.
    """
    others: Counter[str] = Counter()
    count, alike, compared = 0, 0, 0
    for answer in answers:
        part, whole = kind.agreement(schema, known, answer)
        count, alike, compared = count + 1, alike + part, compared + whole
        if part < whole:
            others[in_words(kind, answer)] += 1
    if not others:
        return Answered(answer_count=count, alike=alike, compared=compared)
    other, other_count = min(others.items(), key=lambda one: (-one[1], one[0]))
    return Answered(
        answer_count=count,
        alike=alike,
        compared=compared,
        other=other,
        other_count=other_count,
        is_elsewhere=other == in_words(kind, known),
    )


def in_words(kind: TaskType, result: Result) -> str:
    """Return an answer as a person reads it in a line: what it says in its order, then its marks with their counts."""
    said = [label for label in kind.labels_of([entry for entry in result if not is_region(entry)]) if label]
    marks = Counter(label for label in kind.labels_of([entry for entry in result if is_region(entry)]) if label)
    counted = [label if count == 1 else f"{count} × {label}" for label, count in sorted(marks.items())]
    return ", ".join([*said, *counted])
