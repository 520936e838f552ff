"""Whatever a program keeps as a draft, or a requester calls a label, the work page opens and the item can be skipped."""

import pytest
from starlette.testclient import TestClient

from annotate.projects.rules import LabelDraft
from tests.cast import Clock
from tests.web.test_annotator_work import open_item
from tests.work import running_project
from web.wiring import House

KINDS = ("choice", "choices", "free_text", "rating", "taxonomy", "spans")
NAMES = ("</script><b>", "a'b\"c", "{{ 7 * 7 }}", "nothing", "__proto__")
HOSTILE = (
    "",
    "no such label",
    "not json",
    "[1]",
    '{"a": 1}',
    '[{"type": "labels"}]',
    "null",
    "9" * 400,
    "\x00",
    '["x"]',
)
FIELDS = ("label", "answer", "text", "rating", "regions", "text.regions", "regions.text", "nothing", "removed")


@pytest.mark.parametrize("kind", KINDS)
def test_ada_can_open_her_item_whatever_was_kept_of_it(house: House, clock: Clock, ada: TestClient, kind: str) -> None:
    labels = () if kind in {"free_text", "rating"} else tuple(map(LabelDraft, NAMES))
    work = running_project(house.db, clock, items=3, task_type=kind, labels=labels)
    address = open_item(ada, work)
    said = {name: list(HOSTILE) for name in FIELDS}

    kept = ada.post(f"/work/{address.rpartition('/')[2]}/draft", data=said)
    page = ada.get(f"/work/{work.project_id}")
    skipped = ada.post(f"{address}/skip")

    assert (kept.status_code, page.status_code, skipped.status_code) == (200, 200, 303)
    assert "</script><b>" not in page.text
