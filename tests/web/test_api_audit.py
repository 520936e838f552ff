"""Axel's program: the weeks that he may see, their records under pseudonyms, and the bundle, each look logged."""

import pytest
from starlette.testclient import TestClient

from payments.audit.verify import verify
from tests import make
from tests.cast import AXEL, Clock
from tests.programs import program_of
from tests.work import running_project
from web.wiring import House

WEEK = "audit/weeks/2026-W10"


@pytest.fixture
def organisation_id(house: House, ada_id: int, clock: Clock) -> int:
    """Ada answers two items for an organisation."""
    work = running_project(house.db, clock, items=3)
    work.answer(ada_id, seconds=100)
    work.answer(ada_id, seconds=60)
    return work.organisation_id


@pytest.fixture
def axel(house: House, organisation_id: int) -> TestClient:
    with house.db.writing() as tx:
        person_id, _ = make.make_auditor(tx, AXEL)
    return program_of(house, person_id)


def test_axel_sees_the_weeks_that_he_may(axel: TestClient) -> None:
    permitted = axel.get("audit/weeks").json()["permitted"]

    assert [(one["basis"], one["organisation"], one["weeks"]) for one in permitted] == [
        ("LFT article 540", "", ["2026-W10"])
    ]


def test_axel_reads_a_week_in_exact_figures_and_never_a_name(axel: TestClient) -> None:
    reply = axel.get(WEEK)

    record = reply.json()["records"][0]
    assert (reply.json()["people_count"], reply.json()["below_count"]) == (1, 0)
    assert record["total"] == {"amount": "2.30", "currency": "MXN"}
    assert (record["counted_ms"], record["missing_to_floor"]["amount"]) == (160_000, "0.00")
    assert "Ada" not in reply.text


def test_each_look_is_written_down(house: House, axel: TestClient) -> None:
    axel.get(WEEK)
    axel.get(f"{WEEK}/bundle")

    with house.db.reading() as tx:
        looked = tx.value("SELECT count(*) FROM event WHERE kind = 'audit_read'")

    assert looked == 2


def test_the_bundle_verifies_anywhere(axel: TestClient, tmp_path) -> None:
    (tmp_path / "week.zip").write_bytes(axel.get(f"{WEEK}/bundle").content)

    assert verify(tmp_path / "week.zip") == []


@pytest.mark.parametrize("week", ["2025-W10", "2026-W60", "9999-W52"])
def test_a_week_outside_the_permission_is_not_there(axel: TestClient, week: str) -> None:
    assert axel.get(f"audit/weeks/{week}").status_code == 404
    assert axel.get(f"audit/weeks/{week}/bundle").status_code == 404


def test_another_s_accreditation_is_not_there(axel: TestClient) -> None:
    assert axel.get(WEEK, params={"under": 999}).status_code == 404
    assert axel.get(WEEK, params={"under": 0}).status_code == 422


def test_who_may_see_one_organisation_cannot_take_everyone_s_bundle(house: House, organisation_id: int) -> None:
    with house.db.writing() as tx:
        person_id, _ = make.make_auditor(tx, AXEL, organisation_id=organisation_id)
    narrow = program_of(house, person_id)

    reply = narrow.get(f"{WEEK}/bundle")

    assert narrow.get(WEEK).json()["may_take_bundle"] is False
    assert (reply.status_code, reply.json()["code"]) == (403, "bundle_beyond_permission")
