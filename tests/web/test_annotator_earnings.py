"""Earnings: every amount with its reason, checkable with a pocket calculator; quiet minutes that wait for a word."""

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from payments.closing.service import close_period
from tests.cast import ADA, Clock, Who
from tests.work import Work, running_project
from web.wiring import House

LogIn = Callable[[Who], TestClient]


@pytest.fixture
def work(house: House, clock: Clock) -> Work:
    return running_project(house.db, clock, items=60)


def amounts_of(page: str) -> list[str]:
    """The amounts of the lines, without the total."""
    return re.findall(r'<p class="line"><span>.*?</span><span class="money">([^<]+)</span>', page, re.DOTALL)


def quiet_minutes(work: Work, clock: Clock, person_id: int) -> tuple[int, int]:
    """Leave an item open for a long while, answer it, and return the quiet stretch."""
    offer = work.next(person_id)
    clock.advance(minutes=20)
    work.submit(person_id, offer.assignment_id)
    row = work.rows("SELECT min(started_at), max(ended_at) FROM time_segment WHERE bucket = 'unconfirmed'")[0]
    return int(str(row[0])), int(str(row[1]))


def test_a_slow_week_shows_the_top_up_and_how_it_came_about(
    work: Work, clock: Clock, ada_id: int, ada: TestClient
) -> None:
    work.answer_many(ada_id, 10, seconds=180)

    page = ada.get("/earnings").text

    assert "10 answers × 1.15" in page
    assert amounts_of(page) == ["11.50", "11.48"]
    assert "1,800\u00a0s × 45.943334 ÷ 3600" in page
    assert "22.971667" in page
    assert "− 11.50" in page
    assert "11.471667" in page
    assert "You did nothing wrong." in page
    assert "315.04" in page
    assert "Not yet reviewed by a named person." in page
    assert "22.98 <abbr" in page


def test_the_lines_add_up_to_the_total(work: Work, clock: Clock, ada_id: int, ada: TestClient) -> None:
    ada.post(f"/work/{work.project_id}/look")
    clock.advance(seconds=45)
    work.answer_many(ada_id, 12, seconds=150, rest_minutes=2)

    page = ada.get("/earnings").text
    cents = [int(amount.replace(".", "")) for amount in amounts_of(page)]

    assert "Reading instructions" in page
    assert "Rest" in page
    assert len(cents) == 4
    assert f"{sum(cents) // 100}.{sum(cents) % 100:02d} <abbr" in page


def test_pending_pay_says_when_it_becomes_final(work: Work, clock: Clock, ada_id: int, log_in: LogIn) -> None:
    work.answer(ada_id)

    before = log_in(ADA).get("/earnings").text
    clock.advance(hours=73)
    work.accept()
    after = log_in(ADA).get("/earnings").text

    assert "waits 72 hours after each answer" in before
    assert "is final." in after


def test_a_closed_week_keeps_its_lines(work: Work, house: House, clock: Clock, ada_id: int, log_in: LogIn) -> None:
    work.answer_many(ada_id, 10, seconds=180)
    clock.advance(days=8)
    with house.db.writing() as tx:
        close_period(tx, person_id=ada_id, period="2026-W10", now=clock())
    ada = log_in(ADA)

    page = ada.get("/earnings/2026-W10").text
    list_of_weeks = ada.get("/earnings").text

    assert amounts_of(page) == ["11.50", "11.48"]
    assert "Week closed" in page
    assert "so far" not in page
    assert 'href="/earnings/2026-W10"' in list_of_weeks


def test_ada_confirms_quiet_minutes_with_one_line_and_they_count(
    work: Work, clock: Clock, ada_id: int, ada: TestClient
) -> None:
    started_ms, ended_ms = quiet_minutes(work, clock, ada_id)
    before = ada.get("/earnings").text

    reply = ada.post(
        "/earnings/2026-W10/claims",
        data={"started_ms": started_ms, "ended_ms": ended_ms, "line": "I read the law on passports."},
    )
    after = ada.get("/earnings").text

    assert "16\u00a0min quiet" in before
    assert "Were you working? If you say yes they are paid, unless a named person explains why not." in before
    assert 'datetime="2026-09-02">2 September 2026</time>' in before
    assert reply.headers["location"] == "/earnings/2026-W10#to-confirm"
    assert "quiet</h2>" not in after
    assert work.rows("SELECT sum(counted_ms) FROM time_total WHERE bucket = 'task'") == [(1_200_000,)]


def test_quiet_seconds_within_a_minute_are_told_with_one_time_and_their_length(
    work: Work, clock: Clock, ada_id: int, ada: TestClient
) -> None:
    offer = work.next(ada_id)
    clock.advance(minutes=4, seconds=35)  # four of them count for an item of 80 seconds
    work.submit(ada_id, offer.assignment_id)

    page = ada.get("/earnings").text

    assert re.search(r"<summary><span>[^–<]+, \d\d:\d\d · 35\u00a0s</span></summary>", page)


def test_a_claim_without_a_line_is_shown_again_with_what_is_missing(
    work: Work, clock: Clock, ada_id: int, ada: TestClient
) -> None:
    started_ms, ended_ms = quiet_minutes(work, clock, ada_id)

    reply = ada.post("/earnings/2026-W10/claims", data={"started_ms": started_ms, "ended_ms": ended_ms, "line": " "})

    assert reply.status_code == 422
    assert "One line is missing" in reply.text
    assert 'aria-describedby="said"' in reply.text


def test_ben_cannot_claim_adas_minutes(work: Work, clock: Clock, ada_id: int, ben: TestClient) -> None:
    started_ms, ended_ms = quiet_minutes(work, clock, ada_id)

    reply = ben.post("/earnings/2026-W10/claims", data={"started_ms": started_ms, "ended_ms": ended_ms, "line": "Me."})

    assert reply.status_code == 409
    assert work.rows("SELECT * FROM time_claim") == []


def test_a_week_of_nothing_says_so(ada: TestClient) -> None:
    assert "Nothing is recorded this week yet." in ada.get("/earnings").text


@pytest.mark.parametrize(
    "address",
    [
        "/earnings/last",
        "/earnings/2026-W54",
        "/earnings/9999-W52",
        "/time/yesterday",
        "/time/0001-01-01",
        "/time/9999-12-31",
    ],
)
def test_an_address_that_is_no_week_or_day_is_not_there(address: str, ada: TestClient) -> None:
    assert ada.get(address).status_code == 404


def test_ada_sees_what_each_stretch_of_her_day_was(work: Work, clock: Clock, ada_id: int, ada: TestClient) -> None:
    work.answer_many(ada_id, 3, seconds=180, rest_minutes=2)
    quiet_minutes(work, clock, ada_id)

    page = ada.get("/time").text

    assert "Monday 2 March" in page
    assert "Passport questions" in page
    assert "Rest" in page
    assert "19\u00a0min wait for your word" in page
    assert "<svg" in page
    assert ">09:00<" in page


def test_the_week_draws_its_days_with_a_table_behind_them(
    work: Work, clock: Clock, ada_id: int, ada: TestClient
) -> None:
    work.answer_many(ada_id, 3, seconds=180)
    clock.advance(days=1)
    work.answer_many(ada_id, 2, seconds=180)

    page = ada.get("/earnings").text
    days = page[page.index('aria-labelledby="days"') :]
    picture = days[: days.index("</figure>")]

    assert picture.count('class="p-ink"') == 3
    assert 'href="/time/2026-03-02"' in page
    assert 'href="/time/2026-03-03"' in page


def test_the_open_week_brings_what_an_hour_pays_beside_the_floor_as_it_moves(
    work: Work, ada_id: int, ada: TestClient
) -> None:
    work.answer_many(ada_id, 10, seconds=180)
    page = ada.get("/earnings").text

    work.answer_many(ada_id, 10, seconds=40)
    moved = ada.get("/earnings/live", headers={"HX-Request": "true"}).text

    assert 'hx-get="/earnings/live"' in page
    assert "22.98 <small>" in page
    assert "27.90 <small>" not in page
    assert "<!doctype" not in moved
    assert "Your floor is" in moved
    assert "22.98 <small>" not in moved


def test_pay_by_day_shows_each_day_and_adds_up_to_the_week(
    work: Work, clock: Clock, ada_id: int, ada: TestClient
) -> None:
    work.answer_many(ada_id, 3, seconds=180)
    clock.advance(days=1)
    work.answer_many(ada_id, 2, seconds=180)

    page = ada.get("/earnings").text
    table = page.split("Pay by day and kind, in MXN</caption>")[1].split("</table>")[0]
    cents = [int(each.replace(".", "")) for each in re.findall(r">([0-9.]+)</span></td></tr>", table)]

    assert [each.count("Monday 2 March") + each.count("Tuesday 3 March") for each in table.split("<tr>")[2:]] == [
        1,
        1,
        0,
    ]
    assert f"{sum(cents) // 100}.{sum(cents) % 100:02d} <small>" in page
