"""Text, stretches: the annotator marks names, places, or whatever is asked for, in a text."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from annotate.spans import Spanning

_SAMPLE = [
    {
        "id": "s1",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {"start": 0, "end": 8, "text": "Ana Ruiz", "labels": ["person"]},
    },
    {
        "id": "s2",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {"start": 19, "end": 25, "text": "Oaxaca", "labels": ["place"]},
    },
]


class Spans(Spanning):
    """One text, stretches with one label each; they may overlap."""

    name = "spans"
    title = "Text, stretches"
    about = "People mark names, places or whatever you ask for in a text."
    sample: Mapping[str, Any] = MappingProxyType(
        {
            "schema": {"labels": [{"value": "person", "key": "1"}, {"value": "place", "key": "2"}]},
            "content": {"text": "Ana Ruiz 🚌 went to Oaxaca."},
            "result": _SAMPLE,
            "form": {"regions.text": json.dumps(_SAMPLE)},
        },
    )


TASK_TYPE = Spans()
