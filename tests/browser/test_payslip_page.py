"""Ada reads her payslip, in English and in Spanish, on a phone and on a laptop: axe finds nothing, nothing is too wide."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.cast import ADA
from tests.make import make_annotator
from tests.paid_week import pay_the_week, work_a_week
from tests.work import running_project

SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])


@SIZES
@LANGUAGES
def test_ada_reads_her_payslip_and_takes_the_paper(
    site: Site, visit: Callable[..., Visit], size: dict[str, object], language: str
) -> None:
    work = running_project(site.house.db, site.clock, items=40, name="Preguntas de pasaporte: ¿qué trámite es?")
    with site.house.db.writing() as tx:
        ada_id = make_annotator(tx, ADA)
    work_a_week(work, ada_id)
    payslip_id = pay_the_week(work, ada_id)
    ada = visit(size)

    ada.log_in(ADA)
    ada.page.request.post(
        f"{site.url}/language", form={"language": language, "next": "/"}, headers={"Origin": site.url}
    )
    ada.go("/payslips")
    ada.look(f"payslips-{language}")
    ada.page.locator(f"a[href='/payslips/{payslip_id}']").click()
    expect(ada.page.locator("main")).to_contain_text("× 1.15 = 19.55")
    for summary in ada.page.locator("main summary").all():
        summary.click()
    ada.look(f"payslip-{language}")
    with ada.page.expect_download() as paper:
        ada.page.locator("a[href$='.pdf']").click()

    assert re.fullmatch(r"payslip-2026-W10-1\.pdf", paper.value.suggested_filename)
    assert ada.small_targets() == []


@SIZES
def test_the_open_week_shows_its_pay_by_day_and_its_hour_beside_the_floor(
    site: Site, visit: Callable[..., Visit], size: dict[str, object]
) -> None:
    work = running_project(site.house.db, site.clock, items=40)
    with site.house.db.writing() as tx:
        ada_id = make_annotator(tx, ADA)
    work_a_week(work, ada_id)
    ada = visit(size)

    ada.log_in(ADA)
    ada.go("/earnings")
    expect(ada.page.locator("main")).to_contain_text("Pay by day")
    for summary in ada.page.locator("main summary").all():
        summary.click()
    ada.look("earnings-live")

    assert ada.small_targets() == []
