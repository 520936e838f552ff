"""Rita's program moves what she had in Label Studio: its configuration, its export with the pictures, and out again."""

import json

from starlette.testclient import TestClient

from tests.archives import zipped
from tests.label_studio_export import CONFIG, NAMES, export, pictures
from tests.programs import DESCRIBED, program_of
from web.wiring import House

WITHOUT_SCHEMA = {name: value for name, value in DESCRIBED.items() if name != "schema"}


def test_an_export_with_its_configuration_becomes_a_project_with_suggestions_and_a_known_answer(
    house: House, rita_id: int
) -> None:
    rita: TestClient = program_of(house, rita_id)
    project_id = rita.post("projects", json=WITHOUT_SCHEMA | {"label_config": CONFIG}).json()["project_id"]
    file = zipped({"export.json": export(), **pictures()})

    came = rita.post(f"projects/{project_id}/items?labels=gold", files={"file": ("team.zip", file, "application/zip")})

    made = rita.get(f"projects/{project_id}").json()
    with house.db.reading() as tx:
        kept = tx.run("SELECT item_key, content FROM item ORDER BY id")
        suggested = tx.run("SELECT result, model FROM suggestion ORDER BY item_id")
    assert (came.json()["imported"], came.json()["refused"]) == (4, [])
    assert (made["task_type"], made["gold_count"]) == ("combined", 1)
    assert [key for key, _ in kept] == ["101", "102", "103", "104"]
    assert [json.loads(content)["name"] for _, content in kept] == list(NAMES)
    assert [(json.loads(result)[0]["percent"], model) for result, model in suggested] == [
        (87, "street-7"),
        (41, "street-7"),
    ]
