"""What annotators ask a project: it arrives once, under a pseudonym, and only about items that they had."""

import pytest

from annotate.questions.queries import questions_of, told_all
from annotate.questions.rules import TEXT_MOST, WAITING_MOST, Asked, cleaned
from annotate.questions.service import ask
from policies.errors import Refusal
from tests.cast import Clock
from tests.work import Work, annotator, draft_project, running_project
from web.db import Database


def asks(work: Work, person_id: int, text: str = "Does a lost passport count?", **about: object) -> int:
    asked = Asked(**{"project_id": work.project_id, "item_id": None, "text": text} | about)  # type: ignore[arg-type]
    with work.db.writing() as tx:
        return ask(tx, person_id=person_id, asked=asked, now=work.clock())


def refused(work: Work, person_id: int, text: str = "Why?", **about: object) -> str:
    with pytest.raises(Refusal) as refusal:
        asks(work, person_id, text, **about)
    return refusal.value.code


def item_of(work: Work, assignment_id: int) -> object:
    return work.value("SELECT item_id FROM assignment WHERE id = :id", id=assignment_id)


def test_ada_reads_her_question_again_with_its_item(db: Database, clock: Clock) -> None:
    work, ada_id = running_project(db, clock), annotator(db, "Ada")
    offer = work.next(ada_id)

    asks(work, ada_id, "  Is this one\x00 a renewal? ", item_id=item_of(work, offer.assignment_id))

    with db.reading() as tx:
        mine = questions_of(tx, person_id=ada_id)
    assert [(one.text, one.is_about_item, one.answer) for one in mine] == [("Is this one a renewal?", True, "")]


def test_the_same_question_sent_twice_is_one(db: Database, clock: Clock) -> None:
    work, ada_id = running_project(db, clock), annotator(db, "Ada")

    first, second = asks(work, ada_id), asks(work, ada_id)

    assert first == second


def test_ben_reads_none_of_adas_questions(db: Database, clock: Clock) -> None:
    work, ada_id, ben_id = running_project(db, clock), annotator(db, "Ada"), annotator(db, "Ben")

    asks(work, ada_id)

    with db.reading() as tx:
        assert questions_of(tx, person_id=ben_id) == ()


def test_the_requester_gets_a_pseudonym_and_never_a_name(db: Database, clock: Clock) -> None:
    work, ada_id = running_project(db, clock), annotator(db, "Ada")

    asks(work, ada_id)

    pseudonym = work.value("SELECT pseudonym FROM pseudonym WHERE person_id = :id", id=ada_id)
    assert str(pseudonym).split("-")[0] != "ada"


def test_ada_cannot_ask_about_an_item_that_ben_has(db: Database, clock: Clock) -> None:
    work, ada_id, ben_id = running_project(db, clock), annotator(db, "Ada"), annotator(db, "Ben")
    bens = item_of(work, work.next(ben_id).assignment_id)

    assert refused(work, ada_id, item_id=bens) == "not_found"


def test_a_draft_is_asked_nothing(db: Database, clock: Clock) -> None:
    work, ada_id = draft_project(db, clock), annotator(db, "Ada")

    assert refused(work, ada_id) == "not_found"


def test_a_report_says_what_is_wrong_and_needs_words_only_where_its_name_says_nothing(
    db: Database, clock: Clock
) -> None:
    work, ada_id = running_project(db, clock), annotator(db, "Ada")
    item_id = item_of(work, work.next(ada_id).assignment_id)

    asks(work, ada_id, "", item_id=item_id, problem="personal_data")

    assert work.value("SELECT problem FROM question") == "personal_data"
    assert refused(work, ada_id, "", item_id=item_id, problem="other") == "question_empty"


@pytest.mark.parametrize(
    ("text", "about", "code"),
    [
        (" \n ", {}, "question_empty"),
        ("\x00\x07", {}, "question_empty"),
        ("a" * (TEXT_MOST + 1), {}, "question_too_long"),
        ("It hurts", {"item_id": 1, "problem": "boring"}, "problem_unknown"),
        ("It hurts", {"problem": "harmful"}, "problem_needs_an_item"),
    ],
)
def test_what_nobody_could_answer_is_refused_with_the_reason(
    db: Database, clock: Clock, text: str, about: dict[str, object], code: str
) -> None:
    work, ada_id = running_project(db, clock), annotator(db, "Ada")

    assert refused(work, ada_id, text, **about) == code


def test_a_flood_of_questions_is_stopped_before_it_buries_the_others(db: Database, clock: Clock) -> None:
    work, ada_id = running_project(db, clock), annotator(db, "Ada")
    sent = [asks(work, ada_id, f"Question {number}?") for number in range(WAITING_MOST)]

    assert refused(work, ada_id, "One more?") == "questions_waiting"
    assert len(set(sent)) == WAITING_MOST


def test_an_answer_for_all_is_read_by_all_without_who_asked(db: Database, clock: Clock) -> None:
    work, ada_id = running_project(db, clock), annotator(db, "Ada")
    told, kept = asks(work, ada_id, "For all?"), asks(work, ada_id, "For me?")
    answer = (
        "UPDATE question SET answer = 'Yes', answered_by_id = :by, answered_at = 5, is_for_all = :all WHERE id = :id"
    )
    with db.writing() as tx:
        tx.run(answer, by=work.requester_id, all=1, id=told)
        tx.run(answer, by=work.requester_id, all=0, id=kept)

    with db.reading() as tx:
        read = told_all(tx, project_id=work.project_id)

    assert [(one.text, one.answer) for one in read] == [("For all?", "Yes")]


def test_the_database_itself_keeps_empty_questions_out(db: Database, clock: Clock) -> None:
    work, ada_id = running_project(db, clock), annotator(db, "Ada")
    question_id = asks(work, ada_id)

    with pytest.raises(Exception, match=r"(?i)text_length"), db.writing() as tx:
        tx.run("UPDATE question SET text = '' WHERE id = :id", id=question_id)


def test_other_scripts_keep_the_joiners_that_shape_their_words() -> None:
    assert cleaned("می\u200cخواهم") == "می\u200cخواهم"
