"""Paula and Paz send wages through Stripe: one is paid, of another nobody hears, and the two of them decide."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from payments.people.rules import StaffRole
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site, open_site
from tests.cast import PAULA, PAZ
from tests.make import make_staff
from tests.stripe_wages import Wages
from web.local_stripe.faults import Fault

SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Iterator[Site]:
    with open_site(sqlite_url, tmp_path, has_stripe=True) as opened:
        yield opened


def wages_at(site: Site) -> Wages:
    """Ada and Ben are owed money, and have accounts at the site's Stripe."""
    stripe = site.house.local_stripe
    assert stripe is not None
    stripe.top_up("eur", 10**7)
    wages = Wages(site.house, stripe, site.clock)
    wages.owed("Ada Ruiz", wages.account())
    wages.owed("Ben Díaz", wages.account(last4="4242"))
    return wages


@SIZES
def test_one_is_paid_and_of_another_nobody_hears(
    site: Site, visit: Callable[..., Visit], size: dict[str, object]
) -> None:
    wages = wages_at(site)
    with site.house.db.writing() as tx:
        make_staff(tx, PAULA, role=StaffRole.PAYROLL)
        make_staff(tx, PAZ, role=StaffRole.PAYROLL)
    paula, paz = visit(size), visit(size)
    paula.log_in(PAULA)
    paz.log_in(PAZ)
    paula.go("/payroll")
    paula.look("service-ready")
    paula.page.get_by_role("button", name="Prepare").click()
    expect(paula.page.locator("main")).to_contain_text("It is sent once a second person has released the run.")
    run = paula.page.url.removeprefix(paula.url)
    paz.go(run)
    paz.page.get_by_role("button", name="Release").click()
    expect(paz.page.locator("main")).to_contain_text("Each payment’s page shows what was asked")
    wages.stripe.faults.then(Fault.SAVED_500_BEFORE, Fault.DROPPED_BEFORE)
    wages.call()
    wages.call(later=timedelta(minutes=3))
    paz.go(run)
    paz.look("service-run")
    wages.call_until_quiet(looks=2)
    paula.go("/payroll/payouts/1")
    paula.look("service-paid")
    expect(paula.page.locator("main")).to_contain_text("Every call to the service")
    decide(wages, paula, paz)

    assert paula.small_targets() + paz.small_targets() == []


def decide(wages: Wages, paula: Visit, paz: Visit) -> None:
    """A third payment is never answered; a day later Paula proposes and Paz confirms."""
    carla = wages.owed("Carla Soto", wages.account())
    wages.release()
    wages.stripe.faults.then(Fault.DROPPED_BEFORE)
    wages.call()
    paula.go("/payroll/payouts/3")
    paula.look("service-asked")
    expect(paula.page.locator("main")).to_contain_text("It is asked again from")
    wages.call(later=timedelta(hours=21))
    paula.go("/payroll/payouts/3")
    paula.look("service-frozen")
    paula.page.get_by_label("Nothing arrived: it is due again").check()
    paula.page.get_by_role("textbox").fill("Stripe’s own page shows no transfer with this key.")
    paula.page.get_by_role("button", name="Propose in my name").click()
    expect(paula.page.locator("main")).to_contain_text("Somebody else of payroll confirms it.")
    paz.go("/payroll/payouts/3")
    paz.look("service-proposed")
    paz.page.get_by_role("button", name="Confirm in my name").click()
    expect(paz.page.locator("main")).to_contain_text("Can leave now")
    paz.look("service-due-again")
    assert wages.payout(carla).standing == "ready"
