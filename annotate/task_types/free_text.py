"""Free text: the annotator writes something about an item, a summary, a translation, an answer."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from annotate.writing import Written


class FreeText(Written):
    """One text of at most `characters_most` characters."""

    name = "free_text"
    title = "Free text"
    about = "People write something about each item: a summary, a translation, an answer."
    tags: tuple[str, ...] = ("TextArea",)
    sample: Mapping[str, Any] = MappingProxyType(
        {
            "schema": {"question": "What is it about, in one sentence?", "characters_most": 300, "lines": 2},
            "content": {"text": "My passport was stolen. What do I do?"},
            "result": [
                {
                    "from_name": "label",
                    "to_name": "text",
                    "type": "textarea",
                    "value": {"text": ["Somebody asks what to do after a passport was stolen."]},
                },
            ],
            "form": {"label": "Somebody asks what to do after a passport was stolen."},
        },
    )


TASK_TYPE = FreeText()
