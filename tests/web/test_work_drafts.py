"""What Ada has begun follows her: after a reload, a log-out, on another device, and after the item went back."""

import json
import re

import pytest
from starlette.testclient import TestClient

from annotate.serving.service import expire_due
from tests.cast import Clock
from tests.web.test_annotator_work import HTMX, action_of, open_item
from tests.work import Work, running_project
from web.wiring import House

CHECKED = re.compile(r'value="([^"]*)" data-key="[^"]*" required checked')


@pytest.fixture
def work(house: House, clock: Clock) -> Work:
    return running_project(house.db, clock, items=5)


def draft_address(answer_address: str) -> str:
    return f"/work/{answer_address.rpartition('/')[2]}/draft"


def test_what_ada_chose_is_there_again_when_she_comes_back(work: Work, clock: Clock, ada: TestClient) -> None:
    address = open_item(ada, work)

    saved = ada.post(draft_address(address), data={"label": "lost"})
    page = ada.get(f"/work/{work.project_id}").text

    assert saved.json() == {"saved_at": int(clock().timestamp() * 1000)}
    assert CHECKED.findall(page) == ["lost"]
    assert f'data-saved-at="{saved.json()["saved_at"]}"' in page


def test_nothing_but_what_answers_is_kept_of_what_a_page_sends(work: Work, ada: TestClient) -> None:
    address = open_item(ada, work)
    traces = {"duration_ms": "900", "pointer": "[[3,4]]", "keptAt": "1700000000000", "then": "stay"}

    ada.post(draft_address(address), data={"label": "lost", **traces})

    assert work.rows("SELECT fields FROM draft") == [('{"label":["lost"]}',)]


def test_ben_cannot_write_into_what_ada_began(work: Work, ada: TestClient, ben: TestClient) -> None:
    address = open_item(ada, work)

    reply = ben.post(draft_address(address), data={"label": "lost"})

    assert reply.status_code == 404
    assert work.value("SELECT count(*) FROM draft") == 0


def test_an_answer_leaves_no_draft_behind_and_a_late_draft_finds_nothing_open(work: Work, ada: TestClient) -> None:
    address = open_item(ada, work)
    ada.post(draft_address(address), data={"label": "lost"})

    ada.post(address, data={"label": "lost"}, headers=HTMX)
    late = ada.post(draft_address(address), data={"label": "renewal"})

    assert late.status_code == 404
    assert work.value("SELECT count(*) FROM draft") == 0


def test_a_refused_answer_keeps_what_was_begun(work: Work, ada: TestClient) -> None:
    address = open_item(ada, work)
    ada.post(draft_address(address), data={"label": "lost"})

    ada.post(address, data={"label": "stolen"}, headers=HTMX)

    assert work.rows("SELECT fields FROM draft") == [('{"label":["lost"]}',)]


def test_skipping_forgets_what_was_begun(work: Work, ada: TestClient) -> None:
    address = open_item(ada, work)
    ada.post(draft_address(address), data={"label": "lost"})

    ada.post(f"{address}/skip")

    assert work.value("SELECT count(*) FROM draft") == 0


def test_reporting_and_giving_back_forgets_what_was_begun_and_reporting_alone_does_not(
    work: Work, ada: TestClient
) -> None:
    address = open_item(ada, work)
    ada.post(draft_address(address), data={"label": "lost"})

    ada.post(f"{address}/report", data={"problem": "not_loading", "then": "stay"})
    kept = work.value("SELECT count(*) FROM draft")
    ada.post(f"{address}/report", data={"problem": "not_loading", "then": "next"})

    assert kept == 1
    assert work.value("SELECT count(*) FROM draft") == 0


def test_ada_finds_and_sends_what_she_had_begun_after_the_item_went_back(
    work: Work, house: House, clock: Clock, ada: TestClient
) -> None:
    address = open_item(ada, work)
    ada.post(draft_address(address), data={"label": "lost"})
    clock.advance(minutes=90)
    with house.db.writing() as tx:
        expire_due(tx, now=clock())
    away = ada.get(f"/work/{work.project_id}").text

    page = ada.get(f"/work/{work.project_id}?late={address.rpartition('/')[2]}").text
    ada.post(address, data={"label": "lost"}, headers=HTMX)

    assert f"?late={address.rpartition('/')[2]}" in away
    assert action_of(page) == address
    assert CHECKED.findall(page) == ["lost"]
    assert len(work.rows("SELECT * FROM answer")) == 1
    assert work.value("SELECT count(*) FROM draft") == 0


def test_bens_late_item_is_not_shown_to_ada(
    work: Work, house: House, clock: Clock, ada: TestClient, ben: TestClient
) -> None:
    bens = open_item(ben, work)
    clock.advance(minutes=90)
    with house.db.writing() as tx:
        expire_due(tx, now=clock())

    page = ada.get(f"/work/{work.project_id}?late={bens.rpartition('/')[2]}").text

    assert bens not in page


def test_ada_changes_her_keys_and_works_with_them(work: Work, ada: TestClient, ben: TestClient) -> None:
    address = f"/work/{work.project_id}/keys"
    before = re.findall(r'name="key" value="(.)"', ada.get(address).text)

    reply = ada.post(address, data={"key": ["q", "w", "e"]}, headers=HTMX)
    open_item(ada, work)
    open_item(ben, work)

    assert before == ["1", "2", "3"]
    assert reply.headers["hx-refresh"] == "true"
    assert 'value="renewal" data-key="q"' in ada.get(f"/work/{work.project_id}").text
    assert 'value="renewal" data-key="1"' in ben.get(f"/work/{work.project_id}").text


def test_one_key_for_two_labels_is_refused_with_both_named(work: Work, ada: TestClient) -> None:
    reply = ada.post(f"/work/{work.project_id}/keys", data={"key": ["q", "q", "e"]}, headers=HTMX)

    assert reply.status_code == 422
    assert "The key q is taken" in reply.text
    assert "“lost”" in reply.text
    assert re.findall(r'name="key" value="(.)"', reply.text) == ["q", "q", "e"]
    assert work.value("SELECT count(*) FROM own_keys") == 0


def test_the_usual_keys_come_back(work: Work, ada: TestClient) -> None:
    address = f"/work/{work.project_id}/keys"
    ada.post(address, data={"key": ["q", "w", "e"]})

    ada.post(address, data={"key": ["q", "w", "e"], "usual": "yes"})

    assert re.findall(r'name="key" value="(.)"', ada.get(address).text) == ["1", "2", "3"]


def test_a_suggestion_is_shown_with_its_score_and_is_not_chosen(work: Work, ada: TestClient) -> None:
    entry = {"from_name": "label", "to_name": "text", "type": "choices", "value": {"choices": ["lost"]}}
    with work.db.writing() as tx:
        kept = json.dumps([{"entry": entry, "percent": 93}])
        tx.run("INSERT INTO suggestion (item_id, result, model) SELECT min(id), :kept, 'm1' FROM item", kept=kept)
    open_item(ada, work)

    page = ada.get(f"/work/{work.project_id}").text

    assert "Suggested (93 % sure):" in page
    assert 'data-use-suggestion=\'{"label": ["lost"]}\'' in page
    assert CHECKED.findall(page) == []
