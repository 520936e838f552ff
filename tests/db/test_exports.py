"""Answers going out: everything that was answered, under pseudonyms, with time and pay, and no formula to run."""

import csv
import io
import json
from collections.abc import Mapping

from annotate import exports
from annotate.assignments.queries import answers_of
from annotate.projects.service import publish
from tests.cast import Clock
from tests.work import RULEBOOK, TASK_TYPES, Work, annotator, draft_project, fund, running_project, upload
from web.db import Database


def exported(work: Work, name: str, *, with_surplus: bool = False) -> str:
    form = exports.discover()[name]
    with work.db.reading() as tx:
        rows = answers_of(tx, project_id=work.project_id, task_types=TASK_TYPES, with_surplus=with_surplus)
        return b"".join(form.write(rows, schema={})).decode()


def lines(work: Work, *, with_surplus: bool = False) -> list[Mapping[str, object]]:
    return [json.loads(line) for line in exported(work, "jsonl", with_surplus=with_surplus).splitlines()]


def late_and_surplus(db: Database, clock: Clock) -> Work:
    """Ada answers the only item after Ben took her slot."""
    work = running_project(db, clock, items=1)
    ada, ben = annotator(db, "Ada"), annotator(db, "Ben")
    late = work.next(ada)
    clock.advance(minutes=20)
    work.expire()
    work.answer(ben)
    work.submit(ada, late.assignment_id)
    return work


def test_an_answer_goes_out_with_its_text_label_time_and_pay_and_without_a_name(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    work.answer(annotator(db, "Ada"), seconds=62.5, label="renewal")

    answer = lines(work)[0]

    assert answer["external_id"] == "q-0"
    assert answer["text"] == "Question number 0?"
    assert answer["label"] == "renewal"
    assert answer["counted_seconds"] == "62.5"
    assert (answer["pay"], answer["currency"]) == ("1.15", "MXN")
    assert answer["annotator"] == work.value("SELECT pseudonym FROM pseudonym")
    assert "Ada" not in exported(work, "jsonl")


def test_the_rule_of_an_exported_answer_is_kept_in_full(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    work.answer(annotator(db, "Ada"))

    rule = lines(work)[0]["rule"]

    assert work.value("SELECT count(*) FROM rulebook_text WHERE digest = :rule", rule=rule) == 1


def test_what_is_open_or_given_back_is_not_exported(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    work.next(ada)

    assert lines(work) == []
    assert exported(work, "csv") in {"", "\ufeff"}


def test_surplus_answers_go_out_only_when_asked_for_and_are_marked(db: Database, clock: Clock) -> None:
    work = late_and_surplus(db, clock)

    usual, everything = lines(work), lines(work, with_surplus=True)

    assert len(usual) == 1
    assert "is_surplus" not in usual[0]
    assert sorted(answer["is_surplus"] for answer in everything) == [False, True]


def test_answers_are_ordered_by_item_then_pseudonym(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=3, overlap=2)
    work.answer_many(annotator(db, "Ada"), 3, seconds=5)
    work.answer_many(annotator(db, "Ben"), 3, seconds=5)

    order = [(answer["item_id"], answer["annotator"]) for answer in lines(work)]

    assert len(order) == 6
    assert order == sorted(order)


def test_a_spreadsheet_is_given_no_formula_to_run(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)
    upload(db, work.project_id, work.requester_id, b"text\n\"=cmd|' /C calc'!A0\"\n@SUM(1)\n")
    fund(work, 10_000_000)
    with db.writing() as tx:
        publish(tx, project_id=work.project_id, by_id=work.requester_id, rulebook=RULEBOOK, now=clock())
    work.answer_many(annotator(db, "Ada"), 2, seconds=5)

    rows = list(csv.DictReader(io.StringIO(exported(work, "csv").removeprefix("\ufeff"))))

    assert [row["text"] for row in rows] == ["'=cmd|' /C calc'!A0", "'@SUM(1)"]
