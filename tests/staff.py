"""Builders for salaried work: a project that a salary pays for, and people who say that they are employed."""

from annotate.projects.service import publish
from payments.employment.service import accept_employment, end_employment, state_employment
from tests.cast import Clock
from tests.work import RULEBOOK, Work, csv_of, draft_project, upload
from web.db import Database

SALARIED = {"pay_basis": "salaried", "price_micros": 0}


def salaried_project(db: Database, clock: Clock, *, items: int = 10, **changes: object) -> Work:
    """A published project that a salary pays for; no money was set aside, nor was there any."""
    work = draft_project(db, clock, **(SALARIED | changes))
    return publish_without_money(work, items=items)


def publish_without_money(work: Work, *, items: int = 10) -> Work:
    upload(work.db, work.project_id, work.requester_id, csv_of(items))
    with work.db.writing() as tx:
        publish(tx, project_id=work.project_id, by_id=work.requester_id, rulebook=RULEBOOK, now=work.clock())
    return work


def say_employed(work: Work, person_id: int) -> int:
    """The organisation's word alone."""
    with work.db.writing() as tx:
        return state_employment(
            tx,
            organisation_id=work.organisation_id,
            person_id=person_id,
            by_id=work.requester_id,
            now=work.clock(),
        )


def employ(work: Work, person_id: int) -> int:
    """Both say so."""
    employment_id = say_employed(work, person_id)
    with work.db.writing() as tx:
        accept_employment(tx, employment_id, person_id=person_id, now=work.clock())
    return employment_id


def end(work: Work, employment_id: int) -> None:
    with work.db.writing() as tx:
        end_employment(
            tx, employment_id, by_id=work.requester_id, organisation_id=work.organisation_id, now=work.clock()
        )
