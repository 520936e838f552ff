"""Whether people could work from a schema of several objects and controls, and a key for each of its labels."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotate.attributes import QUESTION_MOST
from annotate.label_schema import COMBINED, NAME, NAMES_TAKEN, OBJECT_KINDS, OBJECT_NAMES_TAKEN
from annotate.labels import KEYS, Problem, is_text, tool_keys
from annotate.task_type import TaskType

OBJECTS_MOST, CONTROLS_MOST, KEPT_MOST = 10, 40, 20
TITLE_MOST, TAG_MOST = 120, 2_000
ALWAYS = {"text": "text", "image": "image"}
"""What kind of object these names have always had."""
_OBJECT_KEYS = frozenset({"name", "kind", "title", "is_optional"})
_SCHEMA_KEYS = frozenset({"objects", "controls", "kept"})


def problems_of_combined(schema: Mapping[str, Any], kinds: Mapping[str, TaskType]) -> list[Problem]:
    """Return the first things that are wrong with a schema of objects and controls; never raises.

    Args:
        schema: whatever was sent.
        kinds: every kind of work by name.
    """
    objects, controls = schema.get("objects"), schema.get("controls")
    if not set(schema) <= _SCHEMA_KEYS or not _is_list(objects, 1, OBJECTS_MOST) or not _are_objects(objects):
        return [Problem("schema_unreadable", {"what": "objects"})]
    if not _is_list(controls, 1, CONTROLS_MOST) or not all(_is_control(one) for one in controls or ()):
        return [Problem("schema_unreadable", {"what": "controls"})]
    if not _is_list(schema.get("kept", []), 0, KEPT_MOST) or not all(
        is_text(one, most=TAG_MOST) for one in schema.get("kept", [])
    ):
        return [Problem("schema_unreadable", {"what": "kept"})]
    assert isinstance(objects, list)
    assert isinstance(controls, list)
    found = [one for control in controls for one in _problems_of_control(control, objects, kinds)]
    return found or _problems_of_names(objects, controls) or _problems_of_whens(controls) or _problems_of_keys(controls)


def with_keys(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema, looked at before, with a key for each label that has none: no other label's, and no tool's.

    Keys go to the controls in their order; when they run out, the labels that are left have none.
    """
    taken = {label["key"] for labels in _labels(schema["controls"]) for label in labels if label.get("key")}
    taken.update(tool_keys(schema["controls"]))
    free = iter([key for key in KEYS if key not in taken])
    return {**schema, "controls": [_with_keys(control, free) for control in schema["controls"]]}


def said_labels(control: Mapping[str, Any]) -> set[str]:
    """Return what may be named as an answer to a control on which another one depends."""
    if control["kind"] == "rating":
        return {str(number) for number in range(1, int(control.get("most", 5)) + 1)}
    if control["kind"] == "pairwise":
        return {"left", "right", "tie"}
    return {str(label["value"]) for label in _below(control.get("labels", ()))}


def _are_objects(objects: Any) -> bool:  # whatever was sent
    return all(
        isinstance(one, dict)
        and set(one) <= _OBJECT_KEYS
        and _is_name(one.get("name"))
        and one["name"] not in OBJECT_NAMES_TAKEN
        and one.get("kind") in OBJECT_KINDS
        and ALWAYS.get(one["name"], one["kind"]) == one["kind"]
        and is_text(one.get("title", ""), most=TITLE_MOST)
        and isinstance(one.get("is_optional", False), bool)
        for one in objects
    )


def _is_control(control: object) -> bool:
    return (
        isinstance(control, dict)
        and _is_name(control.get("name"))
        and isinstance(control.get("kind"), str)
        and is_text(control.get("about"), most=2 * TITLE_MOST)
        and is_text(control.get("question", ""), most=QUESTION_MOST)
        and isinstance(control.get("is_required", True), bool)
        and isinstance(control.get("allow_nothing", False), bool)
        and _is_when(control.get("when"))
    )


def _is_when(when: object) -> bool:
    if when is None:
        return True
    if not isinstance(when, dict) or not set(when) <= {"control", "labels"} or not _is_name(when.get("control")):
        return False
    labels = when.get("labels", [])
    return isinstance(labels, list) and all(isinstance(one, str) for one in labels)


def _problems_of_control(
    control: Mapping[str, Any], objects: Sequence[Mapping[str, Any]], kinds: Mapping[str, TaskType]
) -> list[Problem]:
    kind, name = kinds.get(control["kind"]), control["name"]
    if kind is None or control["kind"] == COMBINED or not kind.about_kinds:
        return [Problem("task_type_unknown", {"task_type": control["kind"][:40]}, control=name)]
    kind_of = {one["name"]: one["kind"] for one in objects}
    abouts = control["about"].split(",")
    if len(abouts) > 1 and control["kind"] != "pairwise":
        return [Problem("about_unknown", {"control": name, "about": control["about"][:80]}, control=name)]
    for about in abouts:
        if kind_of.get(about) not in kind.about_kinds:
            return [Problem("about_unknown", {"control": name, "about": about[:80]}, control=name)]
    if control.get("allow_nothing") and not kind.has_nothing_option:
        return [Problem("no_nothing_option", {"task_type": control["kind"]}, control=name)]
    return [Problem(one.code, one.params, control=name) for one in kind.problems_of_schema(control)]


def _problems_of_names(objects: Sequence[Mapping[str, Any]], controls: Sequence[Mapping[str, Any]]) -> list[Problem]:
    attributes = [one for control in controls for one in control.get("attributes", ())]
    names = [str(one["name"]) for one in (*objects, *controls, *attributes)]
    return [Problem("name_twice", {"name": name}) for name in dict.fromkeys(names) if names.count(name) > 1]


def _problems_of_whens(controls: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """Return each control that depends on one that does not come before it, or on an answer that nobody can give."""
    before: dict[str, set[str]] = {}
    found: list[Problem] = []
    for control in controls:
        when = control.get("when")
        if when and not (when["control"] in before and set(when.get("labels", [])) <= before[when["control"]]):
            found.append(Problem("when_unknown", {"control": control["name"]}, control=control["name"]))
        before[control["name"]] = said_labels(control)
    return found


def _problems_of_keys(controls: Sequence[Mapping[str, Any]]) -> list[Problem]:
    keys = [str(label["key"]) for labels in _labels(controls) for label in labels if label.get("key")]
    return [Problem("label_key_twice", {"label": key}) for key in dict.fromkeys(keys) if keys.count(key) > 1]


def _labels(controls: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[Mapping[str, Any]]]:
    """Yield the lists of labels that have keys: those of controls, of the relations in them, and not of attributes."""
    for control in controls:
        yield list(_below(control.get("labels", ())))
        yield control.get("relations", ())


def _below(labels: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield labels and all that is below them."""
    for label in labels:
        yield label
        yield from _below(label.get("children", ()))


def _with_keys(control: Mapping[str, Any], free: Iterator[str]) -> dict[str, Any]:
    """Return a control whose topmost labels and relations have keys; ranking and trees are not answered by keys."""
    keyed = {"labels", "relations"} if control["kind"] not in {"ranking", "taxonomy"} else set()
    return {
        name: [{**label, "key": label.get("key") or next(free, "")} for label in value] if name in keyed else value
        for name, value in control.items()
    }


def _is_list(found: object, least: int, most: int) -> bool:
    return isinstance(found, list) and least <= len(found) <= most


def _is_name(found: object) -> bool:
    return isinstance(found, str) and NAME.fullmatch(found) is not None and found not in NAMES_TAKEN
