"""How fast a data set comes in and goes out, and what memory that takes above an idle house: rows a second, as JSON."""

import io
import resource
import time
from collections import deque
from pathlib import Path

from annotate import imports
from annotate.datasets.service import Upload, import_file, start_upload
from payments.people.service import add_organisation, add_person
from web.bench.datasets_out import sent_out
from web.bench.work import Rows, make_draft
from web.db_schema import upgrade
from web.running import the_house_of
from web.settings import Environment, Settings
from web.wiring import House

_KILO = 1_024


def measure(folder: Path, rows: int, *, database: str = "") -> dict[str, object]:
    """Bring so many rows of a table in, a short text and an id in each; return what it took.

    Args:
        folder: for the database and everything else.
        rows: how many.
        database: an empty PostgreSQL database; empty: SQLite.
    """
    settings = Settings(environment=Environment.TEST, data_dir=folder, database_url=database)
    with the_house_of(settings, is_migrating=False) as house:
        upgrade(house.db)
        brought_in = _brought_in(house, rows)
        return {
            "database": "postgresql" if database else "sqlite",
            "in": brought_in,
            "out": sent_out(house, rows),
        }


def peak_bytes() -> int:
    """Return the most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KILO


def _brought_in(house: House, rows: int) -> dict[str, object]:
    upload, batch_id = _begun(house, rows)
    source, form = io.BufferedReader(Rows(rows)), imports.discover()["csv"]
    idle, began, worked = peak_bytes(), time.perf_counter(), time.process_time()
    steps = import_file(house.db.writing, upload=upload, batch_id=batch_id, form=form, source=source, now=house.now)
    deque(steps, maxlen=0)
    seconds, processor = time.perf_counter() - began, time.process_time() - worked
    return {
        "rows": rows,
        "seconds": round(seconds, 2),
        "rows_per_second": round(rows / seconds),
        "rows_per_processor_second": round(rows / processor),
        "memory_above_idle_bytes": peak_bytes() - idle,
    }


def _begun(house: House, rows: int) -> tuple[Upload, int]:
    """Return an upload to a draft, and its batch."""
    now = house.now()
    with house.db.writing() as tx:
        asker_id = add_person(tx, name="Bench", language="en", time_zone="UTC", now=now)
        organisation_id = add_organisation(tx, name="Bench", now=now)
        project_id = make_draft(tx, house, organisation_id, asker_id, items=rows, now=now)
        upload = Upload(project_id=project_id, by_id=asker_id, file_name="bench.csv", size_bytes=0)
        return upload, start_upload(tx, upload=upload, format="csv", now=now)
