"""Kinds of labelling work: one file each; adding a file adds a kind, which a test asks the usual questions."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from annotate.labels import FormValues as FormValues
from annotate.labels import Problem as Problem
from annotate.labels import Result as Result
from annotate.plug_ins import plug_ins


class TaskType(Protocol):
    """What every kind of labelling work can do. All of it is pure."""

    name: str
    """Stable word stored with each project."""
    title: str
    """What people read, English source text for translation."""
    about: str
    """What people do, in one sentence, English source text for translation."""
    widget: str
    """Which template of web/templates/widgets draws it; `<widget>_head.html` beside it names its scripts, if any."""
    columns: tuple[str, ...]
    """What an item must have: "text" or "image"."""
    labels_least: int
    """How many labels a project of this kind needs at least."""
    has_nothing_option: bool
    """Whether a project may choose that "none of these" is an answer: `"allow_nothing": true` in its schema."""
    sample: Mapping[str, Any]
    """One schema, content, result and form of this kind, which its tests and previews use."""

    def problems_of_schema(self, schema: Mapping[str, Any]) -> list[Problem]:
        """Return why a project could not ask this; empty when it can."""
        ...

    def problems(self, schema: Mapping[str, Any], content: Mapping[str, Any], result: object) -> list[Problem]:
        """Return why this result is no answer to this content; empty when it is. Never raises, whatever was sent."""
        ...

    def from_form(self, schema: Mapping[str, Any], values: FormValues) -> Result:
        """Turn the fields of a plain HTML form into a result; what is missing makes an empty one. Never raises."""
        ...

    def empty(self) -> Result:
        """Return the result in which nothing was answered yet."""
        ...

    def labels_of(self, result: Result) -> tuple[str, ...]:
        """Return the labels an answer names, for tables and exports."""
        ...

    def agreement(self, first: Result, second: Result) -> tuple[int, int]:
        """Return how much two answers agree, as (parts alike, parts compared); whole numbers, so no rounding."""
        ...


def discover(folder: Path | None = None) -> dict[str, TaskType]:
    """Return every task type by name: those of this folder, and of one more where an operator or a test keeps some.

    Args:
        folder: a folder of Python files, each with a `TASK_TYPE`; its files win over ours of the same name.
    """
    found: list[TaskType] = [module.TASK_TYPE for module in plug_ins(sys.modules[__name__], folder)]
    return {task_type.name: task_type for task_type in found}
