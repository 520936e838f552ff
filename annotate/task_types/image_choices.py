"""Picture, several labels: the annotator looks at a picture and ticks every label of the project that applies."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from annotate.choosing import SeveralLabels, chosen_result


class ImageChoices(SeveralLabels):
    """One picture, one or more labels; with `"allow_nothing": true` in the schema also "none of these"."""

    name = "image_choices"
    title = "Picture, several labels"
    about = "People look at a picture and tick every label that applies to it."
    widget = "image_choices"
    columns: tuple[str, ...] = ("image",)
    to_name = "image"
    about_kinds: tuple[str, ...] = ()  # beside other questions, the same is asked by the kind for texts
    sample: Mapping[str, Any] = MappingProxyType(
        {
            "schema": {"labels": [{"value": "car", "key": "1"}, {"value": "tree", "key": "2"}]},
            "content": {"image": "0" * 64, "width": 1280, "height": 960, "name": "calle 1.jpg"},
            "result": chosen_result(["car", "tree"], to_name="image"),
            "form": {"label": ("car", "tree")},
        },
    )


TASK_TYPE = ImageChoices()
