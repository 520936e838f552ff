"""What every test may ask for: databases, a clock, the house, and people who are logged in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI
from starlette.testclient import TestClient

from payments.people.rules import Role, StaffRole
from tests import databases, how_often, make, second_tries
from tests.cast import ADA, AXEL, BEN, DELIA, MALLORY, OLGA, PASSWORD, PAULA, PAZ, PIA, RITA, Clock, Who
from tests.stripe_house import local_stripe, stripe_client  # noqa: F401 - fixtures
from web.app import create_app
from web.db import Database
from web.logs import start_logs
from web.settings import Environment, Settings
from web.wiring import House, open_house

ENGINES = ("sqlite", "postgresql")
ALWAYS_ON_BOTH = {
    "test_application_role.py",
    "test_at_once.py",
    "test_events.py",
    "test_ledger.py",
    "test_ledger_model.py",
    "test_ledger_tampering.py",
    "test_main_job.py",
    "test_migrations.py",
    "test_payout_races.py",
    "test_serving.py",
    "test_serving_race.py",
    "test_transactions.py",
}
"""What differs most between the two engines. The rest runs on SQLite every time, and on PostgreSQL too in `.ci/run`."""
how_often.register()
databases.hurry_sqlite()
start_logs()  # plain lines, as on a server: coloured ones with every variable of a crash took seconds for each
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "en", "Accept": "text/html"}


def pytest_configure(config: pytest.Config) -> None:
    """Try few examples, unless more were asked for with `--hypothesis-profile`."""
    how_often.load(config.getoption("--hypothesis-profile") or "")


def pytest_sessionfinish(session: pytest.Session) -> None:
    second_tries.judge(session)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    tried = second_tries.told(second_tries.unsteady(terminalreporter.config))
    for line in (*tried, *second_tries.reasons(terminalreporter.config)):
        terminalreporter.write_line(line)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        asked = getattr(getattr(item, "callspec", None), "params", {})
        if asked.get("database_url") == "postgresql" and item.path.name not in ALWAYS_ON_BOTH:
            item.add_marker("stress")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return databases.migrated_sqlite(tmp_path_factory.mktemp("migrated"))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    with databases.postgresql_server() as url:
        yield url


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    return databases.migrated_postgresql(postgresql_server)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    return databases.sqlite_copy(sqlite_template, tmp_path)


@pytest.fixture
def postgresql_url(postgresql_server: str, postgresql_template: str) -> Iterator[str]:
    with databases.postgresql_copy(postgresql_server, postgresql_template) as url:
        yield url


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty, migrated database, once on each engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database on each engine; the test runs twice."""
    database = Database(database_url)
    yield database
    database.dispose()


@pytest.fixture
def logs_as_before() -> Iterator[None]:
    """A command sets the logs up for its own process; here it shares ours."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def settings_for(database_url: str, folder: Path) -> Settings:
    return Settings(
        environment=Environment.TEST,
        data_dir=folder / "data",
        database_url=database_url,
        public_url="http://testserver",
        operator_name="Cooperativa Jornal",
        pretend_money=True,
        asks_at_once=100_000,  # tests ask faster than anybody may; those about that say otherwise
    )


@pytest.fixture(scope="session")
def one_loop() -> Iterator[None]:
    """One event loop for every client of the run; starting one for each request took longer than most answers."""
    with start_blocking_portal() as portal, pytest.MonkeyPatch.context() as patch:
        patch.setattr(TestClient, "portal", portal)
        yield


def _open_house(database_url: str, folder: Path, clock: Clock) -> Iterator[House]:
    opened = open_house(settings_for(database_url, folder), now=clock)
    yield opened
    opened.db.dispose()


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path, clock: Clock, one_loop: None) -> Iterator[House]:
    """The whole house on SQLite."""
    yield from _open_house(sqlite_url, tmp_path, clock)


@pytest.fixture
def each_house(database_url: str, tmp_path: Path, clock: Clock, one_loop: None) -> Iterator[House]:
    """The whole house, once on each engine."""
    yield from _open_house(database_url, tmp_path, clock)


@pytest.fixture
def app(house: House) -> FastAPI:
    return create_app(house)


@pytest.fixture
def browser(app: FastAPI) -> Iterator[Callable[[], TestClient]]:
    """Opens browsers, each with cookies of its own; none follows redirects by itself."""
    opened: list[TestClient] = []

    def another() -> TestClient:
        opened.append(TestClient(app, headers=SAME_ORIGIN, follow_redirects=False))
        return opened[-1]

    yield another
    for client in opened:
        client.close()


@pytest.fixture
def stranger(browser: Callable[[], TestClient]) -> TestClient:
    return browser()


@pytest.fixture
def log_in(browser: Callable[[], TestClient]) -> Callable[[Who], TestClient]:
    """Logs a person in through the real door."""

    def come_in(who: Who) -> TestClient:
        client = browser()
        reply = client.post("/door", data={"email": who.email, "password": PASSWORD})
        assert reply.status_code == 303, reply.text
        return client

    return come_in


@pytest.fixture
def ada_id(house: House) -> int:
    with house.db.writing() as tx:
        return make.make_annotator(tx, ADA)


@pytest.fixture
def ben_id(house: House) -> int:
    with house.db.writing() as tx:
        return make.make_annotator(tx, BEN)


@pytest.fixture
def mobility_id(house: House) -> int:
    """The organisation for which Rita asks for work."""
    with house.db.writing() as tx:
        return make.make_organisation(tx)


@pytest.fixture
def rita_id(house: House, mobility_id: int) -> int:
    with house.db.writing() as tx:
        return make.make_member(tx, RITA, organisation_id=mobility_id)


@pytest.fixture
def ada(ada_id: int, log_in: Callable[[Who], TestClient]) -> TestClient:
    return log_in(ADA)


@pytest.fixture
def ben(ben_id: int, log_in: Callable[[Who], TestClient]) -> TestClient:
    return log_in(BEN)


@pytest.fixture
def rita(rita_id: int, log_in: Callable[[Who], TestClient]) -> TestClient:
    return log_in(RITA)


@pytest.fixture
def pia(house: House, mobility_id: int, log_in: Callable[[Who], TestClient]) -> TestClient:
    with house.db.writing() as tx:
        make.make_member(tx, PIA, organisation_id=mobility_id, role=Role.REVIEWER)
    return log_in(PIA)


@pytest.fixture
def paz(house: House, log_in: Callable[[Who], TestClient]) -> TestClient:
    """Paz asks for work in another organisation."""
    with house.db.writing() as tx:
        make.make_member(tx, PAZ, organisation_id=make.make_organisation(tx, "Water Board"))
    return log_in(PAZ)


@pytest.fixture
def olga(house: House, log_in: Callable[[Who], TestClient]) -> TestClient:
    with house.db.writing() as tx:
        make.make_staff(tx, OLGA)
    return log_in(OLGA)


@pytest.fixture
def paula(house: House, log_in: Callable[[Who], TestClient]) -> TestClient:
    with house.db.writing() as tx:
        make.make_staff(tx, PAULA, role=StaffRole.PAYROLL)
    return log_in(PAULA)


@pytest.fixture
def delia(house: House, log_in: Callable[[Who], TestClient]) -> TestClient:
    with house.db.writing() as tx:
        make.make_representative(tx, DELIA)
    return log_in(DELIA)


@pytest.fixture
def axel(house: House, log_in: Callable[[Who], TestClient]) -> TestClient:
    with house.db.writing() as tx:
        make.make_auditor(tx, AXEL)
    return log_in(AXEL)


@pytest.fixture
def mallory(house: House, log_in: Callable[[Who], TestClient]) -> TestClient:
    """Mallory has an account and no standing at all."""
    with house.db.writing() as tx:
        make.make_person(tx, MALLORY)
    return log_in(MALLORY)
