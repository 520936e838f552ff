"""An answer takes a short way or a long one, as it was sent; nobody can tell from what comes back which one it was."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from tests import databases
from tests.cast import ADA, BEGINNING, Clock
from tests.conftest import SAME_ORIGIN, settings_for
from tests.make import make_annotator
from tests.work import answer, running_project
from web.app import create_app
from web.auth.sessions import begin_session
from web.deps import cookie_name, life_of
from web.enrolment import make_key
from web.wiring import House, open_house

HTMX, FORM = {"HX-Request": "true"}, {"Content-Type": "application/x-www-form-urlencoded"}
OF_THIS_ANSWER = {"x-request-id", "content-security-policy", "content-length", "content-encoding", "vary"}
"""What differs from answer to answer, and how it is packed: small ones go unpacked on the short way."""
BY_FORM: tuple[tuple[dict[str, str], dict[str, str]], ...] = (
    ({"label": "lost"}, {}),
    ({"label": "no such label"}, {}),
    ({}, {}),
    ({"label": "lost", "then": "stay"}, {}),
    ({"label": "lost"}, {"Sec-Fetch-Site": "cross-site"}),
    ({"label": "lost"}, {"Cookie": "jornal=unknown"}),
    ({"label": "lost"}, {"Accept-Language": "es"}),
)
BY_PROGRAM: tuple[dict[str, Any], ...] = (
    {"result": answer("lost")},
    {"result": answer("no such label")},
    {"result": []},
    {"result": "lost"},
    {"result": answer("lost"), "more": 1},
    {},
)


@pytest.fixture
def two_houses(sqlite_template: Path, tmp_path: Path, clock: Clock) -> Iterator[tuple[House, House]]:
    """Two houses alike, each with an item in Ada's hands: one for each way."""
    houses = []
    for name in ("short", "long"):
        folder = tmp_path / name
        folder.mkdir()
        houses.append(open_house(settings_for(databases.sqlite_copy(sqlite_template, folder), folder), now=clock))
    yield houses[0], houses[1]
    for house in houses:
        house.db.dispose()


def at_work(house: House, clock: Clock) -> tuple[int, int, int]:
    """Put an item into Ada's hands; return who she is, the project and the assignment."""
    with house.db.writing() as tx:
        ada_id = make_annotator(tx, ADA)
    work = running_project(house.db, clock, items=3)
    return ada_id, work.project_id, work.next(ada_id).assignment_id


def sent(client: TestClient, address: str, body: bytes, *, is_plain: bool) -> tuple[int, list[tuple[str, str]], bytes]:
    """Send a body whole, or in pieces that do not announce their length, which is what the short way leaves alone."""
    reply = client.post(address, content=body if is_plain else iter([body]))
    headers = sorted(pair for pair in reply.headers.items() if pair[0] not in OF_THIS_ANSWER)
    return reply.status_code, headers, reply.content


def by_form(house: House, clock: Clock, said: dict[str, str], shown: dict[str, str], *, is_plain: bool) -> list[Any]:
    """Answer as a browser does, and send the same again."""
    ada_id, project_id, assignment_id = at_work(house, clock)
    with house.db.writing() as tx:
        secret = begin_session(tx, ada_id, device="laptop", life=life_of(house.settings), now=BEGINNING)
    cookie = {"Cookie": f"{cookie_name(house.settings)}={secret}"}
    client = TestClient(create_app(house), headers=SAME_ORIGIN | HTMX | FORM | cookie | shown, follow_redirects=False)
    client.get("/home")  # the house knows her from here on: only then is the short way open
    address = f"/work/{project_id}/answers/{assignment_id}"
    return [sent(client, address, urlencode(said).encode(), is_plain=is_plain) for _ in range(2)]


def by_program(house: House, clock: Clock, said: dict[str, Any], *, is_plain: bool) -> list[Any]:
    """Answer as a program does, and send the same again."""
    ada_id, _, assignment_id = at_work(house, clock)
    headers = {"Authorization": f"Bearer {make_key(house, ada_id)}", "Content-Type": "application/json"}
    client = TestClient(create_app(house), headers=headers)
    client.get("/api/v1/me/earnings")
    address = f"/api/v1/work/{assignment_id}/answer"
    return [sent(client, address, json.dumps(said).encode(), is_plain=is_plain) for _ in range(2)]


@pytest.mark.parametrize(("said", "shown"), BY_FORM)
def test_ada_cannot_tell_which_way_her_form_went(
    two_houses: tuple[House, House], clock: Clock, said: dict[str, str], shown: dict[str, str]
) -> None:
    short = by_form(two_houses[0], clock, said, shown, is_plain=True)
    long = by_form(two_houses[1], clock, said, shown, is_plain=False)

    assert short == long


@pytest.mark.parametrize("said", BY_PROGRAM)
def test_adas_program_cannot_tell_which_way_its_answer_went(
    two_houses: tuple[House, House], clock: Clock, said: dict[str, Any]
) -> None:
    short = by_program(two_houses[0], clock, said, is_plain=True)
    long = by_program(two_houses[1], clock, said, is_plain=False)

    assert short == long


def test_a_broken_body_is_refused_alike(two_houses: tuple[House, House], clock: Clock) -> None:
    replies = []
    for house, is_plain in zip(two_houses, (True, False), strict=True):
        ada_id, _, assignment_id = at_work(house, clock)
        headers = {"Authorization": f"Bearer {make_key(house, ada_id)}", "Content-Type": "application/json"}
        client = TestClient(create_app(house), headers=headers)
        client.get("/api/v1/me/earnings")
        replies.append(sent(client, f"/api/v1/work/{assignment_id}/answer", b'{"result": [', is_plain=is_plain))

    assert replies[0] == replies[1]
    assert replies[0][0] == 422


def test_mallory_with_made_up_keys_never_takes_the_writers_turn(two_houses: tuple[House, House], clock: Clock) -> None:
    house = two_houses[0]
    _, _, assignment_id = at_work(house, clock)
    client = TestClient(create_app(house), headers={"Content-Type": "application/json"})
    before = house.db._group.commits

    replies = [
        client.post(
            f"/api/v1/work/{assignment_id}/answer", json={"result": []}, headers={"Authorization": f"Bearer {key}"}
        )
        for key in ("jornal_one", "jornal_two", "jornal_one")
    ]

    assert [reply.status_code for reply in replies] == [401, 401, 401]
    assert house.db._group.commits == before
