"""Ada's own record for programs: what she earned and why, week by week, and the quiet minutes that she claims."""

from hashlib import sha256

import pytest
from starlette.testclient import TestClient

from payments.closing.service import close_period
from payments.events.rules import canonical
from tests.cast import Clock
from tests.programs import program_of
from tests.work import Work, annotator, running_project
from web.payday import run_payday
from web.wiring import House

WEEK = "me/payslips/2026-W10"


@pytest.fixture
def work(house: House, clock: Clock) -> Work:
    return running_project(house.db, clock, items=3)


@pytest.fixture
def ada(house: House, ada_id: int) -> TestClient:
    return program_of(house, ada_id)


def test_a_week_that_is_open_is_a_projection_and_says_so(work: Work, ada_id: int, ada: TestClient) -> None:
    work.answer(ada_id, seconds=100)

    slip = ada.get(WEEK).json()

    statement = slip["statements"][0]
    assert (slip["is_closed"], statement["is_closed"]) == (False, False)
    assert statement["total"] == {"amount": "1.276204", "currency": "MXN"}
    assert [
        (line["kind"], line["count"], line["amount"]["amount"], line["is_booked"]) for line in statement["lines"]
    ] == [
        ("piece", 1, "1.15", True),
        ("top_up", 0, "0.126204", False),
    ]


def test_a_closed_week_says_that_it_is_closed(
    house: House, work: Work, ada_id: int, ada: TestClient, clock: Clock
) -> None:
    work.answer(ada_id, seconds=100)
    clock.advance(days=9)
    with house.db.writing() as tx:
        close_period(tx, person_id=ada_id, period="2026-W10", now=clock())

    slip = ada.get(WEEK).json()

    assert slip["is_closed"]
    assert all(line["is_booked"] for line in slip["statements"][0]["lines"])


def test_this_week_stands_first_among_her_earnings(work: Work, ada_id: int, ada: TestClient) -> None:
    work.answer(ada_id, seconds=60)

    earnings = ada.get("me/earnings").json()

    assert earnings["periods"] == ["2026-W10"]
    assert earnings["this_week"]["statements"][0]["pending"]["amount"] == "1.15"


def test_a_week_without_work_has_no_statement(ada: TestClient) -> None:
    assert ada.get("me/payslips/2026-W01").json() == {
        "period": "2026-W01", "is_closed": False, "statements": [], "unconfirmed": [], "payslips": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("week", "status"), [("2026-W60", 404), ("9999-W52", 404), ("0000-W01", 404), ("2026-10", 422), ("now", 422)]
)
def test_what_is_no_week_has_no_statement(ada: TestClient, week: str, status: int) -> None:
    assert ada.get(f"me/payslips/{week}").status_code == status


def quiet(work: Work, ada_id: int, ada: TestClient) -> dict[str, str]:
    """Let ten silent minutes pass over an open task and return the stretch to confirm."""
    work.answer(ada_id, seconds=600)
    stretch = ada.get(WEEK).json()["unconfirmed"][0]
    return {"started_at": stretch["started_at"], "ended_at": stretch["ended_at"]}


def test_quiet_minutes_count_once_ada_says_what_she_did(work: Work, ada_id: int, ada: TestClient) -> None:
    stretch = quiet(work, ada_id, ada)
    before = ada.get(WEEK).json()["statements"][0]["counted_ms"]

    claimed, again = (ada.post("me/claims", json={**stretch, "line": "I read the rules"}) for _ in "12")

    after = ada.get(WEEK).json()
    assert (claimed.status_code, again.status_code) == (200, 200)
    assert after["unconfirmed"] == []
    assert after["statements"][0]["counted_ms"] > before


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"line": " "}, 422, "claim_needs_a_line"),
        ({"line": "x" * 501}, 422, "request_unreadable"),
        ({"started_at": "2026-03-02T15:00:00"}, 422, "request_unreadable"),
        ({"started_at": "2025-03-02T15:00:00Z"}, 409, "claim_too_late"),
        ({"ended_at": "2026-03-02T15:00:01Z"}, 409, "nothing_to_claim"),
    ],
)
def test_a_claim_that_does_not_fit_says_why(
    work: Work, ada_id: int, ada: TestClient, changes: dict[str, str], status: int, code: str
) -> None:
    stretch = quiet(work, ada_id, ada)

    reply = ada.post("me/claims", json={**stretch, "line": "reading"} | changes)

    assert (reply.status_code, reply.json()["code"]) == (status, code)


def test_ada_carries_everything_away(work: Work, ada_id: int, ada: TestClient) -> None:
    work.answer(ada_id, seconds=60)

    record = ada.get("me/record")

    assert record.headers["content-type"] == "application/json"
    assert record.json()["earnings"][0]["amount_micros"] == 1_150_000


def test_payslips_are_read_as_they_are_stored_and_by_their_owner_only(
    house: House, work: Work, ada_id: int, ada: TestClient, clock: Clock
) -> None:
    work.answer(ada_id, seconds=100)
    clock.advance(days=12)
    run_payday(house)
    ben = program_of(house, annotator(house.db, "Ben"))

    listed = ada.get("me/payslips").json()["payslips"]
    (slip,) = ada.get(WEEK).json()["payslips"]

    assert [(each["period"], each["number"], each["total"]) for each in listed] == [("2026-W10", 1, "1.28")]
    assert slip["body"]["total"] == "1.28"
    assert sha256(canonical(slip["body"]).encode()).hexdigest() == slip["digest"] == listed[0]["digest"]
    assert ben.get("me/payslips").json() == {"payslips": []}
    assert ben.get(WEEK).json()["payslips"] == []
