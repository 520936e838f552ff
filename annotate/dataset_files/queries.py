"""Reading data sets that were asked for: those of a project, one by its link, and what there is to be written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotate.dataset_files.rules import FileState, key_of
from payments.transaction import Transaction
from policies.periods import from_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetFileView:
    """One data set that was asked for.

    Attributes:
        done_count: answers written so far.
        total_count: answers there were when it was asked for.
        digest: SHA-256 of the file, once it is written.
        problem: the code of what went wrong, empty where nothing did.
    """

    file_id: int
    project_id: int
    asked_by_id: int
    format: str
    resolution: str
    media: str
    with_surplus: bool
    language: str
    link: str
    state: str
    done_count: int
    total_count: int
    size_bytes: int
    digest: str
    problem: str
    asked_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to come."""
        return self.state in {FileState.WAITING, FileState.RUNNING}

    @property
    def key(self) -> str:
        """Where its bytes are kept."""
        return key_of(self.file_id, self.link)

    def is_there(self, now: datetime) -> bool:
        """Return whether it can be fetched."""
        return self.state == FileState.DONE and self.expires_at is not None and now < self.expires_at


_COLUMNS = """
id, project_id, asked_by_id, format, resolution, media, with_surplus, language, link, state, done_count, total_count,
size_bytes, digest, problem, asked_at, finished_at, expires_at
"""
_OF_PROJECT = f"SELECT {_COLUMNS} FROM dataset_file WHERE project_id = :project_id ORDER BY id DESC LIMIT :most"
_BY_LINK = f"SELECT {_COLUMNS} FROM dataset_file WHERE project_id = :project_id AND link = :link"
_BY_ID = f"SELECT {_COLUMNS} FROM dataset_file WHERE id = :file_id"
_OVER = f"SELECT {_COLUMNS} FROM dataset_file WHERE state = 'done' AND expires_at <= :now ORDER BY id LIMIT :most"
_ANSWER_COUNT = """
SELECT count(*) FROM answer JOIN assignment ON assignment.id = answer.assignment_id
WHERE answer.project_id = :project_id AND assignment.state IN ('submitted', 'accepted')
"""


def dataset_files(tx: Transaction, project_id: int, *, most: int = 20) -> tuple[DatasetFileView, ...]:
    """Return the data sets that were asked for last, the newest first."""
    return tuple(map(_view, tx.run(_OF_PROJECT, project_id=project_id, most=most)))


def dataset_file(tx: Transaction, *, project_id: int, link: str) -> DatasetFileView | None:
    """Return the data set of a link, or None."""
    row = tx.one(_BY_LINK, project_id=project_id, link=link)
    return None if row is None else _view(row)


def dataset_file_of_id(tx: Transaction, file_id: int) -> DatasetFileView:
    """Return a data set that there is."""
    row = tx.one(_BY_ID, file_id=file_id)
    assert row is not None, "it was taken just now"
    return _view(row)


def files_over(tx: Transaction, *, now: datetime, most: int = 50) -> tuple[DatasetFileView, ...]:
    """Return data sets that were kept long enough."""
    return tuple(map(_view, tx.run(_OVER, now=now, most=most)))


def answer_count(tx: Transaction, project_id: int) -> int:
    """Return how many answers of a project can leave, surplus ones among them."""
    return int(tx.value(_ANSWER_COUNT, project_id=project_id))


def _view(row: tuple[Any, ...]) -> DatasetFileView:
    *said, asked_at, finished_at, expires_at = row
    return DatasetFileView(
        file_id=said[0],
        project_id=said[1],
        asked_by_id=said[2],
        format=said[3],
        resolution=said[4],
        media=said[5],
        with_surplus=bool(said[6]),
        language=said[7],
        link=said[8],
        state=said[9],
        done_count=said[10],
        total_count=said[11],
        size_bytes=said[12],
        digest=said[13],
        problem=said[14],
        asked_at=from_ms(asked_at),
        finished_at=None if finished_at is None else from_ms(finished_at),
        expires_at=None if expires_at is None else from_ms(expires_at),
    )
