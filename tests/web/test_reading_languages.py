"""The languages that Ada ticks on her account: work in others is only named, and no page breaks on nonsense."""

from starlette.testclient import TestClient

from tests.cast import Clock
from tests.work import running_project
from web.wiring import House


def test_ada_ticks_her_languages_and_work_in_others_is_only_named(house: House, clock: Clock, ada: TestClient) -> None:
    running_project(house.db, clock, name="Words of the sierra", language="nah")

    kept = ada.post("/account/languages", data={"reads": ["es", "en"]})
    page = ada.get("/home").text

    assert "Kept." in kept.text
    assert 'value="en" checked' in kept.text
    assert "Words of the sierra" not in page
    assert "Nahuatl" in page
    assert 'href="/account#reads"' in page


def test_with_none_ticked_ada_is_offered_work_in_any_language(house: House, clock: Clock, ada: TestClient) -> None:
    running_project(house.db, clock, name="Words of the sierra", language="nah")
    ada.post("/account/languages", data={"reads": ["es"]})

    ada.post("/account/languages")

    assert "Words of the sierra" in ada.get("/home").text


def test_a_language_that_is_none_is_refused_in_words(ada: TestClient) -> None:
    reply = ada.post("/account/languages", data={"reads": ["<script>"]})

    assert reply.status_code == 422
    assert "<script>alert" not in reply.text


def test_mallory_labels_in_no_language(mallory: TestClient) -> None:
    assert mallory.post("/account/languages", data={"reads": ["es"]}).status_code == 404
    assert "Languages you label in" not in mallory.get("/account").text
