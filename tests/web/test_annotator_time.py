"""Ada's own time: every stretch of a day, what she confirmed and what became of it, and how long she may still do so."""

from collections.abc import Callable

from starlette.testclient import TestClient

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
