"""From the rows of the editor to a project's kind of work and label schema, and back."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from annotate.label_schema import COMBINED, ONLY_CONTROL, Control, Shown, columns_of, parts_of
from annotate.task_type import Option, TaskType
from web.schema_editor.label_lines import labels_in_lines, lines_of_labels
from web.schema_editor.rows import AttributeRow, ControlRow, ObjectRow, Rows, named

LISTED = ("choice", "choices")
"""Kinds of attributes that have labels."""
_WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)


def asked_by(rows: Rows, kinds: Mapping[str, TaskType]) -> tuple[str, dict[str, Any]]:
    """Return the kind of work and the label schema that some rows say; whether people could work from it is not asked.

    What a simple kind of work says as well becomes that kind, as Label Studio configurations do.

    Args:
        rows: as typed.
        kinds: every kind of work by name.
    """
    controls = [_control_in(row, kinds) for row in rows.controls]
    simple = _simple(rows, controls, kinds)
    if simple is not None:
        return simple
    schema: dict[str, Any] = {"objects": [_object_in(row) for row in rows.objects], "controls": controls}
    return COMBINED, {**schema, "kept": list(rows.kept)} if rows.kept else schema


def rows_of(task_type: str, schema: Mapping[str, Any], kinds: Mapping[str, TaskType]) -> Rows:
    """Return the rows of a label schema that was found without problems."""
    parts = parts_of(task_type, schema, kinds)
    return named(
        Rows(
            objects=tuple(_object_row(one) for one in parts.objects),
            controls=tuple(_control_row(one) for one in parts.controls),
            kept=tuple(schema.get("kept", ())),
        )
    )


def words_in(text: str) -> list[str]:
    """Return the labels that stand in a line, parted by commas or line ends."""
    return [one.strip() for one in re.split(r"[,\n]", text) if one.strip()]


def _object_in(row: ObjectRow) -> dict[str, Any]:
    return {"name": row.name, "kind": row.kind, "title": row.title, "is_optional": row.is_optional}


def _control_in(row: ControlRow, kinds: Mapping[str, TaskType]) -> dict[str, Any]:
    kind = kinds.get(row.kind)
    about = f"{row.about},{row.other}" if row.kind == "pairwise" else row.about
    control: dict[str, Any] = {"name": row.name, "kind": row.kind, "about": about, "question": row.question}
    if row.labels.strip() or (kind is not None and kind.labels_least):
        control["labels"] = labels_in_lines(row.labels)
    if row.kind == "relations":
        control["relations"] = labels_in_lines(row.relations)
    if row.may_be_left_out:
        control["is_required"] = False
    if row.allow_nothing and kind is not None and kind.has_nothing_option:
        control["allow_nothing"] = True
    if row.when:
        control["when"] = {"control": row.when, "labels": words_in(row.when_labels)}
    control |= {one.name: _typed_option(one, row.options) for one in (kind.options if kind else ())}
    if kind is not None and kind.is_region and row.attributes:
        control["attributes"] = [_attribute_in(one) for one in row.attributes]
    return control


def _typed_option(option: Option, typed: Mapping[str, str]) -> bool | int | str:
    """Return the value of an option as its kind has it; what is no number stays as typed, for the check to name."""
    text = typed.get(option.name, "").strip()
    if option.kind == "tick":
        return bool(text)
    if option.kind == "number" and _WHOLE.fullmatch(text):
        return int(text)
    return text or option.default


def _attribute_in(row: AttributeRow) -> dict[str, Any]:
    attribute: dict[str, Any] = {"name": row.name, "kind": row.kind, "question": row.question}
    if row.kind in LISTED:
        attribute["labels"] = labels_in_lines(row.labels)
    if row.is_required:
        attribute["is_required"] = True
    when = words_in(row.when_labels)
    return {**attribute, "when_labels": when} if when else attribute


def _simple(
    rows: Rows, controls: Sequence[Mapping[str, Any]], kinds: Mapping[str, TaskType]
) -> tuple[str, dict[str, Any]] | None:
    """Return the simple kind of work that says the same, and its schema; None where there is none."""
    if len(controls) != 1 or rows.kept or any(one.title or one.is_optional for one in rows.objects):
        return None
    control = controls[0]
    if control["name"] != ONLY_CONTROL or "when" in control or "is_required" in control:
        return None
    names = tuple(one.name for one in rows.objects)
    for name in (control["kind"], f"image_{control['kind']}"):
        kind = kinds.get(name)
        if kind is not None and columns_of(kind, control) == names and control["about"] == ",".join(names):
            return name, {key: value for key, value in control.items() if key not in {"name", "kind", "about"}}
    return None


def _object_row(shown: Shown) -> ObjectRow:
    return ObjectRow(kind=shown.kind, name=shown.name, title=shown.title, is_optional=shown.is_optional)


def _control_row(control: Control) -> ControlRow:
    schema, when = control.schema, control.when or {}
    about, _, other = control.about.partition(",")
    taken = {"name", "kind", "about", "question", "labels", "relations", "attributes", "when"}
    return ControlRow(
        kind=control.kind.removeprefix("image_"),
        name=control.name,
        about=about,
        other=other,
        question=str(schema.get("question", "")),
        labels=lines_of_labels(schema.get("labels", ())),
        relations=lines_of_labels(schema.get("relations", ())),
        may_be_left_out=not control.is_required,
        allow_nothing=schema.get("allow_nothing") is True,
        when=str(when.get("control", "")),
        when_labels=", ".join(when.get("labels", ())),
        options={name: option_text(value) for name, value in schema.items() if name not in taken},
        attributes=tuple(_attribute_row(one) for one in schema.get("attributes", ())),
    )


def _attribute_row(attribute: Mapping[str, Any]) -> AttributeRow:
    return AttributeRow(
        kind=attribute["kind"],
        name=attribute["name"],
        question=attribute.get("question", ""),
        labels=lines_of_labels(attribute.get("labels", ())),
        when_labels=", ".join(attribute.get("when_labels", ())),
        is_required=attribute.get("is_required") is True,
    )


def option_text(value: object) -> str:
    """Return the value of an option as its field holds it."""
    return ("yes" if value else "") if isinstance(value, bool) else str(value)
