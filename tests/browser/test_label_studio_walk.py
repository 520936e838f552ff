"""Otto moves from Label Studio: his export and its configuration become a project, Ada labels on, and data sets leave."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from annotate.serving.service import submit as submit_answer
from tests.browser.conftest import LAPTOP
from tests.browser.drawing_place import drag, drawn, submit
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.waiting import arrives
from tests.cast import ADA, OTTO
from tests.label_studio_export import CONFIG, NAMES, RAMP, answered, export, pictures
from tests.make import make_annotator, make_member, make_organisation
from tests.work import RULEBOOK, TASK_TYPES, Work, people
from web.regular.datasets import write_asked


@pytest.fixture
def otto(site: Site, visit: Callable[..., Visit]) -> Visit:
    with site.house.db.writing() as tx:
        make_member(tx, OTTO, organisation_id=make_organisation(tx))
        make_annotator(tx, ADA)
    opened = visit(LAPTOP)
    opened.log_in(OTTO)
    return opened


def begin_with(otto: Visit, folder: Path) -> None:
    """Let the configuration say what is asked, and describe the rest."""
    page = otto.page
    (folder / "config.xml").write_text(CONFIG)
    otto.go("/projects/new")
    page.get_by_text("You have a Label Studio configuration?").click()
    page.get_by_label("Or choose its file").set_input_files(folder / "config.xml")
    with arrives(page):
        page.get_by_role("button", name="Read the configuration").click()
    otto.look("label-studio-config")
    page.get_by_label("Name", exact=True).fill("Street ramps")
    page.get_by_label("Language of the items").select_option("en")
    page.get_by_label("Instructions").fill("Draw a box around each ramp, kerb and cart.")
    page.get_by_label("People for each item").select_option("5")
    page.get_by_label("Order of the items").select_option("sequence")
    page.get_by_role("checkbox", name=re.compile("Mexico")).check()
    page.get_by_label("Seconds that one item takes").fill("90")
    page.get_by_role("textbox", name="Amount").fill("1.20")
    page.get_by_role("button", name="Save the draft").last.click()
    page.wait_for_url(re.compile(r"/projects/\d+$"))


def bring(otto: Visit, folder: Path) -> None:
    """Upload the export with its pictures, and say that annotations are known answers."""
    page = otto.page
    (folder / "export.json").write_bytes(export())
    for name, data in pictures().items():
        (folder / name).write_bytes(data)
    otto.look("label-studio-draft")
    page.locator("#file").set_input_files([folder / "export.json", *(folder / name for name in NAMES)])
    with arrives(page):
        page.get_by_role("button", name="Upload").click()
    otto.look("label-studio-upload")
    page.get_by_role("radio", name=re.compile("Known answers")).check()
    page.get_by_role("button", name="Put them into the project").click()
    expect(page.locator("#batch-name")).to_have_text("Done")
    expect(page.locator("#batch .sum-amount")).to_contain_text("4")
    otto.look("label-studio-brought")


def publish(otto: Visit) -> None:
    """Say how often a known answer comes, pay, and open the project."""
    page = otto.page
    page.get_by_role("link", name="Back to the project").click()
    expect(page.get_by_text("and 1 whose answer is known")).to_be_visible()
    page.get_by_label("After how many other items one comes").fill("2")
    with arrives(page):
        page.get_by_role("button", name="Keep this").click()
    otto.look("label-studio-filled")
    with arrives(page):
        page.get_by_role("button", name="Add pretend money").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def label_on(ada: Visit, site: Site) -> None:
    """Ada takes a suggestion as it is, mends another one, and draws what nobody suggested."""
    page = ada.page
    ada.go("/work/1")
    page.get_by_role("button", name="Start", exact=True).click()
    comes(ada, site)
    ada.look("label-studio-suggested")
    expect(page.get_by_text("Suggested (87 % sure):")).to_be_visible()
    page.get_by_role("button", name="Confirm all suggestions").click()
    page.get_by_role("button", name="Use it").click()
    submit(page)

    comes(ada, site)
    page.get_by_role("button", name="Remove Box 1").click()
    drag(page, (0.43, 0.62), (0.59, 0.71))
    page.get_by_role("radio", name="wet").check()
    submit(page)

    comes(ada, site)
    drag(page, (0.43, 0.62), (0.59, 0.71))
    page.get_by_role("radio", name="dry").check()
    submit(page)

    comes(ada, site)
    drag(page, (0.76, 0.52), (0.88, 0.67))
    page.get_by_role("radio", name="dry").check()
    assert len(drawn(page)) == 1
    page.get_by_role("button", name="Submit and next").click()
    expect(page.locator("#answer")).to_have_count(0)


def comes(ada: Visit, site: Site) -> None:
    """Wait until the picture is there and can be drawn on, and let a minute go by."""
    expect(ada.page.locator(".canvas-sheet img")).to_have_js_property("complete", True)
    ada.ready()
    ada.page.locator(".canvas-sheet").scroll_into_view_if_needed()
    site.clock.advance(seconds=60)


def others_answer(site: Site) -> None:
    """Let four more people find the same ramp in every picture."""
    work = Work(site.house.db, site.clock, project_id=1, organisation_id=1, requester_id=1)
    for person_id in people(site.house.db, 4):
        for _ in range(4):
            offer = work.next(person_id)
            site.clock.advance(seconds=60)
            with work.db.writing() as tx:
                submit_answer(
                    tx,
                    person_id=person_id,
                    assignment_id=offer.assignment_id,
                    result=answered("ramp", RAMP, "wet"),
                    now=site.clock(),
                    rulebook=RULEBOOK,
                    task_types=TASK_TYPES,
                )


def taken(otto: Visit, site: Site, title: str) -> dict[str, bytes]:
    """Ask for a data set on the page, let it be written, and fetch it by its link."""
    page = otto.page
    page.get_by_role("radio", name=title, exact=True).check()
    with arrives(page):
        page.get_by_role("button", name="Write the data set").click()
    write_asked(site.house)
    link = page.locator("#asked li", has_text=title).get_by_role("link", name="Download")
    with page.expect_download() as downloading:
        link.click()
    with zipfile.ZipFile(downloading.value.path()) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def places_are_exact(coco: dict[str, bytes], yolo: dict[str, bytes]) -> None:
    """The ramp of the model, which Ada took as it was, leaves where it came; nothing known is among it."""
    answers = json.loads(coco["answers.json"])
    of_second = [one["bbox"] for one in answers["annotations"] if one["image_id"] == 2]
    assert [one["original_name"] for one in answers["images"]] == list(NAMES[1:])
    assert [one["external_id"] for one in answers["images"]] == ["102", "103", "104"]
    assert [(one["id"], one["name"]) for one in answers["categories"]] == [(1, "ramp"), (2, "kerb"), (3, "cart")]
    assert of_second == [[550.4, 600.0, 200.0, 75.0]] * 5
    assert yolo["labels/train/2.txt"] == b"0 0.508125 0.6640625 0.15625 0.078125\n"
    assert b'0: "ramp"' in yolo["data.yaml"]
    assert "LOSSES.md" in coco
    assert "LABOUR_CARD.md" in yolo


def conditions_are_told(croissant: dict[str, bytes]) -> None:
    """Five people worked four minutes each, for twenty times 1.20, above the floor; that is also what machines read."""
    card = json.loads(croissant["labour_card.json"])
    told = json.loads(croissant["croissant.json"])
    median = card["hourly_pay"]["median"]
    assert (card["people"], card["answers"], card["counted_ms"]) == (5, 20, 20 * 60_000)
    assert (card["paid_total"], card["person_weeks_below_floor"]) == ("24.00", 0)
    assert (median["pay"], median["floor"]) == ("72.00", "45.943334")
    assert told["rai:dataAnnotationProtocol"] == croissant["LABOUR_CARD.md"].decode()
    assert told["rai:annotatorDemographics"] == ["People: 5.", "Places, people: MX: 5."]
    assert told["rai:annotationsPerItem"] == "5"
    assert told["rai:machineAnnotationTools"] == ["street-7"]
    assert b"JSON text" in croissant["LOSSES.md"]


def test_otto_moves_from_label_studio(site: Site, otto: Visit, visit: Callable[..., Visit], tmp_path: Path) -> None:
    page = otto.page

    begin_with(otto, tmp_path)
    bring(otto, tmp_path)
    publish(otto)
    ada = visit(LAPTOP)
    ada.log_in(ADA)
    label_on(ada, site)
    otto.go("/projects/1/labour-card")
    expect(page.locator("main")).to_contain_text("fewer than 5")
    others_answer(site)
    otto.go("/projects/1")
    otto.look("label-studio-running")
    page.get_by_role("link", name="How they were answered").click()
    expect(page.locator("tbody tr")).to_contain_text(["calle 1.png"])
    otto.look("label-studio-known")

    otto.go("/projects/1/datasets")
    coco, yolo, croissant = [taken(otto, site, name) for name in ("COCO boxes", "YOLO", "Croissant")]
    places_are_exact(coco, yolo)
    conditions_are_told(croissant)
