"""Somebody asks as fast as a program can: they are told when to come back, and nobody else notices."""

from pathlib import Path

from starlette.testclient import TestClient

from tests.cast import ADA, BEGINNING, BEN, Clock
from tests.conftest import SAME_ORIGIN, settings_for
from tests.make import make_annotator
from web.app import create_app
from web.auth.sessions import begin_session
from web.deps import cookie_name, life_of
from web.enrolment import make_key
from web.pace import Buckets
from web.wiring import House, open_house

ADA_KEY, BEN_KEY = 1, 2


def narrow_house(url: str, folder: Path, clock: Clock) -> House:
    """A house that takes three requests of one sender at once, and one more each quarter of an hour or so."""
    narrow = {"asks_at_once": 3, "asks_per_second": 0.001}
    return open_house(settings_for(url, folder).model_copy(update=narrow), now=clock)


def test_a_full_bucket_gives_so_many_at_once_and_then_says_how_long_to_wait() -> None:
    buckets = Buckets(per_second=2, most=3)

    waits = [buckets.take(ADA_KEY, at=10) for _ in range(4)]

    assert waits == [0, 0, 0, 0.5]


def test_after_waiting_as_told_there_is_one_again() -> None:
    buckets = Buckets(per_second=2, most=1)
    buckets.take(ADA_KEY, at=10)
    wait = buckets.take(ADA_KEY, at=10)

    assert buckets.take(ADA_KEY, at=10 + wait) == 0


def test_one_who_keeps_asking_while_held_back_waits_no_longer_for_it() -> None:
    buckets = Buckets(per_second=1, most=1)
    buckets.take(ADA_KEY, at=10)

    waits = [buckets.take(ADA_KEY, at=at) for at in (10.25, 10.5, 10.75, 11)]

    assert waits == [0.75, 0.5, 0.25, 0]


def test_what_one_sender_takes_is_nobody_elses() -> None:
    buckets = Buckets(per_second=1, most=1)
    buckets.take(ADA_KEY, at=10)

    assert buckets.take(ADA_KEY, at=10) > 0
    assert buckets.take(BEN_KEY, at=10) == 0


def test_adas_program_is_told_when_to_come_back_and_bens_is_served(
    sqlite_url: str, tmp_path: Path, clock: Clock
) -> None:
    house = narrow_house(sqlite_url, tmp_path, clock)
    with house.db.writing() as tx:
        ada_id, ben_id = make_annotator(tx, ADA), make_annotator(tx, BEN)
    program = TestClient(create_app(house))
    ada, ben = ({"Authorization": f"Bearer {make_key(house, person_id)}"} for person_id in (ada_id, ben_id))

    replies = [program.get("/api/v1/me/earnings", headers=ada) for _ in range(4)]
    held, served = replies[-1], program.get("/api/v1/me/earnings", headers=ben)

    house.db.dispose()
    assert [reply.status_code for reply in replies] == [200, 200, 200, 429]
    assert held.headers["content-type"] == "application/problem+json"
    assert held.json()["code"] == "asks_too_fast"
    assert 800 < held.json()["params"]["seconds"] == int(held.headers["retry-after"]) <= 1000
    assert "2026-03-02T15:13" < held.json()["params"]["until"] < "2026-03-02T15:17"
    assert served.status_code == 200


def test_a_browser_that_asks_too_fast_gets_a_page_in_words(sqlite_url: str, tmp_path: Path, clock: Clock) -> None:
    house = narrow_house(sqlite_url, tmp_path, clock)
    with house.db.writing() as tx:
        ada_id = make_annotator(tx, ADA)
        life = life_of(house.settings)
        session = begin_session(tx, ada_id, device="laptop", life=life, now=BEGINNING)
    browser = TestClient(
        create_app(house), headers=SAME_ORIGIN, cookies={cookie_name(house.settings): session}, follow_redirects=False
    )

    replies = [browser.get("/home") for _ in range(4)]

    house.db.dispose()
    assert [reply.status_code for reply in replies] == [200, 200, 200, 429]
    assert "Nothing of this one was done" in replies[-1].text
    assert int(replies[-1].headers["retry-after"]) > 800


def test_the_files_of_a_page_are_not_counted(sqlite_url: str, tmp_path: Path, clock: Clock) -> None:
    house = narrow_house(sqlite_url, tmp_path, clock)
    browser = TestClient(create_app(house), cookies={cookie_name(house.settings): "anything"})

    statuses = {browser.get("/static/jornal.js").status_code for _ in range(9)}

    house.db.dispose()
    assert statuses == {200}
