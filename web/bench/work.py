"""A project of any size to be measured: filled, funded and published through the services, with people for it."""

import io
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from annotate import imports
from annotate.datasets.service import Upload, import_file, start_upload
from annotate.projects.queries import quote
from annotate.projects.rules import LabelDraft, ProjectDraft
from annotate.projects.service import create_project, publish
from payments.ledger.service import fund_organisation
from payments.people.service import add_annotator, add_organisation, add_person
from payments.transaction import Transaction
from web.bench.crowd import LABELS
from web.wiring import House

SMALL = 10_000
OVERLAP_SMALL = 9  # so that a small project is not used up while it is measured
OVERLAP_LARGE = 3


@dataclass(frozen=True, slots=True)
class Bench:
    """A published project, its people, and how fast its items came in."""

    house: House
    project_id: int
    annotator_ids: tuple[int, ...]
    import_rows_per_second: int


class Rows(io.RawIOBase):
    """A CSV file that is made while it is read, so that a million rows need no memory."""

    def __init__(self, count: int) -> None:
        self._pieces = self._made(count)
        self._left = b""

    @staticmethod
    def _made(count: int) -> Iterator[bytes]:
        yield b"id,text\n"
        for first in range(0, count, 500):
            numbers = range(first, min(first + 500, count))
            yield "".join(f"q-{number},Can I renew passport {number}?\n" for number in numbers).encode()

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # any buffer comes as a memoryview
        """Fill the buffer."""
        if not self._left:
            self._left = next(self._pieces, b"")
        part, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def set_up(house: House, *, items: int, annotators: int) -> Bench:
    """Make a project of so many items and so many people to work on it."""
    now = house.now()
    people = newcomers(house, annotators)
    with house.db.writing() as tx:
        asker_id = add_person(tx, name="Bench", language="en", time_zone="UTC", now=now)
        organisation_id = add_organisation(tx, name="Bench", now=now)
        project_id = make_draft(tx, house, organisation_id, asker_id, items=items, now=now)
    speed = _fill(house, project_id, asker_id, items)
    with house.db.writing() as tx:
        ceiling = quote(tx, project_id=project_id, rulebook=house.rulebook, now=now).ceiling_micros
        fund_organisation(
            tx,
            organisation_id=organisation_id,
            amount_micros=ceiling,
            currency="MXN",
            provider_reference=f"bench-{project_id}",
            now=now,
        )
        publish(tx, project_id=project_id, by_id=asker_id, rulebook=house.rulebook, now=now)
    return Bench(house, project_id, people, speed)


def newcomers(house: House, count: int) -> tuple[int, ...]:
    """Return so many annotators who have not worked yet: every measurement begins on the same morning of theirs."""
    with house.db.writing() as tx:
        return tuple(_annotator(tx, f"Bench {number}", now=house.now()) for number in range(count))


def make_draft(  # noqa: PLR0913 - a project has an owner, an author, a size and a kind
    tx: Transaction,
    house: House,
    organisation_id: int,
    asker_id: int,
    *,
    items: int,
    now: datetime,
    task_type: str = "choice",
) -> int:
    """Make a draft for so many items and return its number."""
    return create_project(
        tx,
        draft=replace(_draft(items), task_type=task_type),
        organisation_id=organisation_id,
        created_by_id=asker_id,
        rulebook=house.rulebook,
        task_types=house.task_types,
        now=now,
    )


def _annotator(tx: Transaction, name: str, *, now: datetime) -> int:
    person_id = add_person(tx, name=name, language="en", time_zone="America/Mexico_City", now=now)
    add_annotator(tx, person_id, jurisdiction="MX", zone="general", from_on=now.date() - timedelta(days=2), now=now)
    return person_id


def _draft(items: int) -> ProjectDraft:
    return ProjectDraft(
        name="Bench",
        labels=[LabelDraft(label) for label in LABELS],
        instructions="Choose one.",
        jurisdictions=("MX",),
        currency="MXN",
        price_micros=1_150_000,
        estimated_ms=80_000,
        overlap=OVERLAP_SMALL if items < SMALL else OVERLAP_LARGE,
        language="en",
    )


def _fill(house: House, project_id: int, asker_id: int, items: int) -> int:
    """Import the items and return how many rows a second that was."""
    upload = Upload(project_id=project_id, by_id=asker_id, file_name="bench.csv", size_bytes=0)
    with house.db.writing() as tx:
        batch_id = start_upload(tx, upload=upload, format="csv", now=house.now())
    source = io.BufferedReader(Rows(items))
    form = imports.discover()["csv"]
    began = time.perf_counter()
    steps = import_file(house.db.writing, upload=upload, batch_id=batch_id, form=form, source=source, now=house.now)
    deque(steps, maxlen=0)
    return round(items / (time.perf_counter() - began))
