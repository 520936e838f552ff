"""Picture, points: the annotator puts a point on each thing, an eye, a corner, a lamp."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from annotate.drawing import Drawing
from annotate.matching import Place
from annotate.regions import point_of

_SAMPLE = [
    {
        "id": "k1",
        "from_name": "label",
        "to_name": "image",
        "type": "keypointlabels",
        "original_width": 1280,
        "original_height": 960,
        "image_rotation": 0,
        "value": {"x": 48.125, "y": 20.5, "width": 0.5, "keypointlabels": ["lamp"]},
    },
]


class Keypoints(Drawing):
    """One picture, points with one label each."""

    name = "keypoints"
    title = "Picture, points"
    about = "People put a point on each thing in a picture and say what it is."
    tags: tuple[str, ...] = ("KeyPointLabels",)
    type = "keypointlabels"
    sample: Mapping[str, Any] = MappingProxyType(
        {
            "schema": {"labels": [{"value": "lamp", "key": "1"}, {"value": "bin", "key": "2"}]},
            "content": {"image": "0" * 64, "width": 1280, "height": 960, "name": "calle 1.jpg"},
            "result": _SAMPLE,
            "form": {"regions.image": json.dumps(_SAMPLE)},
        },
    )

    def place_of(self, entry: Mapping[str, Any]) -> Place | None:
        """Return the point of one entry."""
        return point_of(entry)


TASK_TYPE = Keypoints()
