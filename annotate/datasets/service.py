"""Turning an upload into items: good rows land, bad rows are kept with their reason, a second upload adds none."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import BinaryIO, cast

from annotate.gold.service import keep_known_answers
from annotate.imports import Bad, Choices, Import, Row
from annotate.intake.chunks import chunks_of
from annotate.intake.counting import Counted
from annotate.intake.first_lines import FirstLines
from annotate.intake.sorting import Fresh, sorted_out, twice
from annotate.labels import Problem
from annotate.pictures.rules import PictureMade
from annotate.pictures.service import add_picture, show_picture
from annotate.projects.rules import ProjectAct, ProjectState, move
from annotate.queue_order import sort_key_of
from annotate.refused_rows.service import keep_refused
from annotate.suggestions.rules import Suggestion
from annotate.suggestions.service import add_suggestions, read_suggestions
from annotate.task_type import TaskType
from annotate.task_types import discover
from payments.columns import json_text
from payments.transaction import Transaction
from policies.errors import Kind, Refusal

Writing = Callable[[], AbstractContextManager[Transaction]]
"""Opens a transaction that commits at its end (`house.db.writing`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that somebody sends to a project."""

    project_id: int
    by_id: int
    file_name: str
    size_bytes: int
    choices: Choices = field(default_factory=Choices)
    task_types: Mapping[str, TaskType] = field(default_factory=discover)
    """Every kind of work, to see whether what a model suggests could be an answer."""
    tell_columns: Callable[[Sequence[str]], None] = lambda _: None
    """Told which columns the file has."""
    tell_refused: Callable[[Sequence[Bad]], None] = lambda _: None
    """Told of the refused rows of each chunk, once they are stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an upload is."""

    batch_id: int
    imported_count: int
    skipped_count: int
    refused_count: int
    read_bytes: int


@dataclass(slots=True)
class _Chunk:
    """What became of the rows of one chunk."""

    items: list[dict[str, object]] = field(default_factory=list)
    pictures: list[tuple[str, int, PictureMade]] = field(default_factory=list)
    suggestions: dict[str, Suggestion] = field(default_factory=dict)
    answers: dict[str, Suggestion] = field(default_factory=dict)
    refused: list[Bad] = field(default_factory=list)
    skipped_count: int = 0


@dataclass(frozen=True, slots=True)
class _Reading:
    """One import while it runs."""

    upload: Upload
    batch_id: int
    source: Counted
    first_lines: FirstLines
    refused: list[Bad] = field(default_factory=list)
    """Those of the last chunk, until they are told."""


_PROJECT = """
SELECT state, overlap, item_order,
       EXISTS (SELECT 1 FROM batch WHERE batch.id = :batch_id AND batch.published_at IS NOT NULL)
FROM project WHERE id = :project_id /*postgresql: FOR SHARE */
"""
_NEW_BATCH = """
INSERT INTO batch (project_id, file_name, format, encoding, imported_count, skipped_count, refused_count, read_bytes,
                   size_bytes, started_by_id, started_at, after_item_id)
VALUES (:project_id, :file_name, :format, '', 0, 0, 0, 0, :size_bytes, :by_id, :now,
        coalesce((SELECT max(id) FROM item), 0)) RETURNING id
"""
_ORDER = "SELECT item_order FROM project WHERE id = :project_id"
_ENCODING = "UPDATE batch SET encoding = :encoding WHERE id = :batch_id"
# `json_each` of an object gives its keys on both databases, so one text finds a whole chunk's items at once.
# CROSS JOIN makes SQLite begin with the keys; it would read every item of the project for each chunk otherwise.
_KNOWN = """
SELECT item.item_key, item.content_hash, item.batch_id FROM json_each(:keys/*postgresql:::json*/) AS wanted
CROSS JOIN item WHERE item.project_id = :project_id AND item.item_key = wanted.key
"""
_ADD = """
INSERT INTO item (project_id, batch_id, item_key, content_hash, content, sort_key, open_slots, priority)
VALUES (:project_id, :batch_id, :item_key, :content_hash, :content, :sort_key, :open_slots, :priority)
"""
_ITEM_ID = "SELECT id FROM item WHERE project_id = :project_id AND item_key = :item_key"
_CATEGORY = """
INSERT INTO category (project_id, label, number, above) VALUES (:project_id, :label, :number, :above)
ON CONFLICT (project_id, label) DO NOTHING
"""
_COUNT = """
UPDATE batch SET imported_count = imported_count + :imported, skipped_count = skipped_count + :skipped,
                 refused_count = refused_count + :refused, read_bytes = :read_bytes
WHERE id = :batch_id RETURNING imported_count, skipped_count, refused_count
"""
_STOP = """
UPDATE batch SET finished_at = :now, stopped_code = :code
WHERE id = :batch_id AND project_id = :project_id AND finished_at IS NULL
"""
_FINISH = "UPDATE batch SET finished_at = :now, stopped_code = :code WHERE id = :batch_id"


def start_upload(tx: Transaction, *, upload: Upload, format: str, now: datetime) -> int:  # noqa: A002 - its own word
    """Note that an upload begins and return its id, under which its progress can be read.

    Raises:
        Refusal: `not_found`, or `project_state` for a project that is closed.
    """
    _place(tx, upload.project_id, batch_id=0)
    about = {"project_id": upload.project_id, "by_id": upload.by_id, "size_bytes": upload.size_bytes}
    return int(tx.value(_NEW_BATCH, **about, file_name=upload.file_name[:200], format=format, now=now))


def stop_upload(tx: Transaction, *, project_id: int, batch_id: int, code: str, now: datetime) -> None:
    """Note that an upload ended before its file did; what it brought stays.

    Args:
        tx: an open transaction.
        project_id: whose upload.
        batch_id: which one; one that is finished stays as it is.
        code: why, as a refusal's code.
        now: when.
    """
    tx.run(_STOP, project_id=project_id, batch_id=batch_id, code=code, now=now)


def import_file(
    writing: Writing, *, upload: Upload, batch_id: int, form: Import, source: BinaryIO, now: Callable[[], datetime]
) -> Iterator[Progress]:
    """Import a file, a transaction for each chunk, so that nobody else waits long and progress survives a crash.

    Args:
        writing: opens each transaction.
        upload: whose, where to, and what was chosen about the file.
        batch_id: from `start_upload`.
        form: the format that reads the file.
        source: read from its beginning to its end, once.
        now: the house's clock.

    Yields:
        Progress after each chunk.

    Raises:
        Refusal: the file cannot be read at all; the upload is marked as stopped for that reason.
    """
    counted = Counted(source)
    try:
        with writing() as tx:
            choices = replace(upload.choices, order=str(tx.value(_ORDER, project_id=upload.project_id)))
        opened = form.open(cast("BinaryIO", counted), choices)  # it reads and seeks: all that a format asks
        upload.tell_columns(opened.columns)
        with writing() as tx:
            tx.run(_ENCODING, batch_id=batch_id, encoding=opened.encoding)
        with closing(FirstLines()) as first_lines:
            reading = _Reading(upload, batch_id, counted, first_lines)
            for rows in chunks_of(opened.rows):
                with writing() as tx:
                    progress = _import_chunk(tx, reading, rows, now=now())
                upload.tell_refused(tuple(reading.refused))
                reading.refused.clear()
                yield progress
    except Refusal as refusal:
        with writing() as tx:
            tx.run(_FINISH, batch_id=batch_id, now=now(), code=refusal.code)
        raise
    with writing() as tx:
        _keep_categories(tx, upload.project_id, opened.categories)
        tx.run(_FINISH, batch_id=batch_id, now=now(), code=None)


def _keep_categories(tx: Transaction, project_id: int, categories: Mapping[str, tuple[int, str]]) -> None:
    """Keep the numbers that a file gives its labels, so that they come back under them; the first file's stay."""
    for label, (number, above) in categories.items():
        tx.send(_CATEGORY, project_id=project_id, label=label, number=number, above=above)


def _import_chunk(tx: Transaction, reading: _Reading, rows: Sequence[Row], *, now: datetime) -> Progress:
    """Import some rows: new ones become items, known ones are skipped, others are kept with their reason."""
    project_id, batch_id = reading.upload.project_id, reading.batch_id
    read_bytes = min(reading.source.read_bytes, reading.upload.size_bytes)  # an archive's list is read as well
    open_slots, item_order = _place(tx, project_id, batch_id=batch_id)
    chunk = _sorted_out(tx, reading, rows)
    for item in chunk.items:
        item["sort_key"] = sort_key_of(
            item_order, content_hash=str(item["content_hash"]), priority=cast("int", item["priority"])
        )
        item["open_slots"] = open_slots
    tx.run_many(_ADD, chunk.items)
    for key, position, picture in chunk.pictures:
        add_picture(tx, picture, now=now)
        item_id = int(tx.value(_ITEM_ID, project_id=project_id, item_key=key))
        show_picture(tx, picture, item_id=item_id, position=position)
    add_suggestions(tx, project_id=project_id, suggestions=chunk.suggestions)
    keep_known_answers(tx, project_id=project_id, answers={key: one.result for key, one in chunk.answers.items()})
    counts = {"imported": len(chunk.items), "skipped": chunk.skipped_count, "refused": len(chunk.refused)}
    after = tx.one(_COUNT, batch_id=batch_id, read_bytes=read_bytes, **counts)
    assert after is not None, "the batch exists while its rows come in"
    reading.refused.extend(chunk.refused)
    keep_refused(tx, batch_id=batch_id, refused=chunk.refused, before=after[2] - len(chunk.refused))
    return Progress(
        batch_id=batch_id,
        imported_count=after[0],
        skipped_count=after[1],
        refused_count=after[2],
        read_bytes=read_bytes,
    )


def _place(tx: Transaction, project_id: int, *, batch_id: int) -> tuple[int, str]:
    """Return how open new items are, and the order, of a project that takes them: none before their batch is paid."""
    row = tx.one(_PROJECT, project_id=project_id, batch_id=batch_id)
    if row is None:
        raise Refusal("not_found", Kind.MISSING)
    state, overlap, item_order, is_published = row
    move(state, ProjectAct.IMPORT)
    if is_published:
        raise Refusal("batch_published", Kind.CONFLICT)
    return overlap if state == ProjectState.DRAFT else 0, item_order


def _sorted_out(tx: Transaction, reading: _Reading, rows: Sequence[Row]) -> _Chunk:
    """Sort rows into items to be, rows known before, and rows refused."""
    found = sorted_out(rows)
    chunk = _Chunk(refused=found.refused, skipped_count=found.skipped_count)
    project_id, batch_id, first_lines = reading.upload.project_id, reading.batch_id, reading.first_lines
    known = _known(tx, project_id, found.fresh)
    _take_labels(tx, reading.upload, found.fresh, known, chunk)
    for key, (row, content, content_hash) in found.fresh.items():
        if key not in known:
            chunk.items.append(
                {
                    "project_id": project_id,
                    "batch_id": batch_id,
                    "item_key": key,
                    "content_hash": content_hash,
                    "content": content,
                    "priority": row.priority,
                }
            )
            if row.picture is not None or row.pictures:
                shown = (row.picture, *row.pictures) if row.picture else row.pictures
                chunk.pictures.extend((key, position, picture) for position, picture in enumerate(shown))
        elif row.external_id and known[key][1] == batch_id and (line := first_lines.line_of(key)) is not None:
            chunk.refused.append(twice(row, line))
        elif known[key][0] == content_hash:
            chunk.skipped_count += 1
        else:
            chunk.refused.append(Bad(row.line, "changed_content", {"id": row.external_id[:80]}, row.came_as))
    first_lines.keep((key, row.line) for key, (row, _, _) in found.fresh.items() if row.external_id)
    return chunk


def _take_labels(tx: Transaction, upload: Upload, fresh: Fresh, known: Mapping[str, object], chunk: _Chunk) -> None:
    """Keep what is suggested or known of new rows; one whose labels could not be an answer is refused with its reason.

    Without its labels it would be another item than the one that was sent, and nobody would notice.
    """
    labelled = {key: row for key, (row, _, _) in fresh.items() if row.suggestion is not None or row.gold is not None}
    for field_name, kept in (("suggestion", chunk.suggestions), ("gold", chunk.answers)):
        raw = {
            key: (getattr(row, field_name), row.content)
            for key, row in labelled.items()
            if key not in known and key in fresh and getattr(row, field_name) is not None
        }
        read = read_suggestions(tx, raw, project_id=upload.project_id, task_types=upload.task_types)
        for key, one in read.items():
            if isinstance(one, Problem):
                row = fresh.pop(key)[0]
                chunk.refused.append(Bad(row.line, one.code, one.params, row.came_as))
                chunk.suggestions.pop(key, None)
            else:
                kept[key] = one


def _known(tx: Transaction, project_id: int, fresh: Fresh) -> dict[str, tuple[str, int]]:
    rows = tx.run(_KNOWN, project_id=project_id, keys=json_text(dict.fromkeys(fresh, 0))) if fresh else []
    return {key: (content_hash, batch_id) for key, content_hash, batch_id in rows}
