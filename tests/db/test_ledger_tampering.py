"""What the databases themselves refuse, even to someone who holds the tables' owner."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from payments.closing.service import close_period
from payments.earnings.service import make_final_due
from payments.ledger.queries import balance
from payments.ledger.rules import organisation_funds, payable, purse
from payments.ledger.service import post
from policies.working_time import Bucket
from tests import make
from tests.cast import ADA, BEGINNING
from tests.paydays import hold_payday
from tests.wages import AFTER_WEEK, MXN, PROJECT, UNIT, WEEK, Work, make_answer, make_project_money, make_time
from web.db import Database
from web.migrations.grants import grant_to_application

ADD_TRANSFER = (
    "INTO ledger_transfer (id, phase, debit_id, credit_id, amount_micros, currency, pending_id, code, reference,"
    " happened_at, body_hash) VALUES "
)
SECOND_POST = "('second-post-x', 'post', 'purse:1:{ada}', 'annotator:{ada}:payable:MXN', 1000000, 'MXN',"
OVERDRAFT = (
    "('overdraft-x', 'single', 'purse:1:{ada}', 'annotator:{ada}:payable:MXN', 99000000, 'MXN', NULL, 'x', 'x', 0, 'x')"
)
OTHER_CURRENCY = (
    "('currency-xx', 'single', 'purse:1:{ada}', 'annotator:{ada}:payable:MXN', 1, 'GBP', NULL, 'x', 'x', 0, 'x')"
)

TAMPERING = {
    "cut a transfer": "UPDATE ledger_transfer SET amount_micros = 1",
    "drop a transfer": "DELETE FROM ledger_transfer",
    "raise a balance": "UPDATE ledger_account SET credits_posted = credits_posted + 1, currency = 'GBP'",
    "close an account": "DELETE FROM ledger_account",
    "open an account with money in it": (
        "INSERT INTO ledger_account (id, currency, normal, has_no_overdraft, debits_posted, debits_pending,"
        " credits_posted, credits_pending) VALUES ('purse:1:99', 'MXN', 'C', 1, 0, 0, 5, 0)"
    ),
    "let a purse be overdrawn": "UPDATE ledger_account SET has_no_overdraft = 0",
    "post a hold twice": f"INSERT {ADD_TRANSFER}{SECOND_POST} 'earning:1:purse', 'x', 'x', 0, 'x')",
    "spend what is not there": f"INSERT {ADD_TRANSFER}{OVERDRAFT}",
    "mix currencies": f"INSERT {ADD_TRANSFER}{OTHER_CURRENCY}",
    "rewrite an event": "UPDATE event SET body = '{{}}'",
    "drop an event": "DELETE FROM event",
    "shorten a segment": "UPDATE time_segment SET ended_at = started_at + 1",
    "drop a segment": "DELETE FROM time_segment",
    "cut an earning": "UPDATE earning SET amount_micros = 1",
    "hand an earning to another": "UPDATE earning SET carrier = 'platform'",
    "make final pay pending again": "UPDATE earning SET state = 'pending', final_at = NULL WHERE state = 'final'",
    "drop an earning": "DELETE FROM earning",
    "rewrite a closing": "UPDATE period_close SET total_micros = total_micros + 1",
    "drop a closing": "DELETE FROM period_close",
    "rewrite a payslip": "UPDATE payslip SET body = '{{}}'",
    "cut a payslip": "UPDATE payslip SET total_minor = 1",
    "drop a payslip": "DELETE FROM payslip",
    "take an earning off its payslip": "DELETE FROM payslip_earning",
    "put an earning on a second payslip": "INSERT INTO payslip_earning SELECT earning_id, payslip_id FROM payslip_earning",
    "rewrite the law": "UPDATE rulebook_text SET text = ''",
    "drop the law": "DELETE FROM rulebook_text",
}
SQLITE_TAMPERING = {
    "replace a transfer": f"INSERT OR REPLACE {ADD_TRANSFER}"
    "('earning:1:purse', 'pending', 'purse:1:{ada}', 'annotator:{ada}:payable:MXN', 1, 'MXN', NULL, 'x', 'x', 0, 'x')",
    "replace an account": (
        "REPLACE INTO ledger_account (id, currency, normal, has_no_overdraft, debits_posted, debits_pending,"
        " credits_posted, credits_pending) VALUES ('purse:1:{ada}', 'MXN', 'C', 1, 0, 0, 0, 0)"
    ),
    "update or replace a transfer": "UPDATE OR REPLACE ledger_transfer SET id = 'earning:1:purse'",
    "replace an event": (
        "REPLACE INTO event (id, stream, sequence, kind, logged_at, previous_hash, salt, body, hash)"
        " SELECT id, stream, sequence, kind, logged_at, previous_hash, salt, '{{}}', hash FROM event"
    ),
    "replace a segment": "REPLACE INTO time_segment SELECT * FROM time_segment",
    "replace an earning": "REPLACE INTO earning SELECT * FROM earning",
    "replace a closing": "REPLACE INTO period_close SELECT * FROM period_close",
    "replace a payslip": "REPLACE INTO payslip SELECT * FROM payslip",
    "replace what stands on a payslip": "REPLACE INTO payslip_earning SELECT * FROM payslip_earning",
    "replace the law": "REPLACE INTO rulebook_text SELECT digest, '', kept_at FROM rulebook_text",
    "upsert an event": (
        "INSERT INTO event (id, stream, sequence, kind, logged_at, previous_hash, salt, body, hash)"
        " SELECT id, stream, sequence, kind, logged_at, previous_hash, salt, body, hash FROM event WHERE true"
        " ON CONFLICT (id) DO UPDATE SET body = '{{}}'"
    ),
}
KEPT_TABLES = (
    "ledger_transfer",
    "event",
    "time_segment",
    "time_claim",
    "payslip",
    "payslip_earning",
    "period_close",
    "rulebook_text",
    "earning",
    "answer",
)


@pytest.fixture
def sqlite_db(sqlite_url: str) -> Iterator[Database]:
    database = Database(sqlite_url)
    yield database
    database.dispose()


@pytest.fixture
def postgresql_db(postgresql_url: str) -> Iterator[Database]:
    database = Database(postgresql_url)
    yield database
    database.dispose()


def pay_ada(database: Database) -> int:
    """Pay Ada for one answer, close her week with paid rest, and hold payday."""
    with database.writing() as tx:
        ada = make.make_annotator(tx, ADA)
        make_project_money(tx, ada, purse_micros=9 * UNIT, reserve_micros=9 * UNIT)
        make_answer(tx, Work(ada, assignment_id=1))
        make_time(tx, Work(ada, bucket=Bucket.REST, started_at=BEGINNING + timedelta(minutes=2)))
        post(tx, id="earning:1:purse:post", pending_id="earning:1:purse", now=BEGINNING)
        close_period(tx, person_id=ada, period=WEEK, now=AFTER_WEEK)
    hold_payday(database)
    return ada


@pytest.mark.parametrize("act", TAMPERING)
def test_the_owner_of_the_tables_cannot(act: str, db: Database) -> None:
    statement = TAMPERING[act].format(ada=pay_ada(db))

    with pytest.raises(DBAPIError), db.owning() as owner:
        owner.exec_driver_sql(statement)


@pytest.mark.parametrize("act", SQLITE_TAMPERING)
def test_whoever_opens_the_file_without_our_settings_cannot(act: str, sqlite_db: Database) -> None:
    ada = pay_ada(sqlite_db)

    with closing(sqlite3.connect(str(sqlite_db.url.database))) as plain, pytest.raises(sqlite3.DatabaseError):
        plain.execute(SQLITE_TAMPERING[act].format(ada=ada))

    with sqlite_db.reading() as tx:
        assert balance(tx, purse(PROJECT, ada)).posted == 8 * UNIT


@pytest.mark.parametrize("table", KEPT_TABLES)
def test_no_table_of_records_can_be_emptied_at_once(table: str, postgresql_db: Database) -> None:
    pay_ada(postgresql_db)

    with pytest.raises(DBAPIError, match="append-only"), postgresql_db.owning() as owner:
        owner.exec_driver_sql(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("act", ["cut a transfer", "drop an event", "cut an earning", "let a purse be overdrawn"])
def test_the_triggers_hold_even_for_a_replication_role(act: str, postgresql_db: Database) -> None:
    statement = TAMPERING[act].format(ada=pay_ada(postgresql_db))

    with pytest.raises(DBAPIError), postgresql_db.owning() as owner:
        run_all(owner, "SET session_replication_role = replica", statement)


def test_a_stranger_to_the_application_cannot_even_change_a_counter(postgresql_db: Database) -> None:
    pay_ada(postgresql_db)

    with pytest.raises(DBAPIError, match="permission denied"), postgresql_db.owning() as owner:
        run_all(become_the_application(owner), "UPDATE ledger_account SET credits_posted = credits_posted + 1")


def test_nobody_changes_a_balance_but_a_transfer(postgresql_db: Database) -> None:
    pay_ada(postgresql_db)

    with pytest.raises(DBAPIError, match="append-only"), postgresql_db.owning() as owner:
        owner.exec_driver_sql("UPDATE ledger_account SET credits_posted = credits_posted + 1")


def test_the_application_role_can_still_record_and_pay(postgresql_db: Database) -> None:
    with postgresql_db.writing() as tx:
        ada = make.make_annotator(tx, ADA)
        become_the_application(tx.connection())

        make_project_money(tx, ada, purse_micros=9 * UNIT, reserve_micros=9 * UNIT)
        make_answer(tx, Work(ada, assignment_id=1))
        final = make_final_due(tx, now=AFTER_WEEK, limit=10)
        close_period(tx, person_id=ada, period=WEEK, now=AFTER_WEEK)

        assert final == [1]
        assert balance(tx, payable(ada, MXN)).posted == UNIT
        tx.rollback()  # roles belong to the whole server: leave none behind


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_account SET credits_posted = 1",
        "DELETE FROM event",
        "DROP TRIGGER event_no_delete",
        "PRAGMA writable_schema = ON",
    ],
)
def test_the_application_itself_is_refused_by_sqlite(statement: str, sqlite_db: Database) -> None:
    pay_ada(sqlite_db)

    with sqlite_db.writing() as tx, pytest.raises(sqlite3.DatabaseError, match="not authorized"):
        tx.run(statement)

    with sqlite_db.reading() as tx:
        assert balance(tx, organisation_funds(1, MXN)).posted == 982 * UNIT


def run_all(connection: Connection, *statements: str) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)


def become_the_application(connection: Connection) -> Connection:
    """Create the application's role, give it its rights, and take it on until the roll-back."""
    connection.execute(text("CREATE ROLE jornal_application"))
    grant_to_application(connection, "jornal_application")
    connection.execute(text("SET LOCAL ROLE jornal_application"))
    return connection
