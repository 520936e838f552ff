"""Pia, Paz and Ada: a week's pay goes from payday to the bank, comes back, is sent again, and arrives."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from payments.people.rules import StaffRole
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.waiting import arrives
from tests.cast import ADA, PASSWORD, PAZ, PIA
from tests.make import make_annotator, make_staff
from tests.paying import CLABE, OTHER_CLABE, due_week, payout_seen
from tests.work import Work

SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])


def name_account(ada: Visit, number: str, *, opens: bool) -> None:
    """Ada says where her money should go."""
    ada.go("/payouts")
    if opens:
        ada.page.get_by_text("Change the account").click()
    ada.page.get_by_label("Its number").fill(number)
    ada.page.get_by_label("Your password").fill(PASSWORD)
    with arrives(ada.page):
        ada.page.get_by_role("button", name="Use this account").click()


def prepare(pia: Visit) -> str:
    """Pia prepares a run and gives its address on."""
    pia.go("/payroll")
    pia.page.get_by_role("button", name="Prepare").click()
    expect(pia.page.locator("main")).to_contain_text("somebody else of payroll releases it")
    return pia.page.url.removeprefix(pia.url)


def release(second: Visit, run: str) -> None:
    second.go(run)
    second.page.get_by_role("button", name="Release").click()
    expect(second.page.locator("main")).to_contain_text("Released by")


def answer(pia: Visit, work: Work, ada_id: int, line: str) -> None:
    """Pia uploads the bank's answer, looks, and says yes."""
    text = f"key,state,tracking,reason\n{payout_seen(work, ada_id).key},{line}\nJOR0099999N1,paid,7,\n"
    pia.go("/payroll/answers")
    pia.page.get_by_label("A table as CSV").set_input_files(
        {"name": "answer.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    pia.page.get_by_role("button", name="Show what it changes").click()
    expect(pia.page.locator("main")).to_contain_text("Matches no payment of ours")


@SIZES
def test_a_weeks_pay_comes_back_once_and_arrives(
    site: Site, visit: Callable[..., Visit], size: dict[str, object]
) -> None:
    with site.house.db.writing() as tx:
        ada_id = make_annotator(tx, ADA)
        make_staff(tx, PIA, role=StaffRole.PAYROLL)
        make_staff(tx, PAZ, role=StaffRole.PAYROLL)
    work = due_week(site.house.db, site.clock, ada_id)
    ada, pia, paz = visit(size), visit(size), visit(size)
    ada.log_in(ADA)
    pia.log_in(PIA)
    paz.log_in(PAZ)

    pia.look("payroll-no-account")
    pia.page.get_by_role("button", name="Run payday").click()
    expect(pia.page.get_by_role("status").first).to_contain_text("Nothing new was due")
    ada.go("/payouts")
    ada.look("payouts-no-account")
    name_account(ada, CLABE, opens=False)
    expect(ada.page.locator("main")).to_contain_text("leaves with the next payment")
    ada.look("payouts-ready")
    pia.go("/payroll")
    pia.look("payroll-ready")
    run = prepare(pia)
    pia.look("payroll-run-prepared")
    release(paz, run)
    paz.look("payroll-run-sent")
    with paz.page.expect_download() as download:
        paz.page.get_by_role("link", name="Take the file for the bank").click()
    assert CLABE in download.value.path().read_text()
    ada.go("/payouts")
    expect(ada.page.locator("main")).to_contain_text("sent to ...7771. Tracking key JOR0000001N1.")
    answer(pia, work, ada_id, "returned,,account closed")
    pia.look("payroll-answer-preview")
    pia.page.get_by_role("button", name="Book these 2 lines").click()
    expect(pia.page.get_by_role("status")).to_contain_text("1 matched, 1 not")
    ada.go("/payouts")
    expect(ada.page.locator("main")).to_contain_text("Your bank returned it: account closed.")
    ada.look("payouts-returned")
    name_account(ada, OTHER_CLABE, opens=True)
    expect(ada.page.locator("main")).to_contain_text("waits 72 hours")
    ada.look("payouts-waits")
    pia.go("/payroll")
    expect(pia.page.locator("main")).to_contain_text("Waits 72 hours for a changed account")
    send_again(site, work, ada_id, ada=ada, pia=pia, paz=paz)

    assert pia.small_targets() + ada.small_targets() == []


def send_again(site: Site, work: Work, ada_id: int, *, ada: Visit, pia: Visit, paz: Visit) -> None:
    """Three days later everybody comes in anew, Paz prepares, Pia releases, and it arrives."""
    site.clock.advance(hours=73)
    ada.log_in(ADA)
    pia.log_in(PIA)
    paz.log_in(PAZ)
    release(pia, prepare(paz))
    answer(pia, work, ada_id, "paid,8812,")
    with arrives(pia.page):
        pia.page.get_by_role("button", name="Book these 2 lines").click()
    pia.go("/payroll/payouts/1")
    pia.look("payroll-payout")
    pia.go("/payroll")
    pia.look("payroll-paid")
    ada.go("/payouts")
    expect(ada.page.locator("main")).to_contain_text("arrived at ...0007. Tracking key 8812.")
    ada.look("payouts-paid")
