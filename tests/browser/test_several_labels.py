"""Ada ticks several labels of a text by keys, and chooses and ticks for pictures, on a laptop and on her phone."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from annotate.projects.rules import LabelDraft
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.cast import ADA
from tests.make import make_annotator
from tests.picture_work import street_project, two_streets
from tests.work import Work, running_project

STREETS = two_streets()
LABELS = (LabelDraft("renewal"), LabelDraft("lost", description="also stolen"), LabelDraft("appointment"))


def begin(site: Site, visit: Callable[..., Visit], size: dict[str, object]) -> Visit:
    with site.house.db.writing() as tx:
        make_annotator(tx, ADA)
    ada = visit(size)
    ada.log_in(ADA)
    ada.go("/work/1")
    ada.page.get_by_role("button", name="Start", exact=True).click()
    expect(ada.page.locator("#answer")).to_be_visible()
    expect(ada.page.locator("#keys")).not_to_have_attribute("hidden", "")  # keys.js has begun to listen
    ada.ready()
    site.clock.advance(seconds=50)
    return ada


def submitted(page: Page) -> None:
    expect(page.locator("#receipt")).to_contain_text("Received")


def chosen(work: Work) -> list[str]:
    labels: list[str] = json.loads(str(work.value("SELECT result FROM answer")))[0]["value"]["choices"]
    return labels


def test_ada_ticks_labels_of_a_text_by_keys(site: Site, visit: Callable[..., Visit]) -> None:
    work = running_project(site.house.db, site.clock, task_type="choices", labels=LABELS, allow_nothing=True)
    ada = begin(site, visit, LAPTOP)
    page = ada.page

    page.keyboard.press("1")
    page.keyboard.press("2")
    page.keyboard.press("3")
    page.keyboard.press("1")
    ada.look("choices")
    page.reload()
    expect(page.get_by_role("checkbox", name="lost")).to_be_checked()
    ada.ready()
    page.locator("#answer").focus()
    page.keyboard.press("Enter")
    submitted(page)

    assert chosen(work) == ["lost", "appointment"]


def test_none_of_these_is_said_on_purpose_and_never_beside_a_label(site: Site, visit: Callable[..., Visit]) -> None:
    work = running_project(site.house.db, site.clock, task_type="choices", labels=LABELS, allow_nothing=True)
    page = begin(site, visit, LAPTOP).page

    page.get_by_role("button", name="Submit and next").click()
    expect(page.get_by_role("alert").filter(has_text="Nothing is ticked yet")).to_be_visible()
    page.get_by_role("checkbox", name="renewal").check()
    page.get_by_role("checkbox", name="None of these").check()
    page.get_by_role("button", name="Submit and next").click()
    expect(page.get_by_role("alert").filter(has_text="also that none applies")).to_be_visible()
    expect(page.get_by_role("checkbox", name="renewal")).to_be_checked()
    page.get_by_role("checkbox", name="renewal").uncheck()
    page.get_by_role("button", name="Submit and next").click()
    submitted(page)

    assert chosen(work) == []


@pytest.mark.parametrize(("task_type", "role"), [("image_choice", "radio"), ("image_choices", "checkbox")])
@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_ada_labels_a_picture(
    site: Site, visit: Callable[..., Visit], task_type: str, role: str, size: dict[str, object]
) -> None:
    work = street_project(site.house, site.clock, pictures=STREETS, task_type=task_type)
    ada = begin(site, visit, size)
    page = ada.page

    page.get_by_role(role, name="kerb").check()  # type: ignore[arg-type]
    ada.look(task_type)
    assert ada.small_targets() == []
    page.get_by_role("button", name="Submit and next").click()
    submitted(page)

    assert chosen(work) == ["kerb"]


def test_a_picture_with_hard_content_stays_blurred_until_ada_asks(site: Site, visit: Callable[..., Visit]) -> None:
    work = street_project(site.house, site.clock, pictures=STREETS)
    ada = begin(site, visit, LAPTOP)
    page = ada.page
    with work.db.writing() as tx:
        tx.run("UPDATE project SET content_risks = '[\"blood\"]'")
    page.reload()
    picture = page.locator(".canvas-sheet img")

    expect(picture).to_have_css("filter", "blur(28px)")
    ada.look("boxes-blurred")
    page.get_by_role("button", name="Show picture").click()

    expect(picture).to_have_css("filter", "none")
    expect(page.locator("#answer")).to_be_focused()
