"""What Ada has begun is kept on the server: in her hands alone, only while it is open, and gone once it is answered."""

import pytest

from annotate.assignments.rules import Reason
from annotate.drafts.queries import begun_of, draft_of, own_keys_of
from annotate.drafts.service import change_keys, forget_draft, forget_old_drafts, save_draft
from policies.errors import Refusal
from tests.cast import Clock
from tests.work import Work, annotator, running_project
from web.db import Database


def save(work: Work, person_id: int, assignment_id: int, **fields: list[str]) -> None:
    with work.db.writing() as tx:
        save_draft(tx, person_id=person_id, assignment_id=assignment_id, fields=fields, now=work.clock())


def fields_kept(work: Work, person_id: int, assignment_id: int) -> object:
    with work.db.reading() as tx:
        found = draft_of(tx, person_id=person_id, assignment_id=assignment_id)
    return None if found is None else (dict(found.fields), found.saved_at)


def test_the_latest_of_what_ada_began_is_kept_with_the_servers_own_time(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    mine = work.next(ada).assignment_id
    save(work, ada, mine, label=["lost"])
    clock.advance(seconds=7)

    save(work, ada, mine, label=["renewal"])

    assert fields_kept(work, ada, mine) == ({"label": ["renewal"]}, clock())
    assert work.value("SELECT count(*) FROM draft") == 1


def test_ben_can_neither_read_nor_write_what_ada_began(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada, ben = annotator(db, "Ada"), annotator(db, "Ben")
    mine = work.next(ada).assignment_id
    save(work, ada, mine, label=["lost"])

    with pytest.raises(Refusal, match="not_found"):
        save(work, ben, mine, label=["renewal"])

    assert fields_kept(work, ben, mine) is None
    assert fields_kept(work, ada, mine) == ({"label": ["lost"]}, clock())


def test_nothing_is_saved_for_what_is_answered_or_given_back(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    answered = work.answer(ada).assignment_id
    given_back = work.next(ada).assignment_id
    work.release(ada, given_back, Reason.SKIP)

    with pytest.raises(Refusal, match="not_found"):
        save(work, ada, answered, label=["lost"])
    with pytest.raises(Refusal, match="not_found"):
        save(work, ada, given_back, label=["lost"])


def test_what_went_back_while_ada_was_away_can_still_be_found(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    mine = work.next(ada).assignment_id
    save(work, ada, mine, label=["lost"])
    clock.advance(minutes=90)
    work.expire()

    with db.reading() as tx:
        begun = begun_of(tx, person_id=ada, project_id=work.project_id)

    assert begun is not None
    assert (begun.assignment_id, dict(begun.fields)) == (mine, {"label": ["lost"]})


def test_what_is_longer_than_any_answer_is_refused(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    mine = work.next(ada).assignment_id

    with pytest.raises(Refusal, match="begun_too_large"):
        save(work, ada, mine, label=["ñ" * 500_001])

    assert fields_kept(work, ada, mine) is None


def test_a_draft_is_forgotten_with_its_answer_and_after_a_month_without_one(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada, ben = annotator(db, "Ada"), annotator(db, "Ben")
    adas, bens = work.next(ada).assignment_id, work.next(ben).assignment_id
    save(work, ada, adas, label=["lost"])
    save(work, ben, bens, label=["lost"])

    with db.writing() as tx:
        forget_draft(tx, person_id=ada, assignment_id=adas)
    clock.advance(hours=24 * 31)
    with db.writing() as tx:
        forgotten = forget_old_drafts(tx, before=clock())

    assert forgotten == 1
    assert work.value("SELECT count(*) FROM draft") == 0


def test_what_was_answered_or_given_back_by_a_program_is_forgotten_and_what_went_back_by_itself_is_kept(
    db: Database, clock: Clock
) -> None:
    work = running_project(db, clock)
    ada, ben, cara = annotator(db, "Ada"), annotator(db, "Ben"), annotator(db, "Cara")
    open_, given_back, answered = (work.next(one).assignment_id for one in (ada, ben, cara))
    save(work, ada, open_, label=["lost"])
    save(work, ben, given_back, label=["lost"])
    save(work, cara, answered, label=["lost"])
    work.release(ben, given_back, Reason.SKIP)
    with db.writing() as tx:
        tx.run("UPDATE assignment SET state = 'expired' WHERE id = :id", id=open_)
    work.submit(cara, answered)

    with db.writing() as tx:
        forgotten = forget_old_drafts(tx, before=clock())

    assert forgotten == 2
    assert work.rows("SELECT assignment_id FROM draft") == [(open_,)]


def test_ada_has_keys_of_her_own_in_a_project_until_she_takes_the_usual_ones_back(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada, ben = annotator(db, "Ada"), annotator(db, "Ben")
    who = {"person_id": ada, "project_id": work.project_id}
    with db.writing() as tx:
        change_keys(tx, **who, keys={"label": {"lost": "q"}}, now=clock())
        change_keys(tx, **who, keys={"label": {"lost": "w"}}, now=clock())

        chosen = own_keys_of(tx, **who)
        of_ben = own_keys_of(tx, person_id=ben, project_id=work.project_id)
        change_keys(tx, **who, keys={}, now=clock())
        after = own_keys_of(tx, **who)

    assert chosen == {"label": {"lost": "w"}}
    assert (of_ben, after) == ({}, {})
