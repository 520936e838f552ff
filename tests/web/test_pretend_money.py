"""Rita and money that is not there: pretend money is never offered where nobody asked for it, nor sums beyond counting."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.conftest import SAME_ORIGIN
from tests.web.test_requester_items import GOOD, put_in
from tests.web.test_requester_project_form import DESCRIBED, plain
from web.app import create_app
from web.demo import demo_settings
from web.settings import Settings
from web.wiring import House, open_house

OFFERED = {"amount": "100", "reference": "aa11bb22"}


@pytest.fixture
def draft(rita: TestClient) -> str:
    there = rita.post("/projects/new", data=DESCRIBED).headers["location"]
    put_in(rita, there, GOOD)
    return there


@pytest.fixture
def serious(house: House, rita: TestClient) -> Iterator[TestClient]:
    """Rita's browser on a Jornal whose operator set nothing up."""
    opened = open_house(house.settings.model_copy(update={"pretend_money": False}), now=house.now)
    client = TestClient(create_app(opened), headers=SAME_ORIGIN, follow_redirects=False, cookies=rita.cookies)
    yield client
    client.close()
    opened.db.dispose()


def test_without_being_asked_for_no_money_is_pretended(tmp_path: Path) -> None:
    house = open_house(Settings(data_dir=tmp_path))

    assert house.providers == {}
    house.db.dispose()


def test_the_demonstration_pretends(tmp_path: Path) -> None:
    assert demo_settings(tmp_path, port=8000).pretend_money


def test_rita_reads_that_no_way_to_bring_money_in_is_set_up(serious: TestClient, draft: str) -> None:
    page = plain(serious.get(draft).text)

    assert "This Jornal has no way to receive money yet" in page
    assert "Add money" not in page
    assert "retend" not in page


def test_a_form_sent_all_the_same_brings_no_money(serious: TestClient, draft: str, house: House) -> None:
    reply = serious.post(f"{draft}/fund", data=OFFERED)

    with house.db.reading() as tx:
        funded = tx.value("SELECT count(*) FROM ledger_transfer")
    assert reply.status_code == 409
    assert "cannot receive money yet" in reply.text
    assert funded == 0


@pytest.mark.parametrize("amount", ["999999999999", "9007199255"])
def test_a_sum_too_large_to_be_kept_exactly_is_asked_for_again(rita: TestClient, draft: str, amount: str) -> None:
    reply = rita.post(f"{draft}/fund", data={"amount": amount, "reference": "aa11bb22"})

    assert reply.status_code == 422
    assert "Write an amount with digits" in reply.text


def test_a_price_too_large_to_be_kept_exactly_is_asked_for_again(rita: TestClient) -> None:
    reply = rita.post("/projects/new", data=DESCRIBED | {"amount": "999999999999"})

    assert reply.status_code == 422
