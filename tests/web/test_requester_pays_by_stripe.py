"""Rita pays on Stripe's page and comes back: publishing waits with words until her money is usable."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from payments.people.rules import Role
from payments.people.service import add_member
from tests.cast import Clock, Who
from tests.conftest import settings_for
from tests.programs import program_of
from tests.stripe_funds import funds_settings
from tests.web.test_requester_project_form import plain
from tests.work import Work, csv_of, draft_project, upload
from web.local_stripe.server import LocalStripe
from web.money_in import follow_funding
from web.money_letters import tell_arrivals
from web.wiring import House, open_house


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path, clock: Clock, local_stripe: LocalStripe) -> Iterator[House]:
    """A house that takes money in through a local Stripe."""
    opened = open_house(funds_settings(settings_for(sqlite_url, tmp_path), local_stripe), now=clock)
    yield opened
    opened.db.dispose()


@pytest.fixture
def work(house: House, rita_id: int, clock: Clock) -> Work:
    """A draft of Rita's organisation with ten items and no money."""
    work = draft_project(house.db, clock)
    upload(house.db, work.project_id, work.requester_id, csv_of(10))
    with house.db.writing() as tx:
        add_member(tx, rita_id, organisation_id=work.organisation_id, role=Role.REQUESTER, now=clock())
    return work


@pytest.fixture
def rita(work: Work, log_in: Callable[[Who], TestClient], rita: TestClient) -> TestClient:
    return rita


def asked(rita: TestClient, work: Work, amount: str = "100") -> str:
    form = {"amount": amount, "reference": "aa11bb22cc33dd44", "back": f"/projects/{work.project_id}#cost"}
    return str(rita.post(f"/projects/{work.project_id}/fund", data=form).headers["location"])


def page_at_stripe(rita: TestClient, address: str) -> str:
    found = re.search(r'href="(http[^"]+/local/checkout/([^"]+))"', rita.get(address).text)
    assert found, "the page says where to pay"
    return found[2]


def back_at(stripe: LocalStripe, session_id: str) -> str:
    """Return our own path to which Stripe sends her back."""
    return str(stripe.books.objects[session_id]["success_url"]).removeprefix("http://testserver")


def test_the_whole_walk_from_the_form_to_publishing(rita: TestClient, work: Work, local_stripe: LocalStripe) -> None:
    address = asked(rita, work)
    session_id = page_at_stripe(rita, address)
    unpaid = rita.post(f"/projects/{work.project_id}/publish")
    local_stripe.pay_checkout(session_id)
    back = rita.get(back_at(local_stripe, session_id))
    on_its_way = plain(rita.get(address).text)
    draft = plain(rita.get(f"/projects/{work.project_id}").text)
    too_early = rita.post(f"/projects/{work.project_id}/publish")
    local_stripe.make_available("mxn")
    rita.post(f"{address}/look")

    published = rita.post(f"/projects/{work.project_id}/publish")

    assert (unpaid.status_code, too_early.status_code) == (409, 409)
    assert back.headers["location"] == address
    assert "nobody works for money that may not come" in on_its_way
    assert "Paid, on its way" in draft
    assert "publish then" in draft
    assert "It is in your organisation’s money" in plain(rita.get(address).text)
    assert published.status_code == 303


def test_rita_who_waited_is_told_once_that_her_money_is_here_and_goes_on_with_one_button(
    rita: TestClient, work: Work, local_stripe: LocalStripe, house: House
) -> None:
    address = asked(rita, work)
    local_stripe.pay_checkout(page_at_stripe(rita, address))
    waits = plain(rita.post(f"{address}/look", follow_redirects=True).text)
    work.clock.advance(hours=7)
    local_stripe.make_available("mxn")
    follow_funding(house)

    told = [tell_arrivals(house), tell_arrivals(house)]

    [letter] = [path.read_text("utf-8") for path in (house.settings.data_dir / "mail").glob("*.eml")]
    assert "We write to you when it is here." in waits
    assert told == [1, 0]
    assert f"/projects/{work.project_id}#cost" in letter
    assert f'href="/projects/{work.project_id}#cost">Go on where you were' in rita.get(address).text


def test_coming_back_without_having_paid_gives_nothing(rita: TestClient, work: Work, local_stripe: LocalStripe) -> None:
    address = asked(rita, work)

    rita.get(back_at(local_stripe, page_at_stripe(rita, address)))

    assert "Waits to be paid" in rita.get(address).text
    assert rita.post(f"/projects/{work.project_id}/publish").status_code == 409


def test_the_button_pressed_twice_asks_once(rita: TestClient, work: Work, local_stripe: LocalStripe) -> None:
    first = asked(rita, work)

    second = asked(rita, work)

    assert first == second
    assert len(local_stripe.books.every("checkout.session")) == 1


def test_a_smaller_amount_than_stripe_takes_is_said_in_its_words(rita: TestClient, work: Work) -> None:
    form = {"amount": "0.10", "reference": "aa11bb22cc33dd44"}

    reply = rita.post(f"/projects/{work.project_id}/fund", data=form)

    assert reply.status_code == 409
    assert "The payment service does not take this" in reply.text
    assert "too small" in reply.text


def test_what_pays_in_another_organisation_is_not_there_for_paz(rita: TestClient, work: Work, paz: TestClient) -> None:
    address = asked(rita, work)

    assert paz.get(address).status_code == 404
    assert paz.post(f"{address}/look").status_code == 404
    assert paz.get("/funds/back/nothing").status_code == 404


def test_a_program_is_told_where_a_person_pays(
    house: House, work: Work, rita_id: int, local_stripe: LocalStripe
) -> None:
    program = program_of(house, rita_id)

    reply = program.post(
        f"projects/{work.project_id}/fund", json={"amount": "100"}, headers={"Idempotency-Key": "k-1"}
    ).json()

    assert (reply["stage"], reply["arrived"]["amount"]) == ("waiting", "0.00")
    assert reply["pay_at"].startswith(local_stripe.url)
