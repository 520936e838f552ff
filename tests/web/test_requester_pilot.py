"""Rita tries a project out before she publishes it: what her pages say before, during and after the paid pilot."""

import re

import pytest
from starlette.testclient import TestClient

from annotate.price_looks.service import look_at_price
from payments.people.rules import Role
from payments.people.service import add_member
from tests.cast import Clock
from tests.pilot_work import SECONDS_OF_EIGHT, answer_at, draft_with_items, end
from tests.work import RULEBOOK, Work, people
from web.wiring import House


@pytest.fixture
def work(house: House, rita_id: int, clock: Clock) -> Work:
    """A draft of Rita's organisation, with sixty items and more money than it needs."""
    work = draft_with_items(house.db, clock, items=60)
    with house.db.writing() as tx:
        add_member(tx, rita_id, organisation_id=work.organisation_id, role=Role.REQUESTER, now=clock())
    return work


def plain(page: str) -> str:
    """Return the text of a page on one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ")


def of(work: Work, rest: str = "pilot") -> str:
    return f"/projects/{work.project_id}/{rest}"


def test_the_draft_leads_to_the_pilot_and_says_what_the_sample_costs(rita: TestClient, work: Work) -> None:
    draft = rita.get(f"/projects/{work.project_id}").text

    page = rita.get(of(work)).text

    assert of(work) in draft
    assert 'value="30"' in page
    assert "46.575" in plain(page)  # 30 x 1.15 and 35 %
    assert "Begin the pilot" in page


def test_she_begins_it_and_sees_that_nobody_has_answered(rita: TestClient, work: Work) -> None:
    rita.post(of(work), data={"items": "40"})

    text = plain(rita.get(of(work)).text)
    assert "The pilot is running" in text
    assert "0 people have answered" in text
    assert "Nobody has answered yet" in text


def test_after_eight_people_the_page_works_the_price_out(rita: TestClient, work: Work) -> None:
    rita.post(of(work), data={"items": "40"})
    answer_at(work, people(work.db, 8), SECONDS_OF_EIGHT)
    rita.post(of(work, "pilot/end"))

    text = plain(rita.get(of(work)).text)

    assert "2.297167" in text
    assert "45.943334 an hour × 180 s ÷ 3600" in text
    assert "Of the 8 people in the pilot" in text
    assert "44 items at 2.297167" in text
    assert "15 % of the answers" in text.replace("\u202f", " ")


def test_she_takes_the_price_and_the_page_keeps_what_was_seen(rita: TestClient, work: Work) -> None:
    rita.post(of(work), data={"items": "40"})
    answer_at(work, people(work.db, 8), SECONDS_OF_EIGHT)
    rita.post(of(work, "pilot/end"))

    rita.post(of(work, "pilot/price"), data={"amount": "2.30"})

    text = plain(rita.get(of(work)).text)
    assert "2.30 MXN taken on" in text
    assert "The price is taken" in text
    assert "45.943334 an hour × 180 s ÷ 3600" in text
    assert work.value("SELECT sum(open_slots) FROM item") == 44


def test_a_price_below_the_proposal_is_refused_on_the_page(rita: TestClient, work: Work) -> None:
    rita.post(of(work), data={"items": "40"})
    answer_at(work, people(work.db, 8), SECONDS_OF_EIGHT)
    end(work)

    reply = rita.post(of(work, "pilot/price"), data={"amount": "1.50"})

    assert reply.status_code == 422
    assert "below what the pilot proposes" in plain(reply.text)
    assert work.value("SELECT taken_at FROM pilot") is None


def test_ended_early_the_page_says_that_nothing_is_proposed(rita: TestClient, work: Work) -> None:
    rita.post(of(work), data={"items": "40"})
    answer_at(work, people(work.db, 2), (60, 90))
    rita.post(of(work, "pilot/end"))

    text = plain(rita.get(of(work)).text)

    assert "No price is proposed yet" in text
    assert "2 people have answered" in text
    assert "can be published at your own price" in text


def test_the_sample_that_somebody_mistypes_is_refused_with_its_limits(rita: TestClient, work: Work) -> None:
    reply = rita.post(of(work), data={"items": "nine"})

    assert reply.status_code == 422
    assert "10 to 59" in plain(reply.text)


@pytest.mark.parametrize("path", ["pilot", "pilot/end", "pilot/price"])
def test_mallory_can_neither_see_nor_move_the_pilot(mallory: TestClient, work: Work, path: str) -> None:
    seen = mallory.get(of(work))
    moved = mallory.post(of(work, path), data={"items": "20", "amount": "2.30"})

    assert (seen.status_code, moved.status_code) == (404, 404)
    assert work.value("SELECT count(*) FROM pilot") == 0


def test_a_later_look_stands_below_with_what_it_proposes(rita: TestClient, work: Work) -> None:
    rita.post(of(work), data={"items": "40"})
    crew = people(work.db, 8)
    answer_at(work, crew, SECONDS_OF_EIGHT)
    rita.post(of(work, "pilot/end"))
    rita.post(of(work, "pilot/price"), data={"amount": "2.30"})
    answer_at(work, crew[4:], (200, 220, 240, 260), each=8)
    with work.db.writing() as tx:
        look_at_price(tx, project_id=work.project_id, rulebook=RULEBOOK, now=work.clock())

    text = plain(rita.get(of(work)).text)

    assert "30 answers" in text
    assert "not raised; top-ups pay the difference" in text
    assert "See what 2." in text
