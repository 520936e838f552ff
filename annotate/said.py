"""What one person said about one item, question by question: what resolution and agreement are worked out from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from types import MappingProxyType
from typing import Any

from annotate.combined import Combined
from annotate.label_schema import ONLY_CONTROL, Parts, parts_of
from annotate.labels import Result
from annotate.task_type import TaskType


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One answer.

    Attributes:
        annotator: a pseudonym, or anything else that tells people apart.
        content: of the item; how long a text is comes from it. May be empty where no stretches are compared.
    """

    item_id: int
    annotator: str
    result: Result
    content: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Work:
    """What a project asks, and the kinds that ask it.

    Args:
        task_type: the project's kind of work.
        schema: its label schema, found without problems.
        kinds: every kind of work by name.
    """

    task_type: str
    schema: Mapping[str, Any]
    kinds: Mapping[str, TaskType]

    @property
    def parts(self) -> Parts:
        """Its objects and controls."""
        return parts_of(self.task_type, self.schema, self.kinds)

    def by_control(self, result: Result) -> Mapping[str, Result]:
        """Return an answer that was taken, by the name of the control to which each entry belongs."""
        kind = self.kinds[self.task_type]
        return kind.by_control(self.schema, result) if isinstance(kind, Combined) else {ONLY_CONTROL: result}


def by_item(answers: Iterable[Said]) -> Iterator[Sequence[Said]]:
    """Yield the answers of each item, by annotator; the answers of one item must follow each other."""
    for _, group in groupby(answers, key=lambda said: said.item_id):
        yield sorted(group, key=lambda said: said.annotator)
