"""Projects described by a labelling configuration of Label Studio, by program."""

import pytest
from starlette.testclient import TestClient

from annotate.label_config_writing import config_of
from tests.programs import DESCRIBED, program_of
from web.api.v1.project_shapes import COMBINED_SCHEMA, CONFIG
from web.wiring import House

WITHOUT_SCHEMA = {name: value for name, value in DESCRIBED.items() if name != "schema"}


@pytest.fixture
def rita(house: House, rita_id: int) -> TestClient:
    return program_of(house, rita_id)


def test_a_configuration_makes_a_project_of_its_kind(rita: TestClient) -> None:
    made = rita.post("projects", json=WITHOUT_SCHEMA | {"label_config": CONFIG}).json()

    assert made["task_type"] == "boxes"
    assert made["schema"]["question"] == "What is in the street?"
    assert [label["key"] for label in made["schema"]["labels"]] == ["r", "k"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "schema_or_label_config"),
        ({"label_config": CONFIG, "task_type": "boxes"}, "schema_or_label_config"),
        ({"label_config": CONFIG, "schema": {"labels": ["a", "b"]}}, "schema_or_label_config"),
        ({"label_config": "<View>"}, "label_config_unreadable"),
        ({"label_config": "<View><Rating/></View>"}, "label_config_parts"),
        ({"label_config": CONFIG.replace("kerb", "ramp")}, "label_twice"),
        ({"label_config": "x" * 50_001}, "request_unreadable"),
    ],
)
def test_what_is_unclear_or_cannot_be_done_is_refused_in_words(
    rita: TestClient, changes: dict[str, object], code: str
) -> None:
    reply = rita.post("projects", json=WITHOUT_SCHEMA | changes)

    assert (reply.status_code, reply.json()["code"]) == (422, code)
    assert "%(" not in reply.text


def test_several_questions_are_a_project_by_schema_and_by_configuration_alike(rita: TestClient) -> None:
    by_schema = rita.post("projects", json=WITHOUT_SCHEMA | {"schema": COMBINED_SCHEMA}).json()
    config = config_of("combined", by_schema["schema"])

    by_config = rita.post("projects", json=WITHOUT_SCHEMA | {"label_config": config}).json()

    assert (by_schema["task_type"], by_config["task_type"]) == ("combined", "combined")
    assert [one["name"] for one in by_config["schema"]["controls"]] == ["fits", "why", "things"]
    keys = [label["key"] for one in by_schema["schema"]["controls"] for label in one.get("labels", [])]
    assert keys == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("schema", "code"),
    [
        ({"objects": [], "controls": []}, "schema_unreadable"),
        ({**COMBINED_SCHEMA, "script": "x"}, "schema_unreadable"),
        ({"labels": ["a", "b"], "most": 5}, "schema_unreadable"),
        (
            {**COMBINED_SCHEMA, "controls": [{**COMBINED_SCHEMA["controls"][0], "kind": "painting"}]},
            "task_type_unknown",
        ),
    ],
)
def test_a_schema_that_nobody_could_work_from_is_refused_in_words(
    rita: TestClient, schema: dict[str, object], code: str
) -> None:
    reply = rita.post("projects", json=WITHOUT_SCHEMA | {"schema": schema})

    assert (reply.status_code, reply.json()["code"]) == (422, code)
    assert "%(" not in reply.text
