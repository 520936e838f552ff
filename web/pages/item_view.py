"""One item as its page draws it: its objects, the questions about them, and what a model suggests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from annotate.drafts.rules import Keys, with_own_keys
from annotate.label_schema import Control, Parts, Shown, content_of, parts_of
from annotate.suggestions.rules import Suggested, Suggestion, field_texts, is_region, said_of
from annotate.task_type import TaskType


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectShown:
    """One object of an item. `content` is a text, a picture's mapping or a list of rows, as its kind says."""

    name: str
    kind: str
    title: str
    content: Any
    region_controls: tuple[Control, ...] = ()
    """The questions that are answered by marking places on it; without any it is only shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What a model suggests for one question.

    Attributes:
        said: the suggestion in words.
        percent: how sure the model is, or None.
        fields: what the form's fields become when the person takes it.
    """

    said: str
    percent: int | None
    fields: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What a model suggests for an item: `advice` by control, and the places it suggests, by object."""

    advice: Mapping[str, Advice] = field(default_factory=lambda: MappingProxyType({}))
    regions: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLook:
    """One item as its widgets draw it, wherever it is shown; `Any` because each kind of work has its own content."""

    content: Mapping[str, Any]
    schema: Mapping[str, Any]
    language: str
    parts: Parts
    objects: tuple[ObjectShown, ...]
    controls: tuple[Control, ...]
    """The questions that are answered beside the objects, in their order."""
    suggestions: Suggestions = field(default_factory=Suggestions)
    is_blurred: bool = False
    project_id: int = 0

    @property
    def has_picture(self) -> bool:
        """Whether any of its objects is a picture."""
        return any(one.kind == "image" for one in self.objects)

    @property
    def has_text(self) -> bool:
        """Whether any of its objects is a text or a list of texts."""
        return any(one.kind != "image" for one in self.objects)

    @property
    def control_kinds(self) -> tuple[str, ...]:
        """The kinds of its questions beside the objects, each once."""
        return tuple(dict.fromkeys(template_of(one.kind) for one in self.controls))

    @property
    def asked_first(self) -> frozenset[str]:
        """The names of the questions for whose answer some marking waits; they stand before what is to be marked."""
        drawn = {one.name for shown in self.objects for one in shown.region_controls}
        return frozenset(one.when["control"] for one in self.parts.controls if one.when and one.name in drawn)

    @property
    def has_conditions(self) -> bool:
        """Whether a question is asked only after some answer to another."""
        return any(one.when for one in self.parts.controls)

    @property
    def has_suggestions(self) -> bool:
        """Whether a model suggests anything for it."""
        return bool(self.suggestions.advice or self.suggestions.regions)


def template_of(kind: str) -> str:
    """Return which `widgets/control_<...>.html` draws a question of a kind: choosing is the same for every object."""
    return kind.removeprefix("image_")


def item_look(  # noqa: PLR0913 - what a project is, its item, and what differs from reader to reader
    *,
    task_type: str,
    schema: Mapping[str, Any],
    content: Mapping[str, Any],
    task_types: Mapping[str, TaskType],
    language: str,
    is_blurred: bool = False,
    suggestion: Suggestion | None = None,
    keys: Keys = MappingProxyType({}),
    project_id: int = 0,
) -> ItemLook:
    """Return one item as its widgets draw it.

    Args:
        task_type: the project's kind of work.
        schema: its label schema.
        content: the item.
        task_types: every kind of work by name.
        language: of the item and of the labels.
        is_blurred: whether it stays covered until somebody opens it.
        suggestion: what a model thinks of it.
        keys: the keys that the reader chose for the labels.
        project_id: whose item; 0 for one that belongs to none yet.
    """
    own = with_own_keys(task_type, schema, keys)
    parts = parts_of(task_type, own, task_types)
    drawn = [one for one in parts.controls if task_types[one.kind].is_region]
    missing = {one.name for one in parts.objects if content_of(one, content) is None}
    return ItemLook(
        content=content,
        schema=own,
        language=language,
        parts=parts,
        objects=tuple(_object(one, content, drawn) for one in _with_words(parts, content) if one.name not in missing),
        controls=tuple(one for one in parts.controls if one not in drawn and not missing.intersection(one.abouts)),
        suggestions=suggestions_of(suggestion, parts) if suggestion else Suggestions(),
        is_blurred=is_blurred,
        project_id=project_id,
    )


def pictures_in(parts: Parts, content: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fingerprints of the pictures that an item of this project shows."""
    found = [content_of(one, content) for one in parts.objects if one.kind == "image"]
    return tuple(one["image"] for one in found if one)


def suggestions_of(suggestion: Suggestion, parts: Parts) -> Suggestions:
    """Return what a model suggests, question by question, and object by object for what it would mark."""
    plain = [one for one in suggestion.entries if not is_region(one.entry)]
    advice = {one.entry["from_name"]: _advice(one) for one in plain if parts.control(one.entry["from_name"])}
    regions: dict[str, list[Mapping[str, Any]]] = {}
    of_region: dict[str, str] = {}
    for one in suggestion.entries:
        if is_region(one.entry):
            name = one.entry.get("to_name") or of_region.get(str(one.entry.get("from_id")), "")
            of_region[str(one.entry.get("id"))] = name
            score = {} if one.percent is None else {"score": one.percent / 100}
            regions.setdefault(name, []).append({**one.entry, **score})
    return Suggestions(advice=advice, regions=regions)


def _advice(one: Suggested) -> Advice:
    return Advice(said=said_of(one.entry), percent=one.percent, fields={one.entry["from_name"]: field_texts(one.entry)})


def _with_words(parts: Parts, content: Mapping[str, Any]) -> Sequence[Shown]:
    """Return the objects of an item, and before a picture alone the words that came with it, if any."""
    is_picture = [one.kind for one in parts.objects] == ["image"]
    words = (Shown("text", "text"),) if is_picture and isinstance(content.get("text"), str) else ()
    return (*words, *parts.objects)


def _object(shown: Shown, content: Mapping[str, Any], drawn: Sequence[Control]) -> ObjectShown:
    return ObjectShown(
        name=shown.name,
        kind=shown.kind,
        title=shown.title,
        content=content_of(shown, content),
        region_controls=tuple(one for one in drawn if shown.name in one.abouts),
    )
