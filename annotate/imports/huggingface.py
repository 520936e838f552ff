"""Hugging Face folders: a ZIP of pictures with metadata.jsonl or metadata.csv, or a folder for each label."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, BinaryIO

from annotate.darkroom.kinds import is_archive
from annotate.file_names import plain_name, shown_name
from annotate.imports import LIKE_PARTS, Bad, Choices, Good, Look, Opened, Row, Seen
from annotate.incoming.archive import Archive, ending_of, look_at_files
from annotate.incoming.folder_labels import CHOICES, folder_entry, folder_of
from annotate.incoming.given import Given, chosen_entry
from annotate.incoming.json_lines import object_in
from annotate.incoming.pictured import together
from annotate.incoming.pixel_places import Picture, numbers_in
from annotate.incoming.samples import ONE_PIXEL, zipped
from annotate.incoming.sent_pictures import PICTURES, pictures_left
from annotate.labels import Problem
from policies.errors import Refusal

METADATA = ("metadata.jsonl", "metadata.csv")
SPLITS = frozenset({"train", "test", "validation", "valid", "val", "dev"})
FILE_NAMES = ("file_name", "filepath", "image")
LABEL_NAMES = ("label", "labels", "category", "class")
METADATA_MOST = 50_000_000
OTHERS = frozenset({".json", ".md", ".txt", ".yaml", ".yml"})
BOXES = ("boxes", "rotated_boxes")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a metadata file, and the folder in which it lies."""

    at: int
    number: int
    folder: str
    said: Mapping[str, Any]
    text: str


class HuggingFace:
    """Pictures with a label each, from a metadata file or from the folder in which they lie; or boxes in `objects`."""

    name = "huggingface"
    title = "Hugging Face folder in a ZIP"
    gives: tuple[str, ...] = ("image",)
    asks_columns = True
    suffixes: tuple[str, ...] = (".zip",)
    sample = zipped(
        {
            "train/metadata.jsonl": b'{"file_name": "a.png", "label": ""}\n{"file_name": "b.png", "label": ""}\n',
            "train/a.png": ONE_PIXEL,
            "train/b.png": ONE_PIXEL,
        }
    )

    def likeness(self, seen: Seen, wanted: str) -> int:
        """Return whether it is an archive of pictures with a metadata file, or with a folder for each label."""
        if wanted != "image" or not is_archive(seen.head):
            return 0
        names = [plain_name(name) for name in seen.inside]
        is_told = any(name.rpartition("/")[2] in METADATA for name in names)
        split = (name.split("/") for name in names if ending_of(name) in PICTURES)
        return LIKE_PARTS if is_told or any(len(one) >= 3 and one[-3] in SPLITS for one in split) else 0

    def open(self, source: BinaryIO, choices: Choices) -> Opened:
        """Read the list of the files inside.

        Raises:
            Refusal: as for every archive.
        """
        return Opened("", (), "", "", _rows(Archive(source), choices))

    def look(self, source: BinaryIO, choices: Choices, *, most: int) -> Look:
        """Return the names of the first pictures, and the labels of their folders or of the metadata's beginning.

        Raises:
            Refusal: as `open`.
        """
        del choices
        archive = Archive(source)
        pictures = [(at, name) for at, name in archive.names.items() if ending_of(name) in PICTURES]
        told = [
            label for line in islice(_metadata(archive), 1_000) if isinstance(line, _Line) for label in _labels(line)
        ]
        folders = [folder_of(name) for _, name in pictures if folder_of(name) not in SPLITS]
        labels = tuple(dict.fromkeys(one for one in (told or folders) if one))
        return look_at_files(pictures, most=most, labels=labels, has_labels=bool(labels))


IMPORT = HuggingFace()


def _rows(archive: Archive, choices: Choices) -> Iterator[Row]:
    is_told = False
    for line in _metadata(archive):
        is_told = True
        if isinstance(line, Bad):
            yield line
        else:
            yield from _told(archive, line, choices)
    if is_told:
        yield from pictures_left(archive, others=OTHERS)
        return
    for at, name in archive.names.items():
        if ending_of(name) in PICTURES and folder_of(name) not in SPLITS:
            archive.taken.add(at)
            fields = folder_entry(name, choices, must_be_label=True)
            if isinstance(fields, Problem):
                yield Bad(at, fields.code, {**fields.params, "file": shown_name(name)})
            else:
                yield from together(Good(at, "", {}, files={"image": name}, **fields), archive)
    yield from pictures_left(archive, others=OTHERS)


def _metadata(archive: Archive) -> Iterator[_Line | Bad]:
    """Yield the lines of every metadata file, each with what it says."""
    for at, name in archive.names.items():
        folder, _, last = plain_name(name).rpartition("/")
        if last not in METADATA:
            continue
        archive.taken.add(at)
        try:
            text = archive.read_text(at, most=METADATA_MOST)
        except Refusal as refusal:
            yield archive.bad(at, refusal)
            continue
        for number, (said, line) in enumerate(_lines(text, last), start=1):
            where: dict[str, str | int] = {"file": shown_name(name), "row": number}
            yield Bad(at, "line_no_object", where, line) if said is None else _Line(at, number, folder, said, line)


def _lines(text: str, name: str) -> Iterator[tuple[Mapping[str, Any] | None, str]]:
    if name.endswith(".csv"):
        for row in csv.DictReader(io.StringIO(text)):
            yield {key: value for key, value in row.items() if key is not None}, ",".join(map(str, row.values()))
        return
    for line in text.splitlines():
        if line.strip():
            yield object_in(line.encode("utf-8", "replace")), line


def _told(archive: Archive, line: _Line, choices: Choices) -> Iterator[Row]:
    """Yield the picture of one line of metadata, with its label or its boxes."""
    where: dict[str, str | int] = {"file": shown_name(archive.names[line.at]), "row": line.number}
    file_name = next((line.said[name] for name in FILE_NAMES if isinstance(line.said.get(name), str)), "")
    if not file_name:
        yield Bad(line.at, "object_no_picture", {"object": "file_name", **where}, line.text)
        return
    inside = f"{line.folder}/{plain_name(file_name)}" if line.folder else plain_name(file_name)
    row = Good(line.at, "", {}, files={"image": inside}, came_as=line.text)
    yield from together(row, archive, placed=partial(_placed, row, line, choices, where))


def _placed(
    row: Good, line: _Line, choices: Choices, where: Mapping[str, str | int], width: int, height: int
) -> Good | Bad:
    given = Given(choices)
    if given.is_wanted:
        _take_boxes(given, line.said.get("objects"), Picture(width, height))
        for label in _own_labels(line.said):
            asked = given.control(CHOICES, label)
            if asked is not None:
                given.add(chosen_entry(asked, label))
    if given.problem is not None:
        return Bad(row.line, given.problem.code, {**given.problem.params, **where}, row.came_as)
    return row._replace(**given.fields())


def _take_boxes(given: Given, objects: object, picture: Picture) -> None:
    """Add the boxes of `objects`: lists of `bbox` (left, top, width, height in pixels) and of `categories`."""
    if not isinstance(objects, Mapping):
        return
    boxes, names = objects.get("bbox"), objects.get("categories", objects.get("category"))
    if not isinstance(boxes, list) or not isinstance(names, list) or len(boxes) != len(names):
        given.wrong(Problem("place_unreadable", {"label": "objects"}))
        return
    for box, name in zip(boxes, names, strict=True):
        sides, asked = numbers_in(box, count=4), given.control(BOXES, str(name))
        if sides is None:
            given.wrong(Problem("place_unreadable", {"label": str(name)[:80]}))
        elif asked is not None:
            given.add(picture.box(asked.name, str(name), sides))


def _own_labels(said: Mapping[str, Any]) -> list[str]:
    value: Any = next((said[name] for name in LABEL_NAMES if said.get(name) not in (None, "", [])), [])
    return [str(one) for one in (value if isinstance(value, list) else [value])]


def _labels(line: _Line) -> list[str]:
    objects = line.said.get("objects")
    names = objects.get("categories", objects.get("category")) if isinstance(objects, Mapping) else None
    return _own_labels(line.said) + [str(one) for one in (names if isinstance(names, list) else [])]
