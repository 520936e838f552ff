"""Rita's program: projects made, paid for, published and fetched, and each "no" on the way."""

import json

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from payments.people.rules import Role
from tests import make
from tests.cast import PAZ, PIA, Clock
from tests.programs import API, DESCRIBED, LINES, LOST, NDJSON, program_of, published
from web.wiring import House


@pytest.fixture
def rita(house: House, rita_id: int) -> TestClient:
    return program_of(house, rita_id)


@pytest.fixture
def paz(house: House) -> TestClient:
    with house.db.writing() as tx:
        person_id = make.make_member(tx, PAZ, organisation_id=make.make_organisation(tx, "Water Board"))
    return program_of(house, person_id)


@pytest.fixture
def pia(house: House, mobility_id: int) -> TestClient:
    with house.db.writing() as tx:
        person_id = make.make_member(tx, PIA, organisation_id=mobility_id, role=Role.REVIEWER)
    return program_of(house, person_id)


def made(rita: TestClient, **changes: object) -> str:
    return f"projects/{rita.post('projects', json=DESCRIBED | changes).json()['project_id']}"


def test_rita_makes_a_draft_and_reads_back_what_it_says(rita: TestClient) -> None:
    reply = rita.post("projects", json=DESCRIBED | {"overlap": 3})

    seen = rita.get(reply.headers["location"].removeprefix(f"{API}/")).json()

    assert reply.status_code == 201
    assert seen == reply.json()
    assert (seen["state"], seen["overlap"], seen["estimated_ms"]) == ("draft", 3, 80_000)
    assert seen["pay"] == {"amount": "1.15", "currency": "MXN", "basis": "item"}
    assert [label["key"] for label in seen["schema"]["labels"]] == ["1", "l"]
    assert seen["hourly_equivalent"] == {"amount": "51.75", "currency": "MXN"}
    assert seen["created_at"] == "2026-03-02T15:00:00Z"


def test_rita_lists_her_projects_and_nobody_else_s(rita: TestClient, paz: TestClient) -> None:
    made(rita)

    assert [project["name"] for project in rita.get("projects").json()["projects"]] == ["Passport questions"]
    assert paz.get("projects").json() == {"projects": []}


def pay(**changes: object) -> dict[str, object]:
    return {"pay": {"basis": "item", "currency": "MXN", "amount": "1.15", "jurisdictions": ["MX"]} | changes}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (pay(amount="0.90"), "price_below_floor"),
        (pay(amount="0"), "price_not_positive"),
        (pay(currency="GBP"), "wrong_currency"),
        (pay(jurisdictions=["XX"]), "unknown_jurisdiction"),
        (pay(jurisdictions=[]), "no_jurisdiction"),
        ({"schema": {"labels": ["one"]}}, "labels_too_few"),
        ({"schema": {"labels": ["one", "one"]}}, "label_twice"),
        ({"task_type": "telepathy"}, "task_type_unknown"),
        ({"instructions": " "}, "instructions_missing"),
        ({"name": ""}, "project_name"),
        ({"language": "xx"}, "project_choice"),
        (pay(amount=1.15), "request_unreadable"),
        (pay(basis="wish"), "request_unreadable"),
        ({"overlap": 10}, "request_unreadable"),
        ({"overlap": "2"}, "request_unreadable"),
        ({"name": "a\x00b"}, "request_unreadable"),
        ({"colour": "blue"}, "request_unreadable"),
    ],
)
def test_a_description_that_cannot_be_kept_says_why(rita: TestClient, changes: dict[str, object], code: str) -> None:
    reply = rita.post("projects", json=DESCRIBED | changes)

    assert (reply.status_code, reply.json()["code"]) == (422, code)
    assert reply.json()["next"]


def test_a_price_below_the_floor_is_refused_with_the_least_lawful_one(rita: TestClient) -> None:
    params = rita.post("projects", json=DESCRIBED | pay(amount="0.90")).json()["params"]

    assert (params["price"], params["least"], params["currency"]) == ("0.90", "1.03", "MXN")


@pytest.mark.parametrize(
    ("body", "status"), [(b"{", 422), (b"\xff", 400), (b"[]", 422), (b"", 422), (b'{"name": "\\ud800"}', 422)], ids=repr
)
def test_a_body_that_is_no_description_is_refused_in_words(rita: TestClient, body: bytes, status: int) -> None:
    reply = rita.post("projects", content=body, headers={"Content-Type": "application/json"})

    assert (reply.status_code, reply.json()["code"]) == (status, "request_unreadable")


def test_a_project_cannot_be_made_for_another_organisation(rita: TestClient, paz: TestClient) -> None:
    theirs = paz.get(made(paz)).json()["organisation_id"]

    reply = rita.post("projects", json=DESCRIBED | {"organisation_id": theirs})

    assert reply.status_code == 404


def test_a_reviewer_reads_and_fetches_but_changes_nothing(rita: TestClient, pia: TestClient) -> None:
    project = made(rita)

    assert pia.get(project).status_code == 200
    assert pia.get(f"{project}/export").status_code == 200
    assert pia.post("projects", json=DESCRIBED).status_code == 404
    assert pia.post(f"{project}/items", content=LINES, headers=NDJSON).status_code == 404
    assert pia.post(f"{project}/publish").status_code == 404


def test_a_stranger_s_project_is_not_there(rita: TestClient, paz: TestClient) -> None:
    project = made(rita)
    key = {"Idempotency-Key": "x"}

    replies = [
        paz.get(project),
        paz.get(f"{project}/export"),
        paz.post(f"{project}/items", content=LINES, headers=NDJSON),
        paz.post(f"{project}/fund", json={"amount": "1"}, headers=key),
        paz.post(f"{project}/publish"),
        paz.get("projects/9007199254740991"),
    ]

    assert [reply.json()["code"] for reply in replies] == ["not_found"] * 6


@pytest.mark.parametrize("number", ["0", "-1", "9007199254740992", "99999999999999999999999", "one"])
def test_a_number_that_no_project_can_have_is_refused(rita: TestClient, number: str) -> None:
    assert rita.get(f"projects/{number}").status_code == 422


def test_the_same_payment_sent_twice_arrives_once(rita: TestClient) -> None:
    project = made(rita)

    first, second, other = (
        rita.post(f"{project}/fund", json={"amount": "10.5"}, headers={"Idempotency-Key": key})
        for key in ("a", "a", "b")
    )

    assert first.json() == second.json()
    assert first.json()["available"]["amount"] == "10.50"
    assert other.json()["available"]["amount"] == "21.00"


@pytest.mark.parametrize("amount", ["0", "-1", "1,5", "1e3", "", 5, "1234567890"])
def test_an_amount_that_is_none_is_refused(rita: TestClient, amount: object) -> None:
    reply = rita.post(f"{made(rita)}/fund", json={"amount": amount}, headers={"Idempotency-Key": "a"})

    assert (reply.status_code, reply.json()["params"]) == (422, {"fields": "amount"})


def test_money_without_an_idempotency_key_is_not_taken(rita: TestClient) -> None:
    reply = rita.post(f"{made(rita)}/fund", json={"amount": "5"})

    assert (reply.status_code, reply.json()["params"]) == (422, {"fields": "Idempotency-Key"})


def test_where_nobody_moves_money_it_is_said(app: FastAPI, house: House, rita: TestClient) -> None:
    project = made(rita)
    house.providers.clear()  # type: ignore[attr-defined]

    reply = rita.post(f"{project}/fund", json={"amount": "5"}, headers={"Idempotency-Key": "a"})

    assert (reply.status_code, reply.json()["code"]) == (409, "no_provider")


def test_an_empty_or_unpaid_project_is_not_published(rita: TestClient) -> None:
    project = made(rita)

    empty = rita.post(f"{project}/publish")
    rita.post(f"{project}/items", content=LINES, headers=NDJSON)
    unpaid = rita.post(f"{project}/publish")

    assert (empty.status_code, empty.json()["code"]) == (409, "no_items")
    assert (unpaid.status_code, unpaid.json()["code"]) == (409, "not_enough_funds")
    assert unpaid.json()["params"] == {"missing": "3.105", "currency": "MXN"}


def test_items_of_a_published_project_wait_for_their_money_and_it_is_not_published_twice(rita: TestClient) -> None:
    project = f"projects/{published(rita)}"
    asked = rita.get(project).json()["asked_count"]

    items = rita.post(f"{project}/items", content=b'{"id": "late-1", "text": "One more?"}', headers=NDJSON)
    again = rita.post(f"{project}/publish")

    assert (items.status_code, items.json()["imported"]) == (200, 1)
    assert rita.get(project).json()["asked_count"] == asked
    assert (again.status_code, again.json()["code"]) == (409, "project_state")


def test_what_was_spent_stays_under_the_ceiling_that_was_said(
    house: House, ada_id: int, rita: TestClient, clock: Clock
) -> None:
    project_id, ada = published(rita), program_of(house, ada_id)
    task = ada.post("work/next").json()
    clock.advance(seconds=80)
    ada.post(f"work/{task['assignment_id']}/answer", json=LOST)

    seen = rita.get(f"projects/{project_id}").json()

    assert (seen["answer_count"], seen["asked_count"], seen["people_count"]) == (1, 2, 1)
    assert (seen["spent"]["amount"], seen["ceiling"]["amount"]) == ("1.15", "3.105")


def test_answers_come_in_the_format_that_was_asked_for(
    house: House, ada_id: int, rita: TestClient, clock: Clock
) -> None:
    project_id, ada = published(rita), program_of(house, ada_id)
    task = ada.post("work/next").json()
    clock.advance(seconds=80)
    ada.post(f"work/{task['assignment_id']}/answer", json=LOST)

    lines = rita.get(f"projects/{project_id}/export")
    table = rita.get(f"projects/{project_id}/export", params={"format": "csv", "surplus": "true"})
    unknown = rita.get(f"projects/{project_id}/export", params={"format": "stone"})

    assert (json.loads(lines.text)["label"], json.loads(lines.text)["external_id"]) == ("lost", "q-1")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert "is_surplus" in table.text
    assert (unknown.status_code, unknown.json()["code"]) == (422, "export_format_unknown")
