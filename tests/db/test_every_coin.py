"""A person's whole week in currencies with no, two and three decimals: from the offer to the payslip, not a coin is lost."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from annotate.projects.service import publish
from payments.closing.service import close_period
from payments.earnings.service import make_final_due
from payments.ledger.queries import balance
from payments.ledger.rules import escrow, organisation_funds, payable, rounding, world
from payments.ledger.service import transfer
from payments.payslips.queries import payslips_of
from payments.payslips.service import issue
from policies.errors import Refusal
from policies.money import micros_per_minor
from policies.rulebook import Rulebook
from tests.cast import BEGINNING, Clock
from tests.lands import demonstration_land
from tests.ledger_checks import counted_again
from tests.work import RULEBOOK, Work, annotator, csv_of, draft_project, fund, running_project, upload
from web.db import Database

WEEK = "2026-W10"
AFTER_WEEK, PAYDAY = BEGINNING + timedelta(days=7), BEGINNING + timedelta(days=13)


@dataclass(frozen=True, slots=True)
class Coin:
    """A currency, its floor for an hour, the price of an item, and how many micro-units its smallest coin is."""

    currency: str
    floor: str
    price_micros: int
    micros: int


YEN = Coin("JPY", "1055.50", 24_000_000, 1_000_000)
PESO = Coin("CLP", "2941.17", 66_000_000, 1_000_000)
CENT = Coin("MXN", "45.94", 1_150_000, 10_000)
FILS = Coin("KWD", "0.4567", 11_000, 1_000)


@pytest.fixture
def rulebook_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Lets the builders work under the law of a land with this currency."""

    def load(coin: Coin) -> Rulebook:
        law = demonstration_land(code="XD", time_zone="America/Mexico_City", currency=coin.currency, floor=coin.floor)
        (tmp_path / "xd.toml").write_text(law, "utf-8")
        rulebook = Rulebook.load_with(tmp_path)
        monkeypatch.setattr("tests.work.RULEBOOK", rulebook)
        return rulebook

    return load


def week_of_ada(db: Database, clock: Clock, coin: Coin) -> tuple[Work, int]:
    """Ada answers three items slowly and one fast; her week is closed and everything is final."""
    work = running_project(
        db,
        clock,
        items=9,
        currency=coin.currency,
        price_micros=coin.price_micros,
        jurisdictions=("XD",),
        fee_permille=100,
    )
    ada = annotator(db, "Ada", jurisdiction="XD")
    work.answer_many(ada, 3, seconds=131)
    work.answer(ada, seconds=7)
    with db.writing() as tx:
        make_final_due(tx, now=AFTER_WEEK, limit=100)
        close_period(tx, person_id=ada, period=WEEK, now=AFTER_WEEK)
    return work, ada


@pytest.mark.parametrize("coin", [YEN, PESO, CENT, FILS])
def test_a_week_reaches_the_payslip_in_whole_coins_and_the_ledger_balances(
    db: Database, clock: Clock, rulebook_of, coin: Coin
) -> None:
    rulebook_of(coin)
    _, ada = week_of_ada(db, clock, coin)

    with db.writing() as tx:
        earned = tx.value("SELECT sum(amount_micros) FROM earning WHERE person_id = :ada", ada=ada)
        before = balance(tx, payable(ada, coin.currency)).available
        issue(tx, person_id=ada, period=WEEK, now=PAYDAY)
        (slip,) = payslips_of(tx, ada)
        owed, rounded = balance(tx, payable(ada, coin.currency)), balance(tx, rounding(coin.currency))

    assert before == earned == slip.total_micros
    assert micros_per_minor(coin.currency) == coin.micros
    assert owed.available == slip.total_minor * coin.micros == earned + slip.rounding_micros
    assert rounded.posted == -slip.rounding_micros
    assert 0 <= slip.rounding_micros < coin.micros * len(slip.lines)
    assert counted_again(db) == (0, 0)


@pytest.mark.parametrize("coin", [YEN, FILS])
def test_slow_work_reaches_the_floor_in_every_currency(db: Database, clock: Clock, rulebook_of, coin: Coin) -> None:
    rulebook = rulebook_of(coin)
    hourly_micros = rulebook.floor("XD", on=BEGINNING.date()).hourly_micros

    work, _ = week_of_ada(db, clock, coin)

    paid = work.value("SELECT sum(amount_micros) FROM earning WHERE kind IN ('piece', 'top_up')")
    assert paid == -(-hourly_micros * 400 // 3600) > 4 * coin.price_micros


@pytest.mark.parametrize("coin", [YEN, FILS])
def test_all_that_came_in_is_somewhere_in_the_same_currency(
    db: Database, clock: Clock, rulebook_of, coin: Coin
) -> None:
    rulebook_of(coin)

    work, ada = week_of_ada(db, clock, coin)

    assert work.rows("SELECT DISTINCT currency FROM ledger_account") == [(coin.currency,)]
    with db.reading() as tx:
        came_in, owed = balance(tx, world(coin.currency)).posted, balance(tx, payable(ada, coin.currency)).posted
        funds = balance(tx, organisation_funds(work.organisation_id, coin.currency)).posted
    kept = work.value("SELECT sum(credits_posted - debits_posted) FROM ledger_account WHERE id LIKE 'p%:%'")
    assert came_in == owed + funds + int(str(kept))


@pytest.mark.parametrize("foreign", ["JPY", "KWD", "USD"])
def test_a_project_never_takes_the_money_of_another_currency(db: Database, clock: Clock, foreign: str) -> None:
    work = running_project(db, clock)
    fund(work, 10_000_000, reference="foreign", currency=foreign)

    with db.writing() as tx, pytest.raises(Refusal, match="currency_differs"):
        transfer(
            tx,
            id="exchange-1",
            debit_id=organisation_funds(work.organisation_id, foreign),
            credit_id=escrow(work.project_id),
            amount_micros=1,
            currency=foreign,
            code="try",
            reference="project:1",
            now=BEGINNING,
        )

    assert counted_again(db) == (0, 0)


def test_money_of_another_currency_does_not_publish_a_project(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)
    upload(db, work.project_id, work.requester_id, csv_of(3))
    fund(work, 10**12, reference="foreign", currency="JPY")

    with db.writing() as tx, pytest.raises(Refusal, match="not_enough_funds"):
        publish(tx, project_id=work.project_id, by_id=work.requester_id, rulebook=RULEBOOK, now=clock())

    assert counted_again(db) == (0, 0)
