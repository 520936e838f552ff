"""Ada is paid through Stripe: what left and what came back matches payroll's own transfers, each line one of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from payments.ledger.rules import clearing
from payments.providers.base import Keys
from payments.providers.stripe_client import opened as client_of
from payments.reconciliation.queries import Matching, matchings, open_lines
from payments.reconciliation.rules import Standing as LineStanding
from payments.reconciliation.rules import Why
from payments.reconciliation.service import book_as_own
from tests.cast import Clock
from tests.conftest import settings_for
from tests.stripe_wages import AMOUNT, Wages
from web.local_stripe.server import LocalStripe
from web.service_record import apply_news, hear_payout, read_record, sweep

MONEY = 10**10
"""What the builders put into the local Stripe, minor units."""


def opened(database_url: str, tmp_path: Path, clock: Clock, stripe: LocalStripe, *, abroad: bool) -> Iterator[Wages]:
    wages = Wages.opened(settings_for(database_url, tmp_path), stripe, clock, abroad=abroad)
    yield wages
    wages.house.db.dispose()


@pytest.fixture
def wages(database_url: str, tmp_path: Path, clock: Clock, local_stripe: LocalStripe) -> Iterator[Wages]:
    """Pay in euros to accounts at Stripe."""
    yield from opened(database_url, tmp_path, clock, local_stripe, abroad=False)


@pytest.fixture
def abroad(database_url: str, tmp_path: Path, clock: Clock, local_stripe: LocalStripe) -> Iterator[Wages]:
    """Pay in Mexican pesos, out of dollars."""
    yield from opened(database_url, tmp_path, clock, local_stripe, abroad=True)


def matching(wages: Wages) -> dict[str, Matching]:
    with wages.house.db.reading() as tx:
        return {one.currency: one for one in matchings(tx, ("stripe",), now=wages.clock())}


def paid(wages: Wages) -> int:
    """Ada's pay was taken by Stripe."""
    ada = wages.owed("Ada", wages.account())
    wages.release()
    wages.call()
    return ada


def tracking(wages: Wages, person_id: int) -> str:
    return wages.payout(person_id).tracking


def transfer_by_hand(wages: Wages, account_id: str, minor: int) -> None:
    """Somebody sends money at Stripe, past Jornal."""
    params = {"amount": minor, "currency": "eur", "destination": account_id}
    client_of(Keys(wages.stripe.key, wages.stripe.url)).v1.transfers.create(params)  # type: ignore[arg-type]


def book_all(wages: Wages, *, by_id: int) -> None:
    """Say of every line that matches nothing that it is the platform's own."""
    with wages.house.db.writing() as tx:
        for one in open_lines(tx, LineStanding.UNMATCHED):
            book_as_own(tx, line_id=one.line.line_id, reason="part of payment 1", by_id=by_id, now=wages.clock())


def test_pay_that_left_matches_payrolls_own_transfer(wages: Wages) -> None:
    ada = paid(wages)

    read_record(wages.house)

    sums = matching(wages)["EUR"]
    transfer_id = wages.value("SELECT transfer_id FROM provider_line WHERE kind = 'transfer'")
    assert wages.payout(ada).standing == "paid"
    assert (sums.is_zero, sums.net_minor) == (True, MONEY - AMOUNT)
    assert transfer_id == wages.value("SELECT id FROM ledger_transfer WHERE phase = 'post'")


def test_pay_that_comes_back_after_it_arrived_is_hers_again(wages: Wages) -> None:
    ada = paid(wages)
    wages.stripe.reverse_transfer(tracking(wages, ada))
    read_record(wages.house)
    waiting = matching(wages)["EUR"].pending_count

    hear_payout(wages.house, tracking(wages, ada))
    read_record(wages.house)

    sums = matching(wages)["EUR"]
    assert waiting == 1
    assert wages.holds(ada) == (AMOUNT, 0)
    assert (sums.is_zero, sums.pending_count, sums.net_minor) == (True, 0, MONEY)


def test_the_nightly_look_hears_that_it_came_back(wages: Wages) -> None:
    ada = paid(wages)
    wages.stripe.reverse_transfer(tracking(wages, ada))

    sweep(wages.house)

    assert wages.holds(ada) == (AMOUNT, 0)
    assert matching(wages)["EUR"].is_zero


def test_a_part_that_comes_back_stands_out_with_its_payment_and_two_lines_then_cancel_out(wages: Wages) -> None:
    ada = paid(wages)
    wages.stripe.reverse_transfer(tracking(wages, ada), 400)
    read_record(wages.house)
    with wages.house.db.reading() as tx:
        [part] = open_lines(tx, LineStanding.UNMATCHED)
    transfer_by_hand(wages, wages.stripe.books.get(tracking(wages, ada), "transfer")["destination"], 400)
    read_record(wages.house)
    book_all(wages, by_id=ada)

    found = matching(wages)["EUR"]

    assert (part.why, part.payout_id, part.line.amount_minor) == (Why.PART_BACK, wages.payout(ada).payout_id, 400)
    assert (wages.payout(ada).standing, wages.holds(ada)) == ("paid", (0, 0))
    assert (found.is_zero, found.net_minor, found.own_micros) == (True, MONEY - AMOUNT, MONEY * 10_000)


def test_a_transfer_that_payroll_never_sent_stands_out(wages: Wages) -> None:
    transfer_by_hand(wages, wages.account(), 500)

    read_record(wages.house)

    assert wages.value("SELECT why FROM provider_line WHERE kind = 'transfer'") == "no_attempt"
    assert matching(wages)["EUR"].unmatched_minor == 500


def test_pay_that_stripes_record_lacks_after_a_day_stands_out(wages: Wages) -> None:
    ada = paid(wages)
    read_record(wages.house)
    with wages.house.db.writing() as tx:
        tx.count("UPDATE payout_attempt SET tracking = 'tr_nobody_knows'")
    today = matching(wages)["EUR"].missing_count
    wages.clock.advance(days=2)

    sums = matching(wages)["EUR"]

    assert ada
    assert (today, sums.missing_count, sums.missing_minor) == (0, 1, AMOUNT)


def test_pay_abroad_is_exchanged_by_stripe_and_both_worlds_agree(abroad: Wages) -> None:
    ada = paid(abroad)
    read_record(abroad.house)
    on_its_way = matching(abroad)["USD"].pending_count
    abroad.stripe.post_payments()
    abroad.call_until_quiet(looks=4)

    read_record(abroad.house)

    dollars = matching(abroad)["USD"]
    assert on_its_way == 1
    assert abroad.payout(ada).standing == "paid"
    assert (dollars.is_zero, dollars.pending_count) == (True, 0)
    assert dollars.fees_micros > 0
    assert abroad.value("SELECT sum(credits_posted) FROM ledger_account WHERE id = 'platform:clearing:MXN'") == (
        AMOUNT * 10_000
    )
    assert clearing("MXN") == "platform:clearing:MXN"


def test_pay_abroad_that_comes_back_undoes_the_exchange(abroad: Wages) -> None:
    ada = paid(abroad)
    abroad.stripe.post_payments()
    abroad.call_until_quiet(looks=4)
    abroad.stripe.fail_payment(tracking(abroad, ada))

    sweep(abroad.house)

    cleared = abroad.value(
        "SELECT credits_posted - debits_posted FROM ledger_account WHERE id = 'platform:clearing:MXN'"
    )
    assert abroad.holds(ada) == (AMOUNT, 0)
    assert matching(abroad)["USD"].is_zero
    assert cleared == 0


def test_pay_that_never_left_leaves_nothing_behind(abroad: Wages) -> None:
    ada = paid(abroad)
    abroad.stripe.refuse_payment(tracking(abroad, ada) or str(abroad.value("SELECT max(tracking) FROM payout_attempt")))
    abroad.call_until_quiet(looks=4)

    apply_news(abroad.house)
    sweep(abroad.house)

    assert abroad.holds(ada) == (AMOUNT, 0)
    assert matching(abroad)["USD"].is_zero
