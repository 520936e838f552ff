"""Rita uploads JSON lines in her browser, and is shown their names like the columns of a table."""

from starlette.testclient import TestClient

from annotate.projects.service import create_project
from tests.cast import Clock
from tests.work import draft
from web.wiring import House


def test_json_lines_are_looked_at_and_brought_in_like_a_table(
    house: House, clock: Clock, rita: TestClient, rita_id: int, mobility_id: int
) -> None:
    with house.db.writing() as tx:
        project_id = create_project(
            tx, draft=draft(), organisation_id=mobility_id, created_by_id=rita_id, rulebook=house.rulebook,
            task_types=house.task_types, now=clock(),
        )  # fmt: skip
    lines = b'{"id": "q-1", "text": "When can I renew?"}\nnonsense\n'

    sent = rita.post(f"/projects/{project_id}/uploads", files={"file": ("q.jsonl", lines)})
    looked = rita.get(sent.headers["location"])
    begun = rita.post(sent.headers["location"], data={"text_column": "text", "id_column": "id"})
    done = rita.get(begun.headers["location"])

    assert "JSON lines" in looked.text
    assert "When can I renew?" in looked.text
    assert "This line cannot be read" in done.text
