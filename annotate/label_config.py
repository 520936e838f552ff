"""Label Studio's labelling configurations: read into objects and controls, what is not understood named."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element  # the type only; strangers' XML is read by defusedxml

from annotate.combined_schema import with_keys
from annotate.label_config_parts import Reading, read_attribute, read_control, read_object, read_relations
from annotate.label_config_tags import CONFIG_MOST as CONFIG_MOST
from annotate.label_config_tags import (
    INSIDE,
    KEPT_MOST,
    LAYOUT,
    OBJECTS,
    SHAPES,
    Seen,
    parsed,
    refused,
    strange_attributes,
    verbatim,
)
from annotate.label_schema import COMBINED, columns_of
from annotate.markup import is_set
from annotate.task_types import TaskType, discover
from policies.errors import Kind, Refusal


@dataclass(frozen=True, slots=True)
class Configured:
    """What a configuration asks for.

    Attributes:
        task_type: which kind of work.
        schema: its label schema; `schema_checks.problems_of_whole` says whether people could work from it.
        understood: each tag that became an object or a control.
        named: what was not understood, and changes no answer.
    """

    task_type: str
    schema: dict[str, Any]
    understood: tuple[Seen, ...] = ()
    named: tuple[Seen, ...] = ()


def read_config(text: str, kinds: Mapping[str, TaskType] | None = None) -> Configured:
    """Return what a labelling configuration asks for.

    What equals a simple kind of work becomes that kind: one text or picture, and one control about it. Names become
    plain words; one text alone is always called "text", one picture "image".

    Args:
        text: XML.
        kinds: every kind of work by name; without them, those of this house.

    Raises:
        Refusal: `label_config_unreadable`; `label_config_parts` where nothing is asked, or about nothing;
            `label_config_tag` and `label_config_attribute` for what asks for an answer that would be lost.
    """
    reading = Reading(parsed(text), kinds or discover())
    for element in reading.tags.root.iter():
        if element.tag in OBJECTS:
            read_object(reading, element)
    reading.header = ""
    per_region: list[tuple[Element, str]] = []
    for element in reading.tags.root.iter():
        _read(reading, element, per_region)
    for element, header in per_region:
        read_attribute(reading, element, header)
    read_relations(reading)
    if not reading.objects or not reading.controls:
        raise Refusal("label_config_parts", Kind.UNREADABLE)
    return _configured(reading)


def _read(reading: Reading, element: Element, per_region: list[tuple[Element, str]]) -> None:
    """Take one tag as it comes: a header, an object that it may name, a control, or something that looks nice."""
    tag = str(element.tag)
    reading.named += strange_attributes(element)
    if tag == "Header" and not element.get("value", "").startswith("$"):
        reading.header = element.get("value", "").strip()
    elif element.get("name", "") in reading.shown_as and tag in OBJECTS:
        _entitle(reading, element)
    elif any(tag in kind.tags for kind in reading.kinds.values()) and tag != "Relations":
        header, reading.header = reading.header, ""
        if is_set(element, "perRegion"):
            per_region.append((element, header))
        else:
            read_control(reading, element, header)
    elif not _is_read_elsewhere(reading, element):
        _keep(reading, element)


def _entitle(reading: Reading, element: Element) -> None:
    """Give the header before an object to that object."""
    for one in reading.objects:
        if one["name"] in reading.shown_as[element.get("name", "")]:
            one["title"] = reading.header
    reading.header = ""


def _is_read_elsewhere(reading: Reading, element: Element) -> bool:
    """Return whether a tag is looked at together with another one, or is plain layout.

    Raises:
        Refusal: `label_config_tag` for one that asks what nobody here can answer.
    """
    if element.tag in LAYOUT - {"Style"} or element.tag == "Relations" or _belongs(reading, element):
        return True
    if element.tag in SHAPES:
        about = element.get("toName")
        if any(one.tag == "Labels" and one.get("toName") == about for one in reading.tags.root.iter()):
            return True
        raise refused(element)
    if element.get("toName") or element.tag in INSIDE or element.tag == "Bucket":
        raise refused(element)
    return False


def _belongs(reading: Reading, element: Element) -> bool:
    """Return whether a label stands inside a tag that reads it."""
    if element.tag not in INSIDE:
        return False
    outside = reading.tags.parents.get(element)
    while outside is not None and outside.tag == element.tag == "Choice":
        outside = reading.tags.parents.get(outside)
        if outside is not None and outside.tag == "Choices":
            raise refused(element)
    owners = {"Choice": {"Choices", "Taxonomy"}, "Relation": {"Relations"}}.get(
        str(element.tag), {"Labels", "RectangleLabels", "PolygonLabels", "KeyPointLabels", "Ranker"}
    )
    return outside is not None and outside.tag in owners


def _keep(reading: Reading, element: Element) -> None:
    """Name a tag that is not understood and asks nothing, and keep it as it was written."""
    reading.named.append(Seen(str(element.tag)[:40]))
    is_inside = any(one.tag != "View" for one in reading.tags.around(element)[1:])
    if len(reading.kept) < KEPT_MOST and not is_inside and not any(one.get("toName") for one in element.iter()):
        reading.kept.append(verbatim(element))


def _configured(reading: Reading) -> Configured:
    schema: dict[str, Any] = {"objects": reading.objects, "controls": list(_with_own_keys(reading))}
    simple = _simple(reading, schema["controls"])
    if simple is None:
        whole = with_keys({**schema, "kept": reading.kept} if reading.kept else schema)
        return Configured(COMBINED, whole, tuple(reading.understood), tuple(reading.named))
    return Configured(simple[0], simple[1], tuple(reading.understood), tuple(reading.named))


def _with_own_keys(reading: Reading) -> Iterator[dict[str, Any]]:
    """Yield the controls, a key that two labels want left to the first of them."""
    taken: set[str] = set()
    for control in reading.controls:
        for label in (*control.get("labels", ()), *control.get("relations", ())):
            if label["key"] in taken:
                reading.named.append(Seen("Label", "hotkey"))
                label["key"] = ""
            taken |= {label["key"]} - {""}
        yield control


def _simple(reading: Reading, controls: list[dict[str, Any]]) -> tuple[str, dict[str, Any]] | None:
    """Return the simple kind of work that asks the same, and its schema; None where there is none.

    One choice that need not be made is refused: alone, it would ask for nothing.
    """
    (shown,), control = reading.objects[:1], controls[0]
    is_one = len(controls) == 1 and len(reading.objects) == 1 and shown["name"] in {"text", "image"}
    if not is_one or shown["is_optional"] or control.get("when"):
        return None
    said = {key: value for key, value in control.items() if key not in {"name", "kind", "about", "is_required"}}
    said["question"] = said["question"] or shown["title"]
    kind = f"image_{control['kind']}" if shown["kind"] == "image" and control["kind"] in {"choice", "choices"} else ""
    task_type = reading.kinds[kind or control["kind"]]
    if columns_of(task_type, said) != (shown["name"],):
        return None
    if not control["is_required"] and not task_type.is_region:
        if control["kind"] != "choices":
            raise Refusal(
                "label_config_attribute", Kind.UNREADABLE, tag=reading.understood[-1].tag, attribute="required"
            )
        said["allow_nothing"] = True
    return task_type.name, said
