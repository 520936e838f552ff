"""The journal of the ledger adds up to what the ledger itself says that every account holds."""

from collections.abc import Sequence
from datetime import date

import pytest

from payments.journal.queries import PAGE_ROWS, Scope, journal, people_in
from payments.journal.rules import Format
from payments.ledger.rules import payable, purse
from payments.ledger.service import hold, transfer, void
from tests.cast import BEGINNING, Clock
from tests.journals import Read, read_journal
from tests.wages import MXN, UNIT, make_funds
from tests.work import Work, annotator, running_project
from web.db import Database

COUNTED = "SELECT id, debits_posted - credits_posted FROM ledger_account"


@pytest.fixture
def worked(db: Database, clock: Clock) -> Work:
    """Ada and Ben answer, Ada's pay becomes final, Ben's is still set aside."""
    work = running_project(db, clock, items=9, fee_permille=100)
    work.answer_many(annotator(db, "Ada"), 3, seconds=70)
    clock.advance(hours=73)
    work.accept()
    work.answer_many(annotator(db, "Ben"), 2, seconds=70)
    return work


def text_of(work: Work, form: Format, scope: Scope | None = None) -> str:
    with work.db.reading() as tx:
        return "".join(journal(tx, form=form, scope=scope or Scope(), operator="Cooperativa\nJornal", now=work.clock()))


def counted(work: Work) -> dict[str, int]:
    return {str(row[0]): int(str(row[1])) for row in work.rows(COUNTED)}


def without_nothing(sums: Read) -> dict[str, int]:
    return {account_id: micros for account_id, micros in sums.sums.items() if micros}


@pytest.mark.parametrize("form", Format)
def test_its_sums_and_its_assertions_are_what_the_ledger_holds(worked: Work, form: Format) -> None:
    read = read_journal(text_of(worked, form))

    held = counted(worked)
    assert without_nothing(read) == {account_id: micros for account_id, micros in held.items() if micros}
    assert read.asserted == held
    assert (read.unbalanced, read.unread) == (0, [])
    assert sorted(read.opened) == sorted(held)


@pytest.mark.parametrize("form", Format)
def test_what_is_only_promised_stands_in_a_comment(worked: Work, form: Format) -> None:
    text = text_of(worked, form)

    posted = worked.value("SELECT count(*) FROM ledger_transfer WHERE phase IN ('single', 'post')")
    promised = worked.value("SELECT count(*) FROM ledger_transfer WHERE phase IN ('pending', 'void')")
    assert read_journal(text).entries == posted
    assert text.count("set aside, not moved") == promised == 5
    assert f"; {posted} transfers that moved money, {promised} that only set it aside" in text


def test_a_hold_let_go_moves_nothing(db: Database, clock: Clock) -> None:
    held = {"debit_id": "organisation:1:funds:MXN", "credit_id": payable(5, MXN), "amount_micros": UNIT}
    with db.writing() as tx:
        make_funds(tx)
        hold(tx, id="earning:9:x", **held, currency=MXN, code="piece", reference="assignment:9", now=BEGINNING)
        void(tx, id="earning:9:x:void", pending_id="earning:9:x", now=BEGINNING)

    text = text_of(Work(db, clock, 1, 1, 1), Format.HLEDGER)

    assert read_journal(text).sums == {"world:MXN": 1_000 * UNIT, "organisation:1:funds:MXN": -1_000 * UNIT}
    assert "let go" in text


def test_an_empty_ledger_is_an_empty_journal(db: Database, clock: Clock) -> None:
    text = text_of(Work(db, clock, 1, 1, 1), Format.BEANCOUNT)

    assert read_journal(text) == Read()
    assert "Nothing has moved yet." in text


def test_the_operator_s_name_cannot_begin_a_line_of_its_own(worked: Work) -> None:
    assert "; The ledger of Cooperativa Jornal, kept by Jornal, as read at " in text_of(worked, Format.HLEDGER)


def test_days_outside_are_left_out(worked: Work) -> None:
    first = Scope(from_on=date(2026, 3, 2), to_on=date(2026, 3, 3))

    read = read_journal(text_of(worked, Format.HLEDGER, first))

    assert purse(worked.project_id, 2) in read.sums
    assert payable(2, MXN) not in read.sums
    assert read.asserted == {}


def test_one_organisation_s_journal_holds_nobody_else_s_money(worked: Work) -> None:
    with worked.db.writing() as tx:
        foreign = {"debit_id": "world:MXN", "credit_id": "organisation:99:funds:MXN", "amount_micros": 7}
        transfer(
            tx, id="fund:foreign", **foreign, currency=MXN, code="fund", reference="organisation:99", now=BEGINNING
        )
    scope = Scope(organisation_id=worked.organisation_id, project_ids=frozenset({worked.project_id}))

    text = text_of(worked, Format.BEANCOUNT, scope)

    assert "Organisation:99" not in text
    assert read_journal(text).sums["world:MXN"] == -read_funds(worked)
    assert f"Only money of organisation {worked.organisation_id}" in text


def read_funds(work: Work) -> int:
    """What came into the organisation's funds from outside, as a credit."""
    return -int(
        str(work.value("SELECT sum(amount_micros) FROM ledger_transfer WHERE code = 'fund' AND amount_micros > 7"))
    )


def test_who_is_in_it_can_be_told_before_it_is_written(worked: Work) -> None:
    ada_and_ben = [row[0] for row in worked.rows("SELECT person_id FROM annotator ORDER BY person_id")]

    with worked.db.reading() as tx:
        people, last = people_in(tx, Scope())

    assert sorted(people) == ada_and_ben
    assert last == worked.value("SELECT max(sequence) FROM ledger_transfer")


def test_what_came_after_it_was_asked_for_is_left_out(worked: Work) -> None:
    text = text_of(worked, Format.HLEDGER, Scope(last_sequence=1))

    assert read_journal(text).entries == 1
    assert read_journal(text).asserted == {}


def test_more_transfers_than_are_read_at_once_are_all_there(db: Database, clock: Clock) -> None:
    many = PAGE_ROWS + 1
    with db.writing() as tx:
        make_funds(tx)
        tx.run_many(ADD, rows_of(many))

    read = read_journal(text_of(Work(db, clock, 1, 1, 1), Format.HLEDGER))

    assert read.entries == many + 1
    assert read.sums["world:MXN"] == 1_000 * UNIT + many


ADD = """
INSERT INTO ledger_transfer (id, phase, debit_id, credit_id, amount_micros, currency, code, reference, happened_at,
                             body_hash)
VALUES (:id, 'single', 'world:MXN', 'organisation:1:funds:MXN', 1, 'MXN', 'fund', 'organisation:1', :now, 'x')
"""


def rows_of(count: int) -> Sequence[dict[str, object]]:
    return [{"id": f"fund:many:{number}", "now": BEGINNING} for number in range(count)]
