"""Label Studio's labelling configurations: the part of them that Jornal's kinds of work can do, read from their XML."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError  # the types only; strangers' XML is read by defusedxml

from defusedxml.ElementTree import fromstring

from annotate.projects.rules import LabelDraft
from policies.errors import Kind, Refusal

CONFIG_MOST = 50_000
"""The longest configuration that is read, in characters."""
OBJECTS = {"Text": "text", "Image": "image"}
LABELS_IN = {"Choices": "Choice", "RectangleLabels": "Label"}
LAYOUT = frozenset({"View", "Header", "Style"})
"""Tags that only say how Label Studio's page looks; a header's text becomes the question."""
UNDONE = (
    "alias", "allowNested", "maxUsages", "perItem", "perRegion", "selected", "visibleWhen", "whenChoiceValue",
    "whenLabelValue", "whenTagName",
)  # fmt: skip
"""Attributes that change what is asked or how an answer is called; here, every question is asked about every item."""
HOW_MANY = {"single": "choice", "single-radio": "choice", "multiple": "choices"}
TAG_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Configured:
    """What a configuration asks for.

    Attributes:
        task_type: which kind of work.
        question: the first header; empty where there is none.
        allow_nothing: whether "none of these" is an answer: several choices that say `required="false"`.
    """

    task_type: str
    question: str
    labels: tuple[LabelDraft, ...]
    allow_nothing: bool


def read_config(text: str) -> Configured:
    """Return what a labelling configuration asks for.

    It has one `Text` or `Image`, and one `Choices` or, of an image, `RectangleLabels`. What an answer is called stays
    Jornal's own: `label` of `text` or of `image`.

    Raises:
        Refusal: `label_config_unreadable`, `label_config_parts` where it has not one of each, `label_config_tag` and
            `label_config_attribute` for what it asks beyond that; nothing is left out in silence.
    """
    if len(text) > CONFIG_MOST:
        raise Refusal("label_config_unreadable", Kind.UNREADABLE)
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, ValueError):  # what defusedxml forbids is a ValueError
        raise Refusal("label_config_unreadable", Kind.UNREADABLE) from None
    tags = list(root.iter())
    _refuse_others(tags)
    shown = [tag for tag in tags if tag.tag in OBJECTS]
    asked = [tag for tag in tags if tag.tag in LABELS_IN]
    if len(shown) != 1 or len(asked) != 1 or asked[0].get("toName") != shown[0].get("name"):
        raise Refusal("label_config_parts", Kind.UNREADABLE)
    allow_nothing = asked[0].get("required", "").lower() == "false"
    return Configured(
        task_type=_task_type(shown[0], asked[0]),
        question=next((tag.get("value", "") for tag in tags if tag.tag == "Header"), ""),
        labels=tuple(_label(tag) for tag in asked[0]),
        allow_nothing=allow_nothing and asked[0].tag == "Choices",  # that there is nothing to box can always be said
    )


def _refuse_others(tags: Iterable[Element]) -> None:
    known = LAYOUT | OBJECTS.keys() | LABELS_IN.keys()
    labels = {label for tag in tags for label in tag if LABELS_IN.get(tag.tag) == label.tag and not len(label)}
    for tag in tags:
        if tag.tag not in known and tag not in labels:
            raise Refusal("label_config_tag", Kind.UNREADABLE, tag=str(tag.tag)[:TAG_SHOWN])
        for attribute in UNDONE:
            if tag.get(attribute, "false").lower() != "false":
                raise _attribute(tag, attribute)
        if tag.tag in LABELS_IN and tag.get("value"):  # labels that each item brings along
            raise _attribute(tag, "value")


def _task_type(shown: Element, asked: Element) -> str:
    """Return the kind of work that asks this about that."""
    if asked.tag == "RectangleLabels":
        if shown.tag != "Image":
            raise Refusal("label_config_parts", Kind.UNREADABLE)
        return "boxes"
    kind = HOW_MANY.get(asked.get("choice", "single"))
    if kind is None:
        raise _attribute(asked, "choice")
    if kind == "choice" and asked.get("required", "").lower() == "false":
        raise _attribute(asked, "required")  # one label is always chosen
    return f"image_{kind}" if shown.tag == "Image" else kind


def _label(tag: Element) -> LabelDraft:
    return LabelDraft(tag.get("value", ""), tag.get("hotkey", ""), tag.get("hint", ""))


def _attribute(tag: Element, name: str) -> Refusal:
    return Refusal("label_config_attribute", Kind.UNREADABLE, tag=str(tag.tag)[:TAG_SHOWN], attribute=name)
