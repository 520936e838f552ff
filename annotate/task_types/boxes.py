"""Picture, boxes: the annotator draws a box around each thing and gives it one of the project's labels."""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from annotate.labels import UNREADABLE, FormValues, Problem, Result, problems_of_labels, texts_of, unknown_labels
from annotate.regions import TO_NAME, Box, box_of, boxes_of, matched_pairs, region, size_of
from annotate.task_type import Option

BOXES_MOST = 500
NOTHING: Mapping[str, Any] = MappingProxyType(
    {"from_name": "nothing", "to_name": TO_NAME, "type": "choices", "value": {"choices": ["nothing"]}},
)
"""The answer that there is nothing to box: said on purpose, so that an empty answer is never an accident."""

_SAMPLE_BOX = Box("ramp", x=26_250_000, y=37_916_667, width=10_468_750, height=6_458_333)
_SAMPLE = [region(_SAMPLE_BOX, region_id="b1", picture_width=1280, picture_height=960)]


class Boxes:
    """One picture, a box with one label around each thing, or the word that there is nothing to box."""

    name = "boxes"
    title = "Picture, boxes"
    about = "People draw a box around each thing in a picture and say what it is."
    widget = "boxes"
    columns: tuple[str, ...] = ("image",)
    about_kinds: tuple[str, ...] = ("image",)
    labels_least = 1
    has_nothing_option = False
    is_region = True
    is_simple = True
    options: tuple[Option, ...] = ()
    sample: Mapping[str, Any] = MappingProxyType(
        {
            "schema": {"labels": [{"value": "ramp", "key": "1"}, {"value": "kerb", "key": "2"}]},
            "content": {"image": "0" * 64, "width": 1280, "height": 960, "name": "calle 1.jpg"},
            "result": _SAMPLE,
            "form": {"boxes": json.dumps(_SAMPLE)},
        },
    )

    def problems_of_schema(self, schema: Mapping[str, Any]) -> list[Problem]:
        """Return what is missing: at least one label, all different."""
        return problems_of_labels(schema, least=self.labels_least)

    def problems(self, schema: Mapping[str, Any], content: Mapping[str, Any], result: object) -> list[Problem]:
        """Return what is wrong: nothing drawn nor said, both, too many, or a box that cannot be one of this picture."""
        if not isinstance(result, list) or result == UNREADABLE:
            return [Problem("answer_unreadable")]
        if not result:
            return [Problem("nothing_boxed")]
        if result == [NOTHING]:
            return []
        if NOTHING in result:
            return [Problem("boxes_and_nothing")]
        if len(result) > BOXES_MOST:
            return [Problem("boxes_too_many", {"most": BOXES_MOST})]
        return _problems_of_boxes(schema, content, result)

    def from_form(self, schema: Mapping[str, Any], values: FormValues) -> Result:
        """Read `boxes`, a JSON list in the form of the result, and the tick that there is nothing to box, `nothing`."""
        del schema  # whether the labels exist is `problems`' question
        drawn = _read(texts_of(values, "boxes"))
        return [*drawn, dict(NOTHING)] if texts_of(values, "nothing") else drawn

    def empty(self) -> Result:
        """Return the result with no box, which is not the same as "there is nothing to box"."""
        return []

    def labels_of(self, result: Result) -> tuple[str, ...]:
        """Return the label of each box, in the order in which they were drawn."""
        return tuple(box.label for box in boxes_of(result))

    def agreement(self, schema: Mapping[str, Any], first: Result, second: Result) -> tuple[int, int]:
        """Return how many boxes, of both people's together, have their like in the other's; see `matched_pairs`."""
        del schema
        one, other = boxes_of(first), boxes_of(second)
        return (2 * matched_pairs(one, other), len(one) + len(other)) if one or other else (1, 1)

    def merge(self, schema: Mapping[str, Any], results: Sequence[Result]) -> Result | None:
        """Return the one answer there is; several people's boxes are not merged yet."""
        del schema
        return results[0] if len(results) == 1 else None


def _read(texts: tuple[str, ...]) -> Result:
    """Return the list that a JSON text holds; nothing sent is an empty one, anything else no answer."""
    if not texts:
        return []
    try:
        found = json.loads(texts[0])
    except (ValueError, RecursionError):
        return UNREADABLE
    return found if isinstance(found, list) else UNREADABLE


def _problems_of_boxes(schema: Mapping[str, Any], content: Mapping[str, Any], result: list[Any]) -> list[Problem]:
    boxes: list[Box] = []
    size = (content.get("width"), content.get("height"))
    for number, found in enumerate(result, start=1):
        box = box_of(found)
        if box is None:
            return [Problem("box_unreadable", {"number": number})]
        if size_of(found) != size:
            return [Problem("box_elsewhere", {"number": number})]
        if not box.is_inside:
            return [Problem("box_outside", {"number": number})]
        boxes.append(box)
    if len({found["id"] for found in result}) < len(result):
        return [Problem("answer_unreadable")]
    return unknown_labels(schema, [box.label for box in boxes])


TASK_TYPE = Boxes()
