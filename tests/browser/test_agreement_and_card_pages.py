"""Rita sees how much people agree and under what conditions they worked, on her laptop and on her phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from payments.people.rules import Role
from payments.people.service import add_member
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.cast import RITA
from tests.make import make_person
from tests.work import Work, people, running_project

LABELS = ("lost", "renewal", "appointment")


@pytest.fixture
def work(site: Site) -> Work:
    """Six people answered twelve items each; one reads the question in another way, and one is slow."""
    work = running_project(site.house.db, site.clock, items=12, overlap=6)
    with site.house.db.writing() as tx:
        rita_id = make_person(tx, RITA)
        add_member(tx, rita_id, organisation_id=work.organisation_id, role=Role.REQUESTER, now=site.clock())
    for number, person_id in enumerate(people(site.house.db, 6)):
        for item in range(12):
            label = LABELS[(item + (number == 5)) % 3]
            work.answer(person_id, seconds=40 + 25 * number, label=label)
    return work


@pytest.mark.parametrize(("size", "name"), [(LAPTOP, "laptop"), (PHONE, "phone")])
def test_rita_reads_agreement_and_the_labour_card(
    work: Work, visit: Callable[..., Visit], size: dict[str, object], name: str
) -> None:
    rita = visit(size)
    rita.log_in(RITA)

    rita.go(f"/projects/{work.project_id}")
    expect(rita.page.get_by_text("Low agreement often means")).to_be_visible()
    rita.look(f"agreement-on-project-{name}")
    rita.page.get_by_role("link", name="All figures of agreement").click()
    expect(rita.page.get_by_role("heading", name="Two people at a time")).to_be_visible()
    rita.look(f"agreement-{name}")
    rita.go(f"/projects/{work.project_id}/labour-card")
    expect(rita.page.get_by_text("6 weeks, each of one person: 0 below the floor.")).to_be_visible()
    rita.look(f"labour-card-{name}")
