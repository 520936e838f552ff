"""Pictures of a dataset: what each is called there, its file, and where shapes of which label count as which class."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotate.attributes import attributes_of
from annotate.label_schema import ONLY_CONTROL, Control, Parts, picture_in
from annotate.labels import DRAWN, label_values
from annotate.outgoing import Dataset, File, Given, Loss, Media
from annotate.pixels import Shape, said_about, shape_of

"""Kinds of work that draw on pictures."""
PICTURES_MOST = 10
"""How many pictures an item can have; where it has several, this many times its number plus its place is the id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture of an item.

    Attributes:
        image_id: ours; no other picture of the dataset has it.
        name: the object's name in the item.
        original: what its file was called.
    """

    image_id: int
    name: str
    sha256: str
    width: int
    height: int
    original: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One shape of an answer, and what was said about it, by attribute."""

    control: str
    shape: Shape
    said: Mapping[str, object]


def image_id_of(item_id: int, names: Sequence[str], name: str) -> int:
    """Return the item's number, or where items have several pictures, one that no other picture has."""
    return item_id if len(names) == 1 else item_id * PICTURES_MOST + names.index(name)


def pictures_of(given: Given, parts: Parts) -> list[Picture]:
    """Return the pictures that an item shows, in the order of its objects."""
    names = [one.name for one in parts.objects if one.kind == "image"]
    found = [(name, picture_in(name, given.content)) for name in names]
    return [
        Picture(
            image_id=image_id_of(given.item_id, names, name),
            name=name,
            sha256=str(picture["image"]),
            width=int(picture["width"]),
            height=int(picture["height"]),
            original=str(picture.get("name", "")),
        )
        for name, picture in found
        if picture
    ]


def drawn_on(picture: Picture, result: Sequence[Mapping[str, Any]]) -> list[Drawn]:
    """Return the shapes of an answer on one picture."""
    own = [(entry, shape_of(entry)) for entry in result if entry.get("to_name") == picture.name]
    said: dict[object, dict[str, object]] = {}
    for entry, shape in own:
        if shape is None and "id" in entry and "from_name" in entry:
            said.setdefault(entry["id"], {})[str(entry["from_name"])] = said_about(entry)
    return [
        Drawn(control=str(entry["from_name"]), shape=shape, said=said.get(entry.get("id"), {}))
        for entry, shape in own
        if shape is not None
    ]


def file_name_of(picture: Picture, dataset: Dataset) -> str:
    """Return what a picture's file is called: our number, never a name that somebody sent."""
    return f"{picture.image_id}{dataset.pictures.suffix(picture.sha256)}"


def told_name(image_id: int, original: str) -> str:
    """Return our number with what the file was called, for formats that let people see both."""
    return f"{image_id}-{_safe_name(original)}"


def picture_file(picture: Picture, dataset: Dataset, *, folder: str, name: str = "") -> Iterator[File]:
    """Yield a picture's file where pictures go with the dataset."""
    if dataset.media is Media.INCLUDED:
        yield File(f"{folder}/{name or file_name_of(picture, dataset)}", dataset.pictures.read(picture.sha256), True)


def drawing_controls(parts: Parts, kinds: frozenset[str] = DRAWN) -> list[Control]:
    """Return the questions whose answers are shapes of these kinds."""
    return [one for one in parts.controls if one.kind in kinds]


def classes_of(controls: Sequence[Control]) -> dict[tuple[str, str], str]:
    """Return a name for each label of some questions, in their order; the question's before it where two share it."""
    pairs = [(one.name, label) for one in controls for label in label_values(one.schema)]
    labels = [label for _, label in pairs]
    return {
        (name, label): label if name == ONLY_CONTROL or labels.count(label) == 1 else f"{name}: {label}"
        for name, label in pairs
    }


def left_out(parts: Parts, kept: Sequence[Control], *, keeps_attributes: bool) -> Iterator[Loss]:
    """Yield what a format loses that has a place for some questions only."""
    others = [one.name for one in parts.controls if one.name not in {control.name for control in kept}]
    if others:
        yield Loss(code="other_questions", params={"names": ", ".join(others)})
    attributes = [name for one in kept for name in attributes_of(one.schema)]
    if attributes and not keeps_attributes:
        yield Loss(code="attributes_left_out", params={"names": ", ".join(attributes)})


def media_losses(dataset: Dataset) -> Iterator[Loss]:
    """Yield what is said where pictures do not go with the dataset."""
    if any(one.kind == "image" for one in dataset.parts.objects) and dataset.media is not Media.INCLUDED:
        yield Loss(code="pictures_linked" if dataset.media is Media.LINKED else "pictures_left_out")


def _safe_name(original: str) -> str:
    """Return a file's name without what could lead out of a folder or break a terminal."""
    return (
        "".join("_" if one in '/\\:*?"<>|' or not one.isprintable() else one for one in original).strip(". ")
        or "picture"
    )
