"""Asking for a data set, taking one to write it, saying how far it is, and letting it go when its time is over."""

import secrets
from datetime import datetime

from annotate.dataset_files.queries import answer_count
from annotate.dataset_files.rules import KEPT_FOR, OPEN_MOST, FileState
from annotate.dataset_files.tables import DatasetFile
from annotate.datasets_out import Choice
from annotate.projects.service import note_export
from payments.transaction import Transaction
from policies.errors import Kind, Refusal

_OPEN = "SELECT count(*) FROM dataset_file WHERE project_id = :project_id AND state IN ('waiting', 'running')"
_TAKE = """
UPDATE dataset_file SET state = 'running', started_at = :now, done_count = 0
WHERE id = (
  SELECT id FROM dataset_file WHERE state = 'waiting' OR (state = 'running' AND started_at < :stuck_since)
  ORDER BY id LIMIT 1 /*postgresql: FOR UPDATE SKIP LOCKED */
) RETURNING id
"""
_REACHED = """
UPDATE dataset_file SET done_count = :done_count, started_at = :now WHERE id = :file_id AND state = 'running'
"""
_DONE = """
UPDATE dataset_file SET state = 'done', done_count = :done_count, size_bytes = :size_bytes, digest = :digest,
  finished_at = :now, expires_at = :expires_at WHERE id = :file_id AND state = 'running'
"""
_FAILED = """
UPDATE dataset_file SET state = 'failed', problem = :problem, finished_at = :now WHERE id = :file_id
  AND state = 'running'
"""
_GONE = "UPDATE dataset_file SET state = 'gone', digest = '' WHERE id = :file_id AND state = 'done'"


def ask_dataset(tx: Transaction, *, project_id: int, by_id: int, choice: Choice, language: str, now: datetime) -> str:
    """Ask for a data set to be written, and return its link; that somebody did stands in the project's history.

    Args:
        tx: the open transaction.
        project_id: whose answers.
        by_id: who asks.
        choice: found good by `checked_format`.
        language: in which it says what was lost.
        now: when.

    Raises:
        Refusal: `datasets_open`, where several of this project are under way.
    """
    if int(tx.value(_OPEN, project_id=project_id)) >= OPEN_MOST:
        raise Refusal("datasets_open", Kind.CONFLICT, most=OPEN_MOST)
    made = DatasetFile(
        project_id=project_id,
        asked_by_id=by_id,
        format=choice.format,
        resolution=choice.resolution.value,
        media=choice.media.value,
        with_surplus=choice.with_surplus,
        language=language,
        link=secrets.token_urlsafe(24),
        state=FileState.WAITING,
        total_count=answer_count(tx, project_id),
        asked_at=now,
    )
    tx.add(made)
    tx.flush()
    note_export(tx, project_id=project_id, by_id=by_id, format=choice.format, now=now)
    return made.link


def take_dataset(tx: Transaction, *, stuck_since: datetime, now: datetime) -> int | None:
    """Take the oldest data set that waits, or one whose writer died; return its number, or None."""
    row = tx.one(_TAKE, stuck_since=stuck_since, now=now)
    return None if row is None else int(row[0])


def dataset_reached(tx: Transaction, file_id: int, *, done_count: int, now: datetime) -> None:
    """Note how many answers are written, which is also a sign of life."""
    tx.run(_REACHED, file_id=file_id, done_count=done_count, now=now)


def dataset_done(
    tx: Transaction, file_id: int, *, done_count: int, size_bytes: int, digest: str, now: datetime
) -> None:
    """Note that a data set is written and kept: it can be fetched until its time is over."""
    tx.run(
        _DONE,
        file_id=file_id,
        done_count=done_count,
        size_bytes=size_bytes,
        digest=digest,
        now=now,
        expires_at=now + KEPT_FOR,
    )


def dataset_failed(tx: Transaction, file_id: int, *, problem: str, now: datetime) -> None:
    """Note that a data set could not be written."""
    tx.run(_FAILED, file_id=file_id, problem=problem[:200], now=now)


def dataset_gone(tx: Transaction, file_id: int) -> None:
    """Note that a data set is not kept any more."""
    tx.run(_GONE, file_id=file_id)
