"""Builders for work: a funded project with items, and people who label, all made through the real services."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from annotate import imports, task_types
from annotate.assignments.rules import Reason
from annotate.datasets.service import Upload, import_file, start_upload
from annotate.imports import Choices
from annotate.projects.queries import quote
from annotate.projects.rules import LabelDraft, ProjectDraft
from annotate.projects.service import create_project, pause, publish
from annotate.serving.service import (
    Offer,
    Receipt,
    Served,
    accept_due,
    expire_due,
    heartbeat,
    next_offer,
    release,
    submit,
    submit_and_next,
)
from annotate.timeclock.service import move_rest
from payments.ledger.service import fund_organisation
from payments.people.service import add_annotator, add_person
from policies.rulebook import Rulebook
from tests.cast import BEGINNING, COVERED, Clock
from tests.make import make_organisation
from web.db import Database

RULEBOOK = Rulebook.load_with(None)
TASK_TYPES = task_types.discover()
LABELS = (LabelDraft("renewal"), LabelDraft("lost"), LabelDraft("appointment"))


def draft(**changes: object) -> ProjectDraft:
    """A lawful project: 1.15 MXN for 80 seconds is 51.75 an hour."""
    usual: dict[str, object] = {
        "name": "Passport questions",
        "labels": LABELS,
        "instructions": "Choose what the person asks.",
        "jurisdictions": ("MX",),
        "currency": "MXN",
        "price_micros": 1_150_000,
        "estimated_ms": 80_000,
    }
    return ProjectDraft(**(usual | changes))  # type: ignore[arg-type]


@dataclass(slots=True)
class Work:
    """A project in a database, the clock, and short ways to work on it."""

    db: Database
    clock: Clock
    project_id: int
    organisation_id: int
    requester_id: int

    def next(self, person_id: int) -> Offer:
        with self.db.writing() as tx:
            return next_offer(tx, person_id=person_id, project_id=self.project_id, now=self.clock(), rulebook=RULEBOOK)

    def submit(self, person_id: int, assignment_id: int, label: str = "lost") -> Receipt:
        with self.db.writing() as tx:
            return submit(
                tx,
                person_id=person_id,
                assignment_id=assignment_id,
                result=answer(label),
                now=self.clock(),
                rulebook=RULEBOOK,
                task_types=TASK_TYPES,
            )

    def answer(self, person_id: int, *, seconds: float = 60, label: str = "lost") -> Receipt:
        """Take the next item, think, answer."""
        offer = self.next(person_id)
        self.clock.advance(seconds=seconds)
        return self.submit(person_id, offer.assignment_id, label)

    def answer_many(self, person_id: int, count: int, *, seconds: float, rest_minutes: float = 0) -> None:
        """Answer items one after another, with a rest after each where one is asked for."""
        for _ in range(count):
            self.answer(person_id, seconds=seconds)
            self.clock.advance(minutes=rest_minutes)

    def submit_and_next(self, person_id: int, assignment_id: int, label: str = "lost") -> Served:
        with self.db.writing() as tx:
            return submit_and_next(
                tx,
                person_id=person_id,
                assignment_id=assignment_id,
                result=answer(label),
                now=self.clock(),
                rulebook=RULEBOOK,
                task_types=TASK_TYPES,
            )

    def release(self, person_id: int, assignment_id: int, reason: Reason) -> None:
        with self.db.writing() as tx:
            release(
                tx,
                person_id=person_id,
                assignment_id=assignment_id,
                reason=reason,
                now=self.clock(),
                rulebook=RULEBOOK,
            )

    def heartbeats(self, person_id: int, count: int, *, seconds: float) -> None:
        for _ in range(count):
            self.clock.advance(seconds=seconds)
            with self.db.writing() as tx:
                heartbeat(tx, person_id=person_id, now=self.clock(), rulebook=RULEBOOK)

    def move_rest(self, person_id: int) -> None:
        with self.db.writing() as tx:
            move_rest(tx, person_id=person_id, now=self.clock(), rulebook=RULEBOOK)

    def expire(self) -> int:
        with self.db.writing() as tx:
            return expire_due(tx, now=self.clock())

    def accept(self) -> int:
        with self.db.writing() as tx:
            return accept_due(tx, silence_ms=RULEBOOK.silence_ms(on=self.clock().date()), now=self.clock())

    def pause(self) -> None:
        with self.db.writing() as tx:
            pause(tx, project_id=self.project_id, by_id=self.requester_id, now=self.clock())

    def value(self, statement: str, **values: object) -> object:
        with self.db.reading() as tx:
            return tx.value(statement, **values)

    def rows(self, statement: str, **values: object) -> list[tuple[object, ...]]:
        with self.db.reading() as tx:
            return tx.run(statement, **values)


def answer(label: str = "lost") -> list[dict[str, object]]:
    return [{"from_name": "label", "to_name": "text", "type": "choices", "value": {"choices": [label]}}]


def annotator(db: Database, name: str, *, jurisdiction: str = "MX", zone: str = "general") -> int:
    with db.writing() as tx:
        person_id = add_person(tx, name=name, language="en", time_zone="America/Mexico_City", now=BEGINNING)
        add_annotator(tx, person_id, jurisdiction=jurisdiction, zone=zone, from_on=COVERED[0], now=BEGINNING)
    return person_id


def csv_of(count: int) -> bytes:
    return ("id,text\n" + "".join(f"q-{number},Question number {number}?\n" for number in range(count))).encode()


def upload(db: Database, project_id: int, by_id: int, data: bytes, *, choices: Choices | None = None) -> int:
    """Import a file whole and return the batch's id."""
    sent = Upload(
        project_id=project_id, by_id=by_id, file_name="q.csv", size_bytes=len(data), choices=choices or Choices()
    )
    with db.writing() as tx:
        batch_id = start_upload(tx, upload=sent, format="csv", now=BEGINNING)
    form = imports.discover()["csv"]
    progress = import_file(
        db.writing, upload=sent, batch_id=batch_id, form=form, source=io.BytesIO(data), now=lambda: BEGINNING
    )
    list(progress)
    return batch_id


def draft_project(db: Database, clock: Clock, *, fee_permille: int = 0, **changes: object) -> Work:
    """A draft without items or money."""
    with db.writing() as tx:
        requester_id = add_person(tx, name="Rita", language="en", time_zone="America/Mexico_City", now=clock())
        organisation_id = make_organisation(tx)
        project_id = create_project(
            tx,
            draft=draft(**changes),
            organisation_id=organisation_id,
            created_by_id=requester_id,
            rulebook=RULEBOOK,
            task_types=TASK_TYPES,
            now=clock(),
            fee_permille=fee_permille,
        )
    return Work(db, clock, project_id, organisation_id, requester_id)


def fund(work: Work, amount_micros: int, *, reference: str = "pretend-1", currency: str = "MXN") -> None:
    with work.db.writing() as tx:
        fund_organisation(
            tx,
            organisation_id=work.organisation_id,
            amount_micros=amount_micros,
            currency=currency,
            provider_reference=reference,
            now=work.clock(),
        )


def go_live(work: Work, *, currency: str = "MXN") -> None:
    """Pay in exactly the money that a draft asks for, and publish it."""
    with work.db.reading() as tx:
        asked = quote(tx, project_id=work.project_id, rulebook=RULEBOOK, now=work.clock())
    fund(work, asked.ceiling_micros, reference=f"pretend-{work.project_id}", currency=currency)
    with work.db.writing() as tx:
        publish(tx, project_id=work.project_id, by_id=work.requester_id, rulebook=RULEBOOK, now=work.clock())


def running_project(db: Database, clock: Clock, *, items: int = 10, fee_permille: int = 0, **changes: object) -> Work:
    """A published project with items and exactly the money that it asks for."""
    work = draft_project(db, clock, fee_permille=fee_permille, **changes)
    upload(db, work.project_id, work.requester_id, csv_of(items))
    go_live(work, currency=str(changes.get("currency", "MXN")))
    return work


def people(db: Database, count: int) -> Sequence[int]:
    return [annotator(db, f"Ada {number}") for number in range(count)]
