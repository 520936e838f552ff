"""Common jobs, to begin with: each says what it shows and asks; a new job is one more entry here."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from annotate.label_schema import COMBINED
from web.words import N_

TEXT = {"name": "text", "kind": "text"}
IMAGE = {"name": "image", "kind": "image"}


@dataclass(frozen=True, slots=True)
class CommonJob:
    """One job to begin with. Its words are English sources; a requester gets them in the language of the page."""

    name: str
    title: str
    task_type: str
    schema: Mapping[str, Any]


def _labels(*values: str) -> list[dict[str, Any]]:
    return [{"value": value} for value in values]


def _several(objects: list[dict[str, Any]], *controls: dict[str, Any]) -> dict[str, Any]:
    return {"objects": objects, "controls": list(controls)}


_ALL = (
    CommonJob(
        "sentiment",
        N_("How somebody feels"),
        "choice",
        {
            "question": N_("How does the person feel?"),
            "labels": _labels(N_("Content"), N_("Neutral"), N_("Upset")),
        },
    ),
    CommonJob(
        "topics",
        N_("Topics of a text"),
        "choices",
        {
            "question": N_("What is it about?"),
            "labels": _labels(N_("Price"), N_("Waiting time"), N_("Staff"), N_("Place")),
            "allow_nothing": True,
        },
    ),
    CommonJob(
        "topics_in_a_tree",
        N_("Topics in a tree"),
        "taxonomy",
        {
            "question": N_("What is it about?"),
            "labels": [
                {"value": N_("Papers"), "children": _labels(N_("Passport"), N_("Visa"))},
                {"value": N_("Money"), "children": _labels(N_("Fees"), N_("Refund"))},
            ],
        },
    ),
    CommonJob("names", N_("Names in a text"), "spans", {"labels": _labels(N_("Person"), N_("Place"), N_("Company"))}),
    CommonJob(
        "names_and_relations",
        N_("Names and what ties them"),
        "relations",
        {
            "labels": _labels(N_("Person"), N_("Place"), N_("Company")),
            "relations": _labels(N_("lives in"), N_("works for")),
        },
    ),
    CommonJob(
        "rating",
        N_("Rate a reply"),
        COMBINED,
        _several(
            [{"name": "request", "kind": "text", "title": N_("What was asked")}, {**TEXT, "title": N_("The reply")}],
            {"name": "helpful", "kind": "rating", "about": "text", "question": N_("How helpful is the reply?")},
            {
                "name": "why",
                "kind": "free_text",
                "about": "text",
                "question": N_("What would make it better?"),
                "is_required": False,
            },
        ),
    ),
    CommonJob(
        "two_replies",
        N_("Compare two replies"),
        COMBINED,
        _several(
            [
                {"name": "request", "kind": "text", "title": N_("What was asked")},
                {"name": "left", "kind": "text", "title": N_("The first reply")},
                {"name": "right", "kind": "text", "title": N_("The second reply")},
            ],
            {
                "name": "better",
                "kind": "pairwise",
                "about": "left,right",
                "question": N_("Which reply is better?"),
                "allow_tie": True,
            },
        ),
    ),
    CommonJob("ranking", N_("Rank replies"), "ranking", {"question": N_("Put the replies in order, the best first.")}),
    CommonJob("free_answer", N_("A free answer"), "free_text", {"question": N_("What is it about, in one sentence?")}),
    CommonJob(
        "picture_classes",
        N_("What a picture shows"),
        "image_choice",
        {"question": N_("What does the picture show?"), "labels": _labels(N_("Street"), N_("House"), N_("Garden"))},
    ),
    CommonJob("boxes", N_("Boxes in a picture"), "boxes", {"labels": _labels(N_("Car"), N_("Person"))}),
    CommonJob(
        "rotated_boxes", N_("Turned boxes in a picture"), "rotated_boxes", {"labels": _labels(N_("Ship"), N_("Roof"))}
    ),
    CommonJob("outlines", N_("Outlines in a picture"), "polygons", {"labels": _labels(N_("Roof"), N_("Field"))}),
    CommonJob("points", N_("Points in a picture"), "keypoints", {"labels": _labels(N_("Lamp"), N_("Tree"))}),
    CommonJob(
        "words_on_signs",
        N_("What stands on signs"),
        COMBINED,
        _several(
            [IMAGE],
            {
                "name": "signs",
                "kind": "boxes",
                "about": "image",
                "question": N_("Where are signs?"),
                "labels": _labels(N_("Sign"), N_("House number")),
                "attributes": [{"name": "words", "kind": "free_text", "question": N_("What stands on it?")}],
            },
        ),
    ),
    CommonJob(
        "picture_and_question",
        N_("A picture and a question about it"),
        COMBINED,
        _several(
            [IMAGE, {**TEXT, "title": N_("The question")}],
            {
                "name": "answerable",
                "kind": "choice",
                "about": "image",
                "question": N_("Does the picture answer the question?"),
                "labels": _labels(N_("Yes"), N_("No")),
            },
            {
                "name": "reply",
                "kind": "free_text",
                "about": "text",
                "question": N_("What is the answer?"),
                "when": {"control": "answerable", "labels": [N_("Yes")]},
            },
        ),
    ),
    CommonJob(
        "several_pictures",
        N_("Several pictures"),
        COMBINED,
        _several(
            [
                {"name": "before", "kind": "image", "title": N_("Before")},
                {"name": "after", "kind": "image", "title": N_("After")},
            ],
            {
                "name": "clearer",
                "kind": "pairwise",
                "about": "before,after",
                "question": N_("Which picture is clearer?"),
                "allow_tie": True,
            },
        ),
    ),
)
COMMON_JOBS: Mapping[str, CommonJob] = MappingProxyType({one.name: one for one in _ALL})


def in_words(schema: Any, translate: Any) -> Any:
    """Return a job's schema with its words in the language of the page; names and settings stay."""
    if isinstance(schema, Mapping):
        return {key: _said(key, value, translate) for key, value in schema.items()}
    return [in_words(one, translate) for one in schema] if isinstance(schema, list | tuple) else schema


def _said(key: str, value: Any, translate: Any) -> Any:
    if key in {"question", "value", "title"} and value:
        return translate(value)
    if key == "when":
        return {**value, "labels": [translate(label) for label in value["labels"]]}
    return in_words(value, translate)
