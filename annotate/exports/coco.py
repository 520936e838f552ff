"""COCO: boxes on pictures in one JSON file, for programs that learn to find things."""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from annotate.exports import Answer
from annotate.labels import label_values
from annotate.regions import PARTS_OF_THE_WHOLE, Box, boxes_of

KEPT_IN_MEMORY = 1_000_000
PIECE_BYTES = 200_000
ROUNDING = (
    "Boxes are drawn to a millionth of a percent of the picture; bbox is exactly that in pixels, not rounded. "
    "area is width times height of the bbox, to the nearest number that a program can hold."
)
ANSWER_CELLS = ("annotator", "counted_seconds", "pay", "currency", "rule", "state", "submitted_at", "is_surplus")
"""What stands beside each answer: its boxes are found by `answer_id`; one without boxes said that there is nothing."""


class Coco:
    """One `images` entry for each picture, however many looked at it; each box under its annotator's pseudonym."""

    name = "coco"
    title = "COCO boxes"
    suffix = ".json"
    media_type = "application/json"

    def fits(self, task_type: str) -> bool:
        """Return whether this is a kind of work that draws boxes."""
        return task_type == "boxes"

    def write(self, answers: Iterable[Answer], *, schema: Mapping[str, Any]) -> Iterator[bytes]:
        """Yield the images as they come; boxes and answers wait in files, so that memory does not grow with them."""
        categories = {label: number for number, label in enumerate(label_values(schema), start=1)}
        with _waiting() as boxes, _waiting() as said:
            yield from _images(answers, categories, boxes, said)
            yield b'],"annotations":['
            yield from _pieces(boxes)
            yield b'],"answers":['
            yield from _pieces(said)
        listed = [{"id": number, "name": label, "supercategory": ""} for label, number in categories.items()]
        yield b'],"categories":' + _json(listed) + b"}\n"


EXPORT = Coco()


def _waiting() -> tempfile.SpooledTemporaryFile[bytes]:
    return tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)


def _images(
    answers: Iterable[Answer], categories: Mapping[str, int], boxes: IO[bytes], said: IO[bytes]
) -> Iterator[bytes]:
    """Yield each picture once, and put the boxes and the answers into the files that wait."""
    yield b'{"info":' + _json({"description": ROUNDING}) + b',"images":['
    last: object = None
    box_count = 0
    for number, answer in enumerate(answers, start=1):
        cells: dict[str, Any] = dict(answer.cells)  # Any: a result is what its kind of work wrote
        if cells["item_id"] != last:
            yield (b"," if last is not None else b"") + _json(_image(cells))
            last = cells["item_id"]
        said.write((b"," if number > 1 else b"") + _json(_answer(number, cells)))
        for box in boxes_of(cells["result"]):
            box_count += 1
            written = _annotation(box, cells, category_id=categories[box.label])
            boxes.write((b"," if box_count > 1 else b"") + _json({"id": box_count, "answer_id": number, **written}))


def _image(cells: Mapping[str, Any]) -> dict[str, object]:
    """Return a picture's entry; its file is named by our id, so that two pictures of one name stay apart."""
    original = str(cells.get("name", ""))
    return {
        "id": cells["item_id"],
        "file_name": f"{cells['item_id']}-{_safe_name(original)}",
        "width": cells["width"],
        "height": cells["height"],
        "original_name": original,
        "external_id": cells.get("external_id"),
        "sha256": cells["image"],
    }


def _answer(number: int, cells: Mapping[str, Any]) -> dict[str, object]:
    return {"id": number, "image_id": cells["item_id"], **{name: cells[name] for name in ANSWER_CELLS if name in cells}}


def _annotation(box: Box, cells: Mapping[str, Any], *, category_id: int) -> dict[str, object]:
    width, height = int(cells["width"]), int(cells["height"])
    marked = {"is_surplus": cells["is_surplus"]} if "is_surplus" in cells else {}
    return {
        "image_id": cells["item_id"],
        "category_id": category_id,
        "bbox": [
            _pixels(box.x, width), _pixels(box.y, height), _pixels(box.width, width), _pixels(box.height, height),
        ],
        "area": box.area * width * height / PARTS_OF_THE_WHOLE**2,
        "iscrowd": 0,
        "segmentation": [],
        "annotator": cells["annotator"],
        **marked,
    }  # fmt: skip


def _pixels(parts: int, size: int) -> float:
    """Return parts of a picture's side in pixels: at most eight decimals, which its text shows all."""
    return parts * size / PARTS_OF_THE_WHOLE


def _safe_name(original: str) -> str:
    """Return a file's name without what could lead out of a folder or break a terminal."""
    return (
        "".join("_" if one in '/\\:*?"<>|' or not one.isprintable() else one for one in original).strip(". ")
        or "picture"
    )


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _pieces(waiting: IO[bytes]) -> Iterator[bytes]:
    waiting.seek(0)
    while piece := waiting.read(PIECE_BYTES):
        yield piece
