"""Rita goes from a CSV to a dataset in her browser, and is told in words what she may not do."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.waiting import arrives
from tests.cast import BEN, RITA
from tests.make import make_annotator, make_member, make_organisation
from tests.work import Work
from web.db import Database
from web.regular.datasets import write_asked

CSV = "number,asked\nq-1,¿Cómo renuevo mi pasaporte?\nq-2,\nq-3,Lo perdí en el metro\nq-1,Otra vez la uno\n"


def describe(page: Page, *, amount: str) -> None:
    """Fill the form that describes a project."""
    page.get_by_label("Name", exact=True).fill("Passport questions")
    page.get_by_label("Language of the items").select_option("es")
    page.get_by_label("Question about each item").fill("What does this person want?")
    page.get_by_label("Instructions").fill("Choose **one** label.\n\n- Spelling does not matter.")
    page.get_by_label("Label 1").fill("renewal")
    page.get_by_label("Label 2").fill("lost")
    page.get_by_label("People for each item").select_option("1")
    page.get_by_role("checkbox", name=re.compile("Mexico")).check()
    page.get_by_label("Seconds that one item takes").fill("90")
    page.get_by_role("textbox", name="Amount").fill(amount)


def upload(page: Page, folder: Path) -> None:
    """Send the file, choose its columns, and wait for the rows to be in."""
    (folder / "questions.csv").write_text(CSV, encoding="utf-8")
    page.get_by_label("Table or text, or a ZIP of them").set_input_files(folder / "questions.csv")
    with arrives(page):
        page.get_by_role("button", name="Upload").click()
    page.get_by_label("The text to be labelled").select_option("asked")
    page.get_by_label("Your own number for each row").select_option("number")


def label_everything(db: Database, site: Site) -> None:
    """Let Ben answer both items."""
    with db.writing() as tx:
        ben = make_annotator(tx, BEN)
    work = Work(db, site.clock, project_id=1, organisation_id=1, requester_id=1)
    work.answer_many(ben, 2, seconds=80)


@pytest.fixture
def rita(site: Site, visit: Callable[..., Visit]) -> Visit:
    with site.house.db.writing() as tx:
        make_member(tx, RITA, organisation_id=make_organisation(tx))
    opened = visit(LAPTOP)
    opened.log_in(RITA)
    return opened


def test_rita_goes_from_a_csv_to_a_dataset(site: Site, rita: Visit, tmp_path: Path) -> None:
    page = rita.page

    page.wait_for_url("**/projects")
    rita.look("projects-empty")
    with arrives(page):
        page.get_by_role("link", name="New project").first.click()
    describe(page, amount="0.90")
    expect(page.locator("#price")).to_contain_text("Offer at least 1.15")
    page.get_by_role("button", name="Save the draft").last.click()
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    rita.look("project-new-below-the-floor")

    page.get_by_role("textbox", name="Amount").fill("1.20")
    page.get_by_role("button", name="Save the draft").last.click()
    page.wait_for_url("**/projects/1")
    rita.look("project-draft")

    upload(page, tmp_path)
    rita.look("project-columns")
    page.get_by_role("button", name="Put the rows into the project").click()
    expect(page.get_by_text("Rows that were refused").first).to_be_visible()
    rita.look("project-batch")

    page.get_by_role("link", name="Back to the project").click()
    expect(page.locator("#cost")).to_contain_text("3.24")  # 2 items x 1.20, and 35 % on top
    with arrives(page):
        page.get_by_role("button", name="Add pretend money").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    label_everything(site.house.db, site)
    rita.go("/projects/1")
    expect(page.locator("#figures")).to_contain_text("2 of 2")
    rita.look("project-running")

    with arrives(page):
        page.get_by_role("link", name="Take the answers away").click()
    page.get_by_text("CoNLL").or_(page.get_by_text("Croissant")).first.click()
    expect(page.locator("#losses")).to_contain_text("JSON text")
    rita.look("datasets-losses")
    page.get_by_text("JSON lines", exact=True).click()
    expect(page.locator("#losses")).to_contain_text("Nothing is lost.")
    with arrives(page):
        page.get_by_role("button", name="Write the data set").click()
    write_asked(site.house)
    expect(page.locator("#asked")).to_contain_text("Ready")
    rita.look("datasets")
    with page.expect_download() as downloading:
        page.locator("#asked").get_by_role("link", name="Download").click()
    with zipfile.ZipFile(downloading.value.path()) as archive:
        rows = [json.loads(line) for line in archive.read("answers.jsonl").splitlines()]
    assert [row["external_id"] for row in rows] == ["q-1", "q-3"]
    assert {row["pay"] for row in rows} == {"1.20"}
    assert "Ben" not in {row["annotator"] for row in rows}


def test_rita_can_look_after_her_project_on_a_phone(site: Site, rita: Visit, visit: Callable[..., Visit]) -> None:
    phone = visit(PHONE)
    phone.log_in(RITA)

    phone.go("/projects/new")

    phone.look("project-new")
    assert phone.small_targets() == []
