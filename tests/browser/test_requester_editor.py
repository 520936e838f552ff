"""Rita builds a schema of two things and three questions, tries it, saves it, brings items in; Ada answers; it goes out."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.waiting import arrives
from tests.cast import ADA, RITA
from tests.make import make_annotator, make_member, make_organisation

ITEMS = "ref,request,the reply\nq-1,Can I renew here?,Yes: bring the form.\nq-2,Where is it?,\nq-3,When?,Tomorrow.\n"


@pytest.fixture
def rita(site: Site, visit: Callable[..., Visit]) -> Visit:
    with site.house.db.writing() as tx:
        make_member(tx, RITA, organisation_id=make_organisation(tx))
    opened = visit(LAPTOP)
    opened.log_in(RITA)
    opened.go("/projects/new")
    opened.ready()
    return opened


def describe(page: Page) -> None:
    """Fill in what every project has."""
    page.get_by_label("Name", exact=True).fill("Replies to letters")
    page.get_by_label("Language of the items").select_option("en")
    page.get_by_label("Instructions").fill("Read both. Then say what you think.")
    page.get_by_role("checkbox", name=re.compile("Mexico")).check()
    page.get_by_label("Seconds that one item takes").fill("90")
    page.get_by_role("textbox", name="Amount").fill("1.20")


def build(page: Page) -> None:
    """Begin with a common job of two texts and two questions, and ask a third one, first of all."""
    page.get_by_label("A common job", exact=True).select_option(label="Rate a reply")
    with arrives(page):
        page.get_by_role("button", name="Begin with it").click()
    page.get_by_label("One more question", exact=True).select_option(label="One label")
    page.get_by_role("button", name="Ask it too").click()
    third = page.get_by_role("group", name="3. One label", exact=True)
    third.get_by_label("Question", exact=True).fill("Does it answer?")
    third.get_by_label("Labels", exact=True).fill("Yes | y\nNo | n | <b>It misses</b> the point")
    third.get_by_label("About", exact=True).select_option("text")
    third.get_by_role("button", name="Move up: question 3").click()
    expect(page.get_by_role("group", name="2. One label", exact=True)).to_be_visible()


def seen(page: Page) -> None:
    """Wait until the preview shows all that was typed: it is fetched again half a second after the last of it."""
    page.evaluate(
        """() => new Promise((done) => {
             let [frame, since] = [null, 0];
             const look = () => {
               const now = document.querySelector('#look[data-seen]');
               if (now !== frame || !now) [frame, since] = [now, performance.now()];
               return performance.now() - since > 700 ? done() : setTimeout(look, 20);
             };
             look(); })"""
    )


def publish(page: Page) -> None:
    """Pay what the project costs at most with the demonstration's money, and open it."""
    with arrives(page):
        page.get_by_role("button", name="Add pretend money").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def test_rita_builds_tries_and_saves_a_schema_and_gets_combined_answers(
    site: Site, rita: Visit, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    page = rita.page
    describe(page)
    build(page)
    inside = page.frame_locator("#look")

    expect(inside.get_by_text("Does it answer?")).to_be_visible()
    seen(page)
    inside.get_by_role("radio", name=re.compile("It misses")).check()
    expect(inside.get_by_text("<b>It misses</b> the point")).to_be_visible()
    rita.look("editor")

    page.get_by_role("button", name="Save the draft").last.click()
    page.wait_for_url(re.compile(r"/projects/\d+$"))
    (tmp_path / "replies.csv").write_text(ITEMS, encoding="utf-8")
    page.locator("#file").set_input_files(tmp_path / "replies.csv")
    with arrives(page):
        page.get_by_role("button", name="Upload").click()
    expect(page.get_by_label("request", exact=True)).to_have_value("request")
    page.get_by_label("text", exact=True).select_option("the reply")
    page.get_by_label("Your own number for each row").select_option("ref")
    rita.look("editor-columns")
    page.get_by_role("button", name="Put the rows into the project").click()
    expect(page.get_by_text("There is no text in it")).to_be_visible()

    rita.go("/projects/1/preview")
    expect(page.get_by_text("Yes: bring the form.")).to_be_visible()
    rita.go("/projects/1")
    with site.house.db.writing() as tx:
        make_annotator(tx, ADA)
    publish(page)

    ada = visit(LAPTOP)
    ada.log_in(ADA)
    ada.go("/work/1")
    with arrives(ada.page):
        ada.page.get_by_role("button", name="Start").click()
    ada.page.get_by_role("group", name="How helpful is the reply?").get_by_role("radio").nth(3).check()
    ada.page.get_by_role("radio", name="Yes").check()
    ada.page.get_by_role("button", name="Submit and next").click()
    expect(ada.page.locator("#receipt")).to_contain_text("Received")

    table = page.request.get(f"{rita.url}/projects/1/export?format=csv").text()
    lines = page.request.get(f"{rita.url}/projects/1/export?format=jsonl").text()
    assert "control_helpful" in table
    assert "control_choice" in table
    assert '"Yes"' in lines
    assert json.loads(lines.splitlines()[0])["external_id"] == "q-1"


def test_the_editor_reads_and_gives_a_label_studio_configuration(rita: Visit) -> None:
    page = rita.page
    config = (
        '<View><Text name="t" value="$text"/><Labels name="ner" toName="t"><Label value="Person"/></Labels>'
        '<Filter toName="ner" minlength="0"/></View>'
    )
    page.get_by_text("You have a Label Studio configuration?").click()
    page.get_by_label("Paste it here").fill(config.replace('<Filter toName="ner" minlength="0"/>', "<Chart/>"))

    with arrives(page):
        page.get_by_role("button", name="Read the configuration").click()
    expect(page.get_by_text("Chart")).to_be_visible()
    page.get_by_role("button", name="Show as Label Studio configuration").click()

    expect(page.get_by_label("As Label Studio configuration")).to_have_value(re.compile("<Labels"))


def test_on_a_phone_the_editor_stands_in_one_column(rita: Visit, visit: Callable[..., Visit]) -> None:
    page = rita.page
    page.set_viewport_size(PHONE["viewport"])  # type: ignore[arg-type]  # the same sizes in another type

    page.get_by_label("A common job", exact=True).select_option(label="What stands on signs")
    with arrives(page):
        page.get_by_role("button", name="Begin with it").click()
    seen(page)
    expect(page.frame_locator("#look").get_by_text("Where are signs?")).to_be_visible()
    rita.look("editor-phone")

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
