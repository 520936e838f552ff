"""How fast data sets come in and go out, and what memory that takes above an idle house."""

import gc
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from annotate.datasets.queries import batch
from annotate.datasets.service import Upload, start_upload
from annotate.rows import Choices
from payments.people.service import add_organisation, add_person
from web.bench import files
from web.bench.boxes_out import boxes_sent_out
from web.bench.datasets_out import sent_out
from web.bench.memory import Watched
from web.bench.work import make_draft
from web.bringing_in import bring_in
from web.db_schema import upgrade
from web.running import the_house_of
from web.settings import Environment, Settings
from web.wiring import House

ON_ONE_PICTURE = 1_000
BOXES = "boxes"
Figures = dict[str, object]


class Part(StrEnum):
    """What can be measured."""

    TABLE = "table"
    JSON_LINES = "jsonl"
    OUT = "out"
    REFUSED = "refused"
    COCO = "coco"
    BOXES_OUT = "boxes_out"
    PICTURES = "pictures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much of each.

    Args:
        rows: of a table, of JSON lines, of answers that go out, and of lines that are refused.
        annotations: of a COCO file, and of boxes that go out.
        archive_bytes: of a ZIP of pictures.
    """

    rows: int
    annotations: int
    archive_bytes: int


def measure(folder: Path, sizes: Sizes, parts: tuple[Part, ...], *, database: str) -> Iterator[Figures]:
    """Yield what each part took, as soon as it is measured.

    Args:
        folder: for files, and for a database of SQLite.
        sizes: how much of each.
        parts: which.
        database: an empty database.
    """
    settings = Settings(environment=Environment.TEST, data_dir=folder, database_url=database, files_url="")
    with the_house_of(settings, is_migrating=False) as house:
        upgrade(house.db)
        gc.freeze()  # as in a house that runs: it is migrated before anybody works in it
        name = "sqlite" if house.db.is_sqlite else "postgresql"
        for part in parts:
            load = round(os.getloadavg()[0], 1)
            yield {"database": name, "part": part.value, "load_before": load, **PARTS[part](house, folder, sizes)}


def _table(house: House, folder: Path, sizes: Sizes) -> Figures:
    return _from_disk(house, files.written(folder / "bench.csv", files.table(sizes.rows)))


def _json_lines(house: House, folder: Path, sizes: Sizes) -> Figures:
    return _from_disk(house, files.written(folder / "bench.jsonl", files.json_lines(sizes.rows)))


def _refused(house: House, folder: Path, sizes: Sizes) -> Figures:
    return _from_disk(house, files.written(folder / "empty.jsonl", files.empty_lines(sizes.rows)))


def _out(house: House, folder: Path, sizes: Sizes) -> Figures:
    del folder
    return sent_out(house, sizes.rows)


def _coco(house: House, folder: Path, sizes: Sizes) -> Figures:
    path = folder / "coco.zip"
    files.annotated_archive(path, annotations=sizes.annotations, each=ON_ONE_PICTURE)
    return {"annotations": sizes.annotations, **_from_disk(house, path, task_type=BOXES)}


def _boxes_out(house: House, folder: Path, sizes: Sizes) -> Figures:
    path = folder / "boxes.zip"
    files.annotated_archive(path, annotations=sizes.annotations, each=ON_ONE_PICTURE)
    upload, batch_id = _begun(house, path.name, BOXES)
    with path.open("rb") as source:
        deque(bring_in(house, upload, source, batch_id=batch_id), maxlen=0)
    path.unlink()
    each = min(ON_ONE_PICTURE, sizes.annotations)
    return {"annotations": sizes.annotations, **boxes_sent_out(house, upload.project_id, each=each)}


def _pictures(house: House, folder: Path, sizes: Sizes) -> Figures:
    path = folder / "pictures.zip"
    files.picture_archive(path, size_bytes=sizes.archive_bytes)
    return {"archive_bytes": path.stat().st_size, **_from_disk(house, path, task_type=BOXES)}


PARTS: Mapping[Part, Callable[[House, Path, Sizes], Figures]] = {
    Part.TABLE: _table,
    Part.JSON_LINES: _json_lines,
    Part.OUT: _out,
    Part.REFUSED: _refused,
    Part.COCO: _coco,
    Part.BOXES_OUT: _boxes_out,
    Part.PICTURES: _pictures,
}
assert set(PARTS) == set(Part)


def _from_disk(house: House, path: Path, *, task_type: str = "choice") -> Figures:
    """Bring a file into a draft of its own, as the page and the API do; return what that took, and let the file go."""
    upload, batch_id = _begun(house, path.name, task_type)
    with path.open("rb") as source, Watched() as memory:
        began, worked = time.perf_counter(), time.process_time()
        deque(bring_in(house, upload, source, batch_id=batch_id), maxlen=0)
        seconds, processor = time.perf_counter() - began, time.process_time() - worked
    path.unlink()
    with house.db.reading() as tx:
        came = batch(tx, batch_id)
    assert came is not None, "it was begun above"
    rows = came.imported_count + came.refused_count + came.skipped_count
    return {
        "imported": came.imported_count,
        "refused": came.refused_count,
        "seconds": round(seconds, 2),
        "rows_per_second": round(rows / seconds),
        "rows_per_processor_second": round(rows / processor),
        "memory_above_idle_bytes": memory.above_bytes,
    }


def _begun(house: House, file_name: str, task_type: str) -> tuple[Upload, int]:
    """Return an upload to a draft, and its batch."""
    now = house.now()
    with house.db.writing() as tx:
        asker_id = add_person(tx, name="Bench", language="en", time_zone="UTC", now=now)
        organisation_id = add_organisation(tx, name=f"Bench {file_name} {asker_id}", now=now)
        project_id = make_draft(tx, house, organisation_id, asker_id, items=1, now=now, task_type=task_type)
        choices = Choices(wanted="image" if task_type == BOXES else "text")
        upload = Upload(project_id=project_id, by_id=asker_id, file_name=file_name, size_bytes=0, choices=choices)
        return upload, start_upload(tx, upload=upload, format=file_name.rpartition(".")[2], now=now)
