"""What of a form is kept as a draft, and which keys an annotator may choose for the labels of a project."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotate.label_schema import (
    COMBINED,
    ONLY_CONTROL,
    Parts,
    away_field_of,
    nothing_field_of,
    regions_field_of,
    removed_field_of,
)
from policies.errors import Kind, Refusal

DRAFT_BYTES_MOST = 1_000_000
KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
"""Keys that a label can have: each is one press on any keyboard. 0 says "none of these"; others move and submit."""

Keys = Mapping[str, Mapping[str, str]]
"""The key of each label, by the control's name and by what `label_id` returns."""


@dataclass(frozen=True, slots=True)
class KeyedLabel:
    """One label that a key can choose: of which control, its id in there, its name, and its key (empty without one)."""

    control: str
    label_id: str
    name: str
    key: str


def draft_fields(parts: Parts, sent: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the fields of a form that answer something or remove a suggestion, asked for now or not."""
    answering = {name for control in parts.controls for name in (control.name, nothing_field_of(control.schema))}
    answering |= {field(shown.name) for shown in parts.objects for field in (regions_field_of, removed_field_of)}
    answering |= {away_field_of(name) for name in answering}
    return {name: list(texts) for name, texts in sent.items() if name in answering}


def refuse_too_large(text: str) -> None:
    """Refuse a draft that is longer than any answer.

    Raises:
        Refusal: `begun_too_large`.
    """
    if len(text.encode()) > DRAFT_BYTES_MOST:
        raise Refusal("begun_too_large", Kind.TOO_LARGE, most=DRAFT_BYTES_MOST)


def keyed_labels(parts: Parts) -> list[KeyedLabel]:
    """Return every label of a project that a key can choose, control by control, each tree from its root."""
    return [
        KeyedLabel(control.name, label_id(path), str(label["value"]), str(label.get("key") or ""))
        for control in parts.controls
        for path, label in _walk(control.schema.get("labels") or (), ())
    ]


def label_id(path: Sequence[str]) -> str:
    """Return a label's id within its control: its own name, or in a tree the names from the root on, as JSON."""
    return path[0] if len(path) == 1 else json.dumps(list(path), ensure_ascii=False)


def own_keys_sent(labels: Sequence[KeyedLabel], typed: Sequence[str], *, tools: str = "") -> dict[str, dict[str, str]]:
    """Return the keys that a person chose, in the order of the labels; those that stay as they were are left out.

    Args:
        labels: from `keyed_labels`, with the project's own keys.
        typed: for each label the key wanted; an empty text leaves it without one.
        tools: the letters that this page's tools answer to, from `annotate.labels.tool_keys`.

    Raises:
        Refusal: `key_not_usable`, `key_taken_by_tool`, `key_taken_by_label`.
    """
    wanted = [text.strip().lower() for text in typed]
    first: dict[str, KeyedLabel] = {}
    for label, key in zip(labels, wanted, strict=True):
        if key and (len(key) > 1 or key not in KEYS):
            raise Refusal("key_not_usable", Kind.UNREADABLE, key=key[:20], label=label.name[:80])
        if key and key in tools and key != label.key:
            raise Refusal("key_taken_by_tool", Kind.UNREADABLE, key=key, label=label.name[:80])
        if key and first.setdefault(key, label) is not label:
            raise Refusal(
                "key_taken_by_label", Kind.UNREADABLE, key=key, label=label.name[:80], other=first[key].name[:80]
            )
    if all(label.key == key for label, key in zip(labels, wanted, strict=True)):
        return {}
    chosen: dict[str, dict[str, str]] = {}
    for label, key in zip(labels, wanted, strict=True):
        chosen.setdefault(label.control, {})[label.label_id] = key
    return chosen


def with_own_keys(task_type: str, schema: Mapping[str, Any], keys: Keys) -> Mapping[str, Any]:
    """Return a project's schema with the keys that one person chose; labels that came later keep the project's."""
    if not keys:
        return schema
    if task_type != COMBINED:
        return _rekeyed(schema, keys.get(ONLY_CONTROL, {}))
    return {**schema, "controls": [_rekeyed(one, keys.get(one["name"], {})) for one in schema["controls"]]}


def _rekeyed(control: Mapping[str, Any], own: Mapping[str, str]) -> Mapping[str, Any]:
    labels = control.get("labels")
    return {**control, "labels": _labels_rekeyed(labels, own, ())} if labels and own else control


def _labels_rekeyed(labels: Sequence[Mapping[str, Any]], own: Mapping[str, str], above: tuple[str, ...]) -> list[Any]:
    rekeyed = []
    for label in labels:
        path = (*above, str(label["value"]))
        one = {**label, "key": own.get(label_id(path), label.get("key") or "")}
        if label.get("children"):
            one["children"] = _labels_rekeyed(label["children"], own, path)
        rekeyed.append(one)
    return rekeyed


def _walk(
    labels: Sequence[Mapping[str, Any]], above: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    for label in labels:
        path = (*above, str(label["value"]))
        yield path, label
        yield from _walk(label.get("children") or (), path)
