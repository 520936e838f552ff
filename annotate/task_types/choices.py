"""Text, several labels: the annotator reads a text and ticks every label of the project that applies."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from annotate.choosing import SeveralLabels, chosen_result


class Choices(SeveralLabels):
    """One text, one or more labels; with `"allow_nothing": true` in the schema also "none of these"."""

    name = "choices"
    title = "Text, several labels"
    about = "People read a text and tick every label that applies to it."
    widget = "choices"
    columns: tuple[str, ...] = ("text",)
    tags: tuple[str, ...] = ("Choices",)
    sample: Mapping[str, Any] = MappingProxyType(
        {
            "schema": {"labels": [{"value": "renewal", "key": "1"}, {"value": "lost", "key": "2"}]},
            "content": {"text": "I lost my passport, and it had run out anyway."},
            "result": chosen_result(["renewal", "lost"], to_name="text"),
            "form": {"label": ("renewal", "lost")},
        },
    )


TASK_TYPE = Choices()
