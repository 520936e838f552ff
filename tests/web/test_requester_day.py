"""Rita's day with a running project: questions, a higher price, more items, the reserve, papers and the history."""

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from annotate.questions.rules import Asked
from annotate.questions.service import ask
from payments.people.rules import Role
from payments.people.service import add_member
from tests.cast import Clock, Who
from tests.web.test_requester_project_form import plain
from tests.work import Work, csv_of, fund, running_project, upload
from web.regular.batches import open_items
from web.wiring import House

MORE = b"id,text\nm-1,One more?\nm-2,And another?\n"


@pytest.fixture
def work(house: House, rita_id: int, ada_id: int, clock: Clock) -> Work:
    """A running project of Rita's organisation, with ten items and some more money."""
    work = running_project(house.db, clock)
    fund(work, 50_000_000, reference="more")
    with house.db.writing() as tx:
        add_member(tx, rita_id, organisation_id=work.organisation_id, role=Role.REQUESTER, now=clock())
    work.requester_id = rita_id
    return work


@pytest.fixture
def rita(work: Work, log_in: Callable[[Who], TestClient], rita: TestClient) -> TestClient:
    return rita


@pytest.fixture
def here(work: Work) -> str:
    return f"/projects/{work.project_id}"


@pytest.fixture
def question_id(work: Work, house: House, ada_id: int, clock: Clock) -> int:
    """Ada has an item in her hands and asks about it."""
    offer = work.next(ada_id)
    item_id = work.value("SELECT item_id FROM assignment WHERE id = :id", id=offer.assignment_id)
    assert isinstance(item_id, int)
    asked = Asked(project_id=work.project_id, item_id=item_id, text="Is a lost passport a renewal?")
    with house.db.writing() as tx:
        return ask(tx, person_id=ada_id, asked=asked, now=clock())


def pause_and_resume(rita: TestClient, here: str, *, times: int) -> None:
    for _ in range(times):
        rita.post(f"{here}/pause")
        rita.post(f"{here}/resume")


def test_a_question_is_read_under_a_pseudonym_with_its_item(rita: TestClient, here: str, question_id: int) -> None:
    page = rita.get(f"{here}/questions").text

    item = re.search(rf'href="({here}/items/\d+)"', page)
    assert "Is a lost passport a renewal?" in page
    assert re.search(r"\bAda\b", page) is None  # without their ends, three letters stand in a nonce now and then
    assert item is not None
    assert "Question number 0?" in rita.get(item[1]).text
    assert "Questions and reports" in plain(rita.get(here).text)


def test_an_answer_for_all_is_kept_with_her_name(rita: TestClient, work: Work, here: str, question_id: int) -> None:
    reply = rita.post(f"{here}/questions/{question_id}", data={"text": "No, choose lost.", "for_all": "yes"})

    page = plain(rita.get(f"{here}/questions").text)
    assert reply.status_code == 303
    assert "No, choose lost." in page
    assert "for everybody" in page
    assert work.value("SELECT is_for_all FROM question") == 1


def test_an_empty_answer_is_refused_and_a_second_one_comes_too_late(
    rita: TestClient, here: str, question_id: int
) -> None:
    empty = rita.post(f"{here}/questions/{question_id}", data={"text": "  "})
    rita.post(f"{here}/questions/{question_id}", data={"text": "First."})
    second = rita.post(f"{here}/questions/{question_id}", data={"text": "Second."})

    assert empty.status_code == 422
    assert "The answer is empty" in empty.text
    assert second.status_code == 409
    assert "Somebody answered this in the meantime" in second.text


def test_she_sees_what_a_higher_price_costs_before_she_raises_it(rita: TestClient, work: Work, here: str) -> None:
    looked = plain(rita.post(f"{here}/price", data={"amount": "1.60", "act": "look"}).text)
    before = work.value("SELECT price_micros FROM project")

    raised = rita.post(f"{here}/price", data={"amount": "1.60", "reason": "slow texts", "act": "raise"})

    assert "10 × 0.45 more" in looked
    assert "The ceiling grows by 6.075 MXN" in looked.replace("by6", "by 6")
    assert before == 1_150_000
    assert raised.status_code == 303
    assert work.value("SELECT price_micros FROM project") == 1_600_000
    assert "slow texts" in rita.get(f"{here}/price").text


@pytest.mark.parametrize("amount", ["", "-1", "a lot", "1.15", "0.90"])
def test_a_price_that_is_none_or_not_higher_is_refused_and_kept(
    rita: TestClient, work: Work, here: str, amount: str
) -> None:
    reply = rita.post(f"{here}/price", data={"amount": amount, "act": "raise"})

    assert reply.status_code == 422
    assert f'value="{amount}"' in reply.text
    assert work.value("SELECT price_micros FROM project") == 1_150_000


def test_more_items_wait_show_their_price_and_are_offered_once_she_pays(
    rita: TestClient, work: Work, house: House, here: str
) -> None:
    batch_id = upload(house.db, work.project_id, work.requester_id, MORE)
    there = f"{here}/batches/{batch_id}/publish"

    dashboard = rita.get(here).text
    offer = plain(rita.get(there).text)
    published = rita.post(there)
    again = rita.post(there)

    open_items(house)
    assert there in dashboard
    assert "2 items × 1 person × 1.15" in offer
    assert "3.105" in offer
    assert [published.status_code, again.status_code] == [303, 303]
    assert work.value("SELECT sum(open_slots) FROM item WHERE batch_id = :id", id=batch_id) == 2
    assert "0 of 12" in plain(rita.get(here).text)


def test_a_batch_without_money_says_what_is_missing_and_takes_it_there(
    rita: TestClient, work: Work, house: House, here: str
) -> None:
    batch_id = upload(house.db, work.project_id, work.requester_id, b"id,text\n" + csv_of(99)[8:].replace(b"q-", b"m-"))
    there = f"{here}/batches/{batch_id}/publish"

    refused = rita.post(there)
    paid = rita.post(f"{here}/fund", data={"amount": "200", "reference": "aa11bb22", "back": there})

    assert refused.status_code == 409
    assert "are missing" in refused.text
    assert paid.headers["location"] == there
    assert rita.post(there).status_code == 303


def test_money_never_leads_to_another_place(rita: TestClient, here: str) -> None:
    paid = rita.post(f"{here}/fund", data={"amount": "1", "reference": "a", "back": "https://example.org/"})

    assert paid.headers["location"] == f"{here}#cost"


def test_she_adds_to_the_reserve_and_the_ceiling_says_so(rita: TestClient, here: str) -> None:
    reference = {"reference": "aa11bb22cc33"}

    added = rita.post(f"{here}/reserve", data={"amount": "5", **reference})
    again = rita.post(f"{here}/reserve", data={"amount": "5", **reference})
    page = plain(rita.get(f"{here}/money").text)

    assert [added.status_code, again.status_code] == [303, 303]
    assert "20.525" in page  # ten items at 1.15, 35 % of it, and 5
    assert page.count("Added to the reserve") == 1


@pytest.mark.parametrize("amount", ["", "0", "much"])
def test_an_amount_for_the_reserve_that_is_none_is_said_beside_its_field(
    rita: TestClient, here: str, amount: str
) -> None:
    reply = rita.post(f"{here}/reserve", data={"amount": amount, "reference": "aa11bb22cc33"})

    assert reply.status_code == 422
    assert 'id="reserve-problem"' in reply.text


def test_more_for_the_reserve_than_there_is_says_what_is_missing(rita: TestClient, here: str) -> None:
    reply = rita.post(f"{here}/reserve", data={"amount": "50.01", "reference": "aa11bb22cc33"})

    assert reply.status_code == 409
    assert "0.01 MXN are missing" in plain(reply.text)
    assert 'value="50.01"' in reply.text


def test_the_invoice_names_who_bills_whom_for_what_and_adds_up(
    rita: TestClient, work: Work, here: str, ada_id: int
) -> None:
    work.answer_many(ada_id, 2, seconds=60)

    month = plain(rita.get(f"{here}/invoice", params={"month": "2026-03"}).text)
    other = rita.get(f"{here}/invoice", params={"month": "2026-02"})
    so_far = plain(rita.get(f"{here}/invoice").text)

    assert "Cooperativa Jornal" in month
    assert "2 × 1.15" in month
    assert "Spent 2.30 MXN" in month.replace("Spent2", "Spent 2")
    assert "The month is not over" in month
    assert "Pretend money" in month
    assert other.status_code == 404
    assert "2.30" in so_far


def test_a_quote_of_a_draft_has_every_line(rita: TestClient, here: str) -> None:
    published = plain(rita.get(f"{here}/quote").text)

    assert "15.525 MXN" in published
    assert "Cooperativa Jornal" in published


def test_the_history_says_who_did_what_and_goes_back_page_by_page(
    rita: TestClient, work: Work, here: str, question_id: int
) -> None:
    rita.post(f"{here}/questions/{question_id}", data={"text": "Choose lost."})
    rita.post(f"{here}/price", data={"amount": "1.60", "act": "raise"})
    rita.get(f"{here}/export")
    pause_and_resume(rita, here, times=26)

    latest = rita.get(f"{here}/history").text
    older = re.search(rf'href="({here}/history\?before=\d+)"', latest)
    assert older is not None
    page = plain(rita.get(older[1]).text)

    assert "Paused" in latest
    assert "from 1.15 MXN to 1.60 MXN" in page
    assert "Answers downloaded" in page
    assert "Question answered" in page
    assert "Published, money set aside" in page


def test_strangers_find_none_of_it(here: str, mallory: TestClient, question_id: int, work: Work, house: House) -> None:
    batch_id = upload(house.db, work.project_id, work.requester_id, MORE)

    replies = [
        mallory.get(f"{here}/questions"),
        mallory.post(f"{here}/questions/{question_id}", data={"text": "Hello"}),
        mallory.get(f"{here}/price"),
        mallory.post(f"{here}/price", data={"amount": "9", "act": "raise"}),
        mallory.get(f"{here}/more"),
        mallory.get(f"{here}/batches/{batch_id}/publish"),
        mallory.post(f"{here}/batches/{batch_id}/publish"),
        mallory.get(f"{here}/money"),
        mallory.post(f"{here}/reserve", data={"amount": "1", "reference": "aa11bb22cc33"}),
        mallory.get(f"{here}/quote"),
        mallory.get(f"{here}/invoice"),
        mallory.get(f"{here}/history"),
        mallory.get(f"{here}/items/1"),
        mallory.get(f"/organisations/{work.organisation_id}/people"),
    ]

    assert [reply.status_code for reply in replies] == [404] * len(replies)


def test_another_projects_batch_or_question_is_not_there(rita: TestClient, work: Work, here: str) -> None:
    assert rita.get(f"{here}/batches/999/publish").status_code == 404
    assert rita.post(f"{here}/questions/999", data={"text": "Hello"}).status_code == 404
    assert rita.get(f"{here}/items/999").status_code == 404


def test_her_organisation_shows_members_money_and_projects(rita: TestClient, work: Work) -> None:
    page = plain(rita.get(f"/organisations/{work.organisation_id}/people").text)

    assert "Mobility Office" in page
    assert "Rita" in page
    assert "50.00 MXN" in page
    assert "Passport questions" in page
    assert "0 of 10 answers" in page
