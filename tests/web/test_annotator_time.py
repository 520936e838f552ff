"""Ada's own time: every stretch of a day, what she confirmed and what became of it, and how long she may still do so."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from payments.closing.service import close_period
from tests.cast import ADA, Clock, Who
from tests.work import Work, running_project
from web.wiring import House


def sixteen_quiet_minutes(house: House, clock: Clock, ada_id: int) -> Work:
    work = running_project(house.db, clock)
    offer = work.next(ada_id)
    clock.advance(minutes=20)
    work.submit(ada_id, offer.assignment_id)
    return work


def confirm(client: TestClient, work: Work, line: str) -> None:
    started_ms, ended_ms = work.rows(
        "SELECT min(started_at), max(ended_at) FROM time_segment WHERE bucket = 'unconfirmed'"
    )[0]
    typed = {"started_ms": started_ms, "ended_ms": ended_ms, "line": line}
    assert client.post("/earnings/2026-W10/claims", data=typed).status_code == 303


def test_ada_reads_what_she_confirmed_and_that_it_counts(
    house: House, clock: Clock, ada_id: int, ada: TestClient
) -> None:
    work = sixteen_quiet_minutes(house, clock, ada_id)
    confirm(ada, work, "I looked up <the> law.")

    page = ada.get("/time").text

    assert "<q>I looked up &lt;the&gt; law.</q>" in page
    assert "What you confirmed" in page
    assert "wait for your word" not in page


def test_quiet_minutes_say_until_when_they_can_be_confirmed(
    house: House, clock: Clock, ada_id: int, ada: TestClient
) -> None:
    sixteen_quiet_minutes(house, clock, ada_id)

    page = ada.get("/time").text

    assert "16\u00a0min wait for your word" in page
    assert 'datetime="2026-09-02">2 September 2026</time>' in page


def test_after_six_months_the_page_says_that_it_is_too_late(
    house: House, clock: Clock, ada_id: int, log_in: Callable[[Who], TestClient]
) -> None:
    sixteen_quiet_minutes(house, clock, ada_id)
    clock.advance(days=190)

    page = log_in(ADA).get("/time/2026-03-02").text

    assert "can no longer be added" in page
    assert "Look at them" not in page


def test_ben_reads_nothing_of_what_ada_confirmed(
    house: House, clock: Clock, ada_id: int, ada: TestClient, ben: TestClient
) -> None:
    confirm(ada, sixteen_quiet_minutes(house, clock, ada_id), "My own words.")

    assert "My own words." not in ben.get("/time").text


def test_a_day_can_be_looked_at_by_six_hours_and_by_one_and_the_table_follows(
    house: House, clock: Clock, ada_id: int, ada: TestClient
) -> None:
    work = sixteen_quiet_minutes(house, clock, ada_id)
    clock.advance(hours=5)
    work.answer(ada_id, seconds=60)

    whole, morning, one_hour, empty = (
        ada.get(f"/time/2026-03-02{part}").text
        for part in ("", "?hours=6&hour=6", "?hours=1&hour=9", "?hours=1&hour=11")
    )

    assert ["Work session 1" in page for page in (whole, morning, one_hour, empty)] == [True, True, True, False]
    assert ["Work session 2" in page for page in (whole, morning, one_hour, empty)] == [True, False, False, False]
    assert 'href="/time/2026-03-02?hours=6&amp;hour=12"' in whole
    assert 'href="/time/2026-03-02?hours=1&amp;hour=9" aria-current="true"' in one_hour
    assert "Nothing was recorded in these hours." in empty


@pytest.mark.parametrize("part", ["?hours=7&hour=0", "?hours=6&hour=5", "?hours=1&hour=24", "?hours=1&hour=-1"])
def test_a_part_that_no_day_has_shows_the_whole_day(
    house: House, clock: Clock, ada_id: int, ada: TestClient, part: str
) -> None:
    sixteen_quiet_minutes(house, clock, ada_id)

    page = ada.get(f"/time/2026-03-02{part}")

    assert page.status_code == 200
    assert 'href="/time/2026-03-02" aria-current="true"' in page.text


def test_each_kind_of_time_is_named_with_its_length(house: House, clock: Clock, ada_id: int, ada: TestClient) -> None:
    sixteen_quiet_minutes(house, clock, ada_id)

    page = ada.get("/time").text

    key = page[page.index('<ul class="key"') : page.index("</figure>")]
    assert "To confirm" in key
    assert "16\u00a0min" in key
    assert "Tasks" in key


def test_what_ada_confirms_of_a_closed_week_says_when_it_leaves(
    house: House, clock: Clock, ada_id: int, log_in: Callable[[Who], TestClient]
) -> None:
    work = sixteen_quiet_minutes(house, clock, ada_id)
    clock.advance(days=8)
    with house.db.writing() as tx:
        close_period(tx, person_id=ada_id, period="2026-W10", now=clock())
    clock.advance(minutes=1)
    client = log_in(ADA)
    confirm(client, work, "I looked it up.")
    waits = client.get("/time/2026-03-02").text
    clock.advance(days=8)
    with house.db.writing() as tx:
        close_period(tx, person_id=ada_id, period="2026-W10", now=clock())

    booked = log_in(ADA).get("/time/2026-03-02").text

    assert "Its week was closed before: it leaves with the next payslip after" in waits
    assert "unless a named person explains by then why not." in waits
    assert "It is in the pay of its week, and it stands." in booked
