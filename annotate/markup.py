"""Tags of Label Studio's labelling configurations: reading labels and settings out of them, and writing them."""

from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement  # elements only; strangers' XML is read by defusedxml

from annotate.labels import KEYS


def is_set(element: Element, name: str) -> bool:
    """Return whether an attribute says true."""
    return element.get(name, "").strip().lower() == "true"


def number_in(element: Element, name: str) -> int | None:
    """Return the whole number of an attribute, or None; never raises."""
    text = element.get(name, "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None


def labels_in_tag(element: Element, tag: str) -> list[dict[str, Any]]:
    """Return the labels inside an element, those below them as children.

    A label with an alias is called so in answers, and what people read becomes its description.
    """
    return [_label(child, tag) for child in element if child.tag == tag]


def with_labels(element: Element, labels: Iterable[Mapping[str, Any]], tag: str) -> Element:
    """Return an element with labels put into it."""
    for label in labels:
        inside = SubElement(element, tag, {"value": str(label["value"])})
        if label.get("key"):
            inside.set("hotkey", str(label["key"]))
        if label.get("description"):
            inside.set("hint", str(label["description"]))
        with_labels(inside, label.get("children", ()), tag)
    return element


def _label(element: Element, tag: str) -> dict[str, Any]:
    value, alias, hint = (element.get(name, "").strip() for name in ("value", "alias", "hint"))
    key = element.get("hotkey", "").strip().lower()
    label: dict[str, Any] = {
        "value": alias or value,
        "key": key if len(key) == 1 and key in KEYS else "",
        "description": hint or (value if alias and alias != value else ""),
    }
    below = labels_in_tag(element, tag)
    return {**label, "children": below} if below else label
