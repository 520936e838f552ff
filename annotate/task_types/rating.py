"""Rating: the annotator says how good something is, on a scale from 1."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from annotate.rating import Rated


class Rating(Rated):
    """One whole number from 1 to `most`."""

    name = "rating"
    title = "Rating"
    about = "People say how good something is, from 1 to 5 or on a scale of your own."
    tags: tuple[str, ...] = ("Rating",)
    sample: Mapping[str, Any] = MappingProxyType(
        {
            "schema": {"question": "How helpful is this reply?", "most": 5},
            "content": {"text": "Please bring your old passport and one photograph."},
            "result": [{"from_name": "label", "to_name": "text", "type": "rating", "value": {"rating": 4}}],
            "form": {"label": "4"},
        },
    )


TASK_TYPE = Rating()
