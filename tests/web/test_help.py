"""The help is open to everyone, and the page on how work is allotted, timed and paid says what really runs."""

from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from policies.rulebook import PACKAGED_FOLDER, Rulebook
from tests.conftest import SAME_ORIGIN
from web import algorithm
from web.app import create_app
from web.pages.help import decisions, guides
from web.shelf import read_doc
from web.wiring import House


def page_of(app: FastAPI, path: str) -> str:
    return TestClient(app, headers=SAME_ORIGIN).get(path).text


def rulebook_with(folder: Path, old: str, new: str) -> Rulebook:
    for file in PACKAGED_FOLDER.glob("*.toml"):
        (folder / file.name).write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    return Rulebook.load(folder)


def test_a_stranger_can_read_how_work_is_allotted_timed_and_paid(stranger):
    reply = stranger.get("/help/algorithm")

    assert reply.status_code == 200
    assert "45.943334" in reply.text
    assert "5\u00a0min after 55\u00a0min" in reply.text
    assert "Not yet reviewed by a named person" in reply.text


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("idle_grace_seconds = 60", "idle_grace_seconds = 47", "47\u00a0s"),
        ("after_minutes = 55", "after_minutes = 41", "5\u00a0min after 41\u00a0min"),
        ("length_minutes = 5", "length_minutes = 6", "6\u00a0min after 55\u00a0min"),
        ("movable_minutes = 15", "movable_minutes = 9", "move it by 9 minutes"),
        ("reserve_percent = 35", "reserve_percent = 36", "36\u202f%"),
        (
            "reserve_percent = 35",
            "reserve_percent = 35\nsilence_hours = 29",
            "is accepted automatically 29 hours after",
        ),
    ],
)
def test_when_a_house_rule_changes_the_page_changes(house: House, tmp_path: Path, old, new, shown):
    before = page_of(create_app(house), "/help/algorithm")

    after = page_of(create_app(replace(house, rulebook=rulebook_with(tmp_path, old, new))), "/help/algorithm")

    assert shown not in before
    assert shown in after


@pytest.mark.parametrize(
    ("constant", "value", "shown"),
    [
        ("SESSION_GAP_MS", 11 * 3_600_000, "After 11 hours without a sign of life"),
        ("SEGMENT_MS_MAX", 31_000, "at most 31 seconds"),
        ("REST_BELOW_MS", 17 * 60_000, "under 17 minutes is rest"),
        ("CLAIM_MS_MAX", 77 * 86_400_000, "for 77 days"),
        ("LEASE_MS_LEAST", 13 * 60_000, "held for you for 13 minutes"),
        ("LEASE_IN_ESTIMATES", 19, "or 19 times its estimated time"),
        ("ITEMS_AT_ONCE", 23, "up to 23 items at a time"),
        ("PAUSE_HELD_MS", 47 * 60_000, "through a pause of up to 47 minutes"),
        ("MEAL_FROM_MS", 33 * 60_000, "From 33 minutes on it is a meal"),
    ],
)
def test_the_page_reads_the_constants_that_the_services_run_on(house, monkeypatch, constant, value, shown):
    monkeypatch.setattr(algorithm, constant, value)

    text = page_of(create_app(house), "/help/algorithm")

    assert shown in text


def test_the_floor_on_the_page_rises_with_the_new_year(app, clock):
    clock.advance(days=310)  # 6 January 2027: the longest week is 46 hours

    text = page_of(app, "/help/algorithm")

    assert "47.94087" in text


def test_the_page_says_overtime_meals_rest_between_days_and_limits_on_hard_content(app):
    text = page_of(app, "/help/algorithm")

    assert "200 percent of pay" in text
    assert "0007-the-platform-carries-overtime" in text
    assert "Rest between two days" in text
    assert "Rest once a week" in text
    assert "It is your own time and not paid" in text
    assert "at most 2\u00a0h a day" in text


def test_ada_s_own_place_comes_first_with_its_arithmetic_open(ada):
    text = ada.get("/help/algorithm").text

    assert '<details class="why" open>' in text.split('id="place-MX"')[1].split("</section>")[0]
    assert text.index('id="place-MX"') < text.index('id="place-GB"')
    assert "45.943334 × 120 ÷ 60" in text
    assert "91.886668" in text


@pytest.mark.parametrize(
    "slug", ["annotators", "requesters", "auditors", "operators", "words", "api", "policy-sandbox"]
)
def test_every_guide_can_be_read_by_a_stranger(stranger, slug):
    reply = stranger.get(f"/help/{slug}")

    assert reply.status_code == 200
    assert "<h1>" in reply.text
    assert f"/help/{slug}" in stranger.get("/help").text


@pytest.mark.parametrize("slug", sorted(decisions()))
def test_every_decision_says_its_context_consequences_alternatives_and_who_enforces_it(stranger, slug):
    text = stranger.get(f"/help/decisions/{slug}").text

    assert [part for part in PARTS if f"<strong>{part}.</strong>" not in text] == []


PARTS = ("Context", "Decision", "Consequences", "Alternatives", "Enforced by")


@pytest.mark.parametrize("path", ["/help/nothing", "/help/decisions/9999-nothing", "/help/..%2f..%2fpyproject"])
def test_a_page_that_was_never_written_is_not_found(stranger, path):
    assert stranger.get(path).status_code == 404


def test_a_guide_cannot_carry_html_of_its_own():
    doc = read_doc("x", "# Title\n\nFirst <script>alert(1)</script> words.\n")

    assert "<script>" not in doc.html
    assert "&lt;script&gt;" in doc.html


def test_a_guide_without_a_title_is_refused():
    with pytest.raises(ValueError, match="begin with"):
        read_doc("x", "No title.\n")


def test_no_guide_promises_what_this_version_does_not_do():
    texts = " ".join(doc.html for doc in guides().values()).lower()

    assert [word for word in ("compliant", "invalid", "appeal") if word in texts] == []


def test_whoever_reads_the_help_in_spanish_is_told_that_it_is_english(app):
    text = TestClient(app, headers={**SAME_ORIGIN, "Accept-Language": "es"}).get("/help/api").text

    assert '<article class="slip stack" lang="en">' in text


@pytest.mark.parametrize("language", ["es", "fr"])
@pytest.mark.parametrize("slug", ["annotators", "requesters", "auditors", "operators", "delegates", "pay", "words"])
def test_everybody_gets_the_guides_in_their_own_language(app, slug, language):
    reader = TestClient(app, headers={**SAME_ORIGIN, "Accept-Language": language})

    text = reader.get(f"/help/{slug}").text

    assert f'<article class="slip stack" lang="{language}">' in text
    assert f'<li lang="{language}"><p><a class="link offer-name" href="/help/{slug}">' in reader.get("/help").text


def test_a_guide_names_a_button_as_the_page_in_the_readers_language_does(app):
    spanish = TestClient(app, headers={**SAME_ORIGIN, "Accept-Language": "es"})

    text = spanish.get("/help/annotators").text

    assert "<strong>Descansar ahora</strong>" in text
    assert "[[" not in text


def test_a_translated_guide_shows_the_example_that_is_written_once(app):
    french = TestClient(app, headers={**SAME_ORIGIN, "Accept-Language": "fr"})

    text = french.get("/help/adding-a-jurisdiction").text

    assert "[[minimum_pay]]" in text  # a table of the file, not the name of a control
    assert "[[example of" not in text


def test_a_guide_in_another_language_has_no_page_of_its_own(stranger):
    assert stranger.get("/help/annotators.es").status_code == 404
