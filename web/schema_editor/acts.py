"""What the buttons of the editor do to its rows: add, take away, move up, move down."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from annotate.label_schema import OBJECT_KINDS
from annotate.task_type import TaskType
from web.schema_editor.asked import option_text
from web.schema_editor.rows import (
    ATTRIBUTES_MOST,
    CONTROLS_MOST,
    OBJECTS_MOST,
    AttributeRow,
    ControlRow,
    ObjectRow,
    Rows,
    named,
)

_ACT = re.compile(r"(?P<letter>[oc])(?P<number>[1-9][0-9]{0,2})(?:a(?P<inner>[1-9][0-9]{0,2}))?\.(?P<verb>[a-z]+)")
EXAMPLE_LABELS = "yes\nno"
One = TypeVar("One")


def is_act(act: str) -> bool:
    """Return whether a button of the form belongs to the editor's rows."""
    return act in {"object.add", "control.add"} or _ACT.fullmatch(act) is not None


def after_act(rows: Rows, act: str, *, add_object: str, add_control: str, kinds: Mapping[str, TaskType]) -> Rows:
    """Return the rows after a button was pressed; one that cannot be done changes nothing.

    Args:
        rows: as typed.
        act: `object.add`, `control.add`, or `o1.up`, `c2.down`, `c2.remove`, `c2.inner`, `c2a1.remove`.
        add_object: which kind of object to add.
        add_control: which kind of question to add.
        kinds: every kind of work by name.
    """
    if act == "object.add":
        return _with_object(rows, add_object)
    if act == "control.add":
        return _with_control(rows, add_control, kinds)
    found = _ACT.fullmatch(act)
    if found is None:
        return rows
    at, verb = int(found["number"]) - 1, found["verb"]
    if found["letter"] == "o":
        return replace(rows, objects=_changed(rows.objects, at, verb))
    if found["inner"] or verb == "inner":
        return named(_with_inner(rows, at, int(found["inner"] or 0) - 1, verb))
    return replace(rows, controls=_changed(rows.controls, at, verb))


def place_after(act: str, rows: Rows) -> str:
    """Return the id of the row that the keyboard goes to after an act: the new one, the moved one, or a neighbour.

    Args:
        act: what was done, as for `after_act`.
        rows: as they are now.
    """
    if act in {"object.add", "control.add"}:
        return _row_or_list("o" if act == "object.add" else "c", len(rows.objects if act[0] == "o" else rows.controls))
    found = _ACT.fullmatch(act)
    if found is None:
        return ""
    number, inner, verb = int(found["number"]), int(found["inner"] or 0), found["verb"]
    step = {"up": -1, "down": 1}.get(verb, 0)
    if found["letter"] == "o":
        return _row_or_list("o", min(number + step, len(rows.objects)))
    if not inner and verb != "inner":
        return _row_or_list("c", min(number + step, len(rows.controls)))
    count = len(rows.controls[number - 1].attributes) if number <= len(rows.controls) else 0
    wanted = count if verb == "inner" else min(inner + step, count)
    return f"c{number}a{wanted}" if wanted > 0 else f"c{number}"


def _row_or_list(letter: str, number: int) -> str:
    return f"{letter}{number}" if number > 0 else {"o": "objects", "c": "controls"}[letter]


def _with_object(rows: Rows, kind: str) -> Rows:
    if kind not in OBJECT_KINDS or len(rows.objects) >= OBJECTS_MOST:
        return rows
    return named(replace(rows, objects=(*rows.objects, ObjectRow(kind=kind))))


def _with_control(rows: Rows, kind: str, kinds: Mapping[str, TaskType]) -> Rows:
    """Return the rows with one more question, about the first object that it can be about."""
    if kind not in kinds or len(rows.controls) >= CONTROLS_MOST:
        return rows
    fitting = [one.name for one in rows.objects if one.kind in kinds[kind].about_kinds]
    control = ControlRow(
        kind=kind,
        about=fitting[0] if fitting else "",
        other=fitting[1] if len(fitting) > 1 and kind == "pairwise" else "",
        labels=EXAMPLE_LABELS if kinds[kind].labels_least else "",
        options={one.name: option_text(one.default) for one in kinds[kind].options},
    )
    return named(replace(rows, controls=(*rows.controls, control)))


def _with_inner(rows: Rows, at: int, inner: int, verb: str) -> Rows:
    """Return the rows with a question about each marked place added, moved or taken away."""

    def changed(control: ControlRow) -> ControlRow:
        if verb != "inner":
            return replace(control, attributes=_changed(control.attributes, inner, verb))
        more = (AttributeRow(labels=EXAMPLE_LABELS),) if len(control.attributes) < ATTRIBUTES_MOST else ()
        return replace(control, attributes=(*control.attributes, *more))

    return replace(
        rows, controls=tuple(changed(one) if at == place else one for place, one in enumerate(rows.controls))
    )


def _changed(ones: tuple[One, ...], at: int, verb: str) -> tuple[One, ...]:
    verbs: dict[str, Callable[[], list[One]]] = {
        "remove": lambda: [one for place, one in enumerate(ones) if place != at],
        "up": lambda: _swapped(ones, at - 1),
        "down": lambda: _swapped(ones, at),
    }
    return tuple(verbs[verb]()) if verb in verbs and 0 <= at < len(ones) else ones


def _swapped(ones: tuple[One, ...], at: int) -> list[One]:
    """Return them with the one at this place and the next one swapped, where there are both."""
    found = list(ones)
    if 0 <= at < len(found) - 1:
        found[at], found[at + 1] = found[at + 1], found[at]
    return found
