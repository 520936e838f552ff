"""Picture, one label: the annotator looks at a picture and chooses one of the project's labels."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from annotate.choosing import OneLabel, chosen_result


class ImageChoice(OneLabel):
    """One picture, exactly one label."""

    name = "image_choice"
    title = "Picture, one label"
    about = "People look at a picture and choose the one label that fits it best."
    widget = "image_choice"
    columns: tuple[str, ...] = ("image",)
    to_name = "image"
    about_kinds: tuple[str, ...] = ()  # beside other questions, the same is asked by the kind for texts
    sample: Mapping[str, Any] = MappingProxyType(
        {
            "schema": {"labels": [{"value": "day", "key": "1"}, {"value": "night", "key": "2"}]},
            "content": {"image": "0" * 64, "width": 1280, "height": 960, "name": "calle 1.jpg"},
            "result": chosen_result(["day"], to_name="image"),
            "form": {"label": "day"},
        },
    )


TASK_TYPE = ImageChoice()
