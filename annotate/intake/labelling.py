"""Looks whether the labels of a file could be answers, before the transaction that lands them: nobody waits for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotate.labels import Problem
from annotate.rows import Good
from annotate.suggestions.rules import Suggestion
from annotate.suggestions.service import Asks, read_suggestions
from annotate.task_type import TaskType

Read = Mapping[str, Suggestion | Problem]
"""What the labels of some rows are, or what is wrong with them, by their items' keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The labels of one chunk, looked at.

    Attributes:
        asks: what the project asked then; where it has changed since, they have to be looked at again.
        suggestions: what a model suggests.
        answers: what is known.
    """

    asks: Asks
    suggestions: Read = field(default_factory=dict)
    answers: Read = field(default_factory=dict)


def checked(labelled: Mapping[str, Good], asks: Asks, task_types: Mapping[str, TaskType]) -> Checked:
    """Return what the labels of some rows are, by their items' keys."""
    suggested = {key: (row.suggestion, row.content) for key, row in labelled.items() if row.suggestion is not None}
    known = {key: (row.gold, row.content) for key, row in labelled.items() if row.gold is not None}
    return Checked(
        asks=asks,
        suggestions=read_suggestions(suggested, asks=asks, task_types=task_types),
        answers=read_suggestions(known, asks=asks, task_types=task_types),
    )
