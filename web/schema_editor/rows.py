"""The rows of the editor of questions, letter for letter as they were typed, so that they can be shown again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

OBJECTS_MOST, CONTROLS_MOST, ATTRIBUTES_MOST, KEPT_MOST = 10, 40, 10, 20
_FIELD = re.compile(r"([ock])([1-9][0-9]{0,2})(?:a([1-9][0-9]{0,2}))?\.([a-z_]+)(?:\.([a-z_]+))?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectRow:
    """One thing that each item shows."""

    kind: str
    name: str = ""
    title: str = ""
    is_optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeRow:
    """One thing that is asked about each place that people mark."""

    kind: str = "choice"
    name: str = ""
    question: str = ""
    labels: str = ""
    when_labels: str = ""
    is_required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlRow:
    """One question. Labels stand one in each line, as `label_lines.py` reads them."""

    kind: str
    name: str = ""
    about: str = ""
    other: str = ""
    """The second of two objects that are compared."""
    question: str = ""
    labels: str = ""
    relations: str = ""
    may_be_left_out: bool = False
    allow_nothing: bool = False
    when: str = ""
    when_labels: str = ""
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    attributes: tuple[AttributeRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """All that is typed: what each item shows, what is asked, and what was kept of a Label Studio configuration."""

    objects: tuple[ObjectRow, ...] = ()
    controls: tuple[ControlRow, ...] = ()
    kept: tuple[str, ...] = ()


def rows_in(fields: Mapping[str, object]) -> Rows:
    """Return the rows of a form: `o1.kind`, `c2.question`, `c2.option.most`, `c2a1.labels`, `k1.tag`; never raises.

    Args:
        fields: every field of the form by name; what is no text, and what is no row, does not count.
    """
    found: dict[tuple[str, int, int], dict[str, str]] = {}
    for name, text in fields.items():
        parts = _FIELD.fullmatch(name)
        if parts is not None and isinstance(text, str):
            letter, number, inner, what, option = parts.groups()
            key = (letter, int(number), int(inner or 0))
            found.setdefault(key, {})[f"{what}.{option}" if option else what] = text.replace("\r\n", "\n")
    of = {letter: sorted(key for key in found if key[0] == letter and key[2] == 0) for letter in "ock"}
    return named(
        Rows(
            objects=tuple(_object(found[key]) for key in of["o"][:OBJECTS_MOST]),
            controls=tuple(
                _control(found[key], [found[one] for one in sorted(found) if one[:2] == key[:2] and one[2]])
                for key in of["c"][:CONTROLS_MOST]
            ),
            kept=tuple(found[key].get("tag", "") for key in of["k"][:KEPT_MOST]),
        )
    )


def named(rows: Rows) -> Rows:
    """Return the rows, a free name given to each object, question and attribute that has none."""
    inner = [attribute.name for control in rows.controls for attribute in control.attributes]
    taken = {one.name for one in rows.objects} | {one.name for one in rows.controls} | set(inner)

    def name_of(typed: str, wanted: str) -> str:
        if typed:
            return typed
        tries = (wanted if number == 1 else f"{wanted}_{number}" for number in range(1, 1_000))
        name = next(one for one in tries if one not in taken)
        taken.add(name)
        return name

    objects = tuple(replace(one, name=name_of(one.name, one.kind or "text")) for one in rows.objects)
    only = objects[0].name if len(objects) == 1 else ""
    controls = tuple(
        replace(
            one,
            name=name_of(one.name, one.kind or "question"),
            about=one.about or only,
            attributes=tuple(
                replace(two, name=name_of(two.name, f"{two.kind or 'question'}_of_it")) for two in one.attributes
            ),
        )
        for one in rows.controls
    )
    return replace(rows, objects=objects, controls=controls)


def _object(fields: Mapping[str, str]) -> ObjectRow:
    return ObjectRow(
        kind=fields.get("kind", ""),
        name=fields.get("name", "").strip(),
        title=fields.get("title", "").strip(),
        is_optional=bool(fields.get("is_optional")),
    )


def _control(fields: Mapping[str, str], inner: list[dict[str, str]]) -> ControlRow:
    words = {name: fields.get(name, "").strip() for name in ("name", "about", "other", "question", "when")}
    prefix = "option."
    return ControlRow(
        kind=fields.get("kind", ""),
        labels=fields.get("labels", ""),
        relations=fields.get("relations", ""),
        when_labels=fields.get("when_labels", ""),
        may_be_left_out=bool(fields.get("may_be_left_out")),
        allow_nothing=bool(fields.get("allow_nothing")),
        options={name.removeprefix(prefix): text for name, text in fields.items() if name.startswith(prefix)},
        attributes=tuple(_attribute(one) for one in inner[:ATTRIBUTES_MOST]),
        **words,
    )


def _attribute(fields: Mapping[str, str]) -> AttributeRow:
    return AttributeRow(
        kind=fields.get("kind", "choice"),
        name=fields.get("name", "").strip(),
        question=fields.get("question", "").strip(),
        labels=fields.get("labels", ""),
        when_labels=fields.get("when_labels", ""),
        is_required=bool(fields.get("is_required")),
    )
