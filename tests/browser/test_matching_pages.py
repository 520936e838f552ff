"""Paula looks at what does not match, says what it is, and compares Stripe's own report, on a laptop and a phone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from payments.funding.service import FundingWanted
from payments.people.rules import StaffRole
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site, open_site
from tests.cast import PAULA, RITA
from tests.make import make_member, make_organisation, make_staff
from web.money_in import bring_in
from web.service_record import read_record

HEAD = "balance_transaction_id,currency,gross,fee\n"
SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Iterator[Site]:
    with open_site(sqlite_url, tmp_path, has_stripe=True) as opened:
        yield opened


def strange_money(site: Site) -> str:
    """Money came, and nobody here has heard from whom; return the number of its line."""
    stripe = site.house.local_stripe
    assert stripe is not None
    with site.house.db.writing() as tx:
        make_staff(tx, PAULA, role=StaffRole.PAYROLL)
        organisation_id = make_organisation(tx)
        rita_id = make_member(tx, RITA, organisation_id=organisation_id)
    wanted = FundingWanted(
        organisation_id=organisation_id,
        provider="stripe",
        reference="1-aabbccdd-1",
        amount_micros=250_000_000,
        currency="MXN",
        back="/projects",
    )
    stripe.pay_checkout(bring_in(site.house, wanted=wanted, by_id=rita_id).provider_reference)
    stripe.make_available("mxn")
    read_record(site.house)
    return str(stripe.books.every("balance_transaction")[-1]["id"])


@SIZES
def test_paula_finds_out_what_does_not_match(
    site: Site, visit: Callable[..., Visit], size: dict[str, object], tmp_path: Path
) -> None:
    line_id = strange_money(site)
    report = tmp_path / "stripe.csv"
    report.write_text(f"{HEAD}{line_id},mxn,200.00,7.55\ntxn_unheard,mxn,1.00,0\n", encoding="utf-8")
    paula = visit(size)
    paula.log_in(PAULA)
    paula.go("/payroll")
    paula.page.get_by_role("link", name="Does it match?").click()
    expect(paula.page.locator("main")).to_contain_text("Money came that nobody here asked for")
    paula.page.get_by_text("It is the platform’s own", exact=True).click()
    paula.look("matching-unmatched")

    paula.page.get_by_label("A report as CSV").set_input_files(report)
    paula.page.get_by_role("button", name="Compare").click()

    expect(paula.page.locator("main")).to_contain_text("2 lines differ")
    paula.look("matching-report")
    paula.page.get_by_role("link", name="Does it match?").click()
    paula.page.get_by_text("It is the platform’s own", exact=True).click()
    paula.page.get_by_label("How do you know?").fill("The founders paid it in to try it out")
    paula.page.get_by_role("button", name="Book it as the platform’s own money").click()
    expect(paula.page.locator("main")).to_contain_text("Unmatched: nothing")
    paula.look("matching-by-hand")
