"""A project's label schema written as a Label Studio configuration, which is read back with the same meaning."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import (  # ours; theirs go through defusedxml
    Element,
    ParseError,
    SubElement,
    indent,
    tostring,
)

from defusedxml.ElementTree import fromstring

from annotate.label_config_tags import OBJECTS
from annotate.label_schema import Control, Parts, Shown, parts_of
from annotate.markup import with_labels
from annotate.task_types import TaskType, discover

_TAG_OF = {kind: tag for tag, kind in OBJECTS.items()}


def config_of(task_type: str, schema: Mapping[str, Any], kinds: Mapping[str, TaskType] | None = None) -> str:
    """Return a labelling configuration that asks what a project asks.

    Args:
        task_type: the project's kind of work.
        schema: its label schema, found without problems.
        kinds: every kind of work by name; without them, those of this house.
    """
    kinds = kinds or discover()
    parts = parts_of(task_type, schema, kinds)
    root = Element("View")
    for tag in schema.get("kept", ()):
        _put_back(root, str(tag))
    for shown in parts.objects:
        _show(root, shown, _granularity(parts, shown))
    for control in parts.controls:
        _ask(root, control, kinds)
    indent(root)
    return tostring(root, encoding="unicode") + "\n"


def _put_back(root: Element, text: str) -> None:
    """Put a tag back that was kept as it was; one that was cut short is left out."""
    try:
        root.append(fromstring(text, forbid_dtd=True))
    except (ParseError, ValueError):
        return


def _show(root: Element, shown: Shown, granularity: str) -> None:
    _head(root, shown.title)
    element = SubElement(root, _TAG_OF[shown.kind], {"name": shown.name, "value": f"${shown.name}"})
    if shown.is_optional:
        element.set("isOptional", "true")
    if granularity == "word":
        element.set("granularity", "word")


def _granularity(parts: Parts, shown: Shown) -> str:
    """Return how finely a text is marked: Label Studio says that of the text, not of who marks it."""
    found = [one.schema.get("granularity") for one in parts.controls if one.about == shown.name]
    return "word" if "word" in found else ""


def _ask(root: Element, control: Control, kinds: Mapping[str, TaskType]) -> None:
    kind = kinds[control.kind if kinds[control.kind].tags else control.kind.removeprefix("image_")]
    if control.when and kind.is_region:
        # Label Studio hides a question by itself, and what draws only with a View around it.
        root = SubElement(root, "View")
        _wait(root, control.when)
    _head(root, str(control.schema.get("question", "")))
    element = kind.element_of(control.schema)
    root.append(element)
    _name(element, control.name, control.about)
    element.set("required", "true" if control.is_required else "false")
    if control.when and not kind.is_region:
        _wait(element, control.when)
    for attribute in control.schema.get("attributes", ()):
        _ask_of_regions(root, attribute, control, kinds)
    if control.schema.get("relations"):
        with_labels(SubElement(root, "Relations"), control.schema["relations"], "Relation")


def _wait(element: Element, when: Mapping[str, Any]) -> None:
    element.set("visibleWhen", "choice-selected")
    element.set("whenTagName", str(when["control"]))
    _list(element, "whenChoiceValue", when.get("labels", ()))


def _ask_of_regions(
    root: Element, attribute: Mapping[str, Any], control: Control, kinds: Mapping[str, TaskType]
) -> None:
    _head(root, str(attribute.get("question", "")))
    element = kinds[attribute["kind"]].element_of(attribute)
    root.append(element)
    _name(element, str(attribute["name"]), control.about)
    element.set("perRegion", "true")
    element.set("whenTagName", control.name)
    _list(element, "whenLabelValue", attribute.get("when_labels", ()))
    if attribute.get("is_required"):
        element.set("required", "true")


def _head(root: Element, text: str) -> None:
    if text:
        SubElement(root, "Header", {"value": text})


def _name(element: Element, name: str, about: str) -> None:
    element.set("name", name)
    element.set("toName", about)


def _list(element: Element, name: str, labels: Sequence[str]) -> None:
    if labels:
        element.set(name, ",".join(labels))
