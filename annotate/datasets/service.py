"""Turning an upload into items: good rows land, bad rows are kept with their reason, a second upload adds none."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO, cast

from annotate.imports import Import, Row
from annotate.intake.ahead import ahead
from annotate.intake.chunks import chunks_of
from annotate.intake.counting import Counted
from annotate.intake.first_lines import FirstLines
from annotate.intake.labelling import checked
from annotate.intake.landing import Reading, import_chunk, place_of
from annotate.intake.sorting import Sorted, sorted_out
from annotate.intake.uploads import Progress as Progress
from annotate.intake.uploads import Upload as Upload
from annotate.suggestions.service import asks_of
from payments.transaction import Transaction
from policies.errors import Refusal

Writing = Callable[[], AbstractContextManager[Transaction]]
"""Opens a transaction that commits at its end (`house.db.writing`)."""

_NEW_BATCH = """
INSERT INTO batch (project_id, file_name, format, encoding, imported_count, skipped_count, refused_count, read_bytes,
                   size_bytes, started_by_id, started_at, after_item_id)
VALUES (:project_id, :file_name, :format, '', 0, 0, 0, 0, :size_bytes, :by_id, :now,
        coalesce((SELECT max(id) FROM item), 0)) RETURNING id
"""
_ORDER = "SELECT item_order FROM project WHERE id = :project_id"
_ENCODING = "UPDATE batch SET encoding = :encoding WHERE id = :batch_id"
_CATEGORY = """
INSERT INTO category (project_id, label, number, above) VALUES (:project_id, :label, :number, :above)
ON CONFLICT (project_id, label) DO NOTHING
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
    place_of(tx, upload.project_id, batch_id=0)
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
            asks = asks_of(tx, upload.project_id)
        opened = form.open(cast("BinaryIO", counted), choices)  # it reads and seeks: all that a format asks
        upload.tell_columns(opened.columns)
        with writing() as tx:
            tx.run(_ENCODING, batch_id=batch_id, encoding=opened.encoding)

        def check(found: Sorted) -> None:
            found.checked = checked(found.labelled, asks, upload.task_types) if found.labelled else None

        with closing(FirstLines()) as first_lines, closing(ahead(_sorting(opened.rows, counted, check))) as chunks:
            reading = Reading(upload, batch_id, first_lines)
            for found in chunks:
                with writing() as tx:
                    progress = import_chunk(tx, reading, found, now=now())
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


def _sorting(rows: Iterator[Row], source: Counted, check: Callable[[Sorted], None]) -> Callable[[], Sorted | None]:
    """Return what reads the next chunk and tells its rows apart: before its transaction, as it is most of the work.

    Args:
        rows: of the file.
        source: it, counted.
        check: looks at the labels of a chunk.
    """
    chunks = chunks_of(rows)

    def take() -> Sorted | None:
        chunk = next(chunks, None)
        if chunk is None:
            return None
        found = sorted_out(chunk, read_bytes=source.read_bytes)
        check(found)
        return found

    return take


def _keep_categories(tx: Transaction, project_id: int, categories: Mapping[str, tuple[int, str]]) -> None:
    """Keep the numbers that a file gives its labels, so that they come back under them; the first file's stay."""
    for label, (number, above) in categories.items():
        tx.send(_CATEGORY, project_id=project_id, label=label, number=number, above=above)
