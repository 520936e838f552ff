"""Picture, boxes: the annotator draws a box around each thing and gives it one of the project's labels."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from xml.etree.ElementTree import Element  # the type only

from annotate.drawing import Drawing
from annotate.markup import is_set
from annotate.matching import Place
from annotate.regions import Box, box_of, region

_SAMPLE_BOX = Box("ramp", x=26_250_000, y=37_916_667, width=10_468_750, height=6_458_333)
_SAMPLE = [region(_SAMPLE_BOX, region_id="b1", picture_width=1280, picture_height=960)]


class Boxes(Drawing):
    """One picture, a box with one label around each thing, or the word that there is nothing to box."""

    name = "boxes"
    title = "Picture, boxes"
    about = "People draw a box around each thing in a picture and say what it is."
    tags: tuple[str, ...] = ("RectangleLabels",)
    type = "rectanglelabels"
    widget = "boxes"
    is_simple = True
    sample: Mapping[str, Any] = MappingProxyType(
        {
            "schema": {"labels": [{"value": "ramp", "key": "1"}, {"value": "kerb", "key": "2"}]},
            "content": {"image": "0" * 64, "width": 1280, "height": 960, "name": "calle 1.jpg"},
            "result": _SAMPLE,
            "form": {"regions.image": json.dumps(_SAMPLE)},
        },
    )

    def place_of(self, entry: Mapping[str, Any]) -> Place | None:
        """Return the box of one entry."""
        return box_of(entry)

    def control_of(self, element: Element) -> dict[str, Any] | None:
        """Return the labels of a RectangleLabels tag, by whether it says that boxes can be turned."""
        return super().control_of(element) if not is_set(element, "canRotate") else None

    def element_of(self, schema: Mapping[str, Any]) -> Element:
        """Return the tag; Label Studio lets boxes be turned unless it is told otherwise."""
        element = super().element_of(schema)
        element.set("canRotate", "false")
        return element


TASK_TYPE = Boxes()
