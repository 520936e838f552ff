"""Several objects and questions in one item: calm beside one another, asked only when they should be, sent as one answer."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.cast import ADA
from tests.make import make_annotator
from tests.work import Work, running_project

NARROW = {"viewport": {"width": 320, "height": 700}}
SCHEMA = {
    "objects": [
        {"name": "text", "kind": "text", "title": "The question"},
        {"name": "reply", "kind": "text", "title": "The reply"},
    ],
    "controls": [
        {
            "name": "good",
            "kind": "choice",
            "about": "reply",
            "question": "Does it answer the question?",
            "labels": [{"value": "yes", "key": "1"}, {"value": "no", "key": "2"}],
        },
        {
            "name": "why",
            "kind": "choices",
            "about": "reply",
            "question": "Why not?",
            "labels": [{"value": "rude", "key": "3"}, {"value": "wrong <img src=x onerror=alert(1)>", "key": "4"}],
            "when": {"control": "good", "labels": ["no"]},
        },
    ],
}
REPLY = "نعم، يمكنك تجديد جواز سفرك في أي مكتب.\n" * 3
LOST = {"from_name": "good", "to_name": "reply", "type": "choices", "value": {"choices": ["no"]}}


@pytest.fixture
def work(site: Site) -> Work:
    work = running_project(site.house.db, site.clock, items=4)
    with site.house.db.writing() as tx:
        make_annotator(tx, ADA)
        tx.run("UPDATE project SET task_type = 'combined', label_schema = :schema", schema=json.dumps(SCHEMA))
        tx.run(
            "UPDATE item SET content = :content", content=json.dumps({"text": "Can I renew anywhere?", "reply": REPLY})
        )
        kept = json.dumps([{"entry": LOST, "percent": 71}])
        tx.run("INSERT INTO suggestion (item_id, result, model) SELECT min(id), :kept, 'm1' FROM item", kept=kept)
    return work


def begin(visit: Callable[..., Visit], size: dict[str, object]) -> Visit:
    ada = visit(size)
    ada.log_in(ADA)
    ada.go("/work/1")
    ada.page.get_by_role("button", name="Start").click()
    expect(ada.page.locator("#answer")).to_be_visible()
    ada.ready()
    return ada


def test_a_question_is_asked_only_after_the_answer_it_depends_on(work: Work, visit: Callable[..., Visit]) -> None:
    ada = begin(visit, LAPTOP)
    page = ada.page
    why = page.get_by_role("group", name="Why not?")
    expect(why).to_be_hidden()

    page.keyboard.press("2")
    expect(why).to_be_visible()
    page.keyboard.press("4")
    ada.look("work-combined")
    page.keyboard.press("1")
    expect(why).to_be_hidden()
    page.get_by_role("button", name="Submit and next").click()
    expect(page.locator("#receipt")).to_contain_text("Received")

    (result,) = work.rows("SELECT result FROM answer")[0]
    assert [(one["from_name"], one["value"]["choices"]) for one in json.loads(str(result))] == [("good", ["yes"])]


def test_both_answers_are_sent_together_and_a_hostile_label_stays_text(work: Work, visit: Callable[..., Visit]) -> None:
    ada = begin(visit, LAPTOP)

    ada.page.keyboard.press("2")
    ada.page.keyboard.press("4")
    ada.page.get_by_role("button", name="Submit and next").click()
    expect(ada.page.locator("#receipt")).to_contain_text("Received")

    (result,) = work.rows("SELECT result FROM answer")[0]
    said = {one["from_name"]: one["value"]["choices"] for one in json.loads(str(result))}
    assert said == {"good": ["no"], "why": ["wrong <img src=x onerror=alert(1)>"]}


def test_a_suggestion_counts_only_once_ada_takes_it(work: Work, visit: Callable[..., Visit]) -> None:
    ada = begin(visit, LAPTOP)
    page = ada.page
    expect(page.get_by_text("Suggested (71 % sure):")).to_be_visible()
    expect(page.get_by_role("radio", name="no")).not_to_be_checked()

    page.get_by_role("button", name="Use it").click()

    expect(page.get_by_role("radio", name="no")).to_be_checked()
    expect(page.get_by_role("group", name="Why not?")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, NARROW], ids=["phone", "narrow"])
def test_on_a_phone_everything_is_one_column_and_large_enough(
    work: Work, visit: Callable[..., Visit], size: dict[str, object]
) -> None:
    ada = begin(visit, size)

    ada.page.get_by_role("radio", name="no").check()
    ada.look("work-combined")

    assert ada.small_targets() == []
    assert work.value("SELECT count(*) FROM answer") == 0


def test_what_was_begun_of_a_question_that_depends_on_another_comes_back(
    work: Work, visit: Callable[..., Visit]
) -> None:
    ada = begin(visit, LAPTOP)
    ada.page.keyboard.press("2")
    ada.page.keyboard.press("3")

    ada.page.reload()

    expect(ada.page.get_by_role("checkbox", name="rude")).to_be_checked()
    assert work.value("SELECT count(*) FROM answer") == 0
