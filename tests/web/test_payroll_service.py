"""Payroll sees every call to Stripe and why each was made, marks nothing by hand, and decides by two where it is silent."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from payments.payout_answers.rules import Follows
from payments.payout_answers.service import book_answer
from payments.payouts.rules import Standing
from payments.people.rules import StaffRole
from payments.providers.base import Answer, Outcome
from tests import make
from tests.cast import PAZ, PIA, Clock, Who
from tests.conftest import settings_for
from tests.stripe_wages import AMOUNT, Wages
from web.local_stripe.faults import Fault
from web.local_stripe.server import LocalStripe
from web.wiring import House

LATER = timedelta(hours=21)
SEEN = "Stripe’s page of this account shows no such transfer."


@pytest.fixture
def wages(sqlite_url: str, tmp_path: Path, clock: Clock, local_stripe: LocalStripe, one_loop: None) -> Iterator[Wages]:
    opened = Wages.opened(settings_for(sqlite_url, tmp_path), local_stripe, clock)
    yield opened
    opened.house.db.dispose()


@pytest.fixture
def house(wages: Wages) -> House:
    return wages.house


@pytest.fixture
def pia(house: House, log_in: Callable[[Who], TestClient]) -> TestClient:
    with house.db.writing() as tx:
        make.make_staff(tx, PIA, role=StaffRole.PAYROLL)
    return log_in(PIA)


@pytest.fixture
def paz(house: House, log_in: Callable[[Who], TestClient]) -> TestClient:
    with house.db.writing() as tx:
        make.make_staff(tx, PAZ, role=StaffRole.PAYROLL)
    return log_in(PAZ)


@pytest.fixture
def account(wages: Wages) -> str:
    return wages.account()


@pytest.fixture
def ada(wages: Wages, account: str) -> int:
    return wages.owed("Ada", account)


@pytest.fixture
def frozen(wages: Wages, ada: int, request: pytest.FixtureRequest) -> int:
    """Ada's payment, of which no answer ever came, a day later."""
    wages.release()
    wages.stripe.faults.then(Fault.DROPPED_BEFORE)
    wages.call()
    wages.call(later=LATER)
    return ada


def number_in(page: str) -> str:
    """The number of the proposal that a page asks to confirm."""
    return page.partition('name="proposal_id" value="')[2].partition('"')[0]


def test_pia_prepares_paz_releases_and_the_scheduler_calls(
    wages: Wages, ada: int, account: str, pia: TestClient, paz: TestClient
) -> None:
    prepared = pia.post("/payroll/runs", data={"provider": "stripe_connect", "currency": "EUR"})
    run = prepared.headers["location"]
    wages.stripe.faults.then(Fault.SAVED_500_BEFORE)
    paz.post(f"{run}/release")
    released = paz.get(run).text
    wages.call_until_quiet(looks=4)

    page = pia.get("/payroll/payouts/1").text

    assert "through Stripe, to the person’s account there" in released
    assert (wages.payout(ada).standing, wages.received(account)) == (Standing.PAID, AMOUNT)
    assert "Something broke there: Jornal looks up what was done" in page
    assert "It has no such payment: sent once more under a new key" in page
    assert "JOR0000001N1" in page
    assert "JOR0000001N2" in page
    assert "1 of 1 answered" in pia.get("/payroll").text


def test_who_asks_on_the_page_of_a_run_makes_the_call_at_once(
    wages: Wages, ada: int, account: str, pia: TestClient
) -> None:
    run_id = wages.release()

    pia.post(f"/payroll/runs/{run_id}/ask")

    assert (wages.payout(ada).standing, wages.received(account)) == (Standing.PAID, AMOUNT)


def test_nobody_marks_by_hand_what_a_service_pays(wages: Wages, ada: int, pia: TestClient) -> None:
    wages.release()
    page = pia.get("/payroll/payouts/1").text

    reply = pia.post("/payroll/payouts/1/answer", data={"answer": "rejected", "reason": "it is late"})

    assert "It is asked within a minute" in page
    assert "Say what became of it" not in page
    assert (reply.status_code, wages.payout(ada).standing, wages.holds(ada)) == (409, Standing.SENT, (AMOUNT, AMOUNT))
    assert "This payment is paid by a service" in reply.text


def test_a_banks_file_changes_nothing_about_what_a_service_pays(wages: Wages, ada: int, pia: TestClient) -> None:
    wages.release()
    text = f"key,state\n{wages.payout(ada).key},rejected\n".encode()
    sent = pia.post("/payroll/answers", files={"file": ("answer.csv", io.BytesIO(text), "text/csv")})
    page = pia.get(sent.headers["location"]).text

    pia.post(sent.headers["location"])

    assert "Paid by a service: only its own answers count" in page
    assert (wages.payout(ada).standing, wages.holds(ada)) == (Standing.SENT, (AMOUNT, AMOUNT))


def test_what_one_proposes_moves_nothing_and_she_cannot_confirm_it_herself(
    wages: Wages, frozen: int, pia: TestClient
) -> None:
    proposed = pia.post("/payroll/payouts/1/decide", data={"was_paid": "false", "reason": SEEN})
    page = pia.get("/payroll/payouts/1").text

    alone = pia.post("/payroll/payouts/1/confirm", data={"proposal_id": "1"})

    assert (proposed.status_code, alone.status_code) == (303, 409)
    assert "The service gave no finished answer for 20 hours." in page
    assert "Somebody else of payroll confirms it." in page
    assert (wages.payout(frozen).standing, wages.holds(frozen)) == (Standing.FROZEN, (AMOUNT, AMOUNT))


def test_two_who_found_nothing_free_the_money_and_it_is_sent_under_a_new_key(
    wages: Wages, frozen: int, account: str, pia: TestClient, paz: TestClient
) -> None:
    pia.post("/payroll/payouts/1/decide", data={"was_paid": "false", "reason": SEEN})
    number = number_in(paz.get("/payroll/payouts/1").text)
    confirmed = paz.post("/payroll/payouts/1/confirm", data={"proposal_id": number})
    free = (wages.payout(frozen).standing, wages.holds(frozen))
    wages.release()

    wages.call()

    assert (confirmed.status_code, free) == (303, (Standing.READY, (AMOUNT, 0)))
    assert (wages.payout(frozen).standing, wages.received(account)) == (Standing.PAID, AMOUNT)
    assert wages.payout(frozen).key == "JOR0000001N2"


def test_two_who_found_it_paid_book_it_as_paid(wages: Wages, frozen: int, pia: TestClient, paz: TestClient) -> None:
    paz.post(
        "/payroll/payouts/1/decide", data={"was_paid": "true", "reason": "Stripe’s page shows tr_123 for its key."}
    )

    pia.post("/payroll/payouts/1/confirm", data={"proposal_id": "1"})

    assert (wages.payout(frozen).standing, wages.holds(frozen)) == (Standing.PAID, (0, 0))


def test_who_proposes_otherwise_takes_the_first_proposals_place(
    wages: Wages, frozen: int, pia: TestClient, paz: TestClient
) -> None:
    pia.post("/payroll/payouts/1/decide", data={"was_paid": "false", "reason": SEEN})
    paz.post("/payroll/payouts/1/decide", data={"was_paid": "true", "reason": "It stands on the second page, tr_123."})

    old = paz.post("/payroll/payouts/1/confirm", data={"proposal_id": "1"})
    new = pia.post("/payroll/payouts/1/confirm", data={"proposal_id": "2"})

    assert (old.status_code, new.status_code) == (409, 303)
    assert wages.payout(frozen).standing is Standing.PAID


def test_a_proposal_without_a_reason_is_refused(wages: Wages, frozen: int, pia: TestClient) -> None:
    reply = pia.post("/payroll/payouts/1/decide", data={"was_paid": "true", "reason": "yes"})

    assert reply.status_code == 422
    assert wages.value("SELECT count(*) FROM payout_proposal") == 0


def test_an_answer_that_comes_after_all_settles_a_frozen_payment(wages: Wages, frozen: int) -> None:
    with wages.house.db.writing() as tx:
        found = Outcome(Answer.PAID, tracking="tr_7")
        follows = book_answer(tx, key=wages.payout(frozen).key, outcome=found, by_id=None, now=wages.clock())

    assert follows is Follows.PAID
    assert (wages.payout(frozen).standing, wages.holds(frozen)) == (Standing.PAID, (0, 0))


def test_payroll_reads_what_waits_for_money_at_stripe_and_has_one_tried_once_it_is_there(
    wages: Wages, account: str, pia: TestClient
) -> None:
    ada = wages.owed("Ada", account, minor=2 * 10**10)
    run_id = wages.release()
    wages.call()
    pages = [pia.get(path).text for path in ("/payroll", f"/payroll/runs/{run_id}", "/payroll/payouts/1")]
    wages.stripe.top_up("eur", 2 * 10**10)

    pia.post("/payroll/pauses/stripe_connect")

    assert all("Waiting for money at the payment service" in page for page in pages[:2])
    assert all("Released; waits for money at the payment service" in page for page in pages)
    assert not any("Sent, no answer yet" in page for page in pages[:2])
    assert wages.payout(ada).standing == Standing.PAID
    assert "Waiting for money" not in pia.get("/payroll").text
