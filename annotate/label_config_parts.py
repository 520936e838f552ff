"""The objects and the questions of a Label Studio configuration, tag by tag."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element  # strangers' XML is read by defusedxml

from annotate.attributes import KINDS as ATTRIBUTE_KINDS
from annotate.combined_schema import ALWAYS
from annotate.label_config_tags import OBJECTS, SHAPES, Names, Seen, Tags, refused
from annotate.label_schema import OBJECT_NAMES_TAKEN
from annotate.markup import is_set
from annotate.task_type import TaskType
from policies.errors import Kind, Refusal

PAGES = 4
"""How many pictures an Image with a `valueList` becomes; an item may have fewer."""


@dataclass(slots=True)
class Reading:
    """What has been read of a configuration so far."""

    tags: Tags
    kinds: Mapping[str, TaskType]
    names: Names = field(default_factory=Names)
    objects: list[dict[str, Any]] = field(default_factory=list)
    controls: list[dict[str, Any]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    understood: list[Seen] = field(default_factory=list)
    named: list[Seen] = field(default_factory=list)
    shown_as: dict[str, list[str]] = field(default_factory=dict)
    """Which objects a name of the configuration became."""
    asked_as: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Which controls a name of the configuration became."""
    granularity: dict[str, str] = field(default_factory=dict)
    header: str = ""


def read_object(reading: Reading, element: Element) -> None:
    """Take a Text, Image or List as an object; words that are the same for every item are no object."""
    key = element.get("value") or element.get("valueList") or ""
    if not key.startswith("$") or not element.get("name"):
        return
    if element.get("valueType", "text") != "text":
        raise refused(element, "valueType")
    kind = OBJECTS[str(element.tag)]
    alike = [one for one in reading.tags.root.iter() if one.tag == element.tag and one.get("name")]
    wanted = kind if len(alike) == 1 and kind != "list" else key[1:]
    pages = PAGES if element.get("valueList") else 1
    wanted = f"{kind}_{wanted}" if wanted in OBJECT_NAMES_TAKEN or ALWAYS.get(wanted, kind) != kind else wanted
    names = [
        reading.names.new(wanted if number == 0 and pages == 1 else f"{wanted}_{number + 1}", otherwise=kind)
        for number in range(pages)
    ]
    for number, name in enumerate(names):
        is_optional = number > 0 or is_set(element, "isOptional")
        reading.objects.append({"name": name, "kind": kind, "title": "", "is_optional": is_optional})
        reading.understood.append(Seen(str(element.tag), became=name))
        reading.granularity[name] = "word" if element.get("granularity") == "word" else "character"
    reading.shown_as[element.get("name", "")] = names


def read_control(reading: Reading, element: Element, header: str) -> None:
    """Take a tag as a control about each of the objects that its `toName` became."""
    if is_set(element, "perItem"):
        raise refused(element, "perItem")
    if element.get("value") and element.tag != "TextArea":  # labels that each item brings along
        raise refused(element, "value")
    abouts = _abouts(reading, element)
    shape = _shape_of(reading, element)
    kind, said = _asked(reading, shape if shape is not None else element)
    if shape is not None:
        said = {**said, **(reading.kinds["spans"].control_of(element) or {})}
    _refuse_other_objects(reading, kind, abouts)
    for about in [",".join(abouts)] if kind == "pairwise" else abouts:
        control = {
            "name": reading.names.new(element.get("name", ""), otherwise="question"),
            "kind": kind,
            "about": about,
            "question": header or element.get("title", ""),
            "is_required": element.get("required", "true").lower() != "false",
            **said,
        }
        if kind == "spans" and reading.granularity[about] == "word":
            control["granularity"] = "word"
        when = _when(reading, element)
        reading.controls.append({**control, "when": when} if when else control)
        reading.asked_as.setdefault(element.get("name", ""), []).append(reading.controls[-1])
        reading.understood.append(Seen(str(element.tag), became=str(control["name"])))
        if not reading.kinds[kind].is_region:
            break  # a question about many pages is asked once


def _abouts(reading: Reading, element: Element) -> list[str]:
    """Return the names of the objects that a control is about.

    Raises:
        Refusal: `label_config_parts`, or `label_config_tag` where it is about something that is not shown here.
    """
    names = [name.strip() for name in element.get("toName", "").split(",")]
    for name in names:
        if name not in reading.shown_as:
            strange = next((one for one in reading.tags.root.iter() if name and one.get("name") == name), None)
            if strange is None or strange.tag in OBJECTS or strange is element:
                raise Refusal("label_config_parts", Kind.UNREADABLE)
            raise refused(strange)
    return [found for name in names for found in reading.shown_as[name]]


def _refuse_other_objects(reading: Reading, kind: str, abouts: Sequence[str]) -> None:
    kind_of = {one["name"]: one["kind"] for one in reading.objects}
    if not {kind_of[about] for about in abouts} <= set(reading.kinds[kind].about_kinds):
        raise Refusal("label_config_parts", Kind.UNREADABLE)


def _shape_of(reading: Reading, element: Element) -> Element | None:
    """Return the shape whose labels a Labels tag about a picture has, as the tag that is both; None for a text."""
    if element.tag != "Labels":
        return None
    shapes = [
        one for one in reading.tags.root.iter() if one.tag in SHAPES and one.get("toName") == element.get("toName")
    ]
    if len(shapes) > 1:
        raise refused(shapes[1])
    return Element(SHAPES[str(shapes[0].tag)], dict(shapes[0].attrib)) if shapes else None


def _asked(reading: Reading, element: Element) -> tuple[str, dict[str, Any]]:
    """Return the kind of work that reads a tag, and what it says."""
    for kind in reading.kinds.values():
        said = kind.control_of(element) if element.tag in kind.tags and element.tag != "Relations" else None
        if said is not None:
            return kind.name, said
    raise refused(element, "choice") if element.get("choice") else refused(next(iter(element), element))


def _when(reading: Reading, element: Element) -> dict[str, Any] | None:
    """Return the answer after which a control is asked, said on it or on a View around it."""
    for one in reading.tags.around(element):
        visible = one.get("visibleWhen")
        if visible is None and one.get("whenTagName") is None:
            continue
        asked = reading.asked_as.get(one.get("whenTagName", ""))
        if visible not in {None, "choice-selected"} or not asked:
            raise refused(one, "visibleWhen")
        said = one.get("whenChoiceValue") or one.get("whenLabelValue") or ""
        labels = [label.strip() for label in said.split(",") if label.strip()]
        return {"control": asked[0]["name"], "labels": labels}
    return None


def read_attribute(reading: Reading, element: Element, header: str) -> None:
    """Take a tag that is asked about each region as an attribute of the controls that draw them."""
    kind, said = _asked(reading, element)
    wanted = reading.asked_as.get(element.get("whenTagName", ""))
    abouts = _abouts(reading, element)
    drawn = [
        one for one in wanted or reading.controls if reading.kinds[one["kind"]].is_region and one["about"] in abouts
    ]
    if kind not in ATTRIBUTE_KINDS or not drawn:
        raise refused(element, "perRegion")
    if element.get("whenChoiceValue"):
        raise refused(element, "whenChoiceValue")
    labels = [label.strip() for label in element.get("whenLabelValue", "").split(",") if label.strip()]
    for control in drawn:
        attribute = {
            "name": reading.names.new(element.get("name", ""), otherwise="said"),
            "kind": kind,
            "question": header or element.get("title", ""),
            "is_required": is_set(element, "required"),
            **said,
        }
        known = [label for label in labels if label in {one["value"] for one in control["labels"]}]
        if labels and not known:
            continue
        attributes = control.setdefault("attributes", [])
        attributes.append({**attribute, "when_labels": known} if known else attribute)
        reading.understood.append(Seen(str(element.tag), became=str(attribute["name"])))


def read_relations(reading: Reading) -> None:
    """Let the first control that marks stretches also tie them together, where the configuration has relations."""
    elements = [one for one in reading.tags.root.iter() if one.tag == "Relations"]
    spans = [one for one in reading.controls if one["kind"] == "spans"]
    if not elements:
        return
    said = reading.kinds["relations"].control_of(elements[0])
    if not spans or not said or not said["relations"]:
        raise refused(elements[0])
    spans[0].update(said, kind="relations")
    reading.understood.append(Seen("Relations", became=spans[0]["name"]))
