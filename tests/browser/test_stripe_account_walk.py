"""Ada at Stripe: she opens an account on its pages, sees her pay go there, changes her bank and waits out the hold."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site, open_site
from tests.browser.waiting import arrives
from tests.cast import ADA, PASSWORD
from tests.make import make_annotator
from tests.paying import CLABE, due_week, name_account

SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Iterator[Site]:
    with open_site(sqlite_url, tmp_path, has_stripe=True) as opened:
        yield opened


def give_bank(ada: Visit, number: str) -> None:
    """Ada goes on to Stripe's page, types her bank there, and is led back."""
    ada.page.get_by_role("link", name="at Stripe").click()
    ada.page.get_by_label("Number of your bank account").fill(number)
    ada.page.get_by_role("button", name="Give it to Stripe").click()
    expect(ada.page.locator("main")).to_contain_text("Stripe can pay you.")


def give_password(ada: Visit, button: str) -> None:
    """Ada gives her password beside a button and presses it."""
    form = ada.page.locator("form").filter(has=ada.page.get_by_role("button", name=button))
    form.get_by_label("Your password").fill(PASSWORD)
    with arrives(ada.page):
        form.get_by_role("button", name=button).click()


@SIZES
def test_ada_opens_an_account_at_stripe_and_changes_her_bank(
    site: Site, visit: Callable[..., Visit], size: dict[str, object]
) -> None:
    with site.house.db.writing() as tx:
        ada_id = make_annotator(tx, ADA)
    work = due_week(site.house.db, site.clock, ada_id, answers=10)
    name_account(work, ada_id, CLABE)
    ada = visit(size)
    ada.log_in(ADA)

    ada.go("/payouts")
    ada.page.get_by_text("Change the account").click()
    ada.look("payouts-ways")
    give_password(ada, "Open an account at Stripe")
    expect(ada.page.locator("main")).to_contain_text("Stripe needs something from you")
    ada.look("stripe-asked")
    give_bank(ada, "0123 4567 8901")
    ada.look("stripe-ready")
    ada.go("/payouts")
    expect(ada.page.locator("main")).to_contain_text("a changed account waits 72 hours")
    ada.look("payouts-stripe-waits")

    site.clock.advance(hours=73)
    ada.log_in(ADA)
    ada.go("/payouts")
    expect(ada.page.locator("main")).to_contain_text("leaves with the next payment")
    with arrives(ada.page):
        ada.page.get_by_role("link", name="change your bank at Stripe").click()
    give_password(ada, "Use my account at Stripe")
    give_bank(ada, "9876 5432 1012")
    ada.go("/payouts")
    expect(ada.page.locator("main")).to_contain_text("a changed account waits 72 hours")
    ada.look("payouts-bank-changed")
