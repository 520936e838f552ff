"""Ada chooses, waits, does paperwork and outlives an outage, through the pages; all of it is paid and checks out."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from annotate.outages.service import open_again, say_open
from payments.audit.verify import verify
from tests.audit.conftest import Save, bundle_of
from tests.cast import ADA, Clock, Who
from tests.work import Work, running_project
from web.jobs import all_jobs, run_job
from web.wiring import House

TIMES = "SELECT bucket, sum(counted_ms) FROM time_total WHERE person_id = :ada GROUP BY bucket ORDER BY bucket"
PAID = "SELECT sum(amount_micros) FROM earning WHERE person_id = :ada"
LINES = (
    "10\u00a0min × 45.943334",
    "4\u00a0min × 45.943334",
    "2\u00a0min × 45.943334",
    "600\u00a0s × 45.943334 ÷ 3600",
    "240\u00a0s × 45.943334 ÷ 3600",
    "120\u00a0s × 45.943334 ÷ 3600",
    "Paperwork and messages",
    "Looking for work",
    "Mobility Office",
)
"""What her earnings page says of the outage, the paperwork, the choosing and the waiting, and how each came about."""


@pytest.fixture
def house(each_house: House) -> House:
    """The pages, once on each engine."""
    return each_house


@pytest.fixture
def work(house: House, clock: Clock, ben_id: int) -> Work:
    """A project whose only item is in Ben's hands."""
    made = running_project(house.db, clock, items=1, overlap=1)
    made.next(ben_id)
    return made


def stay(ada: TestClient, clock: Clock, address: str, *, signs: int = 8) -> None:
    for _ in range(signs):
        assert ada.post(address).status_code == 204
        clock.advance(seconds=15)


def outlive_an_outage(house: House, clock: Clock) -> None:
    with house.db.writing() as tx:
        say_open(tx, now=clock())
    clock.advance(minutes=10)
    with house.db.writing() as tx:
        open_again(tx, now=clock())


def test_time_at_pages_is_closed_with_its_week_paid_shown_and_verified(  # noqa: PLR0917 - who lives through it, and where
    house: House,
    clock: Clock,
    work: Work,
    ada_id: int,
    ada: TestClient,
    saved: Save,
    log_in: Callable[[Who], TestClient],
) -> None:
    stay(ada, clock, "/here/search")
    stay(ada, clock, f"/here/wait/{work.project_id}")
    stay(ada, clock, "/here/admin")
    outlive_an_outage(house, clock)
    stay(ada, clock, "/here/admin")
    ada.post("/work/pause")
    clock.advance(days=8)

    went_well = [run_job(house, job) for job in all_jobs() if "clos" in job[0]]

    page = log_in(ADA).get("/earnings/2026-W10").text
    assert went_well != []
    assert all(went_well)
    assert work.rows(TIMES, ada=ada_id) == [
        ("admin", 240_000),
        ("search", 120_000),
        ("waiting_platform", 600_000),
        ("waiting_requester", 120_000),
    ]
    assert work.value(PAID, ada=ada_id) == 7_657_223 + 3_062_889 + 2 * 1_531_445
    assert [name in page for name in LINES] == [True] * len(LINES)
    assert verify(saved(bundle_of(house.db))) == []
