"""Olga runs the place: she sees that it lives, what it holds and what it says, and nobody else does."""

import json
import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from annotate.projects.rules import ProjectState
from payments.audit.identifying import Ground, identifications, identify
from payments.audit.texts_in_use import cited_texts
from payments.people.queries import accreditations_of
from tests.cast import AXEL, OLGA, Clock
from tests.make import make_auditor, make_staff
from tests.work import annotator, running_project
from web.jobs import all_jobs, run_job
from web.keeping.queries import notices_now
from web.keeping.service import end_notice, write_notice
from web.pages.operator_view import JOB_WORDS, room_of
from web.pages.project_view import STATE_WORDS
from web.wiring import House

ROOMS = ["", "/projects", "/rules", "/notices", "/mail", "/settings"]
SOON = {"text_es": "A las diez paramos cinco minutos.", "text_en": "At ten we stop for five minutes."}


def acts(house: House) -> list[str]:
    with house.db.reading() as tx:
        rows = tx.run("SELECT body FROM event WHERE stream = 'operator' ORDER BY sequence")
    return [json.loads(row[0])["what"] for row in rows]


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_opens_for_olga(olga: TestClient, room: str) -> None:
    assert olga.get(f"/operator{room}").status_code == 200


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_opens_for_anybody_else(
    mallory: TestClient, paula: TestClient, pia: TestClient, axel: TestClient, ada: TestClient, room: str
) -> None:
    replies = [person.get(f"/operator{room}").status_code for person in (mallory, paula, pia, axel, ada)]

    assert replies == [404] * 5


def test_only_olga_has_the_tab(olga: TestClient, paula: TestClient) -> None:
    assert 'href="/operator"' in olga.get("/people").text
    assert 'href="/operator"' not in paula.get("/people").text


def test_a_stranger_is_shown_the_door(stranger: TestClient) -> None:
    assert stranger.get("/operator").headers["location"].startswith("/door")


def test_every_job_says_what_it_does() -> None:
    assert {name for name, _, _ in all_jobs()} <= JOB_WORDS.keys()


def test_a_job_that_ran_says_when_and_a_job_that_stopped_is_late(olga: TestClient, house: House, clock: Clock) -> None:
    run_job(house, ("expire_leases", 15, lambda _house: None))

    fresh = olga.get("/operator").text
    clock.advance(minutes=10)
    old = olga.get("/operator").text

    assert "No job is late." in fresh
    assert "One job is late." in old
    assert 'state-stop" data-shape="triangle">Late' in old


def test_a_job_that_fails_says_what_kind_of_failure(olga: TestClient, house: House) -> None:
    def fail(_house: House) -> None:
        raise LookupError

    run_job(house, ("accept_silent", 60, fail))

    text = olga.get("/operator").text
    assert ">Failed<" in text
    assert "LookupError" in text


def test_a_run_is_noted_on_both_databases(each_house: House) -> None:
    run_job(each_house, ("expire_leases", 15, lambda _house: 3))
    run_job(each_house, ("expire_leases", 15, lambda _house: 4))

    with each_house.db.reading() as tx:
        rows = tx.run("SELECT name, state, result, last_good_at = finished_at FROM job_run")

    assert [tuple(row) for row in rows] == [("expire_leases", "done", "4", True)]


def test_a_notice_stands_above_every_page_in_the_readers_language(
    olga: TestClient, stranger: TestClient, delia: TestClient
) -> None:
    written = olga.post("/operator/notices", data=SOON)

    assert written.status_code == 303
    assert SOON["text_en"] in stranger.get("/door").text
    assert SOON["text_es"] in delia.get("/account").text


def test_whoever_reads_a_language_that_is_missing_gets_another_that_is_marked(
    olga: TestClient, stranger: TestClient
) -> None:
    olga.post("/operator/notices", data={"text_es": SOON["text_es"]})

    assert f'<p lang="es">{SOON["text_es"]}</p>' in stranger.get("/door").text


def test_a_notice_comes_and_goes_by_the_clock_of_whoever_wrote_it(
    olga: TestClient, stranger: TestClient, clock: Clock
) -> None:
    hours = {"from_at": "2026-03-02T10:00", "until_at": "2026-03-02T11:00"}  # it is nine in Mexico City

    olga.post("/operator/notices", data=SOON | hours)
    before = stranger.get("/door").text
    clock.advance(minutes=61)
    during = stranger.get("/door").text
    clock.advance(hours=1)
    after = stranger.get("/door").text

    assert [SOON["text_en"] in text for text in (before, during, after)] == [False, True, False]


def test_olga_ends_a_notice_at_once_and_both_acts_are_logged(
    olga: TestClient, stranger: TestClient, house: House, clock: Clock
) -> None:
    olga.post("/operator/notices", data=SOON)
    clock.advance(seconds=1)
    number = re.search(r"/operator/notices/(\d+)/end", olga.get("/operator/notices").text)
    assert number

    ended = olga.post(f"/operator/notices/{number[1]}/end")

    assert ended.status_code == 303
    assert SOON["text_en"] not in stranger.get("/door").text
    assert acts(house) == ["notice_written", "notice_ended"]
    assert olga.post(f"/operator/notices/{number[1]}/end").status_code == 404


def test_whom_olga_invites_as_what_is_logged_without_the_address(olga: TestClient, house: House) -> None:
    olga.post("/people/invitations", data={"email": "nora@example.org", "invited_as": "annotator", "place": "MX"})
    olga.post("/people/invitations/1/withdraw")

    with house.db.reading() as tx:
        bodies = [row[0] for row in tx.run("SELECT body FROM event WHERE stream = 'operator'")]
    assert acts(house) == ["invited", "invitation_withdrawn"]
    assert "nora" not in "".join(bodies)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({}, "notice_empty"),
        ({"text_en": "x" * 401}, "notice_too_long"),
        (SOON | {"until_at": "2026-03-01T10:00"}, "notice_over"),
        (SOON | {"from_at": "tomorrow"}, "form_unreadable"),
    ],
)
def test_a_notice_that_cannot_stand_is_refused_and_shown_again(
    olga: TestClient, sent: dict[str, str], code: str
) -> None:
    reply = olga.post("/operator/notices", data=sent)

    assert reply.status_code == 422
    assert f'data-code="{code}"' in reply.text
    assert sent.get("text_en", "") in reply.text


def test_nobody_else_writes_above_the_pages(mallory: TestClient, paula: TestClient, stranger: TestClient) -> None:
    replies = [person.post("/operator/notices", data=SOON).status_code for person in (mallory, paula)]

    assert replies == [404, 404]
    assert SOON["text_en"] not in stranger.get("/door").text


def test_a_notice_works_on_both_databases(each_house: House) -> None:
    now = each_house.now()
    with each_house.db.writing() as tx:
        by_id = make_staff(tx, OLGA)
        notice_id = write_notice(tx, texts=SOON, from_at=now, until_at=None, by_id=by_id, now=now)
        standing = notices_now(tx, now=now)
        end_notice(tx, notice_id, by_id=by_id, now=now)

        assert [notice.notice_id for notice in standing] == [notice_id]
        assert notices_now(tx, now=now + timedelta(seconds=1)) == ()


def test_projects_are_figures_without_items(olga: TestClient, house: House, clock: Clock) -> None:
    work = running_project(house.db, clock, items=4)
    work.answer(annotator(house.db, "Ada Ruiz"))

    text = olga.get("/operator/projects").text

    assert "Passport questions" in text
    assert "1 / 4" in text
    assert "Question number" not in text
    assert "Ruiz" not in text


def test_every_project_state_has_a_word(olga: TestClient) -> None:
    assert set(STATE_WORDS) == set(ProjectState)


def test_the_texts_that_records_cite_are_counted(olga: TestClient, house: House, clock: Clock) -> None:
    work = running_project(house.db, clock, items=4)
    work.answer(annotator(house.db, "Ada Ruiz"))
    digest = house.rulebook.digest("MX")

    text = olga.get("/operator/rules").text

    assert text.count(digest[:12]) == 2
    assert ">Not kept<" not in text


def test_room_texts_and_names_asked_for_are_read_on_both_databases(each_house: House, clock: Clock) -> None:
    work = running_project(each_house.db, clock, items=4)
    ada = annotator(each_house.db, "Ada Ruiz")
    work.answer(ada)
    with each_house.db.writing() as tx:
        person_id, _ = make_auditor(tx, AXEL)
        (permission,) = accreditations_of(tx, person_id, now=clock())
        ground = Ground("law", "Article 540 of the labour law, inspection 7.")
        identify(tx, permission=permission, person_id=ada, period="2026-W10", ground=ground, now=clock())

    with each_house.db.reading() as tx:
        room, cited, asked = room_of(each_house, tx), cited_texts(tx), identifications(tx)

    assert room.database_megabytes >= 1
    assert [(each.earnings, each.kept_at is not None) for each in cited] == [(1, True)]
    assert [(each.by_name, each.person_id) for each in asked] == [("Axel", ada)]


def test_settings_show_no_secret(olga: TestClient, house: House) -> None:
    text = olga.get("/operator/settings").text

    assert house.settings.secret.get_secret_value() not in text
    assert house.settings.database_url not in text
    assert "JORNAL_OPERATOR_NAME" in text
    assert "Cooperativa Jornal" in text


def test_letters_show_whom_and_what_but_not_their_text(olga: TestClient, house: House) -> None:
    olga.post("/people/invitations", data={"email": "nora@example.org", "invited_as": "annotator", "place": "MX"})

    text = olga.get("/operator/mail").text

    assert "nora@example.org" in text
    assert "/operator/mail/" not in text
    assert olga.get(f"/operator/mail/{'0' * 32}").status_code == 404
