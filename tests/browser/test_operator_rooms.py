"""Olga walks through her rooms, and Axel through a week: nothing is hidden, nothing is too wide, axe finds nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.waiting import arrives
from tests.cast import AXEL, OLGA
from tests.make import make_auditor, make_staff
from tests.work import people, running_project
from web.jobs import all_jobs, run_job
from web.regular.verifications import verify_asked

SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])


@SIZES
def test_olga_sees_that_the_house_lives_and_writes_above_every_page(
    site: Site, visit: Callable[..., Visit], size: dict[str, object]
) -> None:
    work = running_project(site.house.db, site.clock, items=12)
    work.answer_many(people(site.house.db, 1)[0], 3, seconds=50)
    with site.house.db.writing() as tx:
        make_staff(tx, OLGA)
    for job in all_jobs()[:4]:
        run_job(site.house, job)
    site.clock.advance(minutes=12)
    olga = visit(size)

    olga.log_in(OLGA)
    olga.go("/operator")
    expect(olga.page.locator("main")).to_contain_text("Late")
    olga.look("operator")
    olga.go("/operator/projects")
    olga.look("operator-projects")
    olga.go("/operator/rules")
    olga.look("operator-rules")
    olga.go("/operator/mail")
    olga.look("operator-mail")
    olga.go("/operator/settings")
    olga.look("operator-settings")
    olga.go("/operator/notices")
    olga.page.get_by_label("In English").fill("At ten we stop for five minutes, for an update.")
    olga.page.get_by_role("button", name="Put it above every page").click()
    expect(olga.page.get_by_role("region", name="Notice")).to_contain_text("for an update")
    olga.look("operator-notices")

    assert olga.small_targets() == []


@SIZES
def test_axel_checks_a_week_from_its_picture_to_its_sums(
    site: Site, visit: Callable[..., Visit], size: dict[str, object]
) -> None:
    work = running_project(site.house.db, site.clock, items=40)
    quick, slow = people(site.house.db, 2)
    work.answer_many(quick, 6, seconds=40)
    work.answer_many(slow, 6, seconds=120)
    with site.house.db.writing() as tx:
        make_auditor(tx, AXEL)
    axel = visit(size)

    axel.log_in(AXEL)
    axel.look("audit-overview")
    axel.go("/audit/2026-W10")
    axel.page.get_by_role("button", name="Verify").click()
    expect(axel.page.locator("#verify")).to_contain_text("Waiting for its turn")
    axel.look("audit-verify-waiting")
    verify_asked(site.house)
    expect(axel.page.locator("#verify")).to_contain_text("0 findings.")
    axel.go("/audit/2026-W10/distributions")
    axel.look("audit-distributions")
    axel.go("/audit/2026-W10")
    with arrives(axel.page):
        axel.page.get_by_role("button", name="Draw the sample").click()
    expect(axel.page.locator("main")).to_contain_text("Seed")
    axel.look("audit-sample")
    with arrives(axel.page):
        axel.page.get_by_role("link", name="Sums").first.click()
    axel.look("audit-slip")
    axel.go(axel.page.url.removeprefix(site.url).replace("/slip", "/identify"))
    axel.look("audit-identify")

    assert axel.small_targets() == []
