"""Builders for paid pilots: a funded draft with items, its pilot begun, and people who answer at their own speed."""

from collections.abc import Sequence

from annotate.pilots.queries import PilotView, pilot_of
from annotate.pilots.service import end_pilot, publish_rest, start_pilot, take_price
from tests.cast import Clock
from tests.work import RULEBOOK, Work, csv_of, draft_project, fund, upload
from web.db import Database

MONEY = 100_000_000_000
SECONDS_OF_EIGHT = (60, 90, 120, 120, 150, 180, 200, 240)
"""The worked example of labour_standards.md, section 5.9, G13."""


def draft_with_items(db: Database, clock: Clock, *, items: int = 40, **changes: object) -> Work:
    """A draft with items, and more money than it needs."""
    work = draft_project(db, clock, fee_permille=0, **changes)
    upload(db, work.project_id, work.requester_id, csv_of(items))
    fund(work, MONEY)
    return work


def pilot_of_work(db: Database, clock: Clock, *, items: int = 40, sample: int = 20, **changes: object) -> Work:
    """A project whose pilot has begun."""
    work = draft_with_items(db, clock, items=items, **changes)
    begin(work, sample)
    return work


def begin(work: Work, sample: int) -> None:
    with work.db.writing() as tx:
        start_pilot(
            tx,
            project_id=work.project_id,
            sample_count=sample,
            by_id=work.requester_id,
            rulebook=RULEBOOK,
            now=work.clock(),
        )


def answer_at(work: Work, person_ids: Sequence[int], seconds: Sequence[int], *, each: int = 2) -> None:
    """Let each person answer a few items, every one in their own number of seconds."""
    for person_id, pace in zip(person_ids, seconds, strict=True):
        work.answer_many(person_id, each, seconds=pace)


def end(work: Work) -> None:
    with work.db.writing() as tx:
        end_pilot(tx, project_id=work.project_id, by_id=work.requester_id, now=work.clock())


def take(work: Work, price_micros: int) -> None:
    with work.db.writing() as tx:
        take_price(
            tx,
            project_id=work.project_id,
            price_micros=price_micros,
            by_id=work.requester_id,
            rulebook=RULEBOOK,
            now=work.clock(),
        )


def publish_others(work: Work) -> None:
    with work.db.writing() as tx:
        publish_rest(tx, project_id=work.project_id, by_id=work.requester_id, rulebook=RULEBOOK, now=work.clock())


def pilot(work: Work) -> PilotView:
    with work.db.reading() as tx:
        found = pilot_of(tx, work.project_id)
    assert found is not None
    return found
