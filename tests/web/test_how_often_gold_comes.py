"""Rita says how often items come whose answer is known, on the page of her draft or by a program, before it is published."""

import pytest
from starlette.testclient import TestClient

from annotate.gold.queries import gold_of
from payments.people.rules import Role
from payments.people.service import add_member
from tests.cast import Clock
from tests.programs import program_of
from tests.work import Work, csv_of, draft_project, running_project, upload
from web.wiring import House

KNOWN = '[{"from_name":"label","to_name":"text","type":"choices","value":{"choices":["renewal"]}}]'
MARK = "UPDATE item SET gold_use_count = 0, open_slots = 0 WHERE id IN (SELECT min(id) FROM item)"


@pytest.fixture
def draft(house: House, rita_id: int, clock: Clock) -> Work:
    """A draft of Rita's organisation with three items, one of which has a known answer."""
    work = draft_project(house.db, clock)
    upload(house.db, work.project_id, work.requester_id, csv_of(3))
    with house.db.writing() as tx:
        add_member(tx, rita_id, organisation_id=work.organisation_id, role=Role.REQUESTER, now=clock())
        tx.run(MARK)
    return work


def every(work: Work) -> int:
    with work.db.reading() as tx:
        return gold_of(tx, work.project_id).every


def test_her_draft_says_that_known_answers_are_not_handed_out_until_she_says_how_often(
    rita: TestClient, draft: Work
) -> None:
    before = rita.get(f"/projects/{draft.project_id}").text

    rita.post(f"/projects/{draft.project_id}/gold", data={"every": "20"})

    after = rita.get(f"/projects/{draft.project_id}").text
    assert "They are not handed out yet" in before
    assert "After every 20 other items, each person gets one of them." in after
    assert "They are not handed out yet" not in after
    assert "Said how often known answers come" in after


@pytest.mark.parametrize("typed", ["1", "1001", "often", "-3", "²", "9999999"])
def test_what_is_no_such_number_is_refused_in_words(rita: TestClient, draft: Work, typed: str) -> None:
    answer = rita.post(f"/projects/{draft.project_id}/gold", data={"every": typed})

    assert answer.status_code == 422
    assert "One can come after 2 to 1,000 others." in answer.text
    assert every(draft) == 0


def test_nothing_typed_is_never(rita: TestClient, draft: Work) -> None:
    rita.post(f"/projects/{draft.project_id}/gold", data={"every": "20"})

    rita.post(f"/projects/{draft.project_id}/gold", data={"every": ""})

    assert every(draft) == 0


def test_once_published_the_page_says_why_they_are_not_handed_out(
    house: House, rita: TestClient, rita_id: int, clock: Clock
) -> None:
    work = running_project(house.db, clock, items=3)
    with house.db.writing() as tx:
        add_member(tx, rita_id, organisation_id=work.organisation_id, role=Role.REQUESTER, now=clock())
        tx.run(MARK)

    page = rita.get(f"/projects/{work.project_id}").text
    refused = rita.post(f"/projects/{work.project_id}/gold", data={"every": "20"})

    assert "how often one comes is said before publishing" in page
    assert 'name="every"' not in page
    assert refused.status_code == 409
    assert every(work) == 0


def test_the_quote_says_how_much_of_it_is_for_known_answers(rita: TestClient, draft: Work) -> None:
    rita.post(f"/projects/{draft.project_id}/gold", data={"every": "2"})

    page = rita.get(f"/projects/{draft.project_id}").text
    paper = rita.get(f"/projects/{draft.project_id}/quote").text

    said = "1.15\N{NO-BREAK SPACE}MXN of it for up to 1 answer to items whose answer is known"  # after the two others
    assert said in page
    assert said in paper


def test_a_draft_of_nothing_but_known_answers_says_what_it_has_and_what_it_lacks(
    house: House, rita: TestClient, draft: Work
) -> None:
    with house.db.writing() as tx:
        tx.run("UPDATE item SET gold_use_count = 0, open_slots = 0")

    page = rita.get(f"/projects/{draft.project_id}").text

    assert "and 3 whose answer is known, which come among the others" in page
    assert "Upload others, among which they can come." in page


def test_rita_reads_how_known_answers_were_answered_on_a_page_of_their_own(
    house: House, rita: TestClient, draft: Work
) -> None:
    with house.db.writing() as tx:
        tx.run("INSERT INTO known_answer (item_id, result) SELECT min(id), :known FROM item", known=KNOWN)

    page = rita.get(f"/projects/{draft.project_id}/gold").text
    beyond = rita.get(f"/projects/{draft.project_id}/gold?used=1&after={10**30}")

    assert 'dir="auto">renewal</span></td>' in page
    assert page.count("/items/") == 1
    assert beyond.status_code == 200


def test_mallory_reads_nothing_of_them(mallory: TestClient, draft: Work) -> None:
    assert mallory.get(f"/projects/{draft.project_id}/gold").status_code == 404


def test_mallory_says_nothing_about_ritas_project(mallory: TestClient, draft: Work) -> None:
    answer = mallory.post(f"/projects/{draft.project_id}/gold", data={"every": "20"})

    assert answer.status_code == 404
    assert every(draft) == 0


def test_ritas_program_says_it_too_and_reads_it_back(house: House, rita_id: int, draft: Work) -> None:
    program = program_of(house, rita_id)

    reply = program.put(f"projects/{draft.project_id}/gold", json={"every": 20})

    assert (reply.json()["gold_every"], reply.json()["gold_count"]) == (20, 1)
    assert program.put(f"projects/{draft.project_id}/gold", json={"every": 1}).status_code == 422
    assert every(draft) == 20
