"""What work weighs on a phone's data is said before it begins, and it is measured, not guessed."""

import re

from starlette.testclient import TestClient

from tests.cast import Clock
from tests.web.test_annotator_work import HTMX, open_item
from tests.work import running_project
from web.pages.offer_view import ANSWER_BYTES, PAGE_BYTES
from web.wiring import House

ASKED_BYTES = 700
"""What a browser sends with each request: address, cookie and the headers of a common phone."""
WORK_PAGE_MOST = 60_000


def weight_of(client: TestClient, address: str, **sent: object) -> int:
    """Bytes on the line for one request: the body as sent, its headers, and what asked for it."""
    reply = client.request("POST" if sent else "GET", address, **sent)  # type: ignore[arg-type]
    headers = sum(len(name) + len(value) + 4 for name, value in reply.headers.items())
    return reply.num_bytes_downloaded + headers + ASKED_BYTES


def test_the_work_page_weighs_what_the_offer_says(house: House, clock: Clock, ada: TestClient) -> None:
    work = running_project(house.db, clock)
    open_item(ada, work)
    address = f"/work/{work.project_id}"
    parts = re.findall(r'(?:src|href)="(/static/[^"]+)"', ada.get(address).text)

    measured = weight_of(ada, address) + sum(weight_of(ada, part) for part in parts)

    assert len(parts) == 7
    assert measured <= WORK_PAGE_MOST
    assert PAGE_BYTES * 8 // 10 <= measured <= PAGE_BYTES


def test_an_answer_weighs_what_the_offer_says(house: House, clock: Clock, ada: TestClient) -> None:
    work = running_project(house.db, clock)
    address = open_item(ada, work)

    measured = weight_of(ada, address, data={"label": "lost"}, headers=HTMX)

    assert ANSWER_BYTES * 7 // 10 <= measured <= ANSWER_BYTES
