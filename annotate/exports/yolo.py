"""YOLO: a line for each shape, in parts of the picture; boxes, turned boxes, outlines and points, each in a folder."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotate.exports import Answer
from annotate.geometry import PARTS_OF_THE_WHOLE
from annotate.label_schema import COMBINED, Control
from annotate.labels import DRAWN
from annotate.outgoing import Dataset, File, Given, Loss, Media, first_of_each
from annotate.packing import ZippedFolder
from annotate.picture_files import (
    Drawn,
    Picture,
    classes_of,
    drawing_controls,
    drawn_on,
    file_name_of,
    left_out,
    picture_file,
    pictures_of,
)
from annotate.regions import Box, Outline, Point, TurnedBox
from annotate.waiting import pieces_of, waiting

TASKS = {"boxes": "detect", "rotated_boxes": "obb", "polygons": "segment", "keypoints": "pose"}
SEEN, DECIMALS = 2, 10


class Yolo(ZippedFolder):
    """One data set for each of detect, obb, segment and pose that a project asks for, each with its `data.yaml`."""

    name = "yolo"
    title = "YOLO"
    has_links = True

    def fits(self, task_type: str) -> bool:
        """Return whether this is a kind of work that draws on pictures, or may ask for that beside other things."""
        return task_type in DRAWN or task_type == COMBINED

    def losses(self, dataset: Dataset) -> Iterator[Loss]:
        """Yield what this format cannot say."""
        drawing = drawing_controls(dataset.parts)
        yield Loss(code="one_answer_each")
        yield Loss(code="people_beside")
        yield from left_out(dataset.parts, drawing, keeps_attributes=False)
        yield from (Loss(code="points_of_one_thing") for one in drawing if one.kind == "keypoints")

    def files(self, answers: Iterable[Answer], *, dataset: Dataset) -> Iterator[File]:
        """Yield for each picture its lines and, where it goes along, its file; then what lists the classes."""
        tasks: dict[str, list[Control]] = {}
        for control in drawing_controls(dataset.parts):
            tasks.setdefault(TASKS[control.kind], []).append(control)
        at = {task: "" if len(tasks) == 1 else f"{task}/" for task in tasks}
        classes = {task: classes_of(controls) for task, controls in tasks.items()}
        with waiting() as told:
            for given in first_of_each(answers, dataset.tally):
                for picture in pictures_of(given, dataset.parts):
                    told.write(_told(picture, given, dataset))
                    shapes = drawn_on(picture, given.result)
                    for task, known in classes.items():
                        own = [one for one in shapes if (one.control, one.shape.label) in known]
                        lines = _lines(task, known, own, dataset)
                        yield File(f"{at[task]}labels/train/{picture.image_id}.txt", [lines])
                        yield from picture_file(picture, dataset, folder=f"{at[task]}images/train")
            for task, known in classes.items():
                yield File(f"{at[task]}data.yaml", [_listed(task, list(known.values()))])
            yield File("pictures.jsonl", pieces_of(told))


EXPORT = Yolo()


def _lines(task: str, known: Mapping[tuple[str, str], str], shapes: Sequence[Drawn], dataset: Dataset) -> bytes:
    if task == "pose":
        return _posed([*known], shapes, dataset)
    numbers = {pair: number for number, pair in enumerate(known)}
    rows = []
    for drawn in shapes:
        dataset.tally.note("attributes_lost", len(drawn.said))
        rows.append(f"{numbers[drawn.control, drawn.shape.label]} {' '.join(_numbers(task, drawn))}\n")
    return "".join(rows).encode()


def _numbers(task: str, drawn: Drawn) -> list[str]:
    shape = drawn.shape
    if isinstance(shape, Outline):
        return [_share(at, PARTS_OF_THE_WHOLE) for corner in shape.corners for at in corner]
    if isinstance(shape, TurnedBox):
        across, down = shape.picture_width, shape.picture_height
        return [text for x, y in shape.pixels for text in (_share(x, across), _share(y, down))]
    assert isinstance(shape, Box), "points are a task of their own"
    left, top, right, bottom = shape.bounds
    if task == "obb":
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        return [_share(at, PARTS_OF_THE_WHOLE) for corner in corners for at in corner]
    middles = (_share(left + right, 2 * PARTS_OF_THE_WHOLE), _share(top + bottom, 2 * PARTS_OF_THE_WHOLE))
    return [*middles, _share(shape.width, PARTS_OF_THE_WHOLE), _share(shape.height, PARTS_OF_THE_WHOLE)]


def _posed(known: Sequence[tuple[str, str]], shapes: Sequence[Drawn], dataset: Dataset) -> bytes:
    """Return all points of a picture as those of one thing: what surrounds them, then each label's in their order."""
    first: dict[tuple[str, str], Point] = {}
    for drawn in shapes:
        assert isinstance(drawn.shape, Point), "a task of points"
        dataset.tally.note("points_twice", 1 if (drawn.control, drawn.shape.label) in first else 0)
        dataset.tally.note("attributes_lost", len(drawn.said))
        first.setdefault((drawn.control, drawn.shape.label), drawn.shape)
    if not first:
        return b""
    xs, ys = [point.x for point in first.values()], [point.y for point in first.values()]
    around = [
        _share(min(xs) + max(xs), 2 * PARTS_OF_THE_WHOLE),
        _share(min(ys) + max(ys), 2 * PARTS_OF_THE_WHOLE),
        _share(max(xs) - min(xs), PARTS_OF_THE_WHOLE),
        _share(max(ys) - min(ys), PARTS_OF_THE_WHOLE),
    ]
    marked = [first.get(pair) for pair in known]
    points = [
        f"{_share(one.x, PARTS_OF_THE_WHOLE)} {_share(one.y, PARTS_OF_THE_WHOLE)} {SEEN}" if one else "0 0 0"
        for one in marked
    ]
    return f"0 {' '.join([*around, *points])}\n".encode()


def _share(part: float, whole: int) -> str:
    """Return a part of a whole with ten decimals at most, which is exact for what was drawn upright."""
    return f"{part / whole:.{DECIMALS}f}".rstrip("0").rstrip(".")


def _listed(task: str, names: Sequence[str]) -> bytes:
    """Return the file that lists the classes; its texts are written as JSON, which YAML reads alike."""
    lines = [f"# task: {task}", "path: .", "train: images/train", "val: images/train"]
    classes = ["thing"] if task == "pose" else names
    if task == "pose":
        lines += [f"kpt_shape: [{len(names)}, 3]", f"# points: {json.dumps(list(names), ensure_ascii=False)}"]
    lines += ["names:", *(f"  {number}: {json.dumps(name, ensure_ascii=False)}" for number, name in enumerate(classes))]
    return ("\n".join(lines) + "\n").encode()


def _told(picture: Picture, given: Given, dataset: Dataset) -> bytes:
    """Return what a picture's own line says beside the labels: whose it is, and who looked at it."""
    link = {"link": dataset.pictures.link(picture.sha256)} if dataset.media is Media.LINKED else {}
    line = {
        "image_id": picture.image_id,
        "file_name": file_name_of(picture, dataset),
        "original_name": picture.original,
        "width": picture.width,
        "height": picture.height,
        "item_id": given.item_id,
        "external_id": given.external_id,
        "sha256": picture.sha256,
        "annotator": given.annotator,
        **given.beside,
        **link,
    }
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
