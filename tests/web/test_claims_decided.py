"""Quiet minutes are decided by name: Olga sees and may refuse, Ada reads who and why, answers, and corrects her own day."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from annotate.timeclock.service import pause, resume
from tests.cast import BEN, Clock, Who
from tests.web.test_annotator_time import confirm, sixteen_quiet_minutes
from tests.work import RULEBOOK, Work, running_project
from web.wiring import House

WHY = "Nobody answered the <chat> then."


@pytest.fixture
def claimed(house: House, clock: Clock, ada_id: int, ada: TestClient) -> Work:
    work = sixteen_quiet_minutes(house, clock, ada_id)
    confirm(ada, work, "I looked up <the> law.")
    return work


def address_of(work: Work) -> str:
    person_id, started_ms = work.rows("SELECT person_id, started_at FROM time_claim")[0]
    return f"/claims/{person_id}/{started_ms}"


def counted(work: Work) -> dict[object, object]:
    return dict(work.rows("SELECT bucket, sum(counted_ms) FROM time_total WHERE counted_ms > 0 GROUP BY bucket"))


def test_whoever_runs_payroll_sees_each_claim_with_its_line_and_its_day(claimed: Work, olga: TestClient) -> None:
    page = olga.get("/claims").text

    assert "Ada" in page
    assert "I looked up &lt;the&gt; law." in page
    assert "<svg" in page
    assert address_of(claimed) in page


def test_ada_reads_who_refused_and_why_and_answers_once(claimed: Work, ada: TestClient, olga: TestClient) -> None:
    refused = olga.post(address_of(claimed), data={"reason": WHY})
    home, day = ada.get("/home").text, ada.get("/time/2026-03-02").text
    started_ms = address_of(claimed).rpartition("/")[2]

    answered = ada.post("/time/2026-03-02/reply", data={"started_ms": started_ms, "line": "I was <there>."})

    assert refused.headers["location"] == "/claims"
    assert "Somebody did not accept minutes that you confirmed" in home
    assert "Olga did not accept" in day
    assert "Nobody answered the &lt;chat&gt; then." in day
    assert "What you confirmed" not in day
    assert answered.headers["location"] == "/time/2026-03-02#changed"
    assert "<q>I was &lt;there&gt;.</q>" in ada.get("/time/2026-03-02").text
    assert "Somebody did not accept" not in ada.get("/home").text
    assert "Nothing is claimed" in olga.get("/claims").text


def test_a_refusal_without_a_reason_is_refused_and_keeps_what_was_typed(claimed: Work, olga: TestClient) -> None:
    before = counted(claimed)

    reply = olga.post(address_of(claimed), data={"reason": "no"})

    assert reply.status_code == 422
    assert "A refusal needs a reason" in reply.text
    assert ">no</textarea>" in reply.text
    assert counted(claimed) == before


@pytest.mark.parametrize("who", ["ada", "rita"])
def test_nobody_else_sees_or_refuses_a_claim(claimed: Work, who: str, request: pytest.FixtureRequest) -> None:
    mallory: TestClient = request.getfixturevalue(who)

    seen = mallory.get("/claims")
    refused = mallory.post(address_of(claimed), data={"reason": WHY})

    assert (seen.status_code, refused.status_code) == (404, 404)
    assert claimed.rows("SELECT * FROM time_correction") == []


def test_ben_cannot_answer_or_correct_for_ada(
    claimed: Work, olga: TestClient, log_in: Callable[[Who], TestClient], ben_id: int
) -> None:
    olga.post(address_of(claimed), data={"reason": WHY})
    started_ms = address_of(claimed).rpartition("/")[2]

    reply = log_in(BEN).post("/time/2026-03-02/reply", data={"started_ms": started_ms, "line": "Me."})

    assert reply.status_code == 404
    assert claimed.rows("SELECT * FROM claim_reply") == []
    assert ben_id > 0


def test_ada_says_that_a_stretch_ended_earlier_and_it_is_her_own_from_there(
    house: House, clock: Clock, ada_id: int, ada: TestClient
) -> None:
    work = running_project(house.db, clock)
    work.answer_many(ada_id, 6, seconds=200)
    with house.db.writing() as tx:
        pause(tx, person_id=ada_id, is_meal=False, now=clock(), rulebook=RULEBOOK)
    clock.advance(minutes=4)
    with house.db.writing() as tx:
        resume(tx, person_id=ada_id, now=clock(), rulebook=RULEBOOK)
    starts = work.rows("SELECT started_at, ended_at FROM time_segment WHERE bucket = 'rest' ORDER BY started_at")
    page = ada.get("/time").text

    reply = ada.post(
        "/time/2026-03-02/earlier", data={"started_ms": starts[1][0], "ended_ms": starts[-1][1]}, follow_redirects=True
    )

    assert "I had stopped" in page
    assert counted(work)["off"] == 180_000
    assert "Your own time" in reply.text


def test_a_day_that_cannot_be_is_no_page_to_go_back_to(ada: TestClient) -> None:
    reply = ada.post("/time/never/reply", data={"started_ms": 1, "line": "x"})

    assert reply.status_code == 404
