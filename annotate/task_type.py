"""What every kind of labelling work can do: what it asks, what an answer is, and how much two answers agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from xml.etree.ElementTree import Element  # the type only

from annotate.labels import FormValues, Problem, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something that a requester may set for one kind of work, as the project editor draws it.

    Args:
        name: its key in the control's schema.
        title: what requesters read, English source text for translation.
        kind: "tick", "number" or "choice".
        default: what holds where it is not set.
        least: of a number.
        most: of a number.
        choices: of a choice, each a stable word and what people read.
    """

    name: str
    title: str
    kind: str
    default: bool | int | str
    least: int = 0
    most: int = 0
    choices: tuple[tuple[str, str], ...] = ()


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
    """What an item of a simple project of this kind must have: "text", "image", or other names of objects."""
    about_kinds: tuple[str, ...]
    """Which kinds of objects it can be about: "text", "image", "list"."""
    labels_least: int
    """How many labels a project of this kind needs at least; 0 where it has none."""
    has_nothing_option: bool
    """Whether a project may choose that "none of these" is an answer: `"allow_nothing": true` in its schema."""
    is_region: bool
    """Whether its answers mark places on the object, so that all of its kind share one field of the form."""
    is_simple: bool
    """Whether the project form offers it by itself: a question and a plain list of labels say all of it."""
    options: tuple[Option, ...]
    """What else a requester may set for it."""
    tags: tuple[str, ...]
    """Which tags of a Label Studio configuration ask this; empty where another kind reads and writes them."""
    sample: Mapping[str, Any]
    """One schema, content, result and form of this kind, which its tests and previews use."""

    def problems_of_schema(self, schema: Mapping[str, Any]) -> list[Problem]:
        """Return why a project could not ask this; empty when it can. Never raises, whatever the schema holds."""
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

    def agreement(self, schema: Mapping[str, Any], first: Result, second: Result) -> tuple[int, int]:
        """Return how much two answers agree, as (parts alike, parts compared); whole numbers, so no rounding."""
        ...

    def merge(self, schema: Mapping[str, Any], results: Sequence[Result]) -> Result | None:
        """Return the one answer that most of several people gave, or None where they tie and a person must look."""
        ...

    def control_of(self, element: Element) -> dict[str, Any] | None:
        """Return the labels and settings of a Label Studio tag as this kind's schema has them.

        None where the tag, by its settings, asks for something that another kind does.
        """
        ...

    def element_of(self, schema: Mapping[str, Any]) -> Element:
        """Return the Label Studio tag that asks this, without its name and without what it is about."""
        ...
