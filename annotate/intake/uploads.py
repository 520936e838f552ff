"""A file that somebody sends to a project, and how far it has come."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from annotate.rows import Bad, Choices
from annotate.task_type import TaskType
from annotate.task_types import discover


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that somebody sends to a project."""

    project_id: int
    by_id: int
    file_name: str
    size_bytes: int
    choices: Choices = field(default_factory=Choices)
    task_types: Mapping[str, TaskType] = field(default_factory=discover)
    """Every kind of work, to see whether what a model suggests could be an answer."""
    tell_columns: Callable[[Sequence[str]], None] = lambda _: None
    """Told which columns the file has."""
    tell_refused: Callable[[Sequence[Bad]], None] = lambda _: None
    """Told of the refused rows of each chunk, once they are stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an upload is."""

    batch_id: int
    imported_count: int
    skipped_count: int
    refused_count: int
    read_bytes: int
