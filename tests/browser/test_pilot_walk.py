"""Rita tries a project out in her browser and on her phone: the sample, the times, the price, and the rest published."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from annotate.price_looks.service import look_at_price
from payments.people.rules import Role
from payments.people.service import add_member
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.waiting import arrives
from tests.cast import RITA
from tests.make import make_person
from tests.pilot_work import SECONDS_OF_EIGHT, answer_at, draft_with_items
from tests.work import RULEBOOK, Work, people


@pytest.fixture
def work(site: Site) -> Work:
    """A draft of Rita's, with items and money."""
    work = draft_with_items(site.house.db, site.clock, items=80)
    with site.house.db.writing() as tx:
        work.requester_id = make_person(tx, RITA)
        add_member(tx, work.requester_id, organisation_id=work.organisation_id, role=Role.REQUESTER, now=site.clock())
    return work


@pytest.mark.stress
@pytest.mark.parametrize(("size", "name"), [(LAPTOP, "laptop"), (PHONE, "phone")])
def test_rita_tries_it_first_and_publishes_the_rest_at_the_price(
    work: Work, visit: Callable[..., Visit], size: dict[str, object], name: str
) -> None:
    rita = visit(size)
    rita.log_in(RITA)
    rita.go(f"/projects/{work.project_id}")
    rita.look(f"pilot-draft-{name}")

    with arrives(rita.page):
        rita.page.get_by_role("link", name="Try it first, paid").click()
    rita.look(f"pilot-begin-{name}")
    rita.page.get_by_role("button", name="Begin the pilot").click()
    expect(rita.page.get_by_role("heading", name="The pilot is running")).to_be_visible()
    rita.look(f"pilot-empty-{name}")

    crew = people(work.db, 8)
    answer_at(work, crew, SECONDS_OF_EIGHT, each=4)
    rita.go(f"/projects/{work.project_id}/pilot")
    rita.look(f"pilot-running-{name}")
    rita.page.get_by_role("button", name="End the pilot").click()
    expect(rita.page.get_by_role("heading", name="What the pilot showed")).to_be_visible()
    rita.look(f"pilot-ended-{name}")

    rita.page.get_by_role("textbox", name="Price for each answer").fill("2.20")
    rita.page.get_by_role("button", name="Take this price and publish").click()
    expect(rita.page.get_by_text("This price is below what the pilot proposes")).to_be_visible()
    rita.look(f"pilot-too-low-{name}")
    rita.page.get_by_role("textbox", name="Price for each answer").fill("2.30")
    rita.page.get_by_role("button", name="Take this price and publish").click()
    expect(rita.page.get_by_role("heading", name="The price is taken")).to_be_visible()

    answer_at(work, crew[4:], (200, 220, 240, 260), each=8)
    with work.db.writing() as tx:
        look_at_price(tx, project_id=work.project_id, rulebook=RULEBOOK, now=work.clock())
    rita.go(f"/projects/{work.project_id}/pilot")
    rita.look(f"pilot-taken-{name}")
    rita.go(f"/projects/{work.project_id}")
    rita.look(f"pilot-project-{name}")


@pytest.mark.stress
@pytest.mark.parametrize(("size", "name"), [(LAPTOP, "laptop"), (PHONE, "phone")])
def test_rita_prints_a_receipt(work: Work, visit: Callable[..., Visit], size: dict[str, object], name: str) -> None:
    rita = visit(size)
    rita.log_in(RITA)
    rita.go(f"/organisations/{work.organisation_id}/receipts")
    rita.look(f"receipts-{name}")

    rita.page.locator("table a").first.click()

    expect(rita.page.get_by_role("heading", name="Receipt")).to_be_visible()
    rita.look(f"receipt-{name}")
