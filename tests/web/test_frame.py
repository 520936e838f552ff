"""What surrounds every page: its safety headers, its refusals, its language."""

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.cast import Clock
from tests.conftest import SAME_ORIGIN, settings_for
from web.app import create_app
from web.wiring import open_house


def test_every_page_lets_only_its_own_scripts_run(stranger: TestClient) -> None:
    reply = stranger.get("/door")

    nonce = re.search(r"'nonce-([\w-]+)'", reply.headers["content-security-policy"])

    assert nonce
    assert f'<script nonce="{nonce[1]}"' in reply.text
    assert "unsafe" not in reply.headers["content-security-policy"]
    assert re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", reply.text) is None


def test_two_answers_never_share_a_nonce(stranger: TestClient) -> None:
    first, second = stranger.get("/door"), stranger.get("/door")

    assert first.headers["content-security-policy"] != second.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("headers", "status", "why"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303, "our own page"),
        ({"Sec-Fetch-Site": "cross-site"}, 403, "another site's page"),
        ({"Sec-Fetch-Site": "same-site"}, 403, "a neighbour on the same domain"),
        ({"Sec-Fetch-Site": "none"}, 403, "typed or bookmarked: never an act"),
        ({"Origin": "http://testserver"}, 303, "an old browser, our own page"),
        ({"Origin": "http://evil.example"}, 403, "an old browser, another site"),
        ({"Origin": "null"}, 403, "an old browser that hides where from"),
        ({}, 403, "nothing said"),
    ],
)
def test_only_our_own_pages_can_act(app: FastAPI, headers: dict[str, str], status: int, why: str) -> None:
    client = TestClient(app, headers=headers, follow_redirects=False)

    reply = client.post("/theme", data={"theme": "dark"})

    assert reply.status_code == status, why


def test_a_missing_page_says_what_to_do_next(stranger: TestClient) -> None:
    reply = stranger.get("/nowhere")

    assert reply.status_code == 404
    assert "There is nothing here" in reply.text
    assert "start again from the first page" in reply.text


def test_a_program_gets_a_problem_document(stranger: TestClient) -> None:
    reply = stranger.get("/api/v1/nowhere")

    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["code"] == "not_found"
    assert reply.json()["next"]


def test_htmx_gets_a_refusal_as_a_fragment_for_the_place_that_announces_it(stranger: TestClient) -> None:
    reply = stranger.get("/nowhere", headers={"HX-Request": "true"})

    assert reply.headers["hx-retarget"] == "#refusal"
    assert "<!doctype" not in reply.text
    assert "There is nothing here" in reply.text


def test_going_back_in_history_gets_the_whole_page(stranger: TestClient) -> None:
    reply = stranger.get("/nowhere", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})

    assert "<!doctype html>" in reply.text
    assert reply.headers["vary"].startswith("HX-Request, HX-History-Restore-Request")  # and what shrinking adds


def test_a_form_that_is_too_long_is_refused_in_words(stranger: TestClient) -> None:
    reply = stranger.post("/door", data={"email": "a@b.org", "password": "x" * 1_100_000})

    assert reply.status_code == 413
    assert "more than can be sent at once" in reply.text


def test_a_form_that_hides_its_length_is_stopped_all_the_same(stranger: TestClient) -> None:
    pieces = (b"x" * 100_000 for _ in range(11))

    reply = stranger.post("/door", content=pieces, headers={"Content-Type": "application/x-www-form-urlencoded"})

    assert reply.status_code == 413


def test_a_form_with_a_field_missing_names_it(stranger: TestClient) -> None:
    reply = stranger.post("/door", data={"email": "a@b.org"})

    assert reply.status_code == 422
    assert "Please look at: Password." in reply.text


def test_a_wrong_method_is_explained(stranger: TestClient) -> None:
    reply = stranger.delete("/door")

    assert reply.status_code == 405
    assert "does not take this kind of request" in reply.text


def test_a_failure_nobody_foresaw_shows_a_reference_and_no_secrets(app: FastAPI) -> None:
    @app.get("/breaks")
    def breaks() -> None:
        raise RuntimeError("the password is swordfish")

    reply = TestClient(app, headers=SAME_ORIGIN).get("/breaks")

    assert reply.status_code == 500
    assert reply.headers["x-request-id"] in reply.text
    assert "swordfish" not in reply.text


def test_the_browser_language_is_spoken_until_another_is_chosen(stranger: TestClient) -> None:
    spanish = stranger.get("/door", headers={"Accept-Language": "es-MX,es;q=0.9,en;q=0.8"})

    stranger.post("/language", data={"language": "fr"})
    french = stranger.get("/door", headers={"Accept-Language": "es-MX"})

    assert '<html lang="es"' in spanish.text
    assert '<html lang="fr"' in french.text


def test_an_annotator_keeps_her_language_in_another_browser(ada: TestClient, stranger: TestClient) -> None:
    ada.post("/language", data={"language": "es"})

    page = ada.get("/account", headers={"Accept-Language": "en"})

    assert '<html lang="es"' in page.text


def test_dark_pages_stay_dark(stranger: TestClient) -> None:
    stranger.post("/theme", data={"theme": "dark"})

    assert 'data-theme="dark"' in stranger.get("/door").text


def test_an_unmigrated_house_says_that_it_is_not_ready(stranger: TestClient, house) -> None:
    with house.db.owning() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'older'")

    assert stranger.get("/readyz").status_code == 503
    assert stranger.get("/healthz").status_code == 200


def test_the_measures_count_routes_and_never_addresses(stranger: TestClient) -> None:
    stranger.get("/join/a-secret-token")

    measured = stranger.get("/metrics").text

    assert 'route="/join/{token}"' in measured
    assert "a-secret-token" not in measured


def test_static_files_with_a_digest_are_kept_for_a_year(stranger: TestClient) -> None:
    address = re.search(r"/static/jornal\.css\?v=\w+", stranger.get("/door").text)

    assert address
    assert "immutable" in stranger.get(address[0]).headers["cache-control"]


def test_a_house_without_any_tables_says_that_it_is_not_ready(tmp_path: Path) -> None:
    bare = open_house(settings_for(f"sqlite:///{tmp_path / 'bare.sqlite'}", tmp_path), now=Clock())

    reply = TestClient(create_app(bare)).get("/readyz")

    bare.db.dispose()
    assert reply.status_code == 503
