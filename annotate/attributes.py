"""What is asked about each region by itself: a label, several, a rating, or a text such as what stands on a sign."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from annotate.choosing import OneLabel, SeveralLabels
from annotate.label_schema import NAME, NAMES_TAKEN
from annotate.labels import Problem, Result, is_text, label_values
from annotate.rating import Rated
from annotate.writing import Written

Kind = OneLabel | SeveralLabels | Rated | Written
KINDS: Mapping[str, Kind] = MappingProxyType(
    {"choice": OneLabel(), "choices": SeveralLabels(), "rating": Rated(), "free_text": Written()},
)
ATTRIBUTES_MOST = 10
QUESTION_MOST = 300


def attributes_of(schema: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the attributes of a control's regions by name, in their order."""
    return {str(one["name"]): one for one in schema.get("attributes", ())}


def problems_of_attributes(schema: Mapping[str, Any]) -> list[Problem]:
    """Return why a schema's attributes cannot be asked; never raises. Its labels have been looked at before."""
    sent = schema.get("attributes", [])
    if not isinstance(sent, list | tuple) or len(sent) > ATTRIBUTES_MOST:
        return [Problem("schema_unreadable", {"what": "attributes"})]
    for attribute in sent:
        if not isinstance(attribute, dict) or not _is_plain(attribute, label_values(schema)):
            return [Problem("schema_unreadable", {"what": "attributes"})]
        found = KINDS[attribute["kind"]].problems_of_schema(attribute)
        if found:
            return [Problem(found[0].code, found[0].params, control=attribute["name"])]
    names = [attribute["name"] for attribute in sent]
    return [Problem("name_twice", {"name": name}) for name in sorted(set(names)) if names.count(name) > 1]


def _is_plain(attribute: Mapping[str, Any], labels: Sequence[str]) -> bool:
    name, kind, when = attribute.get("name"), attribute.get("kind"), attribute.get("when_labels", [])
    is_named = isinstance(name, str) and NAME.fullmatch(name) is not None and name not in NAMES_TAKEN
    is_known = isinstance(kind, str) and kind in KINDS
    is_asked = is_text(attribute.get("question", ""), most=QUESTION_MOST)
    is_when = isinstance(when, list | tuple) and all(isinstance(one, str) and one in labels for one in when)
    return is_named and is_known and is_asked and is_when and isinstance(attribute.get("is_required", False), bool)


def is_about(attribute: Mapping[str, Any], label: str) -> bool:
    """Return whether an attribute is asked about regions of this label."""
    when = attribute.get("when_labels") or ()
    return not when or label in when


def problems_of_said(attribute: Mapping[str, Any], entry: Mapping[str, Any], *, about: str) -> list[Problem]:
    """Return why an entry is no answer to an attribute; never raises.

    Args:
        attribute: which one.
        entry: as it was sent, with the region's id.
        about: the object that the region lies on.
    """
    name = str(attribute["name"])
    plain = {key: value for key, value in entry.items() if key != "id"}
    found = _kind(attribute).problems({**attribute, "about": about}, {}, [plain])
    return [Problem(one.code, one.params, control=name) for one in found]


def agreement_of(attribute: Mapping[str, Any], first: Result, second: Result) -> tuple[int, int]:
    """Return how much two people say the same of one region; nothing is compared where neither says anything."""
    if not first or not second:
        return (0, 1) if first or second else (0, 0)
    return _kind(attribute).agreement(attribute, first, second)


def merged(attribute: Mapping[str, Any], said: Sequence[Result], *, about: str) -> Result | None:
    """Return what most say of one region; empty where most say nothing, None where they tie."""
    spoken = [result for result in said if result]
    if 2 * len(spoken) < len(said):
        return []
    if 2 * len(spoken) == len(said):
        return None if spoken else []
    return _kind(attribute).merge({**attribute, "about": about}, spoken)


def _kind(attribute: Mapping[str, Any]) -> Kind:
    return KINDS[attribute["kind"]]
