"""Whatever is sent as an amount, it is taken exactly or refused with a next step, and the ledger still balances."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from payments.ledger.rules import BROUGHT_IN_MICROS_MAX, world
from payments.ledger.service import fund_organisation
from tests.cast import BEGINNING, RITA, Who
from tests.ledger_checks import counted_again
from tests.programs import DESCRIBED, program_of, published
from web.wiring import House

NO_AMOUNTS = [
    "",
    " ",
    "0",
    "0.00",
    "-1",
    "-0.01",
    "+1",
    "1e9",
    "NaN",
    "inf",
    "0x10",
    "1.2345678",
    "1 000 MXN",
    "１０",
    "1;2",
]
HUGE = ["9" * 10, "9" * 40, "9007199254740992", "1" + "0" * 400]
NOT_TEXT = [None, -5, 0, 10**30, 1.5, True, ["1.00"], {"amount": "1.00"}]
MOVED = "SELECT count(*) FROM ledger_transfer"


@pytest.fixture
def rita(house: House, rita_id: int) -> TestClient:
    """Rita's program."""
    return program_of(house, rita_id)


@pytest.fixture
def project_id(rita: TestClient) -> int:
    made: int = rita.post("projects", json=DESCRIBED).json()["project_id"]
    return made


def moved(house: House) -> int:
    with house.db.reading() as tx:
        return int(tx.value(MOVED))


def fund(rita: TestClient, project_id: int, amount: object, *, key: str = "first"):
    return rita.post(f"projects/{project_id}/fund", json={"amount": amount}, headers={"Idempotency-Key": key})


@pytest.mark.parametrize("amount", [*NO_AMOUNTS, *HUGE, *NOT_TEXT])
def test_a_program_is_told_what_an_amount_is_and_nothing_moves(
    house: House, rita: TestClient, project_id: int, amount: object
) -> None:
    reply = fund(rita, project_id, amount)

    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["next"]
    assert (moved(house), counted_again(house.db)) == (0, (0, 0))


@pytest.mark.parametrize("currency", ["JPY", "mxn", "", "MXNN", None, 5])
def test_a_program_cannot_bring_in_another_currency_than_the_project_s(
    house: House, rita: TestClient, project_id: int, currency: object
) -> None:
    reply = rita.post(
        f"projects/{project_id}/fund",
        json={"amount": "5.00", "currency": currency},
        headers={"Idempotency-Key": "first"},
    )

    assert reply.status_code == 422
    assert moved(house) == 0


def test_the_largest_amount_is_taken_to_the_millionth(house: House, rita: TestClient, project_id: int) -> None:
    reply = fund(rita, project_id, "999999999.999999")

    assert reply.json()["arrived"] == {"amount": "999999999.999999", "currency": "MXN"}
    assert counted_again(house.db) == (0, 0)


def test_more_than_all_the_money_there_is_does_not_come_in(
    house: House, rita: TestClient, project_id: int, mobility_id: int
) -> None:
    bring_in_all_there_is(house, mobility_id)

    reply = fund(rita, project_id, "0.000001")

    assert (reply.status_code, reply.json()["code"]) == (422, "amount_too_large")
    assert "At most 0.00 MXN can be taken here" in reply.json()["detail"]
    assert "smaller amount" in reply.json()["next"]
    assert (moved(house), counted_again(house.db)) == (125, (0, 0))
    with house.db.reading() as tx:
        assert tx.value("SELECT debits_posted FROM ledger_account WHERE id = :id", id=world("MXN")) == 10**18


def bring_in_all_there_is(house: House, organisation_id: int) -> None:
    """Pay in, in 125 parts, as much as may ever come in."""
    with house.db.writing() as tx:
        for number in range(125):
            fund_organisation(
                tx,
                organisation_id=organisation_id,
                amount_micros=BROUGHT_IN_MICROS_MAX // 125,
                currency="MXN",
                provider_reference=f"all-there-is-{number}",
                now=BEGINNING,
            )


@pytest.mark.parametrize("amount", ["", "0", "-1", "1e9", "NaN", "１０", "1.2345678", "9" * 10, "9" * 400])
@pytest.mark.parametrize("door", ["fund", "reserve"])
def test_a_page_says_what_to_write_and_nothing_moves(
    house: House, rita: TestClient, log_in: Callable[[Who], TestClient], door: str, amount: str
) -> None:
    project_id = published(rita)
    before = moved(house)

    typed = {"amount": amount, "reference": "0123abcd"}
    reply = log_in(RITA).post(f"/projects/{project_id}/{door}", data=typed)

    assert reply.status_code == 422
    assert "Write an amount with digits" in reply.text
    assert (moved(house), counted_again(house.db)) == (before, (0, 0))


def test_a_page_that_asks_for_more_than_there_is_says_how_much_is_missing(
    house: House, rita: TestClient, log_in: Callable[[Who], TestClient]
) -> None:
    project_id = published(rita)
    before = moved(house)

    reply = log_in(RITA).post(f"/projects/{project_id}/reserve", data={"amount": "5000", "reference": "0123abcd"})

    assert reply.status_code in {409, 422}
    assert "missing" in reply.text
    assert (moved(house), counted_again(house.db)) == (before, (0, 0))
