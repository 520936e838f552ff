"""What a project shows and asks: the objects of each item, and the controls by which people answer about them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotate.labels import labels_in
from annotate.task_type import TaskType

COMBINED = "combined"
"""The kind of work whose schema lists its own objects and controls; every other kind is one control."""
ONLY_CONTROL = "label"
"""What the one control of a simple project is called, in its answers and in its form."""
OBJECT_KINDS = ("text", "image", "list")
TEXT_ALONE = ("text",)
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
"""What objects, controls and attributes may be called: safe in a form, in a column and in XML."""
NAMES_TAKEN = frozenset({"then", "csrf", "draft", "regions", "nothing"})
"""Fields that the pages send beside an answer."""

OBJECT_NAMES_TAKEN = frozenset(
    {
        "width", "height", "name", "id", "item_id", "external_id", "annotator", "label", "result", "counted_seconds",
        "pay", "currency", "rule", "state", "submitted_at", "is_surplus",
    }
)  # fmt: skip
"""Where a picture named "image" lies in an item, and the columns that stand beside an item's own in an export."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One object that an item shows: a text, a picture, or a list of texts."""

    name: str
    kind: str
    title: str = ""
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Control:
    """One question about an object.

    Attributes:
        kind: which task type asks it.
        about: the object's name; two, joined by a comma, where two are compared.
        schema: its question, labels and options, with its own `name` and `about` in it.
        when: `{"control": ..., "labels": [...]}`, the answer after which it is asked; None: it is always asked.
    """

    name: str
    kind: str
    about: str
    schema: Mapping[str, Any]
    is_required: bool = True
    when: Mapping[str, Any] | None = None

    @property
    def abouts(self) -> tuple[str, ...]:
        """The names of the objects it is about."""
        return tuple(self.about.split(","))


@dataclass(frozen=True, slots=True)
class Parts:
    """All that a project shows and asks, in the order of its page."""

    objects: tuple[Shown, ...]
    controls: tuple[Control, ...]

    def shown(self, name: str) -> Shown | None:
        """Return the object of this name, or None."""
        return next((one for one in self.objects if one.name == name), None)

    def control(self, name: str) -> Control | None:
        """Return the control of this name, or None."""
        return next((one for one in self.controls if one.name == name), None)


def parts_of(task_type: str, schema: Mapping[str, Any], task_types: Mapping[str, TaskType]) -> Parts:
    """Return what a project shows and asks.

    A simple project shows what its kind of work is about and asks one question, named "label".

    Args:
        task_type: the project's kind of work, one of `task_types`.
        schema: the project's label schema, already found without problems.
        task_types: every kind of work by name.
    """
    if task_type == COMBINED:
        return Parts(
            objects=tuple(_shown(one) for one in schema["objects"]),
            controls=tuple(_control(one) for one in schema["controls"]),
        )
    kind = task_types[task_type]
    columns = columns_of(kind, schema)
    about = ",".join(columns)
    objects = tuple(Shown(name, name if name in OBJECT_KINDS else kind.about_kinds[0]) for name in columns)
    own = {"name": ONLY_CONTROL, "about": about, **schema}
    return Parts(objects, (Control(ONLY_CONTROL, task_type, about, own),))


def columns_of(kind: TaskType, schema: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what each item of a simple project has: what its kind says, or a text where labels stand for a list.

    Whoever ranks the labels of the schema ranks them for a text; only without labels does each item bring its own rows.
    """
    return TEXT_ALONE if kind.about_kinds[:1] == ("list",) and schema.get("labels") else kind.columns


def field_of(schema: Mapping[str, Any]) -> str:
    """Return the name of a control's form field, which is also `from_name` of its results."""
    return str(schema.get("name", ONLY_CONTROL))


def nothing_field_of(schema: Mapping[str, Any]) -> str:
    """Return the name of the tick by which people say that nothing fits, or that there is nothing to mark."""
    name = field_of(schema)
    return "nothing" if name == ONLY_CONTROL else f"{name}.nothing"


def regions_field_of(object_name: str) -> str:
    """Return the name of the one field that carries every region, attribute and relation drawn on an object."""
    return f"regions.{object_name}"


def removed_field_of(object_name: str) -> str:
    """Return the name of the field that says which suggestions about an object were removed, so that they stay away."""
    return f"removed.{object_name}"


def away_field_of(field: str) -> str:
    """Return the name under which a draft keeps a field whose question waits for another answer; no answer has it."""
    return f"away.{field}"


def content_of(shown: Shown, content: Mapping[str, Any]) -> Any:  # a text, a picture's mapping, or a list of rows
    """Return what an item has for an object: a text, `{"image", "width", "height", "name"}`, a list of rows, or None.

    The picture named "image" lies flat in the content, as simple projects always had it.
    """
    if shown.kind == "image" and shown.name == "image":
        flat = {key: content[key] for key in ("image", "width", "height", "name") if key in content}
        return flat if "image" in flat else None
    return content.get(shown.name)


def picture_in(name: str, content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the picture of this name with its size; empty where the item has none."""
    found = content_of(Shown(name, "image"), content)
    return found if isinstance(found, Mapping) else {}


def text_in(name: str, content: Mapping[str, Any]) -> str | None:
    """Return the text of this name, or None where the item has none."""
    found = content.get(name)
    return found if isinstance(found, str) else None


def is_asked(control: Control, result: object) -> bool:
    """Return whether a control is asked after what was answered to the others; without a `when` it always is."""
    if not control.when:
        return True
    wanted = frozenset(control.when.get("labels") or ())
    named = control.when.get("control")
    entries = result if isinstance(result, list) else []
    said = [labels_in(entry) for entry in entries if isinstance(entry, dict) and entry.get("from_name") == named]
    return any(not wanted or wanted.intersection(labels) for labels in said)


def _shown(one: Mapping[str, Any]) -> Shown:
    return Shown(one["name"], one["kind"], one.get("title", ""), one.get("is_optional") is True)


def _control(one: Mapping[str, Any]) -> Control:
    return Control(
        name=one["name"],
        kind=one["kind"],
        about=one["about"],
        schema=one,
        is_required=one.get("is_required", True) is True,
        when=one.get("when"),
    )
