"""Pascal VOC: one XML file for each picture with its boxes in whole pixels, counted from one, both ends included."""

import json
from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # ours; what strangers send is read elsewhere

from annotate.exports import Answer
from annotate.geometry import PARTS_OF_A_PIXEL, PARTS_OF_THE_WHOLE, bounds_of
from annotate.label_schema import COMBINED
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
from annotate.pixels import Shape
from annotate.regions import Box, Outline, Point, TurnedBox

BOXED = frozenset({"boxes", "rotated_boxes", "polygons"})


class Voc(ZippedFolder):
    """`Annotations/<our number>.xml` for each picture, however little is on it, and `JPEGImages` beside it."""

    name = "voc"
    title = "Pascal VOC"
    has_links = True

    def fits(self, task_type: str) -> bool:
        """Return whether this is a kind of work that draws what has a box around it, or may ask for that."""
        return task_type in BOXED or task_type == COMBINED

    def losses(self, dataset: Dataset) -> Iterator[Loss]:
        """Yield what this format cannot say."""
        boxed = drawing_controls(dataset.parts, BOXED)
        yield Loss(code="whole_pixels")
        yield Loss(code="one_answer_each")
        yield from left_out(dataset.parts, boxed, keeps_attributes=True)
        yield from (Loss(code="turned_as_upright") for one in boxed if one.kind == "rotated_boxes")
        yield from (Loss(code="outlines_as_boxes") for one in boxed if one.kind == "polygons")

    def files(self, answers: Iterable[Answer], *, dataset: Dataset) -> Iterator[File]:
        """Yield a file for each picture, then the picture, where it goes along."""
        classes = classes_of(drawing_controls(dataset.parts, BOXED))
        for given in first_of_each(answers, dataset.tally):
            for picture in pictures_of(given, dataset.parts):
                shapes = drawn_on(picture, given.result)
                yield File(f"Annotations/{picture.image_id}.xml", [_xml(picture, given, shapes, classes, dataset)])
                yield from picture_file(picture, dataset, folder="JPEGImages")


EXPORT = Voc()


def _xml(
    picture: Picture, given: Given, shapes: Sequence[Drawn], classes: dict[tuple[str, str], str], dataset: Dataset
) -> bytes:
    root = Element("annotation")
    _put(root, "folder", "JPEGImages")
    _put(root, "filename", file_name_of(picture, dataset))
    source = SubElement(root, "source")
    _put(source, "database", "Jornal")
    _put(source, "image", picture.original)
    _put(source, "item_id", str(given.item_id))
    _put(source, "external_id", given.external_id)
    _put(source, "annotator", given.annotator)
    if dataset.media is Media.LINKED:
        _put(source, "link", dataset.pictures.link(picture.sha256))
    size = SubElement(root, "size")
    for name, number in (("width", picture.width), ("height", picture.height), ("depth", 3)):
        _put(size, name, str(number))
    _put(root, "segmented", "0")
    for drawn in shapes:
        label = classes.get((drawn.control, drawn.shape.label))
        if label is None or isinstance(drawn.shape, Point):
            dataset.tally.note("points_left_out")
        else:
            _object(root, label, drawn, picture, dataset)
    indent(root)
    return tostring(root, encoding="unicode").encode() + b"\n"


def _object(root: Element, label: str, drawn: Drawn, picture: Picture, dataset: Dataset) -> None:
    element = SubElement(root, "object")
    _put(element, "name", label)
    for name, said in (("pose", "Unspecified"), ("truncated", "0"), ("difficult", "0")):
        _put(element, name, said)
    box = SubElement(element, "bndbox")
    for name, side in zip(("xmin", "ymin", "xmax", "ymax"), _inclusive(drawn.shape, picture, dataset), strict=True):
        _put(box, name, str(side))
    if drawn.said:
        attributes = SubElement(element, "attributes")
        for name, value in drawn.said.items():
            attribute = SubElement(attributes, "attribute")
            _put(attribute, "name", name)
            _put(attribute, "value", value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _inclusive(shape: Shape, picture: Picture, dataset: Dataset) -> tuple[int, int, int, int]:
    """Return the first and the last pixel of a shape's box in each direction, counted from one.

    An edge belongs to the pixel boundary it is nearest to, so a box of whole pixels comes out exactly: the pixels 0 to
    99 of a hundred are 1 to 100. What would vanish keeps one pixel.
    """
    (left, top, right, bottom), across, down = _edges(shape, picture)
    first_x, last_x = _first_and_last(left, right, across, picture.width)
    first_y, last_y = _first_and_last(top, bottom, down, picture.height)
    is_whole = all(edge % unit == 0 for edge, unit in ((left, across), (right, across), (top, down), (bottom, down)))
    dataset.tally.note("edges_moved", 0 if is_whole else 1)
    return first_x, first_y, last_x, last_y


def _edges(shape: Shape, picture: Picture) -> tuple[tuple[int, int, int, int], int, int]:
    """Return left, top, right and bottom in whole parts, and how many of them a pixel has across and down."""
    if isinstance(shape, TurnedBox):
        return bounds_of(shape.corners), PARTS_OF_A_PIXEL, PARTS_OF_A_PIXEL
    assert isinstance(shape, Box | Outline), "points were left out before"
    left, top, right, bottom = shape.bounds
    width, height = picture.width, picture.height
    return (left * width, top * height, right * width, bottom * height), PARTS_OF_THE_WHOLE, PARTS_OF_THE_WHOLE


def _first_and_last(low: int, high: int, unit: int, size: int) -> tuple[int, int]:
    first = min(max(_nearest(low, unit), 0), size - 1)
    last = min(max(_nearest(high, unit), first + 1), size)
    return first + 1, last


def _nearest(edge: int, unit: int) -> int:
    return (2 * edge + unit) // (2 * unit)


def _put(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = "".join(one for one in text if one.isprintable() or one in "\t\n")
