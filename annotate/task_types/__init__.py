"""Kinds of labelling work: one file each; adding a file adds a kind, which a test asks the usual questions."""

import sys
from pathlib import Path

from annotate.combined import Combined
from annotate.labels import FormValues as FormValues
from annotate.labels import Problem as Problem
from annotate.labels import Result as Result
from annotate.plug_ins import plug_ins
from annotate.task_type import Option as Option
from annotate.task_type import TaskType as TaskType


def discover(folder: Path | None = None) -> dict[str, TaskType]:
    """Return every task type by name: those of this folder, and of one more where an operator or a test keeps some.

    The kind of several questions in one task is made of all the others.

    Args:
        folder: a folder of Python files, each with a `TASK_TYPE`; its files win over ours of the same name.
    """
    found: list[TaskType] = [module.TASK_TYPE for module in plug_ins(sys.modules[__name__], folder)]
    kinds = {task_type.name: task_type for task_type in found}
    return {**kinds, Combined.name: Combined(kinds)}
