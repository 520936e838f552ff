"""Ada looks at her day, rests, and reads a refusal; Olga decides about claims: axe finds nothing, nothing is too wide."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from annotate.timeclock.service import pause
from payments.claims.service import claim_time
from payments.closing.queries import unconfirmed
from payments.corrections.service import refuse_claim
from policies.periods import week_of
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.cast import ADA, OLGA
from tests.make import make_annotator, make_staff
from tests.work import RULEBOOK, running_project

SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])


def a_day_with_a_refusal(site: Site) -> tuple[int, str]:
    """Ada worked, was quiet twice, confirmed both; Olga refused one. Then Ada rests."""
    work = running_project(site.house.db, site.clock, items=40)
    with site.house.db.writing() as tx:
        ada, olga = make_annotator(tx, ADA), make_staff(tx, OLGA)
    for _ in range(2):
        work.answer_many(ada, 6, seconds=170, rest_minutes=0.6)
        offer = work.next(ada)
        site.clock.advance(minutes=14)
        work.submit(ada, offer.assignment_id)
    day = site.clock().date()
    with site.house.db.writing() as tx:
        quiet = unconfirmed(tx, ada, week_of(day))
        for each in quiet:
            span = {"started_ms": each.started_ms, "ended_ms": each.ended_ms}
            claim_time(tx, person_id=ada, **span, line="I looked up the law.", now=site.clock())
        reason = "The item was open in another tab all that time."
        refuse_claim(tx, person_id=ada, started_ms=quiet[0].started_ms, reason=reason, by_id=olga, now=site.clock())
        pause(tx, person_id=ada, is_meal=False, now=site.clock(), rulebook=RULEBOOK)
    site.clock.advance(minutes=1)
    return ada, day.isoformat()


@SIZES
def test_ada_reads_her_day_and_rests(site: Site, visit: Callable[..., Visit], size: dict[str, object]) -> None:
    _, day = a_day_with_a_refusal(site)
    ada = visit(size)

    ada.log_in(ADA)
    ada.go("/rest")
    expect(ada.page.locator("main")).to_contain_text("pay you")
    ada.look("rest")
    ada.go(f"/time/{day}")
    expect(ada.page.locator("main")).to_contain_text("did not accept")
    ada.page.locator("summary").last.click()
    ada.look("time")

    assert ada.small_targets() == []


@SIZES
def test_olga_decides_about_a_claim(site: Site, visit: Callable[..., Visit], size: dict[str, object]) -> None:
    a_day_with_a_refusal(site)
    olga = visit(size)

    olga.log_in(OLGA)
    olga.go("/claims")
    olga.page.locator("summary").first.click()
    olga.look("claims")

    assert olga.small_targets() == []
