"""Rita's ceiling when people need far more time than she thought: her bill never passes it, and they are paid all the same."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from starlette.testclient import TestClient

from annotate.funding.queries import spent_and_ceiling
from payments.closing.service import close_period
from payments.people.rules import Role
from payments.people.service import add_member
from tests.cast import RITA, Clock, Who
from tests.web.test_requester_project_form import plain
from tests.work import Work, running_project
from web.wiring import House

PAID = "SELECT sum(amount_micros) FROM earning"


@pytest.fixture
def work(house: House, rita_id: int, ada_id: int, clock: Clock) -> Work:
    """A project of Rita's organisation whose two items took Ada four minutes each instead of eighty seconds."""
    work = running_project(house.db, clock, items=2)
    with house.db.writing() as tx:
        add_member(tx, rita_id, organisation_id=work.organisation_id, role=Role.REQUESTER, now=clock())
    work.answer_many(ada_id, 2, seconds=240)
    return work


def line_sums(page: str) -> tuple[Decimal, Decimal]:
    """Return what the lines of the page's account add up to, and the total below them."""
    account = page.split('<ul class="lines"')[1].split("line-total")
    amounts = [
        re.sub(r"<[^>]+>|[^0-9.−-]", "", cell)
        for cell in re.findall(r'<p class="line"><span>.*?</span>(.*?)</p>', account[0], re.DOTALL)
    ]
    total = re.sub(r"<[^>]+>|[^0-9.]", "", re.search(r"</span>(.*?)</p>", account[1], re.DOTALL).group(1))
    return sum(Decimal(amount.replace("−", "-")) for amount in amounts), Decimal(total)


def test_while_the_week_is_open_her_page_never_says_more_than_the_ceiling(rita: TestClient, work: Work) -> None:
    page = rita.get(f"/projects/{work.project_id}").text

    lines, total = line_sums(page)
    assert lines == total == Decimal("3.105")
    assert "Paid by Jornal’s guarantee" in page


def test_when_it_is_closed_she_has_paid_the_ceiling_and_ada_the_floor(
    log_in: Callable[[Who], TestClient], work: Work, ada_id: int, clock: Clock
) -> None:
    clock.at += timedelta(days=8)
    with work.db.writing() as tx:
        close_period(tx, person_id=ada_id, period="2026-W10", now=clock())

    page = log_in(RITA).get(f"/projects/{work.project_id}").text

    lines, total = line_sums(page)
    with work.db.reading() as tx:
        assert spent_and_ceiling(tx, work.project_id) == (3_105_000, 3_105_000)
    assert lines == total == Decimal("3.105")
    assert "3.11 MXN" in plain(page)
    assert work.value(PAID) == 6_125_778  # eight minutes at 45.943334 an hour
