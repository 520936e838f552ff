"""COCO: pictures and what is on them in one JSON file, with the pictures beside it in a ZIP."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from typing import Any, BinaryIO

from annotate.imports import LIKE_KIND, Bad, Choices, Good, Look, Opened, Seen
from annotate.incoming.coco_places import CocoCategory, category_in, take
from annotate.incoming.given import Given
from annotate.incoming.json_lines import object_in
from annotate.incoming.json_stream import Element, elements_of
from annotate.incoming.pixel_places import Picture, size_in
from annotate.incoming.spill import Spill
from annotate.labels import Problem
from policies.errors import Refusal

_OBJECT = re.compile(rb"\A(\xef\xbb\xbf)?\s*\{")
_LISTS = (b'"images"', b'"annotations"', b'"categories"')
CATEGORIES_MOST = 10_000
LOOKED_AT = 20_000


class Coco:
    """An object with images, annotations and categories: each picture is an item, its annotations are its labels."""

    name = "coco"
    title = "COCO JSON"
    gives: tuple[str, ...] = ("image", "objects")
    asks_columns = True
    suffixes: tuple[str, ...] = (".json",)
    sample = (
        b'{"images": [{"id": 1, "file_name": "a.png", "width": 4, "height": 2}, {"id": 2, "file_name": "b.png",'
        b' "width": 4, "height": 2}], "annotations": [], "categories": [{"id": 3, "name": "ramp"}]}\n'
    )

    def likeness(self, seen: Seen, wanted: str) -> int:
        """Return whether it is an object with one of COCO's lists."""
        del wanted
        is_object = seen.ending in self.suffixes and _OBJECT.match(seen.head[:200])
        return LIKE_KIND if is_object and any(one in seen.head for one in _LISTS) else 0

    def open(self, source: BinaryIO, choices: Choices) -> Opened:
        """Look at the beginning of a file; all of it is read before the first picture, as lists stand in any order.

        Raises:
            Refusal: `file_empty`, `not_this_encoding`, `file_has_nul`, `json_unreadable`.
        """
        elements = elements_of(source)
        first = next(elements, None)
        categories: dict[str, tuple[int, str]] = {}
        return Opened("utf-8", ("file_name",), "", "", _rows(first, elements, choices, categories), categories)

    def look(self, source: BinaryIO, choices: Choices, *, most: int) -> Look:
        """Return the first pictures, and the labels that its beginning names.

        Raises:
            Refusal: as `open`.
        """
        del choices
        pictures: list[Element] = []
        labels: dict[str, None] = {}
        for one in islice(elements_of(source), LOOKED_AT):
            if one.key == "images" and isinstance(one.value, dict) and len(pictures) < most:
                pictures.append(one)
            if one.key == "categories" and isinstance(one.value, dict) and (named := category_in(one.value)):
                labels |= dict.fromkeys(named.points or (named.name,))
        cells = [(one.line, tuple(str(one.value.get(key, ""))[:300] for key in _SHOWN)) for one in pictures]
        return Look(
            encoding="utf-8",
            delimiter="",
            columns=_SHOWN,
            rows=tuple(cells),
            text_column="",
            id_column="",
            labels=tuple(labels),
            has_labels=True,
        )


IMPORT = Coco()
_SHOWN = ("file_name", "width", "height")


def _rows(
    first: Element | None, elements: Iterator[Element], choices: Choices, numbers: dict[str, tuple[int, str]]
) -> Iterator[Good | Bad]:
    about = next((one.name for one in choices.objects if one.kind == "image"), "image")
    with closing(Spill()) as spill:
        categories: dict[int, CocoCategory] = {}
        yield from _sorted(first, elements, spill, categories)
        numbers |= {one.name: (one.number, one.above) for one in categories.values()}
        for owner_id, line, text, first_line in spill.owners():
            if line != first_line:
                yield Bad(line, "duplicate_id", {"id": owner_id[:80], "first_line": first_line}, text)
            else:
                yield _row(line, text, spill.parts_of(owner_id), categories, choices, about)
        for owner_id, line, text in spill.orphans():
            yield Bad(line, "coco_no_image", {"id": owner_id[:80]}, text)


def _sorted(
    first: Element | None, elements: Iterator[Element], spill: Spill, categories: dict[int, CocoCategory]
) -> Iterator[Bad]:
    """Put pictures and annotations aside until all are there; yield what can be neither."""
    try:
        for one in (first, *()) if first is None else _from(first, elements):
            if one is None or not one.is_listed or one.key not in {"images", "annotations", "categories"}:
                continue
            problem = _put_aside(one, spill, categories)
            if problem is not None:
                yield problem
    except Refusal as refusal:
        yield Bad(int(refusal.params.get("line", 0)), refusal.code, refusal.params)
    spill.in_order()


def _from(first: Element, rest: Iterator[Element]) -> Iterator[Element]:
    yield first
    yield from rest


def _put_aside(one: Element, spill: Spill, categories: dict[int, CocoCategory]) -> Bad | None:
    """Put one element where it belongs, or say why it belongs nowhere."""
    if one.problem or not isinstance(one.value, dict):
        return Bad(one.line, one.problem or "json_no_object", came_as=one.text)
    if one.key == "categories":
        category = category_in(one.value)
        if category is None or len(categories) >= CATEGORIES_MOST:
            return Bad(one.line, "coco_category", came_as=one.text)
        categories.setdefault(category.number, category)
        return None
    owner = one.value.get("id" if one.key == "images" else "image_id")
    if isinstance(owner, bool) or not isinstance(owner, int | str):
        return Bad(one.line, "coco_no_id", came_as=one.text)
    keep = spill.keep_owner if one.key == "images" else spill.keep_part
    keep(str(owner), one.line, one.text)
    return None


def _row(
    line: int,
    text: str,
    parts: Sequence[tuple[int, str]],
    categories: Mapping[int, CocoCategory],
    choices: Choices,
    about: str,
) -> Good | Bad:
    """Return a picture with its labels, or the first thing that is wrong with it or with one of them."""
    image = object_in(text.encode("utf-8", "surrogateescape")) or {}
    name, size = image.get("file_name"), size_in(image.get("width"), image.get("height"))
    if not isinstance(name, str) or not name.strip():
        return Bad(line, "object_no_picture", {"object": "file_name"}, text)
    own_id = image.get("external_id")
    row = Good(
        line, own_id.strip()[:200] if isinstance(own_id, str) else "", {}, files={about: name.strip()}, came_as=text
    )
    given = Given(choices)
    if not given.is_wanted or not parts:
        return row
    if size is None:
        return Bad(line, "coco_no_size", {"picture": name[:80]}, text)
    kinds = {one.kind for one in choices.asks if about in one.about.split(",")}
    for part_line, part_text in parts:
        annotation = object_in(part_text.encode("utf-8", "surrogateescape")) or {}
        wrong = _take(given, annotation, categories, Picture(*size, about=about), kinds)
        if wrong is not None:
            return Bad(part_line, wrong.code, {**wrong.params, "picture": name[:80]}, part_text)
    return row._replace(**given.fields())


def _take(
    given: Given,
    annotation: Mapping[str, Any],
    categories: Mapping[int, CocoCategory],
    picture: Picture,
    kinds: set[str],
) -> Problem | None:
    number = annotation.get("category_id")
    category = categories.get(number) if type(number) is int else None
    if category is None:
        return Problem("coco_no_category", {"id": str(number)[:40]})
    take(given, annotation, category, picture, kinds)
    return given.problem
