"""YOLO: a ZIP of pictures, a text file of the same name for each with a line for every label, and the labels' names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from annotate.darkroom.kinds import is_archive
from annotate.file_names import shown_name
from annotate.imports import LIKE_PARTS, Bad, Choices, Good, Look, Opened, Row, Seen
from annotate.incoming.archive import Archive, ending_of, look_at_files, stem_of
from annotate.incoming.pictured import together
from annotate.incoming.samples import ONE_PIXEL, zipped
from annotate.incoming.sent_pictures import PICTURES, pictures_left
from annotate.incoming.yolo_names import Names, names_in_list, names_in_yaml
from annotate.incoming.yolo_places import placed
from annotate.labels import Problem
from policies.errors import Kind, Refusal

TEXT_MOST = 4_000_000
LISTS = ("classes.txt", "obj.names", "labels.txt", "predefined_classes.txt")
OTHERS = frozenset({".yaml", ".yml", ".json", ".md", ".cache", ".names", ".data", ".txt"})


@dataclass(frozen=True, slots=True)
class _Set:
    """What is needed to read the labels of one archive."""

    archive: Archive
    names: Names
    texts: Mapping[str, int]
    """Text files of labels, by the name of the picture without its ending."""


class Yolo:
    """Boxes, turned boxes, outlines or points in parts of the picture, told apart by how many numbers a line has."""

    name = "yolo"
    title = "YOLO in a ZIP"
    gives: tuple[str, ...] = ("image",)
    asks_columns = True
    suffixes: tuple[str, ...] = (".zip",)
    sample = zipped(
        {
            "data.yaml": b"names: [ramp, kerb]\n",
            "images/a.png": ONE_PIXEL,
            "labels/a.txt": b"",
            "images/b.png": ONE_PIXEL,
            "labels/b.txt": b"",
        }
    )

    def likeness(self, seen: Seen, wanted: str) -> int:
        """Return whether it is an archive of pictures, text files, and a list of names."""
        if wanted != "image" or not is_archive(seen.head):
            return 0
        stems = {stem_of(name).rpartition("/")[2] for name in seen.inside if ending_of(name) in PICTURES}
        texts = {stem_of(name).rpartition("/")[2] for name in seen.inside if ending_of(name) == ".txt"}
        return LIKE_PARTS if _list_in(dict(enumerate(seen.inside))) is not None or stems & texts else 0

    def open(self, source: BinaryIO, choices: Choices) -> Opened:
        """Read the list of the files inside, and the names of the labels.

        Raises:
            Refusal: as for every archive; `yolo_no_names` where no file says what the numbers mean.
        """
        found = _set(Archive(source))
        return Opened("", (), "", "", _rows(found, choices))

    def look(self, source: BinaryIO, choices: Choices, *, most: int) -> Look:
        """Return the names of the first pictures, and the labels.

        Raises:
            Refusal: as `open`.
        """
        del choices
        found = _set(Archive(source))
        pictures = ((at, name) for at, name in found.archive.names.items() if ending_of(name) in PICTURES)
        return look_at_files(pictures, most=most, labels=found.names.labels, has_labels=True)


IMPORT = Yolo()


def _list_in(names: Mapping[int, str]) -> int | None:
    """Return where the file lies that names the labels: data.yaml, or a plain list."""
    for wanted in (".yaml", ".yml"):
        found = next((at for at, name in names.items() if ending_of(name) == wanted), None)
        if found is not None:
            return found
    return next((at for at, name in names.items() if name.replace("\\", "/").rpartition("/")[2] in LISTS), None)


def _set(archive: Archive) -> _Set:
    at = _list_in(archive.names)
    if at is None:
        raise Refusal("yolo_no_names", Kind.UNREADABLE)
    text = archive.read_text(at, most=TEXT_MOST)
    names = names_in_yaml(text) if ending_of(archive.names[at]) in {".yaml", ".yml"} else names_in_list(text)
    if not names.labels:
        raise Refusal("yolo_no_names", Kind.UNREADABLE)
    archive.taken.add(at)
    texts = {_key(name): one for one, name in archive.names.items() if ending_of(name) == ".txt" and one != at}
    return _Set(archive, names, texts)


def _key(name: str) -> str:
    """Return what a picture and its text file have in common: folders called images and labels count as the same."""
    parts = stem_of(name).split("/")
    return "/".join(part for part in parts if part not in {"images", "labels", "obj_train_data"})


def _rows(found: _Set, choices: Choices) -> Iterator[Row]:
    archive = found.archive
    pictures = {_key(name): at for at, name in archive.names.items() if ending_of(name) in PICTURES}
    for key, at in pictures.items():
        text_at = found.texts.get(key)
        if text_at is None:
            continue  # one without labels, which comes with the rest
        archive.taken |= {at, text_at}
        yield from _labelled(found, at, text_at, choices)
    for key, text_at in found.texts.items():
        if (
            key not in pictures
            and archive.names[text_at].rpartition("/")[2] not in LISTS
            and _is_labels(found, text_at)
        ):
            yield Bad(text_at, "picture_not_sent", {"file": shown_name(f"{key}.jpg")})
    yield from pictures_left(archive, others=OTHERS)


def _is_labels(found: _Set, at: int) -> bool:
    """Return whether a text file stands where labels do, not where programs put lists of pictures."""
    return "labels" in found.archive.names[at].replace("\\", "/").split("/")[:-1]


def _labelled(found: _Set, at: int, text_at: int, choices: Choices) -> Iterator[Row]:
    archive = found.archive
    try:
        text = archive.read_text(text_at, most=TEXT_MOST)
    except Refusal as refusal:
        yield archive.bad(text_at, refusal)
        return
    row = Good(at, "", {}, files={"image": archive.names[at]})
    yield from together(row, archive, placed=partial(_placed, row, text, found, text_at, choices))


def _placed(  # noqa: PLR0913, PLR0917 - a row, its text, and how it is read
    row: Good, text: str, found: _Set, text_at: int, choices: Choices, width: int, height: int
) -> Good | Bad:
    """Return a picture's row with its labels, once its size is known."""
    labels = placed(text, found.names, choices, width=width, height=height)
    if isinstance(labels, Problem):
        return Bad(text_at, labels.code, {**labels.params, "file": shown_name(found.archive.names[text_at])})
    return row._replace(**labels)
