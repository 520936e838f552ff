"""Takes a project's answers away as a data set: in a format, resolved or not, with its labour card and its losses."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from annotate.agreement.rules import agreement
from annotate.agreement.rules import as_json as agreement_json
from annotate.answer_rows import AnswerRow
from annotate.assignments.queries import answers_of, pseudonyms_of
from annotate.datasets.queries import category_numbers
from annotate.exports import Export, chosen_format
from annotate.kept_pictures import KeptPictures
from annotate.kept_suggestions import KeptSuggestions
from annotate.label_config_writing import config_of
from annotate.labour_card.queries import labour_card
from annotate.labour_card.rules import as_json, as_markdown, as_rai
from annotate.masks.queries import KeptMasks, has_masks
from annotate.outgoing import Dataset, File, Loss, Media
from annotate.packing import ZippedFolder, zipped
from annotate.picture_files import media_losses
from annotate.pictures.rules import Files
from annotate.pictures_beside import pictures_beside
from annotate.projects.queries import ProjectView
from annotate.resolution.rules import Resolution
from annotate.resolved_rows import ResolvedRows, said_in
from annotate.said import Work
from annotate.suggestions.queries import suggesting_models
from annotate.task_types import TaskType
from payments.transaction import Transaction
from policies.errors import Kind, Refusal

HOLDS_MASKS = "coco"
"""The format in which masks go out as they came."""
Say = Callable[[Loss], str]
"""Puts a loss into a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What somebody wants to take away.

    Attributes:
        format: its name.
        with_surplus: of all answers, also those that came too late for their slot, marked.
        with_gold: also the items whose answer is known.
        is_archive: whether one file comes in a ZIP with the labour card, as several always do.
    """

    format: str = "jsonl"
    resolution: Resolution = Resolution.ALL_ANSWERS
    media: Media = Media.LEFT_OUT
    with_surplus: bool = False
    with_gold: bool = False
    is_archive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What a data set is made with.

    Attributes:
        files: where pictures are kept.
        public_url: the beginning of our addresses.
        say: puts what is lost into sentences.
        reached: told now and then how many more answers were taken.
    """

    task_types: Mapping[str, TaskType]
    files: Files
    public_url: str
    say: Say
    now: datetime
    reached: Callable[[int], None] = field(default=lambda _: None)


@runtime_checkable
class NamesLosses(Protocol):
    """A format that says beforehand what it cannot say."""

    def losses(self, dataset: Dataset) -> Iterable[Loss]:
        """Yield what this format cannot say of such a project."""
        ...


def checked_format(project: ProjectView, choice: Choice) -> Export:
    """Return the format of a choice.

    Raises:
        Refusal: `export_format_unknown`, `export_format_unfit`; `surplus_in_all_answers_only`.
    """
    form = chosen_format(choice.format, task_type=project.task_type)
    if choice.with_surplus and choice.resolution is not Resolution.ALL_ANSWERS:
        raise Refusal("surplus_in_all_answers_only", Kind.UNREADABLE)
    return form


def is_zip(form: Export, choice: Choice) -> bool:
    """Return whether a choice comes as a ZIP: where there are several files, or where one was asked for."""
    is_many = choice.resolution is Resolution.EACH_ANNOTATOR or choice.media is not Media.LEFT_OUT
    return isinstance(form, ZippedFolder) or choice.is_archive or is_many


def known_losses(form: Export, project: ProjectView, choice: Choice, *, has_masks: bool) -> tuple[Loss, ...]:
    """Return what is known to be lost before anything is written; `has_masks`: masks came with the project's items."""
    bare = _bare(project, choice)
    losses = (*(form.losses(bare) if isinstance(form, NamesLosses) else ()), *media_losses(bare))
    if has_masks:
        losses = (*losses, Loss(code="masks_with_boxes" if form.name == HOLDS_MASKS else "masks_left_out"))
    return tuple({(one.code, *one.params.values()): one for one in losses}.values())


def pieces(tx: Transaction, project: ProjectView, choice: Choice, leaving: Leaving) -> Iterator[bytes]:
    """Yield the data set in pieces, as one file or as a ZIP.

    Args:
        tx: a transaction that only reads, and stays open until the last piece is taken.
        project: whose answers.
        choice: as `checked_format` found it good.
        leaving: what it is made with.
    """
    form = checked_format(project, choice)
    way = _Way(tx, project, choice, leaving)
    if is_zip(form, choice):
        yield from zipped(_files(form, way))
    else:
        yield from form.write(way.answers(), schema=way.schema)


class _Way:
    """One data set on its way out."""

    def __init__(self, tx: Transaction, project: ProjectView, choice: Choice, leaving: Leaving) -> None:
        self.tx, self.project, self.choice, self.leaving = tx, project, choice, leaving
        self.work = Work(project.task_type, project.label_schema, leaving.task_types)
        self.schema = {**project.label_schema, "category_numbers": category_numbers(tx, project.project_id)}
        self.has_masks = has_masks(tx, project.project_id)
        if self.has_masks:
            self.schema["masks"] = KeptMasks(tx, project.project_id)
        self.resolved: ResolvedRows | None = None
        if choice.resolution.is_one_answer:
            self.resolved = ResolvedRows(choice.resolution, self.everybodys, work=self.work)

    def everybodys(self, person_id: int = 0) -> Iterable[AnswerRow]:
        """Return the answers as people gave them."""
        return answers_of(
            self.tx,
            reached=self.leaving.reached,
            project_id=self.project.project_id,
            task_types=self.leaving.task_types,
            with_surplus=self.choice.with_surplus,
            with_gold=self.choice.with_gold,
            person_id=person_id,
        )

    def answers(self) -> Iterable[AnswerRow]:
        """Return what is written: everybody's answers, or the one that those to each item became."""
        return self.everybodys() if self.resolved is None else self.resolved


def _files(form: Export, way: _Way) -> Iterator[File]:
    card = labour_card(way.tx, project_id=way.project.project_id, now=way.leaving.now)
    is_described = isinstance(form, ZippedFolder)  # only a folder can hold a description of itself
    models = suggesting_models(way.tx, project_id=way.project.project_id) if is_described else ()
    dataset = _dataset(way, as_rai(card, answers_per_item=way.project.overlap, models=models))
    if way.choice.resolution is Resolution.EACH_ANNOTATOR:
        for person_id, name in sorted(pseudonyms_of(way.tx, project_id=way.project.project_id).items()):
            yield from _in_folder(f"annotators/{name}", _data(form, way, way.everybodys(person_id), dataset))
    else:
        yield from _data(form, way, way.answers(), dataset)
    yield from pictures_beside(form, way.everybodys, dataset=dataset)
    yield File("label_schema.json", [_json({"task_type": way.project.task_type, "schema": way.project.label_schema})])
    if form.name != "label_studio":
        yield File("label_config.xml", [config_of(way.project.task_type, way.project.label_schema).encode()])
    yield File("LABOUR_CARD.md", [as_markdown(card).encode()])
    yield File("labour_card.json", [_json(as_json(card))])
    if way.project.overlap > 1 or way.project.extra_answers_most:
        yield File("agreement.json", [_agreement(way)])
    if way.resolved is not None:
        yield File("resolution.json", [_json(way.resolved.about())])
        dataset.tally.note("ties_left_open", way.resolved.tie_count)
    known = known_losses(form, way.project, way.choice, has_masks=way.has_masks)
    losses = [*known, *dataset.tally.losses]
    yield File("LOSSES.md", [_losses_text([way.leaving.say(one) for one in losses]).encode()])


def _agreement(way: _Way) -> bytes:
    """Return how much people agree, surplus answers left out; with one answer to each item it is not worked out."""
    report = agreement(
        said_in(
            answers_of(way.tx, project_id=way.project.project_id, task_types=way.leaving.task_types, with_surplus=False)
        ),
        work=way.work,
    )
    return _json(agreement_json(report))


def _data(form: Export, way: _Way, answers: Iterable[AnswerRow], dataset: Dataset) -> Iterator[File]:
    """Yield the files of the format itself."""
    if isinstance(form, ZippedFolder):
        yield from form.files(answers, dataset=dataset)
    else:
        yield File(f"answers{form.suffix}", form.write(answers, schema=way.schema))


def _in_folder(folder: str, files: Iterator[File]) -> Iterator[File]:
    for file in files:
        yield File(f"{folder}/{file.name}", file.pieces, file.is_packed)


def _bare(project: ProjectView, choice: Choice) -> Dataset:
    return Dataset(task_type=project.task_type, schema=project.label_schema, media=choice.media)


def _dataset(way: _Way, card: Mapping[str, object]) -> Dataset:
    project, leaving = way.project, way.leaving
    return Dataset(
        task_type=project.task_type,
        schema=project.label_schema,
        name=project.name,
        language=project.language,
        about=project.instructions,
        resolution=way.choice.resolution.value,
        exported_on=leaving.now.date(),
        home=f"{leaving.public_url}/projects/{project.project_id}",
        media=way.choice.media,
        pictures=KeptPictures(way.tx, leaving.files, leaving.public_url),
        card=card,
        suggestions=KeptSuggestions(way.tx),
    )


def _losses_text(sentences: Sequence[str]) -> str:
    if not sentences:
        return "# LOSSES\n\n-\n"
    return "# LOSSES\n\n" + "\n".join(f"- {one}" for one in sentences) + "\n"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"
