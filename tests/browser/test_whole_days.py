"""Four people, each through a whole day: in Spanish and in English, on a laptop and on a phone, by day and by night."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import databases
from tests.browser.day_place import Place, archive_with_a_stranger, prepare, somebody_works_and_asks, street_files
from tests.browser.days import BEYOND, ESSENTIAL, Day, Window, begin, drag
from tests.browser.looking import Visit
from tests.browser.site import Site, open_site
from tests.browser.waiting import answered, arrives
from tests.make import make_annotator, make_auditor, make_member, make_organisation, make_staff
from web.jobs import all_jobs, run_job
from web.regular.verifications import verify_asked

WINDOWS = pytest.mark.parametrize(
    "window", [*ESSENTIAL, *(pytest.param(one, marks=pytest.mark.stress) for one in BEYOND)], ids=str
)
WEEK = "/audit/2026-W10"
GROUND = "Oficio 14/2026 de la inspección del trabajo, expediente 88, por una queja de salario."


@pytest.fixture(scope="module")
def place(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One house for all the walks; each of them brings people of its own."""
    folder = tmp_path_factory.mktemp("days")
    with open_site(databases.sqlite_copy(sqlite_template, folder), folder) as opened:
        yield prepare(opened)


@pytest.fixture
def site(place: Place) -> Site:
    return place.site


def describe(rita: Day) -> None:
    """Fill in the form of a project of boxes."""
    rita.label("Name").fill("Rampas del centro")
    rita.page.locator("input[name=task_type][value=boxes]").check()
    rita.label("Language of the items").select_option("es")
    rita.label("Question about each item").fill("¿Qué hay en la calle?")
    rita.label("Instructions").fill("Dibuja un recuadro alrededor de cada **rampa**.\n\n- De noche también.")
    rita.page.locator("#label-1").fill("rampa")
    rita.page.locator("#label-2").fill("obstáculo")
    rita.label("People for each item").select_option("1")
    rita.page.locator("input[name=place][value=MX]").check()
    rita.label("Seconds that one item takes").fill("80")
    rita.label("Amount").fill("1.20")
    expect(rita.page.locator("#price")).to_contain_text("54.00")


def send(rita: Day, *files: dict[str, object]) -> None:
    """Upload files and wait until they are in."""
    rita.page.locator("#file").set_input_files(list(files))  # type: ignore[arg-type]
    rita.go_on("Upload")
    rita.page.get_by_role("link", name=rita.word("Back to the project")).wait_for()


def file_of(name: str, kind: str, data: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": kind, "buffer": data}


@WINDOWS
def test_rita_brings_pictures_and_takes_boxes_home(site: Site, visit: Callable[..., Visit], window: Window) -> None:
    who = window.who("Rita")
    with site.house.db.writing() as tx:
        make_member(tx, who, organisation_id=make_organisation(tx, f"Calles para todos {window}"))
    rita = begin(visit, window, story="requester")
    page = rita.page

    rita.come_in(who)
    rita.look("projects")
    rita.follow("New project")
    describe(rita)
    rita.look("form")
    rita.go_on("Save the draft")
    rita.reads("Before people can work")
    send(rita, file_of("calles.zip", "application/zip", archive_with_a_stranger(3, first=11)))
    expect(page.locator(".thumbnails img")).to_have_count(3)
    rita.look("pictures")
    rita.follow("Back to the project")
    rita.look("draft")
    rita.follow("The quote, to print or to send")
    rita.look("quote")
    page.go_back()
    page.locator("#fund-amount").fill("200")
    rita.go_on("Add pretend money")
    rita.press("Publish")
    rita.button("Pause").wait_for()
    home = page.url.removeprefix(site.url).split("#")[0]
    somebody_works_and_asks(site, project_id=int(home.rpartition("/")[2]), name=f"Ema {window}")
    looks_after(rita, home)
    takes_home(rita, home)


def looks_after(rita: Day, home: str) -> None:
    """The dashboard, a question, a rise, and a batch of two more pictures."""
    page = rita.page
    rita.go(home)
    rita.look("dashboard")
    rita.follow("Questions and reports")
    page.locator("textarea").fill("Sí: todo lo que estorba el paso de una silla de ruedas.")
    page.locator("input[name=for_all]").check()
    rita.press("Send the answer")
    rita.reads("Nobody waits for an answer.")
    rita.look("answered")
    rita.go(f"{home}/price")
    page.locator("#amount").fill("1.50")
    rita.go_on("See what it costs")
    rita.look("rise")
    rita.go_on("Raise the price")
    page.wait_for_url(f"**{home}")
    rita.go(f"{home}/more")
    send(rita, *(file_of(name, "image/jpeg", data) for name, data in street_files(2, first=20).items()))
    rita.follow("See what they cost")
    rita.look("batch")
    rita.press("Publish these items")
    expect(page.locator("#figures")).to_contain_text("5")
    rita.press("Pause")
    rita.button("Resume").wait_for()
    rita.look("paused")
    rita.ends()


def takes_home(rita: Day, home: str) -> None:
    """The papers, and the boxes as COCO."""
    rita.go(f"{home}/invoice")
    rita.look("invoice")
    rita.go(f"{home}/history")
    rita.look("history")
    rita.go(f"{home}/datasets?format=coco")
    rita.look("datasets")
    house = rita.page.url.split("/projects")[0]
    found = json.loads(rita.page.request.get(f"{house}{home}/export?format=coco").text())
    assert (len(found["images"]), len(found["annotations"])) == (1, 2)


@WINDOWS
def test_ada_chooses_labels_draws_rests_and_reads_her_pay(
    place: Place, site: Site, visit: Callable[..., Visit], window: Window
) -> None:
    who = window.who("Ada")
    with site.house.db.writing() as tx:
        make_annotator(tx, who)
    ada = begin(visit, window, story="annotator")
    page = ada.page

    ada.come_in(who)
    ada.look("home")
    ada.go("/account")
    page.locator("input[name=risk][value=violence]").check()
    ada.go_on("Keep this choice")
    ada.look("account")
    ada.go("/home")
    with arrives(page):
        page.locator(f"article[aria-labelledby=offer-{place.complaints.project_id}] button").click()
    ada.look("instructions")
    site.clock.advance(seconds=40)
    ada.go_on("Start")
    ticks_asks_and_reports(ada, site)
    ada.go_on("Rest now")
    ada.look("rest")
    site.clock.advance(minutes=6)
    with arrives(page):
        page.locator(".calm-acts .btn").first.click()
    with answered(page):
        page.get_by_role("button", name=ada.word("Skip"), exact=True).click()
    ada.go(f"/work/{place.streets.project_id}")
    ada.go_on("Start")
    draws(ada, site)
    for name in ("questions", "time", "earnings"):
        ada.go(f"/{name}")
        ada.look(name)
    ada.ends()


def ticks_asks_and_reports(ada: Day, site: Site) -> None:
    """One text with two labels; at the second a question and a report."""
    page = ada.page
    ada.reads("It stays covered until you open it. Skipping never counts against you.")
    page.locator("input.uncover").check()
    page.get_by_role("checkbox", name="ruido").check()
    page.get_by_role("checkbox", name="amenaza").check()
    ada.look("text")
    site.clock.advance(seconds=70)
    ada.press("Submit and next")
    expect(page.locator("#receipt [data-received]")).to_be_visible()
    site.clock.advance(seconds=30)
    ada.open("Ask a question")
    page.locator("#question-text").fill("¿Un claxon cuenta como ruido?")
    ada.press("Send the question")
    ada.reads("Sent.")
    ada.open("Report")
    page.locator("#report input[name=problem]").first.check()
    ada.look("report")
    ada.press("Report and go on with this one")
    ada.reads("Reported. Thank you. Go on with this one as you were.")


def draws(ada: Day, site: Site) -> None:
    """A box on a picture that really came from the house."""
    page = ada.page
    expect(page.get_by_role("toolbar")).to_be_visible()
    expect(page.locator(".canvas-sheet img")).to_have_js_property("naturalWidth", 800)
    drag(page, (0.2, 0.7), (0.45, 0.85))
    page.locator("#offer").get_by_role("radio", name="obstáculo").check()
    drag(page, (0.6, 0.55), (0.8, 0.8))
    expect(page.locator("[data-regions] li")).to_have_count(2)
    ada.look("boxes")
    ada.ends()
    site.clock.advance(seconds=80)
    ada.press("Submit and next")
    expect(page.locator("#receipt [data-received]")).to_be_visible()


@WINDOWS
def test_axel_checks_a_week_down_to_one_name(site: Site, visit: Callable[..., Visit], window: Window) -> None:
    who = window.who("Axel")
    with site.house.db.writing() as tx:
        make_auditor(tx, who)
    axel = begin(visit, window, story="auditor")
    page = axel.page

    axel.come_in(who)
    axel.look("overview")
    axel.go(WEEK)
    axel.look("week")
    axel.press("Verify")
    axel.reads("Waiting for its turn")
    verify_asked(site.house)
    expect(page.locator("#verify .verdict")).to_contain_text("0")
    axel.follow("By project and by place")
    axel.look("distributions")
    axel.go(WEEK)
    axel.go_on("Draw the sample")
    axel.look("sample")
    page.get_by_role("link", name=axel.begins("Sums")).first.click()
    page.wait_for_url("**/slip?**")
    axel.look("slip")
    page.emulate_media(media="print")
    expect(page.locator(".masthead")).to_be_hidden()
    axel.look("slip-printed")
    page.emulate_media(media="screen")
    person = page.url.removeprefix(site.url).replace("/slip", "/identify")
    axel.go("/rules/mx")
    axel.label("Day").fill("2025-12-31")
    axel.go_on("Show")
    axel.look("rules")
    axel.go(person)
    page.locator("#basis_kind").select_option(index=1)
    page.locator("#basis").fill(GROUND)
    axel.go_on("Tell the person, and show me the name")
    axel.reads("Name")
    axel.look("identified")
    axel.ends()


@WINDOWS
def test_olga_looks_after_the_house_and_says_when_it_stops(
    site: Site, visit: Callable[..., Visit], window: Window
) -> None:
    who = window.who("Olga")
    with site.house.db.writing() as tx:
        make_staff(tx, who)
    run_job(site.house, all_jobs()[0])
    olga = begin(visit, window, story="operator")
    page = olga.page

    olga.come_in(who)
    for room in ("operator", "operator/projects", "operator/rules", "operator/mail", "operator/settings", "people"):
        olga.go(f"/{room}")
        olga.look(room.replace("/", "-"))
    olga.go("/operator/notices")
    page.locator("#text_es").fill("A las diez paramos cinco minutos para actualizar.")
    page.locator("#text_en").fill("At ten we stop for five minutes, for an update.")
    olga.go_on("Put it above every page")
    expect(page.get_by_role("region", name=olga.word("Notice"))).to_be_visible()
    olga.look("notice")
    olga.ends()
    site.clock.advance(minutes=5)
    page.locator("form[action$='/end'] button").first.click()
    expect(page.get_by_role("region", name=olga.word("Notice"))).to_have_count(0)
