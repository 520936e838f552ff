"""Whether a project may ask what its label schema says, whichever of the two shapes it has."""

import json
from collections.abc import Mapping
from typing import Any

from annotate.attributes import QUESTION_MOST
from annotate.combined_schema import with_keys
from annotate.label_schema import COMBINED, Parts
from annotate.labels import Problem, is_text
from annotate.task_type import TaskType

SCHEMA_MOST = 200_000
"""The longest schema, as JSON, in characters."""
_OWN = frozenset({"question", "labels", "allow_nothing", "attributes", "relations"})
_FLAT = frozenset({"question", "labels", "allow_nothing"})


def problems_of_whole(schema: Mapping[str, Any], kind: TaskType) -> list[Problem]:
    """Return why a project of this kind could not ask this; never raises, whatever was sent.

    Args:
        schema: simple or combined, as its kind says.
        kind: the project's kind of work.
    """
    try:
        size = len(json.dumps(schema, allow_nan=False))
    except (TypeError, ValueError, RecursionError):
        return [Problem("schema_unreadable", {"what": "schema"})]
    if size > SCHEMA_MOST:
        return [Problem("schema_too_large", {"most": SCHEMA_MOST})]
    return kind.problems_of_schema(schema) if kind.name == COMBINED else _problems_of_simple(schema, kind)


def keyed(schema: Mapping[str, Any], *, task_type: str) -> dict[str, Any]:
    """Return a schema, looked at before, with a key for each label that is answered by one."""
    if task_type == COMBINED:
        return with_keys(schema)
    (control,) = with_keys({"controls": [{**schema, "kind": task_type}]})["controls"]
    return {name: value for name, value in control.items() if name != "kind"}


def is_flat(schema: Mapping[str, Any]) -> bool:
    """Return whether a question and a plain list of labels say all of a schema, as on the simple form."""
    labels = schema.get("labels", ())
    return set(schema) <= _FLAT and "labels" in schema and not any("children" in label for label in labels)


def shows_all(before: Parts, after: Parts) -> bool:
    """Return whether items that came for one schema have all that another one has to show."""
    there = {(one.name, one.kind) for one in before.objects}
    return all(one.is_optional or (one.name, one.kind) in there for one in after.objects)


def _problems_of_simple(schema: Mapping[str, Any], kind: TaskType) -> list[Problem]:
    strange = sorted(set(schema) - _OWN - {option.name for option in kind.options})
    if strange:
        return [Problem("schema_unreadable", {"what": strange[0][:40].encode("utf-8", "replace").decode()})]
    if not is_text(schema.get("question", ""), most=QUESTION_MOST):
        return [Problem("schema_unreadable", {"what": "question"})]
    if not isinstance(schema.get("allow_nothing", False), bool):
        return [Problem("schema_unreadable", {"what": "allow_nothing"})]
    if schema.get("allow_nothing") and not kind.has_nothing_option:
        return [Problem("no_nothing_option", {"task_type": kind.name})]
    return kind.problems_of_schema(schema)
