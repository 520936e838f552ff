"""Picture, outlines: the annotator draws around each thing, corner by corner."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from annotate.drawing import Drawing
from annotate.matching import Place
from annotate.regions import outline_of

_SAMPLE = [
    {
        "id": "p1",
        "from_name": "label",
        "to_name": "image",
        "type": "polygonlabels",
        "original_width": 1280,
        "original_height": 960,
        "image_rotation": 0,
        "value": {
            "points": [[10, 10], [30.5, 12.25], [28, 40], [11.333333, 35]],
            "closed": True,
            "polygonlabels": ["roof"],
        },
    },
]


class Polygons(Drawing):
    """One picture, outlines of three corners or more."""

    name = "polygons"
    title = "Picture, outlines"
    about = "People draw an outline around each thing in a picture and say what it is."
    tags: tuple[str, ...] = ("PolygonLabels",)
    type = "polygonlabels"
    sample: Mapping[str, Any] = MappingProxyType(
        {
            "schema": {"labels": [{"value": "roof", "key": "1"}, {"value": "garden", "key": "2"}]},
            "content": {"image": "0" * 64, "width": 1280, "height": 960, "name": "calle 1.jpg"},
            "result": _SAMPLE,
            "form": {"regions.image": json.dumps(_SAMPLE)},
        },
    )

    def place_of(self, entry: Mapping[str, Any]) -> Place | None:
        """Return the outline of one entry."""
        return outline_of(entry)


TASK_TYPE = Polygons()
