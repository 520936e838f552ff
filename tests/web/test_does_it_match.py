"""Paula and Axel see whether Stripe's record matches the ledger, what does not and why; others find no such page."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.cast import Clock
from tests.conftest import settings_for
from tests.stripe_funds import Funds
from tests.web.test_requester_project_form import plain
from web.local_stripe.server import LocalStripe
from web.service_record import read_record
from web.wiring import House

HEAD = "balance_transaction_id,currency,gross,fee\n"


@pytest.fixture
def funds(sqlite_url: str, tmp_path: Path, clock: Clock, local_stripe: LocalStripe) -> Iterator[Funds]:
    opened = Funds.opened(settings_for(sqlite_url, tmp_path), local_stripe, clock)
    yield opened
    opened.house.db.dispose()


@pytest.fixture
def house(funds: Funds) -> House:
    return funds.house


def csv_file(text: str) -> dict[str, tuple[str, io.BytesIO, str]]:
    return {"file": ("stripe.csv", io.BytesIO(text.encode()), "text/csv")}


@pytest.fixture
def strange(funds: Funds) -> str:
    """Money came that nobody here asked for; the number of its line."""
    funds.arrived()
    session = funds.ask(reference="1-99999999-1").provider_reference
    funds.stripe.pay_checkout(session)
    funds.stripe.make_available("usd")
    read_record(funds.house)
    return str(funds.stripe.books.every("balance_transaction")[-1]["id"])


def test_where_all_matches_both_see_that_nothing_is_left(funds: Funds, paula: TestClient, axel: TestClient) -> None:
    funds.arrived()

    assert "Unmatched: nothing" in paula.get("/matching").text
    assert "Unmatched: nothing" in axel.get("/matching").text


def test_paula_reads_the_record_and_says_what_a_strange_line_is(
    strange: str, paula: TestClient, axel: TestClient
) -> None:
    before = plain(paula.get("/matching").text)
    measured = paula.get("/metrics").text
    without = paula.post(f"/matching/lines/{strange}", data={"reason": "ours"})

    paula.post(f"/matching/lines/{strange}", data={"reason": "The founders paid it in to try it out"})

    after = plain(axel.get("/matching").text)
    assert "Money came that nobody here asked for" in before
    assert 'jornal_unmatched_minor{currency="USD"} 10320.0' in measured
    assert (without.status_code, "How do you know?" in without.text) == (422, True)
    assert "Unmatched: nothing" in after
    assert "The founders paid it in to try it out" in after


def test_axel_only_looks(strange: str, axel: TestClient) -> None:
    assert "Book it as the platform" not in axel.get("/matching").text
    assert axel.post(f"/matching/lines/{strange}", data={"reason": "It is mine, I say"}).status_code == 404
    assert axel.post("/matching/sweep").status_code == 404
    assert axel.post("/matching/reports", files=csv_file(HEAD)).status_code == 404


def test_stripes_own_report_is_compared_line_by_line(funds: Funds, paula: TestClient, axel: TestClient) -> None:
    funds.arrived()
    line_id = funds.stripe.books.every("balance_transaction")[-1]["id"]
    same = paula.post("/matching/reports", files=csv_file(f"{HEAD}{line_id},usd,100.00,3.20\n"))
    less = paula.post("/matching/reports", files=csv_file(f"{HEAD}{line_id},usd,90.00,3.20\ntxn_other,usd,1,0\n"))

    agrees = plain(axel.get(same.headers["location"]).text)
    differs = plain(axel.get(less.headers["location"]).text)

    assert "The report says what Jornal read" in agrees
    assert "2 lines differ" in differs
    assert "In the report, not here" in differs


def test_a_file_that_is_no_report_is_refused_with_what_to_do(funds: Funds, paula: TestClient) -> None:
    reply = paula.post("/matching/reports", files=csv_file("a,b\n1,2\n"))

    assert reply.status_code == 422
    assert "Balance change from activity" in reply.text


def test_reading_the_record_now_finds_what_no_message_told(funds: Funds, paula: TestClient) -> None:
    asked = funds.ask()
    funds.stripe.pay_checkout(asked.provider_reference)
    funds.stripe.make_available("usd")

    paula.post("/matching/sweep")

    assert funds.seen(asked).stage == "arrived"


def test_others_find_no_such_page(funds: Funds, ada: TestClient, pia: TestClient, mallory: TestClient) -> None:
    assert [one.get("/matching").status_code for one in (ada, pia, mallory)] == [404, 404, 404]
