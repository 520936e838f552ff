"""Coming in and going out."""

from collections.abc import Callable

from starlette.testclient import TestClient

from tests.cast import ADA, PASSWORD, Clock


def test_ada_comes_in_with_her_password(ada_id: int, stranger: TestClient) -> None:
    reply = stranger.post("/door", data={"email": ADA.email, "password": PASSWORD})

    assert reply.status_code == 303
    assert stranger.get("/account").status_code == 200


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(ada_id: int, stranger: TestClient) -> None:
    wrong = stranger.post("/door", data={"email": ADA.email, "password": "not her password"})
    unknown = stranger.post("/door", data={"email": "eda@example.org", "password": "not her password"})

    assert wrong.status_code == unknown.status_code == 422
    assert "do not go together" in wrong.text
    assert "do not go together" in unknown.text
    assert "set-cookie" not in wrong.headers


def test_after_logging_out_the_old_cookie_opens_nothing(ada: TestClient) -> None:
    cookie = ada.cookies["jornal"]

    ada.post("/leave")
    ada.cookies.set("jornal", cookie)

    assert ada.get("/account").headers["location"] == "/door?next=/account"


def test_who_submits_after_the_session_ended_comes_back_to_the_work(stranger: TestClient) -> None:
    sent_from = {"HX-Request": "true", "HX-Current-URL": "https://jornal.example/work/3?from=home"}

    sent = stranger.post("/work/3/answers/5", data={"label": "lost"}, headers=sent_from)
    astray = stranger.post("/work/3/answers/5", headers=sent_from | {"HX-Current-URL": "https://x//evil.example/"})

    assert sent.headers["hx-redirect"] == "/door?next=/work/3"
    assert 'value="//' not in stranger.get(astray.headers["hx-redirect"]).text


def test_each_log_in_gets_a_fresh_secret_and_ends_the_old_session(ada: TestClient, stranger: TestClient) -> None:
    before = ada.cookies["jornal"]

    ada.post("/door", data={"email": ADA.email, "password": PASSWORD})
    stranger.cookies.set("jornal", before)

    assert ada.cookies["jornal"] != before
    assert ada.get("/account").status_code == 200
    assert stranger.get("/account").status_code == 303


def test_the_eleventh_guess_at_adas_password_has_to_wait(ada_id: int, browser: Callable[[], TestClient]) -> None:
    guesser = browser()
    first_ten = [guesser.post("/door", data={"email": ADA.email, "password": "guess"}).status_code for _ in range(10)]

    eleventh = guesser.post("/door", data={"email": ADA.email, "password": PASSWORD})

    assert first_ten == [422] * 10
    assert eleventh.status_code == 429


def test_after_a_while_ada_may_try_again(ada_id: int, clock: Clock, stranger: TestClient) -> None:
    for _ in range(11):
        stranger.post("/door", data={"email": ADA.email, "password": "guess"})
    clock.advance(minutes=2)

    reply = stranger.post("/door", data={"email": ADA.email, "password": PASSWORD})

    assert reply.status_code == 303


def test_an_unused_session_ends(ada: TestClient, clock: Clock) -> None:
    clock.advance(hours=73)

    assert ada.get("/account").status_code == 303


def test_a_used_session_ends_after_thirty_days_all_the_same(ada: TestClient, clock: Clock) -> None:
    clock.advance(days=2)
    ada.get("/account")
    clock.advance(days=28, seconds=1)

    assert ada.get("/account").status_code == 303


def test_the_door_never_sends_ada_to_another_site(ada_id: int, stranger: TestClient) -> None:
    form = {"email": ADA.email, "password": PASSWORD, "next": "//evil.example/"}

    reply = stranger.post("/door", data=form)

    assert reply.headers["location"].startswith("/")
    assert not reply.headers["location"].startswith("//")
