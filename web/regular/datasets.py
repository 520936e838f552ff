"""Writes the data sets that people asked for, one after the other, and lets those go whose time is over."""

import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from annotate.dataset_files.queries import DatasetFileView, dataset_file_of_id, files_over
from annotate.dataset_files.rules import STUCK
from annotate.dataset_files.service import (
    dataset_done,
    dataset_failed,
    dataset_gone,
    dataset_reached,
    take_dataset,
)
from annotate.datasets_out import pieces
from annotate.projects.queries import existing_project
from policies.errors import Refusal
from web.leaving import choice_from, leaving_of
from web.logs import log
from web.wiring import House

TOLD_EVERY = 20_000
"""After so many answers the page is told how far it is."""


def write_asked(house: House) -> int:
    """Write every data set that was asked for, and return how many there were."""
    done = 0
    while (file := _take(house)) is not None:
        _write(house, file)
        done += 1
    return done


def let_go(house: House) -> int:
    """Delete data sets whose time is over, and return how many there were."""
    with house.db.reading() as tx:
        over = files_over(tx, now=house.now())
    for file in over:
        house.files.delete(file.key)
        with house.db.writing() as tx:
            dataset_gone(tx, file.file_id)
    return len(over)


def _take(house: House) -> DatasetFileView | None:
    now = house.now()
    with house.db.writing() as tx:
        file_id = take_dataset(tx, stuck_since=now - STUCK, now=now)
        return None if file_id is None else dataset_file_of_id(tx, file_id)


class _Progress:
    """Tells the page how many answers are written, now and then, in transactions of their own."""

    def __init__(self, house: House, file_id: int) -> None:
        self._house, self._file_id = house, file_id
        self.count = self._told = 0

    def reached(self, more: int) -> None:
        self.count += more
        if self.count - self._told >= TOLD_EVERY:
            self._told = self.count
            with self._house.db.writing() as tx:
                dataset_reached(tx, self._file_id, done_count=self.count, now=self._house.now())


def _write(house: House, file: DatasetFileView) -> None:
    house.settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    progress = _Progress(house, file.file_id)
    try:
        with tempfile.TemporaryDirectory(dir=house.settings.data_dir) as folder:
            path = Path(folder) / "dataset"
            digest = _written(path, _pieces(house, file, progress))
            size = path.stat().st_size
            house.files.put_file(file.key, path)
    except Exception as problem:  # noqa: BLE001 - whoever asked must learn that it did not work
        log().exception("dataset_failed", file_id=file.file_id)
        code = problem.code if isinstance(problem, Refusal) else type(problem).__name__
        with house.db.writing() as tx:
            dataset_failed(tx, file.file_id, problem=code, now=house.now())
        return
    with house.db.writing() as tx:
        dataset_done(tx, file.file_id, done_count=progress.count, size_bytes=size, digest=digest, now=house.now())


def _pieces(house: House, file: DatasetFileView, progress: _Progress) -> Iterator[bytes]:
    """Yield the data set; its transaction stays open, so that the answers are those of one moment."""
    choice = choice_from(
        form=file.format,
        resolution=file.resolution,
        media=file.media,
        with_surplus=file.with_surplus,
        is_archive=True,
    )
    leaving = leaving_of(house, language=file.language, reached=progress.reached)
    with house.db.reading() as tx:
        yield from pieces(tx, existing_project(tx, file.project_id), choice, leaving)


def _written(path: Path, data: Iterator[bytes]) -> str:
    """Write a file, and return its fingerprint."""
    fingerprint = sha256()
    with path.open("xb") as out:
        for piece in data:
            fingerprint.update(piece)
            out.write(piece)
    return fingerprint.hexdigest()


JOBS = (("write_datasets", 5, write_asked), ("let_datasets_go", 3600, let_go))
