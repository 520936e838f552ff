"""Puts the demonstration's projects in place as their requesters would: made, filled, paid for, published."""

import io
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from annotate import imports
from annotate.darkroom.developing import Limits, develop
from annotate.datasets.service import Upload, Writing, import_file, start_upload
from annotate.demo_answers import QUESTIONS_FILE, REPORTS_FILE, sentences, streets
from annotate.demo_complaints import complaint_lines, pair_lines
from annotate.demo_drafts import CLIENT_OF, DRAFTS, Client
from annotate.demo_drawing import archive_of
from annotate.demo_plan import Job
from annotate.imports import Choices
from annotate.intake.keeping_pictures import Desk, KeepingPictures
from annotate.item_objects import Wanted
from annotate.pictures.rules import Files
from annotate.projects.queries import quote
from annotate.projects.service import create_project, publish
from annotate.task_types import TaskType
from payments.ledger.service import fund_organisation
from payments.transaction import Transaction
from policies.rulebook import Rulebook

OUTLINED_STREETS = 8
"""So many of them are outlined as well, in a project of their own."""
FIRST_STREETS = 30
"""So many pictures come with the project; the others later, for a higher price."""
PICTURES_OF: Mapping[Job, int] = {Job.STREETS: FIRST_STREETS, Job.OUTLINES: OUTLINED_STREETS}
TRIED_FIRST = frozenset({Job.WINDOW})
"""What is offered as a paid pilot before it is published."""
_TEXTS = tuple(Wanted(name=name, kind="text") for name in ("question", "first", "second"))
"""What each pair of replies shows."""
TO_SPARE_MICROS: Mapping[Client, int] = {
    Client.MINISTRY: 1_500_000_000,
    Client.MOBILITY: 900_000_000,
    Client.ARCHIVE: 60_000_000,
}
"""What each organisation has left for a project that a visitor may make."""


@dataclass(frozen=True, slots=True)
class Lent:
    """What the house lends to those who ask and to those who work.

    Attributes:
        writing: opens a transaction that commits at its end.
    """

    writing: Writing
    rulebook: Rulebook
    task_types: Mapping[str, TaskType]
    files: Files


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: an organisation, and the member who acts for it."""

    organisation_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class Streets:
    """Drawings that somebody sends to a project in one archive."""

    asker: Asker
    project_id: int
    file_name: str
    names: tuple[str, ...]


def open_projects(lent: Lent, askers: Mapping[Client, Asker], *, now: datetime) -> dict[Job, int]:
    """Make, fill and fund every project, publish all but the one that is tried out, and leave some money to spare."""
    projects = {job: make_project(lent, askers[CLIENT_OF[job]], job, now=now) for job in Job}
    with lent.writing() as tx:
        for client, asker in askers.items():
            theirs = [projects[job] for job in Job if CLIENT_OF[job] is client]
            _fund(tx, lent, asker, theirs, spare_micros=TO_SPARE_MICROS[client], now=now)
        for job in (one for one in Job if one not in TRIED_FIRST):
            by_id = askers[CLIENT_OF[job]].person_id
            publish(tx, project_id=projects[job], by_id=by_id, rulebook=lent.rulebook, now=now)
    return projects


def make_project(lent: Lent, asker: Asker, job: Job, *, now: datetime) -> int:
    """Make the draft of one project and import its first items."""
    with lent.writing() as tx:
        project_id = create_project(
            tx,
            draft=DRAFTS[job],
            organisation_id=asker.organisation_id,
            created_by_id=asker.person_id,
            rulebook=lent.rulebook,
            task_types=lent.task_types,
            now=now,
        )
    if job in PICTURES_OF:
        names = list(streets())[: PICTURES_OF[job]]
        bring_streets(lent, Streets(asker, project_id, "calles.zip", tuple(names)), now=now)
        return project_id
    file_name, data = _texts_of(job)
    form = imports.discover()[file_name.rpartition(".")[2]]
    upload = _upload(asker, project_id, file_name, data, wanted="objects" if job is Job.REPLIES else "text")
    _bring_in(lent.writing, upload, data, form, now=now)
    return project_id


def _texts_of(job: Job) -> tuple[str, bytes]:
    """Return the file that a project's requester sends, and its name."""
    if job is Job.COMPLAINTS:
        return "quejas.jsonl", complaint_lines()
    if job is Job.REPLIES:
        return "respuestas.jsonl", pair_lines()
    file_name, name = (REPORTS_FILE, "reports.csv") if job is Job.REPORTS else (QUESTIONS_FILE, "preguntas.csv")
    return name, sentences(file_name)


def bring_streets(lent: Lent, sent: Streets, *, now: datetime) -> int:
    """Draw some streets, send them as one archive, and return the batch; they are ours, so no process guards us."""
    data = archive_of(streets()[name] for name in sent.names)
    desk = Desk(files=lent.files, limits=Limits(), making=develop, is_known=lambda _: False, still_here=lambda: None)
    form = KeepingPictures(imports.discover()["zip"], desk, file_name=sent.file_name)
    upload = _upload(sent.asker, sent.project_id, sent.file_name, data, wanted="image")
    return _bring_in(lent.writing, upload, data, form, now=now)


def _upload(asker: Asker, project_id: int, file_name: str, data: bytes, *, wanted: str = "text") -> Upload:
    return Upload(
        project_id=project_id,
        by_id=asker.person_id,
        file_name=file_name,
        size_bytes=len(data),
        choices=Choices(wanted=wanted, objects=_TEXTS if wanted == "objects" else ()),
    )


def _bring_in(writing: Writing, upload: Upload, data: bytes, form: imports.Import, *, now: datetime) -> int:
    with writing() as tx:
        batch_id = start_upload(tx, upload=upload, format=form.name, now=now)
    steps = import_file(writing, upload=upload, batch_id=batch_id, form=form, source=io.BytesIO(data), now=lambda: now)
    deque(steps, maxlen=0)
    return batch_id


def _fund(tx: Transaction, lent: Lent, asker: Asker, projects: list[int], *, spare_micros: int, now: datetime) -> None:
    quotes = [quote(tx, project_id=which, rulebook=lent.rulebook, now=now) for which in projects]
    fund_organisation(
        tx,
        organisation_id=asker.organisation_id,
        amount_micros=sum(one.ceiling_micros for one in quotes) + spare_micros,
        currency=quotes[0].currency,
        provider_reference=f"demonstration-{asker.organisation_id}",
        now=now,
    )
