"""How much people agree on a project: all answers while they are few, a sample that says so once they are many."""

from annotate.agreement.queries import ProjectAgreement, project_agreement
from tests.cast import Clock
from tests.work import TASK_TYPES, Work, people, running_project
from web.db import Database


def answered(db: Database, clock: Clock, *, items: int, labels: tuple[str, ...]) -> Work:
    """A project of which each of several people answered every item with one label of their own."""
    work = running_project(db, clock, items=items, overlap=len(labels))
    for person_id, label in zip(people(db, len(labels)), labels, strict=True):
        for _ in range(items):
            work.answer(person_id, seconds=20, label=label)
    return work


def agreement_of(work: Work, **how: int) -> ProjectAgreement:
    with work.db.reading() as tx:
        return project_agreement(tx, project_id=work.project_id, task_types=TASK_TYPES, **how)


def test_a_requester_reads_how_much_people_agree_under_pseudonyms(db: Database, clock: Clock) -> None:
    work = answered(db, clock, items=10, labels=("lost", "lost", "renewal"))

    found = agreement_of(work)

    assert (found.is_sample, found.report.item_count, found.report.answer_count) == (False, 10, 30)
    assert found.report.controls[0].percent == "0.333"
    assert found.report.controls[0].mixed_up == (("renewal", "lost", 20),)
    assert len(found.report.pairs) == 3
    assert not any("Ada" in pair.first + pair.second for pair in found.report.pairs)


def test_of_many_answers_a_sample_is_looked_at_and_is_the_same_every_time(db: Database, clock: Clock) -> None:
    work = answered(db, clock, items=20, labels=("lost", "lost"))

    one, other = agreement_of(work, answers_most=10), agreement_of(work, answers_most=10)

    assert one.is_sample
    assert one == other
    assert 5 <= one.report.item_count < 20
    assert one.report.answer_count == 2 * one.report.item_count


def test_a_project_without_answers_has_nothing_to_say(db: Database, clock: Clock) -> None:
    found = agreement_of(running_project(db, clock, items=3))

    assert (found.report.item_count, found.report.controls[0].percent) == (0, None)
