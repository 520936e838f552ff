"""The rulebook is open to everyone: each row with its dates, its sources and whether anybody has reviewed it."""

from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from payments.events.service import keep_rulebook
from policies.rulebook import PACKAGED_FOLDER, Rulebook
from tests.conftest import SAME_ORIGIN
from web.app import create_app

REVIEW = """
[[review]]
rule = "mx/minimum_pay/general/2026-01-01"
reviewer = "Lic. Ana Prieto"
reviewed_on = 2026-11-30
"""

OLD_ROW = """
[[limit]]
name = "max_night_shift_hours"
hours = "6"
effective_from = 1999-01-01
status = "in_force"
applicability = "law"
sources = ["A text of the test"]
confidence = "D"
"""


def test_a_stranger_sees_todays_floor_of_every_place_with_its_source(stranger):
    text = stranger.get("/rules").text

    assert "45.943334" in text
    assert "315.04 × 7 paid days ÷ 48 hours" in text
    assert "CONASAMI" in text
    assert "12.21" in text  # Great Britain until 31 March 2026


@pytest.mark.parametrize("code", ["mx", "MX", "us", "gb", "house"])
def test_every_file_of_law_has_a_page(stranger, code):
    assert stranger.get(f"/rules/{code}").status_code == 200


def test_a_place_that_is_not_there_is_not_found(stranger):
    assert stranger.get("/rules/atlantis").status_code == 404


def test_a_row_shows_its_value_dates_sources_and_that_nobody_reviewed_it(stranger):
    text = stranger.get("/rules/mx").text

    assert "315.04\u00a0MXN a day" in text
    assert "1 January 2026" in text
    assert "sdpnoticias.com" in text
    assert "read in texts about the source" in text
    assert "Not yet reviewed by a named person" in text
    assert 'id="mx/minimum_pay/general/2026-01-01"' in text


@pytest.mark.parametrize("path", sorted(PACKAGED_FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_row_of_every_file_can_be_read_and_linked_to(stranger, house, path):
    code = "house" if path.stem == "house" else path.stem.upper()

    text = stranger.get(f"/rules/{path.stem}").text

    assert [row.rule for row in house.rulebook.law(code).rows() if f'id="{row.rule}"' not in text] == []


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("mx", "Night shift: 7 hours"),
        ("mx", "night is from 20:00 to 06:00; with 3.5 hours of it, or more, a shift is a night shift"),
        ("mx", "300 percent of pay"),
        ("mx", "for each hour beyond 12 of overtime in a week"),
        ("mx", "for each hour beyond the ordinary day"),
        ("us", "for each hour beyond 40 in a week"),
        ("us-ca", "at the week&#39;s average or the floor, whichever is more"),
        ("gb", "after 6 hours of work; not paid"),
        ("house", "paid time away: 10 minutes after 30 minutes"),
    ],
)
def test_each_sort_of_row_says_what_it_asks_for(stranger, code, shown):
    assert shown in stranger.get(f"/rules/{code}").text


def test_an_older_row_says_until_when_it_held(stranger):
    text = stranger.get("/rules/mx").text

    assert (
        'From <time class="time" datetime="2025-01-01">1 January 2025</time>'
        ' to <time class="time" datetime="2025-12-31">31 December 2025</time>.' in text
    )


def test_a_review_by_a_named_person_is_shown_at_its_row(house, tmp_path: Path):
    law = (PACKAGED_FOLDER / "mx.toml").read_text("utf-8")
    (tmp_path / "mx.toml").write_text(law + REVIEW, "utf-8")
    app = create_app(replace(house, rulebook=Rulebook.load(tmp_path)))

    text = TestClient(app, headers=SAME_ORIGIN).get("/rules/mx").text

    assert 'Lic. Ana Prieto, <time class="time" datetime="2026-11-30">30 November 2026</time>' in text


def test_a_digest_opens_the_full_text_behind_it(stranger, house):
    digest = house.rulebook.digest("MX")

    manifest = stranger.get(f"/rules/texts/{digest}").text
    file_digest = manifest.splitlines()[1].split(" ")[1]
    law = stranger.get(f"/rules/texts/{file_digest}").text

    assert manifest.splitlines()[1].startswith("mx.toml ")
    assert law.replace("\r\n", "\n") == (PACKAGED_FOLDER / "mx.toml").read_text("utf-8")


def test_a_digest_that_nobody_cites_is_not_found(stranger):
    assert stranger.get(f"/rules/texts/{'0' * 64}").status_code == 404


def test_an_earlier_text_that_records_cite_is_kept_and_compared_with_todays(house, stranger):
    texts = {
        path.name: path.read_text("utf-8") for path in (PACKAGED_FOLDER / "mx.toml", PACKAGED_FOLDER / "house.toml")
    }
    earlier = Rulebook(
        {**texts, "mx.toml": texts["mx.toml"].replace("General zone", "The rest of the country") + OLD_ROW}
    )
    with house.db.writing() as tx:
        keep_rulebook(tx, rulebook=earlier, digest=earlier.digest("MX"), now=house.now())

    listed = stranger.get("/rules/mx").text
    shown = stranger.get(f"/rules/mx/earlier/{earlier.digest('MX')}")

    assert earlier.digest("MX") in listed
    assert stranger.get(f"/rules/texts/{earlier.digest('MX')}").status_code == 200
    assert "mx/limit/max_night_shift_hours/1999-01-01" in shown.text
    assert "The newer text has no such row." in shown.text
    assert stranger.get(f"/rules/gb/earlier/{earlier.digest('MX')}").status_code == 404
    assert stranger.get("/rules/mx/earlier/" + "0" * 64).status_code == 404


def test_a_wage_with_one_source_says_so(stranger):
    assert "One source only" in stranger.get("/rules/mx").text


@pytest.mark.parametrize("code", ["eu", "ve"])
def test_a_place_without_a_wage_says_why_nobody_is_paid_there(stranger, code):
    text = stranger.get(f"/rules/{code}").text

    assert "There is no wage here that an hour could be paid by" in text
    assert "nobody is paid under these rows" in text


def test_a_day_shows_every_wage_and_why_it_was_taken_or_not(stranger):
    text = stranger.get("/rules/mx?on=2027-01-02").text

    assert "47.94087" in text
    assert "Reckoned with mx/limit/max_week_hours/2027-01-01." in text
    assert "Not used: a later row has taken its place." in text


def test_two_days_show_what_begins_and_what_ends(stranger):
    text = stranger.get("/rules/mx?on=2026-12-31&against=2027-01-01").text

    assert "45.943334 → 47.94087 MXN" in text
    assert "46 hours a week" in text


def test_the_picture_shows_a_floor_that_has_not_begun_yet(stranger):
    text = stranger.get("/rules/mx").text

    assert "The floor of one hour over time: General zone" in text
    assert "p-outline p-dashed" in text
    assert "Not begun" in text


@pytest.mark.parametrize(
    ("query", "status"),
    [("on=soon", 422), ("on=2026-02-30", 422), ("against=x", 422), ("zone=atlantis", 409), ("on=0001-01-01", 200)],
)
def test_an_odd_question_about_a_day_is_answered_in_words(stranger, query, status):
    assert stranger.get(f"/rules/mx?{query}").status_code == status


@pytest.mark.parametrize("code", ["ar", "us", "us-ca", "gb", "ve", "eu", "house", "ke"])
def test_every_place_can_be_asked_about_a_day(stranger, code):
    assert stranger.get(f"/rules/{code}?on=2026-11-01&against=2027-11-01").status_code == 200
