"""COCO: boxes, outlines and points on pictures in one JSON file, for programs that learn to find things."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import IO, Any

from annotate.exports import Answer
from annotate.label_schema import COMBINED, ONLY_CONTROL, picture_in
from annotate.labels import DRAWN, label_values
from annotate.masks.rules import Mask, Masks, Unused
from annotate.outgoing import Dataset, Loss
from annotate.picture_files import drawing_controls, image_id_of, left_out, told_name
from annotate.pixels import Shape, in_pixels, said_about, shape_of
from annotate.regions import Box
from annotate.run_lengths import area_of, runs_in
from annotate.waiting import pieces_of, waiting

ROUNDING = (
    "Boxes are drawn to a millionth of a percent of the picture; bbox is exactly that in pixels, not rounded. "
    "area is that of the shape, to the nearest number that a program can hold. A turned box is an outline of its four "
    "corners, computed in pixels to eight decimals; its bbox is what surrounds them. A mask that came with a box goes "
    "out with it as it came where nobody moved the box; area is then the number of its pixels."
)
CAME_WITH = "category_numbers"
"""Where a schema that goes out holds the numbers and groups that its labels came with, by label."""
MASKS = "masks"
"""Where a schema that goes out holds the masks that came with boxes, as `annotate.masks.rules.Masks`."""
ANSWER_CELLS = ("annotator", "counted_seconds", "pay", "currency", "rule", "state", "submitted_at", "is_surplus")
"""What stands beside each answer: its shapes are found by `answer_id`; one without any said that there is nothing."""


class Coco:
    """One `images` entry for each picture, however many looked at it; each shape under its annotator's pseudonym."""

    name = "coco"
    title = "COCO boxes"
    suffix = ".json"
    media_type = "application/json"

    def fits(self, task_type: str) -> bool:
        """Return whether this is a kind of work that draws on pictures, or may ask for that beside other things."""
        return task_type in DRAWN or task_type == COMBINED

    def losses(self, dataset: Dataset) -> Iterator[Loss]:
        """Yield what this format cannot say."""
        drawing = drawing_controls(dataset.parts)
        yield from (Loss(code="turned_as_outlines") for one in drawing if one.kind == "rotated_boxes")
        yield from left_out(dataset.parts, drawing, keeps_attributes=True)

    def write(self, answers: Iterable[Answer], *, schema: Mapping[str, Any]) -> Iterator[bytes]:
        """Yield the images as they come; shapes and answers wait in files, so that memory does not grow with them."""
        names = _pictures(schema)
        numbers = _numbers(schema)
        with waiting() as shapes, waiting() as said:
            yield from _images(answers, names, numbers, schema.get(MASKS), shapes, said)
            yield b'],"annotations":['
            yield from pieces_of(shapes)
            yield b'],"answers":['
            yield from pieces_of(said)
        listed = [
            {"id": number, "name": label, "supercategory": _above(schema, control, label)}
            for (control, label), number in numbers.items()
        ]
        yield b'],"categories":' + _json(listed) + b"}\n"


EXPORT = Coco()


def _pictures(schema: Mapping[str, Any]) -> list[str]:
    """Return the names of the pictures that an item of this schema has."""
    return [one["name"] for one in schema.get("objects", ()) if one["kind"] == "image"] or ["image"]


def _labels(schema: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the labels of shapes, each with the control that gives it."""
    controls = schema.get("controls", [{**schema, "name": ONLY_CONTROL}])
    drawn = [one for one in controls if one.get("kind", "boxes") in DRAWN]
    return [(str(one["name"]), label) for one in drawn for label in label_values(one)]


def _numbers(schema: Mapping[str, Any]) -> dict[tuple[str, str], int]:
    """Return a number for each label: the one that it came with, else the next that is free, counted from one."""
    came_with = schema.get(CAME_WITH, {})
    numbers: dict[tuple[str, str], int] = {}
    free = iter(count(1))
    taken = {number for number, _ in came_with.values()}
    for control, label in _labels(schema):
        own = came_with[label][0] if label in came_with else 0
        is_own = label in came_with and own not in numbers.values()
        numbers[control, label] = own if is_own else next(one for one in free if one not in taken)
    return numbers


def _above(schema: Mapping[str, Any], control: str, label: str) -> str:
    """Return what stands above a label: what did so in the file that it came with, else its question."""
    _, above = schema.get(CAME_WITH, {}).get(label, (0, ""))
    return str(above) or ("" if control == ONLY_CONTROL else control)


def _images(
    answers: Iterable[Answer],
    names: Sequence[str],
    numbers: Mapping[tuple[str, str], int],
    masks: Masks | None,
    shapes: IO[bytes],
    said: IO[bytes],
) -> Iterator[bytes]:
    """Yield each picture once, and put the shapes and the answers into the files that wait."""
    yield b'{"info":' + _json({"description": ROUNDING}) + b',"images":['
    last: object = None
    here: Sequence[Mask] = ()
    image_count = shape_count = 0
    for number, answer in enumerate(answers, start=1):
        cells: dict[str, Any] = dict(answer.cells)  # Any: a result is what its kind of work wrote
        ids = {name: image_id_of(int(cells["item_id"]), names, name) for name in names if picture_in(name, cells)}
        if cells["item_id"] != last:
            for name, image_id in ids.items():
                image_count += 1
                yield (b"," if image_count > 1 else b"") + _json(_image(cells, picture_in(name, cells), image_id))
            last = cells["item_id"]
            here = masks.of(int(cells["item_id"])) if masks is not None else ()
        for one in _answers(number, cells, ids):
            said.write((b"," if said.tell() else b"") + _json(one))
        unused = Unused(here)
        for name, entry, shape, about in _shapes(cells["result"], ids):
            shape_count += 1
            mask = unused.take(name, shape) if isinstance(shape, Box) else None
            written = _annotation(shape, cells, picture_in(name, cells)) | _masked(mask, picture_in(name, cells))
            category = {"image_id": ids[name], "category_id": numbers[str(entry["from_name"]), shape.label]}
            line = {"id": shape_count, "answer_id": number, **category, **written, **about}
            shapes.write((b"," if shape_count > 1 else b"") + _json(line))


def _shapes(
    result: Sequence[Mapping[str, Any]], ids: Mapping[str, int]
) -> Iterator[tuple[str, Mapping[str, Any], Shape, dict[str, object]]]:
    """Yield each shape of an answer: on which picture, its entry, the shape, and what is said about it."""
    drawn = [(entry, shape_of(entry) if entry.get("to_name") in ids else None) for entry in result]
    said: dict[object, dict[str, object]] = {}
    for entry, shape in drawn:
        if shape is None and "id" in entry and "from_name" in entry:
            said.setdefault(entry["id"], {})[str(entry["from_name"])] = said_about(entry)
    for entry, shape in drawn:
        if shape is not None:
            about: dict[str, object] = {"attributes": said[entry["id"]]} if entry["id"] in said else {}
            yield str(entry["to_name"]), entry, shape, about


def _image(cells: Mapping[str, Any], picture: Mapping[str, Any], image_id: int) -> dict[str, object]:
    """Return a picture's entry; its file is named by our id, so that two pictures of one name stay apart."""
    original = str(picture.get("name", ""))
    return {
        "id": image_id,
        "file_name": told_name(image_id, original),
        "width": picture["width"],
        "height": picture["height"],
        "original_name": original,
        "external_id": cells.get("external_id"),
        "sha256": picture["image"],
    }


def _answers(number: int, cells: Mapping[str, Any], ids: Mapping[str, int]) -> Iterator[dict[str, object]]:
    """Yield an answer's entry, once for each picture that it is about."""
    beside = {name: cells[name] for name in ANSWER_CELLS if name in cells}
    for image_id in ids.values():
        yield {"id": number, "image_id": image_id, **beside}


def _annotation(shape: Shape, cells: Mapping[str, Any], picture: Mapping[str, Any]) -> dict[str, object]:
    marked = {"is_surplus": cells["is_surplus"]} if "is_surplus" in cells else {}
    return {
        **in_pixels(shape, width=int(picture["width"]), height=int(picture["height"])),
        "iscrowd": 0,
        "annotator": cells["annotator"],
        **marked,
    }


def _masked(mask: Mask | None, picture: Mapping[str, Any]) -> dict[str, object]:
    """Return what of an annotation a mask says, exactly as it came."""
    if mask is None:
        return {}
    runs = runs_in(mask.segmentation, width=int(picture["width"]), height=int(picture["height"]))
    area = {} if runs is None else {"area": area_of(runs)}
    return {"segmentation": dict(mask.segmentation), "iscrowd": int(mask.is_crowd), **area}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
