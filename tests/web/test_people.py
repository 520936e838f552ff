"""Inviting people, joining, members, and who may see whom."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.cast import ADA, Clock
from web.wiring import House

JOINING = {"name": "Nora", "language": "es", "time_zone": "America/Mexico_City", "password": "cuatro palabras juntas"}


def letters(house: House) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(Path(house.settings.mail_url).glob("*.eml"))]


def link_in(letter: str) -> str:
    found = re.search(r"http://testserver(/\S+)", letter.replace("=\n", "").replace("=3D", "="))
    assert found
    return found[1]


def test_an_invited_annotator_joins_under_the_law_of_her_place(
    olga: TestClient, house: House, stranger: TestClient
) -> None:
    olga.post("/people/invitations", data={"email": "Nora@Example.org", "invited_as": "annotator", "place": "MX/ZLFN"})
    link = link_in(letters(house)[0])

    joined = stranger.post(link, data=JOINING)

    assert joined.status_code == 303
    with house.db.reading() as tx:
        assert tx.run("SELECT jurisdiction, zone FROM residence") == [("MX", "ZLFN")]
        assert tx.value("SELECT email FROM account ORDER BY person_id DESC") == "nora@example.org"
    assert '<html lang="es"' in stranger.get("/account").text


def test_an_invitation_opens_once(olga: TestClient, house: House, browser: Callable[[], TestClient]) -> None:
    olga.post("/people/invitations", data={"email": "n@example.org", "invited_as": "payroll"})
    link = link_in(letters(house)[0])
    browser().post(link, data=JOINING)

    again = browser().get(link)

    assert again.status_code == 404
    assert "no longer opens" in again.text


def test_an_invitation_that_was_taken_back_does_not_open(olga: TestClient, house: House, stranger: TestClient) -> None:
    olga.post("/people/invitations", data={"email": "n@example.org", "invited_as": "operator"})
    olga.post("/people/invitations/1/withdraw")

    assert stranger.get(link_in(letters(house)[0])).status_code == 404


def test_an_invitation_runs_out(olga: TestClient, house: House, stranger: TestClient, clock: Clock) -> None:
    olga.post("/people/invitations", data={"email": "n@example.org", "invited_as": "operator"})
    clock.advance(days=15)

    assert stranger.get(link_in(letters(house)[0])).status_code == 404


def test_a_new_organisation_comes_with_its_first_requester(
    olga: TestClient, house: House, stranger: TestClient
) -> None:
    form = {"email": "n@example.org", "invited_as": "requester", "organisation_id": "0", "organisation_name": "Water"}
    olga.post("/people/invitations", data=form)

    stranger.post(link_in(letters(house)[0]), data=JOINING)

    assert "Nora" in stranger.get("/organisations/1/people").text


def test_an_unknown_place_is_refused_with_the_known_ones(olga: TestClient) -> None:
    reply = olga.post("/people/invitations", data={"email": "n@example.org", "invited_as": "annotator", "place": "XX"})

    assert reply.status_code == 422
    assert "MX/general" in reply.text


def test_a_weak_password_keeps_what_was_typed(olga: TestClient, house: House, stranger: TestClient) -> None:
    olga.post("/people/invitations", data={"email": "n@example.org", "invited_as": "operator"})

    reply = stranger.post(link_in(letters(house)[0]), data={**JOINING, "password": "short"})

    assert reply.status_code == 422
    assert "at least 10 characters" in reply.text
    assert 'value="Nora"' in reply.text


def test_rita_invites_a_reviewer_into_her_own_organisation(
    rita: TestClient, house: House, stranger: TestClient, mobility_id: int
) -> None:
    rita.post(f"/organisations/{mobility_id}/invitations", data={"email": "n@example.org", "role": "reviewer"})

    stranger.post(link_in(letters(house)[0]), data=JOINING)

    assert "Nora" in rita.get(f"/organisations/{mobility_id}/people").text


def test_the_last_requester_stays(rita: TestClient, rita_id: int, mobility_id: int) -> None:
    reply = rita.post(f"/organisations/{mobility_id}/people/{rita_id}/end", data={"role": "requester"})

    assert reply.status_code == 409
    assert "Invite another requester first" in reply.text


@pytest.mark.parametrize("person", ["ada", "paz", "pia", "axel", "delia", "mallory", "paula"])
def test_strangers_to_an_organisation_do_not_even_learn_that_it_exists(
    person: str, mobility_id: int, request: pytest.FixtureRequest
) -> None:
    client: TestClient = request.getfixturevalue(person)

    assert client.get(f"/organisations/{mobility_id}/people").status_code == 404
    invitation = {"email": "n@example.org", "role": "requester"}
    assert client.post(f"/organisations/{mobility_id}/invitations", data=invitation).status_code == 404


@pytest.mark.parametrize("person", ["ada", "rita", "axel", "delia", "mallory"])
def test_only_staff_see_everyone(person: str, request: pytest.FixtureRequest) -> None:
    client: TestClient = request.getfixturevalue(person)

    assert client.get("/people").status_code == 404


def test_payroll_sees_people_and_invites_nobody(paula: TestClient) -> None:
    invited = paula.post("/people/invitations", data={"email": "n@example.org", "invited_as": "operator"})

    assert paula.get("/people").status_code == 200
    assert invited.status_code == 404


def test_a_forgotten_password_is_replaced_by_letter(
    ada: TestClient, house: House, browser: Callable[[], TestClient]
) -> None:
    browser().post("/door/forgotten", data={"email": ADA.email})
    link = link_in(letters(house)[0])

    browser().post(link, data={"password": "four new words here"})
    back = browser().post("/door", data={"email": ADA.email, "password": "four new words here"})

    assert back.status_code == 303
    assert ada.get("/account").status_code == 303  # logged out everywhere
    assert browser().get(link).status_code == 404


def test_nobody_learns_from_a_reset_whether_an_address_has_an_account(ada_id: int, stranger: TestClient) -> None:
    known = stranger.post("/door/forgotten", data={"email": ADA.email})
    unknown = stranger.post("/door/forgotten", data={"email": "eda@example.org"})

    assert known.status_code == unknown.status_code == 200
    assert "If this address has an account" in known.text
    assert "If this address has an account" in unknown.text


def test_ada_logs_out_of_her_lost_phone(ada: TestClient, log_in: Callable[..., TestClient]) -> None:
    phone = log_in(ADA)

    ada.post("/account/sessions/2/end")

    assert phone.get("/account").status_code == 303
    assert ada.get("/account").status_code == 200


def test_mallory_cannot_end_adas_session(ada: TestClient, mallory: TestClient) -> None:
    mallory.post("/account/sessions/1/end")

    assert ada.get("/account").status_code == 200


def test_a_key_opens_what_its_owner_may_and_is_not_shown_again(rita: TestClient, stranger: TestClient) -> None:
    page = rita.post("/account/tokens", data={"name": "nightly import"}).text
    token = re.search(r"jornal_[\w-]+", page)
    assert token

    opened = stranger.get("/members", headers={"Authorization": f"Bearer {token[0]}"})

    assert opened.status_code == 303
    assert opened.headers["location"].startswith("/organisations/")
    assert token[0] not in rita.get("/account").text


def test_a_key_never_opens_the_account_page(rita: TestClient, stranger: TestClient) -> None:
    token = re.search(r"jornal_[\w-]+", rita.post("/account/tokens", data={"name": "x"}).text)
    assert token

    reply = stranger.get("/account", headers={"Authorization": f"Bearer {token[0]}"})

    assert reply.status_code == 404


def test_changing_the_password_needs_the_old_one(ada: TestClient) -> None:
    form = {"password": "not the old one", "new_password": "four new words here"}

    reply = ada.post("/account/password", data=form)

    assert reply.status_code == 422
    assert "This is not your password" in reply.text
