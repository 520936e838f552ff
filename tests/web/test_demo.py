"""The demonstration: everyone can log in and finds a past, and starting it again keeps what was done."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from payments.audit.bundle import collect
from payments.audit.verify import verify
from payments.people.queries import people
from tests.cast import Clock
from tests.conftest import SAME_ORIGIN
from web.app import create_app
from web.demo import DATABASE_FILE, UNFINISHED_FILE, demo_settings, put_in_place
from web.demo_cast import PASSWORD_FILE, parts, password_of
from web.running import the_house_of
from web.wiring import House

HREF = re.compile(r'href="([^"]+)"')
NOON = Clock(datetime(2026, 11, 19, 18, 0, tzinfo=UTC))
"""A Thursday in Mexico City; test_demo_on_any_day.py comes at odder hours."""


def log_in(browser: TestClient, folder: Path, email: str) -> int:
    """Come in by the door, whoever was in before, and return the status."""
    browser.cookies.clear()
    return browser.post("/door", data={"email": email, "password": password_of(folder)}).status_code


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration that was made once, after a start that was stopped half-way."""
    folder = tmp_path_factory.mktemp("demo") / ".jornal"
    folder.mkdir()
    (folder / UNFINISHED_FILE).write_bytes(b"half of a database")  # a start that was interrupted
    put_in_place(demo_settings(folder, port=8000), now=NOON)
    return folder


@pytest.fixture
def demo(folder: Path) -> Iterator[House]:
    with the_house_of(demo_settings(folder, port=8000), now=NOON) as house:
        yield house


@pytest.fixture
def browser(demo: House) -> Iterator[TestClient]:
    with TestClient(create_app(demo), headers=SAME_ORIGIN, follow_redirects=False) as client:
        yield client


def test_everyone_in_the_printed_table_can_log_in(browser, folder):
    replies = {part.name: log_in(browser, folder, part.email) for part in parts()}

    assert replies == {part.name: 303 for part in parts()}


def test_only_the_visitor_can_read_the_password(folder):
    assert (folder / PASSWORD_FILE).stat().st_mode & 0o777 == 0o600
    assert len(password_of(folder)) >= 16


def test_a_visitor_finds_two_weeks_that_were_closed_with_top_ups(demo):
    with demo.db.reading() as tx:
        closed = dict(
            tx.run("SELECT period, count(*) FROM period_close WHERE total_micros >= pooled_micros GROUP BY 1")
        )
        top_ups = tx.run("SELECT amount_micros FROM earning WHERE kind = 'top_up' AND state = 'final'")

    assert max(closed.values()) >= 20
    assert len(closed) == 2
    assert len(top_ups) >= 3


ONCE = {
    "money that came back from a closed account": "SELECT 1 FROM payout_attempt WHERE state = 'returned'",
    "money that arrived": "SELECT 1 FROM payout WHERE state = 'paid'",
    "a run that waits for its second person": "SELECT 1 FROM payout_run WHERE state = 'prepared'",
    "a question that was answered": "SELECT 1 FROM question WHERE kind = 'question' AND answered_at IS NOT NULL",
    "a question that waits": "SELECT 1 FROM question WHERE kind = 'question' AND answered_at IS NULL",
    "a problem that was reported": "SELECT 1 FROM question WHERE kind = 'problem'",
    "quiet time that was claimed": "SELECT 1 FROM time_claim",
    "an item given back with a report": "SELECT 1 FROM assignment WHERE reason = 'report'",
    "a price that was raised": "SELECT 1 FROM price_change WHERE price_micros > price_before_micros",
    "a second batch at that price": (
        "SELECT 1 FROM batch JOIN project ON project.id = batch.project_id JOIN price_change"
        " ON price_change.project_id = project.id WHERE batch.price_micros = price_change.price_micros"
    ),
    "an answer for that price": "SELECT 1 FROM earning WHERE kind = 'piece' AND rate_micros = 3400000",
    "pay by the hour": "SELECT 1 FROM earning WHERE kind = 'hourly' AND state = 'final'",
    "pay in another currency": "SELECT 1 FROM earning WHERE currency = 'GBP' AND state = 'final'",
    "a salary that pays": (
        "SELECT 1 FROM answer JOIN salaried_project ON salaried_project.project_id = answer.project_id"
    ),
    "a meal": "SELECT 1 FROM time_segment WHERE bucket = 'meal'",
    "somebody who has seen enough": (
        "SELECT 1 FROM content_choice AS chosen JOIN answer ON 1 = 1 JOIN assignment ON assignment.id ="
        " answer.assignment_id AND assignment.person_id = chosen.person_id"
        " JOIN project ON project.id = answer.project_id"
        " WHERE chosen.risk = 'blood' AND chosen.is_willing = 0 AND project.content_risks LIKE '%blood%'"
    ),
    "marks that belong together": 'SELECT 1 FROM answer WHERE result LIKE \'%"type":"relation"%\'',
    "two replies that were compared, with a reason": (
        "SELECT 1 FROM answer WHERE result LIKE '%pairwise%' AND result LIKE '%\"rating\"%' AND result LIKE '%textarea%'"
    ),
    "outlines, and what each is": (
        "SELECT 1 FROM answer WHERE result LIKE '%polygonlabels%' AND result LIKE '%\"from_name\":\"cual\"%'"
    ),
    "a model's suggestion for something still open": (
        "SELECT 1 FROM suggestion JOIN item ON item.id = suggestion.item_id WHERE item.open_slots > 0"
    ),
    "a sample that the auditor drew": "SELECT 1 FROM event WHERE stream LIKE 'accreditation:%' AND body LIKE '%sample%'",
    "a notice that is over": "SELECT 1 FROM notice WHERE until_at IS NOT NULL",
}


def test_a_visitor_finds_each_thing_that_can_happen(demo):
    with demo.db.reading() as tx:
        missing = [what for what, statement in ONCE.items() if tx.one(statement) is None]

    assert missing == []


def test_what_is_most_urgent_was_answered_first(demo):
    with demo.db.reading() as tx:
        [first, *_] = tx.run(
            "SELECT item.priority, (SELECT max(priority) FROM item AS other WHERE other.project_id = item.project_id)"
            " FROM answer JOIN assignment ON assignment.id = answer.assignment_id JOIN item ON item.id ="
            " assignment.item_id JOIN project ON project.id = item.project_id WHERE project.item_order = 'priority'"
            " ORDER BY assignment.id"
        )

    assert first[0] == first[1] > 0


def test_ben_worked_on_past_the_moment_of_his_rest_and_then_took_it(demo):
    with demo.db.reading() as tx:
        begun = tx.run(
            "SELECT min(started_at), min(CASE WHEN bucket = 'rest' THEN started_at END) FROM time_segment"
            " JOIN person ON person.id = time_segment.person_id WHERE person.name = 'Ben Ortiz' GROUP BY worked_on ORDER BY worked_on LIMIT 1"
        )

    [(started, rested)] = begun
    assert 60 <= (rested - started) // 60_000 <= 76


def test_there_are_more_than_forty_pictures_to_box_and_people_boxed_them(demo):
    with demo.db.reading() as tx:
        pictures = tx.value("SELECT count(*) FROM item_picture")
        boxed = tx.run("SELECT result FROM answer WHERE result LIKE '%rectanglelabels%'")

    assert pictures >= 40
    assert len(boxed) >= 50


PLACES = {
    "ada": [
        ("/home", "Preguntas sobre pasaportes"),
        ("/home", "Quejas: nombres, lugares y oficinas"),
        ("/home", "Dos respuestas"),
        ("/home", "Contornos de rampas"),
        ("/earnings", "1.15"),
        ("/questions", "Un puesto tapa la mitad de una rampa"),
    ],
    "lucia": [("/home", "Temas de las preguntas"), ("/account", "Secretaría de Trámites")],
    "leo": [("/earnings", "64.30"), ("/home", "Banquetas para todas las personas")],
    "grace": [("/home", "Accident reports"), ("/earnings", "GBP")],
    "priya": [("/questions", "A ladder broke")],
    "wendy": [("/earnings", "GBP")],
    "otto": [
        ("/projects", "Urgencia del viaje"),
        ("/projects/1", "1.15"),
        ("/projects/1/questions", "¿Qué elijo si preguntan por la visa"),
        ("/projects/1/questions", "Si piden renovar"),
        ("/projects/6", "1.90"),
        ("/projects/7", "1.40"),
        ("/projects/9/pilot", "0.55"),
        ("/members", "Rita Campos"),
        ("/projects/1/invoice", "MXN"),
        ("/organisations/1/staff", "Lucía Prado"),
    ],
    "sol": [
        ("/projects/4", "3.40"),
        ("/projects/4/history", "3.10"),
        ("/projects/4/batches/10", "calles-2.zip"),
        ("/projects/4/money", "MXN"),
        ("/projects/8", "3.60"),
    ],
    "iris": [("/projects/5", "GBP")],
    "rita": [("/projects", "Temas de las preguntas")],
    "axel": [("/audit", "GBP"), ("/rules", "MXN")],
    "olga": [
        ("/people", "Grace Osei"),
        ("/operator", "accept_silent"),
        ("/operator/projects", "Harbour Archive"),
        ("/operator/notices", "copia de seguridad"),
    ],
    "pia": [("/people", "Ada Mendoza")],
    "delia": [("/help", "Jornal")],
}


@pytest.mark.parametrize(("who", "places"), PLACES.items(), ids=list(PLACES))
def test_pages_have_something_true_to_show(browser, folder, who, places):
    log_in(browser, folder, f"{who}@jornal.example")

    read = {path: unescape(browser.get(path, follow_redirects=True).text) for path, _ in places}

    assert [(path, words) for path, words in places if words not in read[path]] == []


@pytest.mark.parametrize(
    ("who", "words"), [("ada", "Preguntas sobre pasaportes"), ("grace", "Accident reports")], ids=["ada", "grace"]
)
def test_the_last_day_of_work_shows_what_it_went_to(browser, folder, demo, who, words):
    with demo.db.reading() as tx:
        day = tx.value(
            "SELECT max(worked_on) FROM time_segment JOIN person ON person.id = time_segment.person_id"
            " WHERE person.name LIKE :name",
            name=f"{who.title()} %",
        )
    log_in(browser, folder, f"{who}@jornal.example")

    reply = browser.get(f"/time/{day}")

    assert reply.status_code == 200
    assert words in unescape(reply.text)


EACH_KIND = {part.comes_to: part for part in reversed(parts())}
"""Of those who come for the same, one: their tabs are the same."""


@pytest.mark.parametrize("part", EACH_KIND.values(), ids=lambda part: part.name)
def test_every_tab_opens_for_whom_it_is_shown(browser, folder, part):
    log_in(browser, folder, part.email)
    arrived = browser.get("/", follow_redirects=True)

    tabs = [
        tab for nav in re.findall(r'<nav class="tabs".*?</nav>', arrived.text, re.DOTALL) for tab in HREF.findall(nav)
    ]
    answers = {tab: browser.get(tab, follow_redirects=True).status_code for tab in tabs}

    assert arrived.status_code == 200
    assert set(answers.values()) == {200}


def test_a_visitor_finds_a_rest_a_skipped_item_and_quiet_minutes_to_claim(demo):
    with demo.db.reading() as tx:
        minutes = dict(tx.run("SELECT bucket, sum(ended_at - started_at) / 60000 FROM time_segment GROUP BY bucket"))
        skipped = tx.value("SELECT count(*) FROM assignment WHERE reason = 'skip'")

    assert minutes["rest"] >= 5
    assert minutes["unconfirmed"] >= 10
    assert skipped >= 1


def test_ada_finds_work_left_for_her(demo):
    with demo.db.reading() as tx:
        left = tx.value("SELECT count(*) FROM item WHERE open_slots > 0")

    assert left >= 30


def test_nothing_in_the_past_lies_in_the_future(demo):
    with demo.db.reading() as tx:
        latest = tx.value("SELECT max(logged_at) FROM event")

    assert latest <= demo.now().timestamp() * 1000


def test_an_auditor_who_works_the_past_out_again_finds_nothing(demo, tmp_path):
    with (tmp_path / "bundle.zip").open("wb") as out, demo.db.reading() as tx:
        collect(tx, period=None, out=out, operator="Cooperativa Jornal", now=demo.now())

    assert verify(tmp_path / "bundle.zip") == []


def test_starting_again_keeps_everything_and_makes_nothing_twice(folder, demo):
    with demo.db.reading() as tx:
        before = tx.run("SELECT (SELECT count(*) FROM answer), (SELECT count(*) FROM event)")
    password = password_of(folder)

    is_made = put_in_place(demo_settings(folder, port=8000))

    with demo.db.reading() as tx:
        assert tx.run("SELECT (SELECT count(*) FROM answer), (SELECT count(*) FROM event)") == before
        assert len(people(tx, now=demo.now())) == len(parts())
    assert not is_made
    assert password_of(folder) == password


def test_a_start_that_was_interrupted_is_made_whole_by_the_next_one(folder):
    assert (folder / DATABASE_FILE).exists()
    assert not (folder / UNFINISHED_FILE).exists()
