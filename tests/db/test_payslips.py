"""What stands on Ada's payslip, when she gets it, and that nothing stands on two."""

from datetime import datetime, timedelta

import pytest

from payments.claims.service import claim_time
from payments.closing.service import close_period
from payments.earnings.service import make_final_due
from payments.ledger.queries import balance
from payments.ledger.rules import payable, rounding
from payments.payslips.queries import Payslip, payslip, payslips_of
from payments.payslips.rules import digest_of
from payments.payslips.service import issue, note_forgotten
from policies.periods import to_ms
from policies.working_time import Bucket
from tests import make
from tests.cast import ADA, BEGINNING
from tests.kept import findings_of
from tests.paydays import PAYDAY, hold_payday
from tests.wages import AFTER_WEEK, MXN, UNIT, WEEK, Price, Work, later, make_answer, make_project_money, make_time
from web.db import Database

THREE_DAYS = timedelta(hours=72)


@pytest.fixture
def ada(db: Database) -> int:
    """Ada, who answered three items in an hour for 20.001 each, rested, and fell silent for a while."""
    with db.writing() as tx:
        person_id = make.make_annotator(tx, ADA)
        make_project_money(tx, person_id, purse_micros=80 * UNIT, reserve_micros=30 * UNIT)
        price = Price(micros=20_001_000)
        make_answer(tx, Work(person_id, assignment_id=1, seconds=3600), price)
        make_answer(tx, later(Work(person_id, seconds=3600), minutes=61, assignment_id=2), price)
        make_answer(tx, later(Work(person_id, seconds=60), minutes=122, assignment_id=3), price)
        make_time(tx, later(Work(person_id, bucket=Bucket.REST, seconds=360), minutes=124))
        make_time(tx, later(Work(person_id, bucket=Bucket.UNCONFIRMED, seconds=3600), minutes=140))
    return person_id


def close(db: Database, ada: int, *, now: datetime = AFTER_WEEK) -> None:
    with db.writing() as tx:
        make_final_due(tx, now=now, limit=100)
        close_period(tx, person_id=ada, period=WEEK, now=now)


def slips(db: Database, ada: int) -> tuple[Payslip, ...]:
    with db.reading() as tx:
        return payslips_of(tx, ada)


def claim_the_silence(db: Database, ada: int) -> None:
    started_at = BEGINNING + timedelta(minutes=140)
    span = {"started_ms": to_ms(started_at), "ended_ms": to_ms(started_at + timedelta(hours=1))}
    with db.writing() as tx:
        claim_time(tx, person_id=ada, **span, line="the page had frozen", now=PAYDAY)


def test_ada_gets_one_payslip_of_everything_that_is_final(db: Database, ada: int) -> None:
    close(db, ada)

    made = hold_payday(db)

    (slip,) = slips(db, ada)
    assert made == (slip.payslip_id,)
    assert [(line.kind, line.quantity, line.unit, line.amount_micros, line.amount_minor) for line in slip.lines] == [
        ("piece", 3, "item", 60_003_000, 6001),
        ("top_up", 7_260_000, "ms", 32_649_391, 3265),
        ("rest", 360_000, "ms", 4_594_334, 460),
    ]
    assert (slip.total_micros, slip.total_minor, slip.rounding_micros) == (97_246_725, 9726, 13_275)


def test_after_payday_her_account_holds_exactly_what_the_payslip_says(db: Database, ada: int) -> None:
    close(db, ada)

    hold_payday(db)

    with db.reading() as tx:
        assert balance(tx, payable(ada, MXN)).available == 97_260_000
        assert balance(tx, rounding(MXN)).posted == -13_275


def test_nothing_is_issued_before_four_days_have_passed_where_she_lives(db: Database, ada: int) -> None:
    close(db, ada)

    early = hold_payday(db, now=PAYDAY - timedelta(hours=9, milliseconds=1))
    on_time = hold_payday(db, now=PAYDAY - timedelta(hours=9))

    assert (early, len(on_time)) == ((), 1)


def test_a_week_whose_time_is_not_closed_is_not_paid_in_part(db: Database, ada: int) -> None:
    with db.writing() as tx:
        make_final_due(tx, now=AFTER_WEEK, limit=100)

    assert hold_payday(db) == ()


def test_a_payslip_is_never_older_than_what_it_pays_though_two_clocks_differ(db: Database, ada: int) -> None:
    with db.writing() as tx:
        close_period(tx, person_id=ada, period=WEEK, now=AFTER_WEEK)
        make_final_due(tx, now=PAYDAY + timedelta(seconds=4), limit=100)

    hold_payday(db, now=PAYDAY)

    (slip,) = slips(db, ada)
    assert slip.issued_at == PAYDAY + timedelta(seconds=4)
    assert findings_of(db, now=PAYDAY + timedelta(days=1)) == ()


def test_asking_again_makes_no_second_payslip(db: Database, ada: int) -> None:
    close(db, ada)
    hold_payday(db)

    with db.writing() as tx:
        again = issue(tx, person_id=ada, period=WEEK, now=PAYDAY)

    assert again == ()
    assert hold_payday(db) == ()
    assert len(slips(db, ada)) == 1


def test_what_is_still_pending_on_payday_comes_on_a_supplementary_payslip(db: Database, ada: int) -> None:
    with db.writing() as tx:
        make_final_due(tx, now=AFTER_WEEK, limit=1)
        close_period(tx, person_id=ada, period=WEEK, now=AFTER_WEEK)
    hold_payday(db)
    close(db, ada, now=PAYDAY)

    hold_payday(db)

    second, first = slips(db, ada)
    assert [line.quantity for line in first.lines if line.kind == "piece"] == [1]
    assert first.body["pending"] == "40.002"
    assert (second.number, second.is_supplementary, second.total_minor) == (2, True, 4001)
    assert [line.kind for line in second.lines] == ["piece"]
    assert second.body["paid_before"] == "57.26"


def test_a_claim_after_payday_opens_the_week_again_and_pays_only_the_difference(db: Database, ada: int) -> None:
    close(db, ada)
    hold_payday(db)
    claim_the_silence(db, ada)

    close(db, ada, now=PAYDAY + timedelta(days=8))
    hold_payday(db, now=PAYDAY + timedelta(days=8))

    second, first = slips(db, ada)
    assert [(line.kind, line.rule, line.amount_micros) for line in second.lines] == [
        ("correction", "settlement/top_up", 45_943_334)
    ]
    assert set(first.lines[0].earning_ids).isdisjoint(second.lines[0].earning_ids)
    assert first.body["unconfirmed_ms"] == 3_600_000
    assert second.body["unconfirmed_ms"] == 0


def test_the_stored_text_is_what_its_digest_and_check_figure_say(db: Database, ada: int) -> None:
    close(db, ada)
    hold_payday(db)

    (slip,) = slips(db, ada)

    assert digest_of(slip.text) == slip.digest
    assert slip.check_figure.replace(" ", "") == slip.digest[:16]
    assert slip.body["total"] == "97.26"


def test_the_same_week_issued_from_a_copy_of_the_house_has_the_same_bytes(db: Database, ada: int) -> None:
    close(db, ada)

    with db.writing() as tx:
        nested = tx.begin_nested()
        (one,) = issue(tx, person_id=ada, period=WEEK, now=PAYDAY)
        first = payslip(tx, one)
        nested.rollback()
        (two,) = issue(tx, person_id=ada, period=WEEK, now=PAYDAY)
        second = payslip(tx, two)

    assert first is not None
    assert second is not None
    assert first.text == second.text


def test_a_week_that_nobody_noted_as_owed_is_found_and_paid(db: Database, ada: int) -> None:
    close(db, ada)
    with db.writing() as tx:
        tx.count("DELETE FROM owed_week")
    before = hold_payday(db)

    with db.writing() as tx:
        found = note_forgotten(tx)

    assert (before, found) == ((), 1)
    assert len(hold_payday(db)) == 1
