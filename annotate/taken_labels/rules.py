"""Which labels of a file a draft could take over, and what it asks once it has."""

from collections.abc import Mapping, Sequence
from typing import Any

from annotate.label_schema import COMBINED
from annotate.labels import LABEL_MAX, LABELS_MOST, is_text
from annotate.schema_checks import keyed


def missing_labels(schema: Mapping[str, Any], *, task_type: str, labels: Sequence[str]) -> tuple[str, ...]:
    """Return the labels of a file that no question of a project has, in their order, each once."""
    known = {label["value"] for one in _asking(schema, task_type) for label in one.get("labels", ())}
    return tuple(dict.fromkeys(label for label in labels if label not in known))


def can_take(schema: Mapping[str, Any], *, task_type: str, labels: Sequence[str]) -> bool:
    """Return whether a draft could add these labels: to its only question that has a plain list of them."""
    asked = _listed(schema, task_type)
    fits = all(is_text(label, most=LABEL_MAX) and label == label.strip() and label for label in labels)
    return bool(labels) and fits and asked is not None and len(asked["labels"]) + len(labels) <= LABELS_MOST


def with_labels_taken(schema: Mapping[str, Any], *, task_type: str, labels: Sequence[str]) -> dict[str, Any]:
    """Return what a project asks once it has these labels too; `can_take` said that it can."""
    new = [{"value": label, "key": "", "description": ""} for label in labels]
    if task_type != COMBINED:
        return keyed({**schema, "labels": [*schema["labels"], *new]}, task_type=task_type)
    name = (_listed(schema, task_type) or {}).get("name")
    controls = [{**one, "labels": [*one["labels"], *new]} if one["name"] == name else one for one in schema["controls"]]
    return keyed({**schema, "controls": controls}, task_type=task_type)


def _asking(schema: Mapping[str, Any], task_type: str) -> Sequence[Mapping[str, Any]]:
    """Return the questions of a project."""
    return schema["controls"] if task_type == COMBINED else (schema,)


def _listed(schema: Mapping[str, Any], task_type: str) -> Mapping[str, Any] | None:
    """Return the only question that has a plain list of labels; None where there is none, or several."""
    found = [one for one in _asking(schema, task_type) if isinstance(one.get("labels"), list)]
    plain = [one for one in found if not any("children" in label for label in one["labels"])]
    return plain[0] if len(found) == len(plain) == 1 else None
