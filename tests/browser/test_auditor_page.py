"""Axel checks a week: he sees everyone's pay against the floor, and nobody's name."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.waiting import arrives
from tests.cast import AXEL
from tests.make import make_auditor
from tests.work import people, running_project


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_axel_sees_every_pay_record_and_no_name(
    site: Site, visit: Callable[..., Visit], size: dict[str, object]
) -> None:
    work = running_project(site.house.db, site.clock, items=24)
    quick, slow = people(site.house.db, 2)
    work.answer_many(quick, 10, seconds=40)
    work.answer_many(slow, 10, seconds=120)
    with site.house.db.writing() as tx:
        make_auditor(tx, AXEL)
    axel = visit(size)

    axel.log_in(AXEL)
    axel.look("audit")
    axel.go("/audit/2026-W10")

    expect(axel.page.locator("main")).to_contain_text("45.9")
    expect(axel.page.locator("main")).not_to_contain_text("Ada")
    axel.look("audit-week")
    with arrives(axel.page):
        axel.page.locator("main a[href^='/audit/2026-W10/']").first.click()
    axel.look("audit-person")
