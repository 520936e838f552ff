"""Ada is paid through Stripe once, whatever happens on the way: the real library over real HTTP to a local Stripe."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from payments.payouts.rules import Standing
from tests.cast import Clock
from tests.conftest import settings_for
from tests.stripe_wages import AMOUNT, Wages
from web.local_stripe.faults import Fault
from web.local_stripe.server import LocalStripe
from web.paying_out import send_payouts
from web.wiring import open_house


@pytest.fixture
def wages(sqlite_url: str, tmp_path: Path, clock: Clock, local_stripe: LocalStripe) -> Iterator[Wages]:
    opened = Wages.opened(settings_for(sqlite_url, tmp_path), local_stripe, clock)
    yield opened
    opened.house.db.dispose()


def test_ada_is_paid_by_one_call_and_the_log_says_what_was_asked_and_answered(wages: Wages) -> None:
    account = wages.account()
    ada = wages.owed("Ada", account)
    wages.release()

    made = wages.call()

    payout = wages.payout(ada)
    assert (made, payout.standing, wages.received(account), wages.holds(ada)) == (1, Standing.PAID, AMOUNT, (0, 0))
    assert payout.tracking.startswith("tr_")
    assert [(one.answer, bool(one.request_id)) for one in reversed(wages.log(ada))] == [(None, False), ("done", True)]
    assert wages.call() == 0


UNCERTAIN = {
    Fault.DROPPED_BEFORE: [("send", "unknown"), ("send", "done")],
    Fault.DROPPED_AFTER: [("send", "unknown"), ("send", "done")],
    Fault.TOO_MANY: [("send", "later"), ("send", "done")],
    Fault.CONFLICT: [("send", "unknown"), ("send", "done")],
    Fault.SAVED_500_AFTER: [("send", "broken"), ("look_up", "done")],
    Fault.SAVED_500_BEFORE: [("send", "broken"), ("look_up", "absent"), ("send", "done")],
}


@pytest.mark.parametrize("fault", UNCERTAIN)
def test_whatever_goes_wrong_with_the_call_ada_is_paid_once(wages: Wages, fault: Fault) -> None:
    account = wages.account()
    ada = wages.owed("Ada", account)
    wages.release()
    wages.stripe.faults.then(fault)

    wages.call_until_quiet(looks=4)

    assert wages.calls(ada) == UNCERTAIN[fault]
    assert (wages.payout(ada).standing, wages.received(account), wages.holds(ada)) == (Standing.PAID, AMOUNT, (0, 0))


def test_what_is_done_a_moment_after_the_connection_died_is_not_done_again(wages: Wages) -> None:
    account = wages.account()
    ada = wages.owed("Ada", account)
    wages.release()
    wages.stripe.faults.then(Fault.LATE)

    wages.call()
    wages.stripe.faults.catch_up()
    wages.call_until_quiet(looks=5)

    assert (wages.calls(ada)[0], wages.calls(ada)[-1]) == (("send", "unknown"), ("send", "done"))
    assert (wages.payout(ada).standing, wages.received(account), wages.holds(ada)) == (Standing.PAID, AMOUNT, (0, 0))


def test_the_same_key_is_never_sent_again_before_its_pause_is_over(wages: Wages) -> None:
    ada = wages.owed("Ada", wages.account())
    wages.release()
    wages.stripe.faults.then(Fault.CONFLICT, Fault.CONFLICT)

    made = [wages.call(), wages.call(later=timedelta(seconds=14)), wages.call(later=timedelta(seconds=1))]

    assert made == [1, 0, 1]
    assert wages.calls(ada) == [("send", "unknown"), ("send", "unknown")]


def test_an_account_that_may_not_be_paid_is_refused_and_the_money_is_due_again(wages: Wages) -> None:
    account = wages.account()
    ada = wages.owed("Ada", account)
    wages.release()
    wages.stripe.restrict(account)

    wages.call()

    payout = wages.payout(ada)
    assert (payout.standing, wages.holds(ada)) == (Standing.RETURNED, (AMOUNT, 0))
    assert "capabilities" in payout.reason


def test_a_key_that_stripe_does_not_take_stops_everything_and_loses_nothing(wages: Wages) -> None:
    account = wages.account()
    ada = wages.owed("Ada", account)
    wages.release()
    wages.stripe.books.key, right = "sk_test_another", wages.stripe.books.key
    wages.call()
    before = wages.payout(ada).standing
    wages.stripe.books.key = right

    wages.call(later=timedelta(minutes=1))

    assert (before, wages.payout(ada).standing, wages.received(account)) == (Standing.SENT, Standing.PAID, AMOUNT)
    assert wages.calls(ada) == [("send", "later"), ("send", "done")]


def test_after_twenty_hours_without_an_answer_nobody_sends_it_again(wages: Wages) -> None:
    account = wages.account()
    ada = wages.owed("Ada", account)
    wages.release()
    wages.stripe.faults.then(Fault.DROPPED_AFTER)
    wages.call()

    made = wages.call(later=timedelta(hours=25))

    payout = wages.payout(ada)
    assert (made, payout.standing, wages.received(account)) == (0, Standing.FROZEN, AMOUNT)
    assert payout.frozen_reason == "no_answer"
    assert (wages.holds(ada), wages.call(later=timedelta(hours=1))) == ((AMOUNT, AMOUNT), 0)


def test_a_run_whose_service_has_no_key_any_more_waits_and_holds_up_no_other(
    wages: Wages, sqlite_url: str, tmp_path: Path, clock: Clock
) -> None:
    account = wages.account()
    ada = wages.owed("Ada", account)
    run_id = wages.prepare()
    without = open_house(settings_for(sqlite_url, tmp_path), now=clock)
    wages.release_prepared(run_id, house=without)
    before = wages.payout(ada).standing

    send_payouts(wages.house)
    wages.call()

    without.db.dispose()
    assert (before, wages.payout(ada).standing, wages.received(account)) == (Standing.IN_RUN, Standing.PAID, AMOUNT)


@pytest.mark.parametrize(
    ("key", "may_pretend", "offered"),
    [("sk_test_1", False, False), ("sk_test_1", True, True), ("sk_live_1", False, True)],
)
def test_a_key_that_moves_no_real_money_pays_nobody_unless_pretending_was_asked_for(
    sqlite_url: str, tmp_path: Path, key: str, *, may_pretend: bool, offered: bool
) -> None:
    changed = {"stripe_key": SecretStr(key), "pretend_money": may_pretend}
    house = open_house(settings_for(sqlite_url, tmp_path).model_copy(update=changed))

    names = {name for name in house.payout_providers if name.startswith("stripe")}

    house.db.dispose()
    assert names == ({"stripe_connect", "stripe_global"} if offered else set())
    assert key not in repr(house)


def test_a_house_that_was_never_asked_for_stripe_never_loads_its_library(sqlite_url: str, tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import sys, payments.providers as p; p.discover_payouts(); print('stripe' in sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert said.stdout.strip() == "False"
