"""Lines of JSON that are joined from what is kept are, byte for byte, those that are made anew cell by cell."""

import json
from typing import Any

import pytest

from annotate import exports
from annotate.assignments.queries import Answers, answers_of
from annotate.projects.service import publish
from tests.cast import Clock
from tests.work import RULEBOOK, TASK_TYPES, Work, annotator, draft_project, fund, running_project, upload
from web.db import Database

ODD = 'id,text\n"quote "" and \\ and é","🙂 ""said"" a\tb\\n"\n"=1+1","línea"\n'
WITHOUT_ID = 'text\n"no id\x7f\u2028"\n'


def both_ways(work: Work, *, with_surplus: bool = False) -> tuple[bytes, bytes]:
    """Return the lines as they leave, and the same made anew from the cells of each answer."""
    form = exports.discover()["jsonl"]
    with work.db.reading() as tx:
        rows = answers_of(tx, project_id=work.project_id, task_types=TASK_TYPES, with_surplus=with_surplus)
        assert isinstance(rows, Answers)
        return b"".join(rows.json_lines()), b"".join(form.write(iter(rows), schema={}))


def odd_project(db: Database, clock: Clock, **changes: Any) -> Work:
    """Two people answer odd texts, one of which was given no id, in spans of odd lengths."""
    work = draft_project(db, clock, overlap=2, **changes)
    upload(db, work.project_id, work.requester_id, ODD.encode())
    upload(db, work.project_id, work.requester_id, WITHOUT_ID.encode())
    fund(work, 100_000_000)
    with db.writing() as tx:
        publish(tx, project_id=work.project_id, by_id=work.requester_id, rulebook=RULEBOOK, now=clock())
    work.answer_many(annotator(db, "Ada"), 3, seconds=5.007)
    clock.advance(hours=73)
    work.accept()
    work.answer_many(annotator(db, "Ben"), 3, seconds=60.5)
    return work


@pytest.mark.parametrize(
    "changes", [{}, {"pay_basis": "hour", "price_micros": 51_750_000}], ids=["by the item", "by the hour"]
)
def test_rita_s_lines_are_the_same_however_odd_her_texts_are(
    db: Database, clock: Clock, changes: dict[str, Any]
) -> None:
    work = odd_project(db, clock, **changes)

    joined, anew = both_ways(work)

    assert joined == anew
    assert joined.count(b"\n") == 6


def test_rita_s_lines_are_the_same_where_they_say_which_answers_were_surplus(db: Database, clock: Clock) -> None:
    work = odd_project(db, clock)

    joined, anew = both_ways(work, with_surplus=True)

    assert joined == anew
    assert joined.count(b'"is_surplus":false') == 6


def test_rita_s_lines_are_the_same_from_page_to_page(
    db: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotate.answer_pages.EXPORT_PAGE_ITEMS", 2)
    work = running_project(db, clock, items=5)
    work.answer_many(annotator(db, "Ada"), 2, seconds=5)
    clock.advance(hours=73)
    work.accept()
    work.answer_many(annotator(db, "Ben"), 3, seconds=5)

    joined, anew = both_ways(work)

    assert joined == anew
    assert {json.loads(line)["state"] for line in joined.splitlines()} == {"accepted", "submitted"}


def test_rita_s_lines_are_the_same_where_a_text_is_too_long_for_a_page(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)
    upload(db, work.project_id, work.requester_id, f"id,text\na,{'añ ' * 3_000}\nb,short\n".encode())
    fund(work, 100_000_000)
    with db.writing() as tx:
        publish(tx, project_id=work.project_id, by_id=work.requester_id, rulebook=RULEBOOK, now=clock())
    work.answer_many(annotator(db, "Ada"), 2, seconds=5)

    joined, anew = both_ways(work)

    assert joined == anew
    assert [len(json.loads(line)["text"]) for line in joined.splitlines()] == [8_999, 5]


def test_rita_s_lines_are_the_same_where_pages_grow_small_because_their_items_are_large(
    db: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotate.answer_pages.EXPORT_PAGE_ITEMS", 2)
    monkeypatch.setattr("annotate.answer_pages.PAGE_CHARACTERS", 700)
    work = running_project(db, clock, items=7)
    work.answer_many(annotator(db, "Ada"), 7, seconds=5)

    joined, anew = both_ways(work)

    assert joined == anew
    assert [json.loads(line)["external_id"] for line in joined.splitlines()] == [f"q-{number}" for number in range(7)]
