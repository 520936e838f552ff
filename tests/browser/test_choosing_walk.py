"""Ada chooses between projects, asks, reports and opens hard content: on a phone and on a laptop, light and dark."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from annotate.questions.rules import Asked
from annotate.questions.service import ask
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.cast import ADA, DELIA
from tests.make import make_annotator, make_representative
from tests.work import Work, running_project

SIZES = pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])


@dataclass(frozen=True)
class Place:
    """Three projects, and Ada."""

    ada_id: int
    passports: Work
    crashes: Work


@pytest.fixture
def place(site: Site) -> Place:
    with site.house.db.writing() as tx:
        ada_id = make_annotator(tx, ADA)
        make_representative(tx, DELIA)
    passports = running_project(site.house.db, site.clock, items=40)
    running_project(site.house.db, site.clock, name="Preguntas de agua", price_micros=1_300_000, language="nah")
    crashes = running_project(
        site.house.db,
        site.clock,
        name="Crash reports",
        price_micros=2_100_000,
        estimated_ms=130_000,
        content_risks=("blood", "violence"),
        content_note="Reports of accidents, with injuries told in detail.",
    )
    return Place(ada_id, passports, crashes)


@SIZES
def test_ada_goes_through_a_day_of_choosing_asking_and_saying_no(
    site: Site, place: Place, visit: Callable[..., Visit], size: dict[str, object]
) -> None:
    here = visit(size)
    here.log_in(ADA)
    here.look("home-before-a-choice")

    here.go("/account")
    here.page.get_by_label("Blood and injuries").check()
    here.page.get_by_label("Violence").check()
    here.page.get_by_role("button", name="Keep this choice").click()
    here.page.get_by_text("Kept.", exact=True).wait_for()
    here.look("account-content")

    here.go(f"/work/{place.passports.project_id}")
    here.page.get_by_role("button", name="Start").click()
    here.page.get_by_text("Question number 0?").wait_for()
    site.clock.advance(seconds=70)
    here.page.get_by_text("Ask a question").click()
    here.page.get_by_label("What do you want to know?").fill("Does a stolen passport count as lost?")
    here.page.get_by_role("button", name="Send the question").click()
    here.page.get_by_text("Sent.").wait_for()
    here.page.get_by_text("Report", exact=True).click()
    here.look("work-asked-and-reporting")
    here.page.get_by_label("It shows somebody's personal data").check()
    here.page.get_by_role("button", name="Report and go on with this one").click()
    here.page.get_by_text("Reported. Thank you.").wait_for()

    here.go(f"/work/{place.crashes.project_id}")
    here.look("look-hard-content")
    here.page.get_by_role("button", name="Start").click()
    here.page.get_by_text("It stays covered until you open it").wait_for()
    expect(here.page.locator("#item-text")).to_be_hidden()
    here.look("work-covered")
    here.page.get_by_label("Show the text").check()
    expect(here.page.locator("#item-text")).to_be_visible()
    assert here.small_targets() == []

    here.go("/home")
    here.look("home-two-open")
    assert here.small_targets() == []


@SIZES
def test_ada_reads_the_answers_and_her_own_day(
    site: Site, place: Place, visit: Callable[..., Visit], size: dict[str, object]
) -> None:
    place.passports.answer_many(place.ada_id, 12, seconds=75)
    offer = place.passports.next(place.ada_id)
    site.clock.advance(minutes=20)
    place.passports.submit(place.ada_id, offer.assignment_id)
    asked = Asked(project_id=place.passports.project_id, item_id=None, text="Does a stolen passport count as lost?")
    with site.house.db.writing() as tx:
        ask(tx, person_id=place.ada_id, asked=asked, now=site.clock())
        answered = (
            "UPDATE question SET answer = 'Yes: it is gone either way.', answered_by_id = :by, answered_at = :now"
        )
        tx.run(answered, by=place.passports.requester_id, now=site.clock())
        asked = Asked(project_id=place.passports.project_id, item_id=None, text="And one that was eaten by a dog?")
        ask(tx, person_id=place.ada_id, asked=asked, now=site.clock())
    here = visit(size)
    here.log_in(ADA)
    here.look("home-own-pace")

    here.go("/questions")
    here.look("questions")
    waiting = here.page.get_by_text("No answer yet").count()
    here.go("/time")
    here.look("time")

    assert waiting == 1
