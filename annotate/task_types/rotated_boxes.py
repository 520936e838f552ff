"""Picture, turned boxes: the annotator draws a box around each thing and turns it as the thing lies."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from xml.etree.ElementTree import Element  # the type only

from annotate.drawing import Drawing
from annotate.markup import is_set
from annotate.matching import Place
from annotate.regions import turned_box_of

_SAMPLE = [
    {
        "id": "t1",
        "from_name": "label",
        "to_name": "image",
        "type": "rectanglelabels",
        "original_width": 1280,
        "original_height": 960,
        "image_rotation": 0,
        "value": {"x": 40, "y": 30.5, "width": 20, "height": 10, "rotation": 33.25, "rectanglelabels": ["lorry"]},
    },
]


class RotatedBoxes(Drawing):
    """One picture, boxes that may be turned clockwise around their top left corner."""

    name = "rotated_boxes"
    title = "Picture, turned boxes"
    about = "People draw a box around each thing in a picture and turn it as the thing lies."
    tags: tuple[str, ...] = ("RectangleLabels",)
    type = "rectanglelabels"
    sample: Mapping[str, Any] = MappingProxyType(
        {
            "schema": {"labels": [{"value": "car", "key": "1"}, {"value": "lorry", "key": "2"}]},
            "content": {"image": "0" * 64, "width": 1280, "height": 960, "name": "desde arriba.jpg"},
            "result": _SAMPLE,
            "form": {"regions.image": json.dumps(_SAMPLE)},
        },
    )

    def place_of(self, entry: Mapping[str, Any]) -> Place | None:
        """Return the turned box of one entry."""
        return turned_box_of(entry)

    def control_of(self, element: Element) -> dict[str, Any] | None:
        """Return the labels of a RectangleLabels tag, by whether it says that boxes can be turned."""
        return super().control_of(element) if is_set(element, "canRotate") else None

    def element_of(self, schema: Mapping[str, Any]) -> Element:
        """Return the tag; Label Studio lets boxes be turned unless it is told otherwise."""
        element = super().element_of(schema)
        element.set("canRotate", "true")
        return element


TASK_TYPE = RotatedBoxes()
