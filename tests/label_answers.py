"""An item and a filled in form for any project, as a person would send them: for tests of whatever was configured."""

import json
from typing import Any

from annotate.label_schema import Control, Parts, Shown, nothing_field_of

WORDS = "Ana Ruiz 🚌 lives in Oaxaca."
PICTURE = {"image": "0" * 64, "width": 1280, "height": 960, "name": "calle 1.jpg"}
ROWS = [{"id": "1", "text": "Wait."}, {"id": "2", "text": "Call us."}]
SHAPES: dict[str, tuple[str, dict[str, Any]]] = {
    "spans": ("labels", {"start": 9, "end": 10, "text": "🚌"}),
    "relations": ("labels", {"start": 9, "end": 10, "text": "🚌"}),
    "boxes": ("rectanglelabels", {"x": 10, "y": 10.5, "width": 20, "height": 5, "rotation": 0}),
    "rotated_boxes": ("rectanglelabels", {"x": 40, "y": 40, "width": 20, "height": 5, "rotation": 30}),
    "polygons": ("polygonlabels", {"points": [[10, 10], [20, 10], [15, 20.5]], "closed": True}),
    "keypoints": ("keypointlabels", {"x": 50, "y": 50, "width": 0.5}),
}


def item_of(parts: Parts) -> dict[str, Any]:
    """Return an item that has every object."""
    content: dict[str, Any] = {}
    for shown in parts.objects:
        content |= _shown(shown)
    return content


def form_of(parts: Parts) -> dict[str, str | list[str]]:
    """Return the form in which every question is answered that is asked by then, with one mark for each that marks."""
    values: dict[str, str | list[str]] = {}
    drawn: dict[str, list[dict[str, Any]]] = {}
    for number, control in enumerate(parts.controls):
        if control.when and values.get(control.when["control"]) not in control.when["labels"]:
            continue
        if control.kind in SHAPES:
            drawn.setdefault(control.about, []).extend(_marked(control, f"r{number}"))
        else:
            values[control.name] = _said(control.kind, control.schema)
    return values | {f"regions.{name}": json.dumps(entries) for name, entries in drawn.items()}


def nothing_of(parts: Parts) -> dict[str, str]:
    """Return the ticks by which people say that there is nothing to mark."""
    return {nothing_field_of(one.schema): "yes" for one in parts.controls if one.kind in SHAPES}


def _shown(shown: Shown) -> dict[str, Any]:
    if shown.kind == "image":
        return dict(PICTURE) if shown.name == "image" else {shown.name: dict(PICTURE)}
    return {shown.name: WORDS if shown.kind == "text" else ROWS}


def _said(kind: str, schema: Any) -> str | list[str]:
    labels = schema.get("labels", [])
    if kind == "taxonomy":
        path, below = [], labels
        while below:
            path.append(below[0]["value"])
            below = below[0].get("children", [])
        return json.dumps(path)
    simple = {"rating": "2", "free_text": "Some words.", "pairwise": "left"}
    return simple.get(kind) or (["2", "1"] if kind == "ranking" else str(labels[0]["value"]))


def _marked(control: Control, region_id: str) -> list[dict[str, Any]]:
    type_word, value = SHAPES[control.kind]
    label = control.schema["labels"][0]["value"]
    about = {"id": region_id, "from_name": control.name, "to_name": control.about}
    size = {"original_width": 1280, "original_height": 960, "image_rotation": 0} if type_word != "labels" else {}
    mark = {**about, **size, "type": type_word, "value": {**value, type_word: [label]}}
    types = {"choice": "choices", "choices": "choices", "rating": "rating", "free_text": "textarea"}
    keys = {"choice": "choices", "choices": "choices", "rating": "rating", "free_text": "text"}
    said = [
        {
            **about,
            "from_name": one["name"],
            "type": types[one["kind"]],
            "value": {keys[one["kind"]]: 2 if one["kind"] == "rating" else [_said(one["kind"], one)]},
        }
        for one in control.schema.get("attributes", [])
    ]
    return [mark, *said]
