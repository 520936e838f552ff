"""On PostgreSQL the application's own role can do a day's work and rewrite none of it."""

import uuid
from collections.abc import Iterator

import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from payments.ledger.queries import balance
from payments.ledger.rules import purse
from tests.cast import Clock
from tests.work import annotator, running_project
from web.db import Database
from web.db_schema import is_up_to_date, upgrade

REWRITING = {
    "cut an earning": "UPDATE earning SET amount_micros = 1",
    "drop an event": "DELETE FROM event",
    "raise a balance": "UPDATE ledger_account SET credits_posted = 0",
    "lose an assignment": "DELETE FROM assignment",
    "empty the log": "TRUNCATE event",
    "drop the log": "DROP TABLE event",
    "silence the triggers": "ALTER TABLE event DISABLE TRIGGER ALL",
}


@pytest.fixture
def as_application(postgresql_url: str) -> Iterator[Database]:
    """The database as the application's role sees it; another role owns the tables."""
    owner = Database(postgresql_url)
    role = f"jornal_{uuid.uuid4().hex[:10]}"
    with owner.owning() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {role} LOGIN")
    database = Database(
        make_url(postgresql_url).set(username=role).render_as_string(hide_password=False), postgresql_url
    )
    upgrade(database)
    yield database
    database.dispose()
    with owner.owning() as connection:
        connection.exec_driver_sql(f"DROP OWNED BY {role}")
        connection.exec_driver_sql(f"DROP ROLE {role}")
    owner.dispose()


def test_ada_is_paid_by_a_role_that_may_only_add(as_application: Database, clock: Clock) -> None:
    work = running_project(as_application, clock)
    ada = annotator(as_application, "Ada")

    work.answer(ada, seconds=80)

    with as_application.reading() as tx:
        assert balance(tx, purse(work.project_id, ada)).pending == 1_150_000
        assert is_up_to_date(tx)


@pytest.mark.parametrize("act", REWRITING)
def test_the_role_may_not(act: str, as_application: Database, clock: Clock) -> None:
    work = running_project(as_application, clock)
    work.answer(annotator(as_application, "Ada"), seconds=80)

    with pytest.raises((DBAPIError, InsufficientPrivilege)), as_application.writing() as tx:
        tx.run(REWRITING[act])
