"""What an export is given and makes: each answer by its parts, the project around it, files, and what is lost."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import groupby
from types import MappingProxyType
from typing import Any, Protocol

from annotate.label_schema import Parts, parts_of
from annotate.labels import Result
from annotate.task_types import discover

USUAL_SUFFIX = ".jpg"


class Media(StrEnum):
    """What happens to the pictures of a dataset."""

    INCLUDED = "included"
    LINKED = "linked"
    LEFT_OUT = "left_out"


class HasCells(Protocol):
    """One answer as a table shows it."""

    @property
    def cells(self) -> Sequence[tuple[str, object]]:
        """Name and value of each column, in order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One answer by its parts.

    Attributes:
        item_id: our number of the item.
        external_id: the requester's own, empty where they gave none.
        content: what the item shows.
        annotator: a pseudonym, or the name of the way in which several answers became one.
        result: in Label Studio's outer form, offsets in code points.
        beside: counted_seconds, pay, currency, rule, state, submitted_at, is_surplus, as far as they are there.
    """

    item_id: int
    external_id: str
    content: Mapping[str, Any]
    annotator: str
    result: Result
    beside: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """One thing that a format cannot say; web/loss_words.py has the sentence.

    Attributes:
        code: which.
        count: how often it happened; 0 where it holds for the whole file.
        params: what the sentence needs.
    """

    code: str
    count: int = 0
    params: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))


class Tally:
    """Counts what was lost while files are written."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def note(self, code: str, count: int = 1) -> None:
        """Count something that a format could not say."""
        if count:
            self._counts[code] = self._counts.get(code, 0) + count

    @property
    def losses(self) -> tuple[Loss, ...]:
        """Everything counted so far, in the order in which it came up."""
        return tuple(Loss(code=code, count=count) for code, count in self._counts.items())


@dataclass(frozen=True, slots=True)
class File:
    """One file of a dataset.

    Attributes:
        name: its path, with slashes.
        pieces: its bytes, made while they are taken.
        is_packed: whether it is small already, as pictures are.
    """

    name: str
    pieces: Iterable[bytes]
    is_packed: bool = False


class Pictures(Protocol):
    """Where the pictures of a dataset are."""

    def suffix(self, sha256: str) -> str:
        """Return the ending of a picture's file name, with the dot."""
        ...

    def read(self, sha256: str) -> Iterator[bytes]:
        """Yield a picture in pieces."""
        ...

    def link(self, sha256: str) -> str:
        """Return the address at which those who may can see a picture."""
        ...


class Suggestions(Protocol):
    """What was suggested for items before anybody answered them."""

    def get(self, item_id: int, /) -> Mapping[str, object] | None:
        """Return what was suggested for an item as a Label Studio prediction, or None."""
        ...


NOTHING_SUGGESTED: Mapping[int, Mapping[str, object]] = MappingProxyType({})


class NoPictures:
    """Stands where a dataset has no pictures with it."""

    def suffix(self, sha256: str) -> str:
        """Return the usual ending."""
        del sha256
        return USUAL_SUFFIX

    def read(self, sha256: str) -> Iterator[bytes]:
        """Yield nothing."""
        del sha256
        return iter(())

    def link(self, sha256: str) -> str:
        """Return no address."""
        del sha256
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A project as the formats see it.

    Attributes:
        task_type: its kind of work.
        schema: its label schema.
        name: what it is called.
        language: of its items.
        about: its instructions, plain Markdown.
        resolution: how several answers to an item became what is written.
        exported_on: the day.
        home: the address of the project's page.
        media: what happens to its pictures.
        pictures: where they are.
        tally: what was lost so far.
        card: the labour card in the words of Croissant's RAI vocabulary.
        suggestions: what stood there before anybody answered.
    """

    task_type: str
    schema: Mapping[str, Any]
    name: str = "dataset"
    language: str = "es"
    about: str = ""
    resolution: str = "all_answers"
    exported_on: date | None = None
    home: str = ""
    media: Media = Media.LEFT_OUT
    pictures: Pictures = field(default_factory=NoPictures)
    tally: Tally = field(default_factory=Tally)
    card: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    suggestions: Suggestions = field(default_factory=lambda: NOTHING_SUGGESTED)

    @property
    def parts(self) -> Parts:
        """Everything that it shows and asks."""
        return parts_of(self.task_type, self.schema, discover())


def given_of(answer: HasCells) -> Given:
    """Return an answer by its parts: its content stands between the item's ids and the annotator."""
    content: dict[str, Any] = {}
    beside: dict[str, Any] = {}
    into = content
    for name, value in answer.cells:
        into = beside if name == "annotator" else into
        into[name] = value
    item_id, external_id = content.pop("item_id"), content.pop("external_id", "")
    annotator, result = beside.pop("annotator"), beside.pop("result")
    beside.pop("label", None)
    return Given(
        item_id=int(item_id),
        external_id=str(external_id or ""),
        content=content,
        annotator=str(annotator),
        result=result,
        beside=beside,
    )


def by_item(answers: Iterable[HasCells]) -> Iterator[list[Given]]:
    """Yield the answers of each item together; they come item by item."""
    for _, together in groupby(map(given_of, answers), key=lambda given: given.item_id):
        yield list(together)


def first_of_each(answers: Iterable[HasCells], tally: Tally) -> Iterator[Given]:
    """Yield one answer of each item, for formats that have one place for it; further ones are counted as lost."""
    for together in by_item(answers):
        tally.note("further_answers", len(together) - 1)
        yield together[0]
