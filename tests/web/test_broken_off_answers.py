"""An answer whose line breaks half-way is no answer: nobody's work is taken as less than they sent."""

import asyncio
from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from starlette.types import Message, Scope

from tests.cast import ADA, BEGINNING, Clock
from tests.conftest import SAME_ORIGIN
from tests.make import make_annotator
from tests.work import running_project
from web.app import create_app
from web.auth.sessions import begin_session
from web.deps import cookie_name, life_of
from web.wiring import House

WHOLE = urlencode({"label": "lost", "note": "x" * 40}).encode()


def at_work(house: House, clock: Clock) -> tuple[str, int, Mapping[str, str]]:
    """Put an item into Ada's hands; return where its answer goes, its number, and what her browser sends with it."""
    with house.db.writing() as tx:
        ada_id = make_annotator(tx, ADA)
        secret = begin_session(tx, ada_id, device="phone", life=life_of(house.settings), now=BEGINNING)
    work = running_project(house.db, clock, items=3)
    assignment_id = work.next(ada_id).assignment_id
    headers = SAME_ORIGIN | {
        "HX-Request": "true",
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(WHOLE)),
        "Cookie": f"{cookie_name(house.settings)}={secret}",
    }
    return f"/work/{work.project_id}/answers/{assignment_id}", assignment_id, headers


def send_and_hang_up(house: House, address: str, headers: Mapping[str, str], *, came: list[bytes]) -> None:
    """Send an answer in pieces, and lose the line after the last of them, as a server sees it."""
    left = len(WHOLE)
    pieces: list[Message] = []
    for piece in came:
        left -= len(piece)
        pieces.append({"type": "http.request", "body": piece, "more_body": left > 0})
    pieces.append({"type": "http.disconnect"})
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": address,
        "raw_path": address.encode(),
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }

    async def receive() -> Message:
        return pieces.pop(0) if len(pieces) > 1 else pieces[0]

    async def send(_: Message) -> None:
        return None

    asyncio.run(create_app(house)(scope, receive, send))


@pytest.mark.parametrize("length", [0, len("label=lost"), len(WHOLE) - 1])
def test_half_an_answer_of_adas_is_not_taken_for_the_whole(house: House, clock: Clock, length: int) -> None:
    address, assignment_id, headers = at_work(house, clock)

    send_and_hang_up(house, address, headers, came=[WHOLE[:length]])

    with house.db.reading() as tx:
        state = tx.value("SELECT state FROM assignment WHERE id = :assignment_id", assignment_id=assignment_id)
    assert state == "started"


def test_an_answer_that_came_whole_in_two_pieces_is_taken(house: House, clock: Clock) -> None:
    address, assignment_id, headers = at_work(house, clock)

    send_and_hang_up(house, address, headers, came=[WHOLE[:7], WHOLE[7:]])

    with house.db.reading() as tx:
        state = tx.value("SELECT state FROM assignment WHERE id = :assignment_id", assignment_id=assignment_id)
    assert state == "submitted"
