"""Pascal VOC: a ZIP of pictures, and an XML file for each that says what is on it, in pixels counted from 1."""

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError  # the types only; strangers' XML is read by defusedxml

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from annotate.darkroom.kinds import is_archive
from annotate.file_names import plain_name, shown_name
from annotate.imports import LIKE_PARTS, Bad, Choices, Good, Look, Opened, Row, Seen
from annotate.incoming.archive import Archive, ending_of, look_at_files, stem_of
from annotate.incoming.given import Given
from annotate.incoming.pictured import together
from annotate.incoming.pixel_places import Picture, numbers_in, size_in
from annotate.incoming.samples import ONE_PIXEL, zipped
from annotate.incoming.sent_pictures import PICTURES, pictures_left
from annotate.labels import Problem
from policies.errors import Refusal

XML_MOST = 4_000_000
BOXES = ("boxes", "rotated_boxes")
SIDES = ("xmin", "ymin", "xmax", "ymax")


class Voc:
    """Each XML file names a picture, its size and its boxes; other pictures come without labels."""

    name = "voc"
    title = "Pascal VOC in a ZIP"
    gives: tuple[str, ...] = ("image",)
    asks_columns = True
    suffixes: tuple[str, ...] = (".zip",)
    sample = zipped(
        {
            "a.png": ONE_PIXEL,
            "a.xml": b"<annotation><filename>a.png</filename></annotation>",
            "b.png": ONE_PIXEL,
            "b.xml": b"<annotation><filename>b.png</filename></annotation>",
        }
    )

    def likeness(self, seen: Seen, wanted: str) -> int:
        """Return whether it is an archive of pictures and XML files."""
        endings = {ending_of(name) for name in seen.inside} if is_archive(seen.head) and wanted == "image" else set()
        return LIKE_PARTS if ".xml" in endings and endings & PICTURES else 0

    def open(self, source: BinaryIO, choices: Choices) -> Opened:
        """Read the list of the files inside.

        Raises:
            Refusal: as for every archive.
        """
        return Opened("", (), "", "", _rows(Archive(source), choices))

    def look(self, source: BinaryIO, choices: Choices, *, most: int) -> Look:
        """Return the names of the first XML files, and the labels in them.

        Raises:
            Refusal: as `open`.
        """
        del choices
        archive = Archive(source)
        described = [(at, name) for at, name in archive.names.items() if ending_of(name) == ".xml"]
        labels: dict[str, None] = {}
        for at, _ in described[:LOOKED_AT]:
            root = _parsed(archive, at)
            if not isinstance(root, Problem):
                labels |= dict.fromkeys(_text(one, "name") for one in root.iter("object") if _text(one, "name"))
        return look_at_files(described, most=most, labels=tuple(labels), has_labels=True)


IMPORT = Voc()
LOOKED_AT = 200


def _rows(archive: Archive, choices: Choices) -> Iterator[Row]:
    for at, name in archive.names.items():
        if ending_of(name) == ".xml":
            archive.taken.add(at)
            yield from _described(archive, at, choices)
    yield from pictures_left(archive)


def _described(archive: Archive, at: int, choices: Choices) -> Iterator[Row]:
    """Yield the picture that one XML file describes, with its boxes."""
    root = _parsed(archive, at)
    file = shown_name(archive.names[at])
    if isinstance(root, Problem):
        _put_back(archive, _of_same_name(archive, at))  # without its labels it would be another item
        yield Bad(at, root.code, {**root.params, "file": file})
        return
    picture = _picture_of(archive, at, root)
    if picture is None:
        yield Bad(at, "picture_not_sent", {"file": shown_name(_text(root, "filename") or archive.names[at])})
        return
    given = _given(root, choices)
    if given.problem is not None:
        _put_back(archive, picture)
        yield Bad(at, given.problem.code, {**given.problem.params, "file": file})
        return
    yield from together(Good(at, "", {}, files={"image": picture}, **given.fields()), archive)


def _given(root: Element, choices: Choices) -> Given:
    """Return the boxes of one file: VOC counts pixels from 1 and means the last one too."""
    given = Given(choices)
    objects = list(root.iter("object")) if given.is_wanted else []
    size = size_in(_text(root, "size/width"), _text(root, "size/height"))
    if objects and size is None:
        given.wrong(Problem("voc_no_size"))
        return given
    for one in objects:
        label = _text(one, "name")
        sides = numbers_in([_text(one, f"bndbox/{side}") for side in SIDES])
        asked = given.control(BOXES, label, about="image")
        if asked is None or size is None:
            break
        if sides is None:
            given.wrong(Problem("place_unreadable", {"label": label[:80]}))
            break
        left, top, right, bottom = sides
        given.add(Picture(*size).box(asked.name, label, (left - 1, top - 1, right - left + 1, bottom - top + 1)))
    return given


def _picture_of(archive: Archive, at: int, root: Element) -> str | None:
    """Return the name of the picture that a file describes: the one that it names, else the one called like it."""
    named = _text(root, "filename")
    for name in (named, plain_name(named).rpartition("/")[2]):
        if name and archive.named(name) is not None:
            return name
    return _of_same_name(archive, at)


def _of_same_name(archive: Archive, at: int) -> str | None:
    """Return the name of the picture that is called like an XML file."""
    stem = stem_of(archive.names[at]).rpartition("/")[2]
    return next((f"{stem}{one}" for one in sorted(PICTURES) if archive.named(f"{stem}{one}") is not None), None)


def _put_back(archive: Archive, picture: str | None) -> None:
    """Leave a picture out whose labels were refused."""
    at = None if picture is None else archive.named(picture)
    if at is not None:
        archive.taken.add(at)


def _parsed(archive: Archive, at: int) -> Element | Problem:
    """Return one XML file; entities, document types and endless files are refused, and nothing is ever fetched."""
    try:
        with archive.opened(at) as file:
            data = file.read(XML_MOST + 1)
    except Refusal as refusal:
        if refusal.code == "archive_bomb":
            raise
        return Problem(refusal.code, refusal.params)
    if len(data) > XML_MOST:
        return Problem("member_too_large", {"most": XML_MOST})
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return Problem("xml_unreadable")
    return root if root.tag == "annotation" else Problem("xml_no_voc")


def _text(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()
