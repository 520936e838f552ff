"""Money's whole way through Stripe: Rita pays in, Ada names her bank, her pay comes back, leaves again, and arrives."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from payments.people.rules import StaffRole
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site, open_site
from tests.browser.waiting import arrives
from tests.cast import ADA, AXEL, PASSWORD, PAZ, PIA, RITA
from tests.make import make_annotator, make_auditor, make_member, make_staff
from tests.paying import due_week
from web.paying_out import call_payouts, send_payouts
from web.service_record import apply_news

SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Iterator[Site]:
    with open_site(sqlite_url, tmp_path, has_stripe=True) as opened:
        yield opened


def pay_in(rita: Visit, project_id: int) -> None:
    """Rita adds money to her project and pays on Stripe's page, by card."""
    rita.go(f"/projects/{project_id}/money")
    rita.page.get_by_label("Amount to add").fill("250")
    rita.page.get_by_role("button", name="Add money").click()
    expect(rita.page.locator("main")).to_contain_text("Waits to be paid")
    rita.look("stripe-funds-waits")
    with arrives(rita.page):
        rita.page.get_by_role("link", name="Go and pay").click()
    rita.look("stripe-stage-checkout")
    rita.page.get_by_role("button", name="Pay by card").click()
    expect(rita.page.locator("main")).to_contain_text("Paid, on its way")
    rita.look("stripe-funds-paid")


def name_bank(ada: Visit, number: str, *, button: str) -> None:
    """Ada says with her password that she is paid through Stripe, and gives it a bank account."""
    ada.go("/payouts")
    form = ada.page.locator("form").filter(has=ada.page.get_by_role("button", name=button))
    form.get_by_label("Your password").fill(PASSWORD)
    with arrives(ada.page):
        form.get_by_role("button", name=button).click()
    ada.page.get_by_role("link", name="at Stripe").click()
    ada.page.get_by_label("Number of your bank account").fill(number)
    ada.look("stripe-stage-onboarding")
    ada.page.get_by_role("button", name="Give it to Stripe").click()
    expect(ada.page.locator("main")).to_contain_text("Stripe can pay you.")


def send(site: Site, first: Visit, second: Visit) -> None:
    """One of payroll prepares what is due, the other releases it, and the house asks Stripe."""
    first.go("/payroll")
    first.page.get_by_role("button", name="Prepare").click()
    expect(first.page.locator("main")).to_contain_text("somebody else of payroll releases it")
    second.go(first.page.url.removeprefix(first.url))
    second.page.get_by_role("button", name="Release").click()
    expect(second.page.locator("main")).to_contain_text("Released by")
    send_payouts(site.house)
    call_payouts(site.house)


def hear(site: Site, visit: Visit) -> None:
    """Wait until Stripe has told everything, and act on it."""
    stripe = site.house.local_stripe
    assert stripe is not None
    visit.until(lambda: not stripe.has_news, "Stripe told what happened")
    visit.until(lambda: apply_news(site.house) >= 0, "the house acted on it")


@SIZES
def test_pay_comes_in_leaves_comes_back_and_arrives(
    site: Site, visit: Callable[..., Visit], size: dict[str, object]
) -> None:
    with site.house.db.writing() as tx:
        ada_id = make_annotator(tx, ADA)
        make_staff(tx, PIA, role=StaffRole.PAYROLL)
        make_staff(tx, PAZ, role=StaffRole.PAYROLL)
    work = due_week(site.house.db, site.clock, ada_id, answers=20)
    with site.house.db.writing() as tx:
        make_member(tx, RITA, organisation_id=work.organisation_id)
        make_auditor(tx, AXEL)
    ada, rita, pia, paz, axel = (visit(size) for _ in range(5))
    for one, who in ((ada, ADA), (rita, RITA), (pia, PIA), (paz, PAZ)):
        one.log_in(who)

    pay_in(rita, work.project_id)
    name_bank(ada, "0123 4567 0001", button="Open an account at Stripe")
    send(site, pia, paz)
    ada.go("/payouts")
    expect(ada.page.locator("main")).to_contain_text("sent to ...")
    ada.look("stripe-payouts-sent")
    pia.go("/demo/stripe")
    pia.look("stripe-stage")
    with arrives(pia.page):
        pia.page.get_by_role("button", name="Let all of them arrive").click()
    hear(site, pia)
    ada.go("/payouts")
    expect(ada.page.locator("main")).to_contain_text("Your bank returned it: account closed.")
    ada.look("stripe-payouts-returned")
    pia.go("/payroll")
    expect(pia.page.locator("main")).to_contain_text("account closed")
    pia.look("stripe-payroll-returned")
    change_bank_and_wait(site, ada)
    for one, who in ((ada, ADA), (pia, PIA), (paz, PAZ), (rita, RITA), (axel, AXEL)):
        one.log_in(who)
    send(site, paz, pia)
    pia.go("/demo/stripe")
    with arrives(pia.page):
        pia.page.get_by_role("button", name="Let all of them arrive").click()
    hear(site, pia)

    ada.go("/payouts")
    expect(ada.page.locator("main")).to_contain_text("arrived at ...")
    ada.look("stripe-payouts-arrived")
    rita.go(f"/projects/{work.project_id}/money")
    rita.look("stripe-money-here")
    axel.go("/matching")
    expect(axel.page.locator("main")).to_contain_text("Unmatched: nothing")
    axel.look("stripe-matching-auditor")
    pia.go("/payroll/payouts/1")
    pia.look("stripe-payroll-payout")


def change_bank_and_wait(site: Site, ada: Visit) -> None:
    """Ada gives Stripe another bank account, and waits out the three days."""
    ada.go("/payouts")
    with arrives(ada.page):
        ada.page.get_by_role("link", name="change your bank at Stripe").click()
    ada.page.get_by_role("link", name="Change your bank at Stripe", exact=True).click()
    ada.page.get_by_label("Number of your bank account").fill("9876 5432 1012")
    ada.page.get_by_role("button", name="Give it to Stripe").click()
    expect(ada.page.locator("main")).to_contain_text("Stripe can pay you.")
    site.clock.advance(hours=73)
