"""Whoever opens every page that has an address of its own finds none that axe minds, or that is wider than a phone."""

from collections.abc import Callable, Sequence

import pytest
from axe_playwright_python.sync_playwright import Axe

from payments.people.rules import StaffRole
from tests.browser.conftest import PHONE
from tests.browser.looking import AXE_OPTIONS, Visit, told
from tests.browser.site import Site
from tests.cast import ADA, AXEL, DELIA, OLGA, PAULA, RITA, Who
from tests.make import make_annotator, make_auditor, make_member, make_representative, make_staff
from tests.work import people, running_project
from web.app import create_app

pytestmark = pytest.mark.stress
NOT_FOR_PEOPLE = ("/api", "/static", "/metrics", "/healthz", "/readyz")
EVERYONE = pytest.mark.parametrize("who", [ADA, RITA, OLGA, PAULA, AXEL, DELIA], ids=lambda who: who.name)


def addresses(site: Site) -> list[str]:
    """Every address that a page may have without naming anything in it."""
    paths: Sequence[str] = sorted(create_app(site.house).state.paths)
    return [path for path in paths if "{" not in path and not path.startswith(NOT_FOR_PEOPLE)]


def complaints(visit: Visit, path: str) -> list[str]:
    """What axe, or the width of the window, has against one page; nothing where this person may not see it."""
    page = visit.page
    reply = page.request.get(visit.url + path, max_redirects=0)
    if reply.status != 200 or "text/html" not in reply.headers.get("content-type", ""):
        return []
    visit.go(path)
    visit.ready()
    found = told(Axe().run(page, options=AXE_OPTIONS).response["violations"])
    return [f"{path}: {one}" for one in (*found, *(["too wide"] if visit.overflow() > 0 else []))]


@EVERYONE
def test_every_page_that_somebody_can_open_is_calm_for_a_screen_reader_and_a_phone(
    site: Site, visit: Callable[..., Visit], who: Who
) -> None:
    work = running_project(site.house.db, site.clock, items=6)
    work.answer_many(people(site.house.db, 1)[0], 2, seconds=50)
    with site.house.db.writing() as tx:
        make_annotator(tx, ADA)
        make_member(tx, RITA, organisation_id=work.organisation_id)
        make_staff(tx, OLGA)
        make_staff(tx, PAULA, role=StaffRole.PAYROLL)
        make_auditor(tx, AXEL)
        make_representative(tx, DELIA)
    somebody = visit(PHONE)
    somebody.log_in(who)

    found = [one for path in addresses(site) for one in complaints(somebody, path)]

    assert found == [], found
    assert somebody.wrong == []
