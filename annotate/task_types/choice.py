"""Text, one label: the annotator reads a text and chooses one of the project's labels."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from annotate.choosing import OneLabel, chosen_result


class Choice(OneLabel):
    """One text, exactly one label of the schema `{"labels": [{"value": "renewal", ...}, ...]}`."""

    name = "choice"
    title = "Text, one label"
    about = "People read a text and choose the one label that fits it best."
    widget = "choice"
    columns: tuple[str, ...] = ("text",)
    tags: tuple[str, ...] = ("Choices",)
    sample: Mapping[str, Any] = MappingProxyType(
        {
            "schema": {"labels": [{"value": "renewal", "key": "1"}, {"value": "lost", "key": "2"}]},
            "content": {"text": "My passport was stolen. What do I do?"},
            "result": chosen_result(["lost"], to_name="text"),
            "form": {"label": "lost"},
        },
    )


TASK_TYPE = Choice()
