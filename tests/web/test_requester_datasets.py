"""Rita takes her answers away as a data set: asked for on a page, written by itself, fetched by a link that ends."""

import io
import json
import zipfile

import pytest

from tests.cast import RITA
from tests.web.test_requester_items import GOOD, put_in
from tests.web.test_requester_project_form import DESCRIBED, plain
from tests.web.test_requester_running import FUNDED, label
from web.regular.datasets import let_go, write_asked

ALWAYS = {"label_schema.json", "LABOUR_CARD.md", "labour_card.json", "agreement.json", "LOSSES.md"}


@pytest.fixture
def answered(rita, house, ada_id, clock):
    """Ada has answered one item of Rita's project."""
    there = rita.post("/projects/new", data=DESCRIBED).headers["location"]
    put_in(rita, there, GOOD)
    rita.post(f"{there}/fund", data=FUNDED)
    rita.post(f"{there}/publish")
    label(house, ada_id, clock)
    return there


@pytest.fixture
def asked(rita, answered):
    """Rita asked for a Label Studio file."""
    rita.post(f"{answered}/datasets", data={"format": "label_studio"})
    return answered


def link_in(page):
    return page.text.split("/datasets/")[1].split('"')[0] if "/datasets/" in page.text else ""


def opened(reply):
    return zipfile.ZipFile(io.BytesIO(reply.content))


def test_a_data_set_is_written_by_itself_and_fetched_by_its_link(rita, asked, house):
    waiting = rita.get(f"{asked}/datasets")
    written = write_asked(house)
    page = rita.get(f"{asked}/datasets")
    archive = opened(rita.get(f"{asked}/datasets/{link_in(page)}"))

    assert "Waiting for its turn" in waiting.text
    assert 'hx-trigger="load delay:2s"' in waiting.text
    assert written == 1
    assert "Ready" in page.text
    assert archive.testzip() is None
    assert set(archive.namelist()) == ALWAYS | {"tasks.json", "label_config.xml"}
    (task,) = json.loads(archive.read("tasks.json"))
    assert task["annotations"][0]["result"][0]["value"]["choices"] == ["Lost"]
    assert "Ada" not in archive.read("tasks.json").decode()


def test_every_data_set_says_what_its_format_cannot_say_and_under_what_conditions_it_was_made(rita, asked, house):
    write_asked(house)

    archive = opened(rita.get(f"{asked}/datasets/{link_in(rita.get(f'{asked}/datasets'))}"))

    assert "Who answered" in archive.read("LOSSES.md").decode()
    assert json.loads(archive.read("labour_card.json"))["answers"] == 1
    assert archive.read("LABOUR_CARD.md").decode().startswith("#")


def test_what_is_lost_stands_on_the_page_before_anything_is_written(rita, answered):
    page = rita.get(f"{answered}/datasets", params={"format": "croissant"})
    fragment = rita.get(
        f"{answered}/datasets", params={"format": "jsonl"}, headers={"HX-Request": "true", "HX-Target": "losses"}
    )

    assert "Marks and shapes stand in their fields as JSON text." in plain(page.text)
    assert "Nothing is lost." in fragment.text
    assert "<!doctype" not in fragment.text.lower()


def test_a_link_opens_for_the_organisation_only_and_not_for_ever(rita, asked, house, clock, mallory, log_in):
    write_asked(house)
    here = f"{asked}/datasets/{link_in(rita.get(f'{asked}/datasets'))}"

    stranger = mallory.get(here)
    clock.advance(minutes=3 * 24 * 60 + 1)
    later = log_in(RITA)
    gone = later.get(here)
    deleted = let_go(house)

    assert stranger.status_code == 404
    assert gone.status_code == 404
    assert deleted == 1
    assert "Deleted after three days" in later.get(f"{asked}/datasets").text


def test_strangers_can_ask_for_nothing(answered, mallory, paz):
    replies = [other.post(f"{answered}/datasets", data={"format": "jsonl"}) for other in (mallory, paz)]

    assert [reply.status_code for reply in replies] == [404, 404]


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"format": "papyrus"}, 422),
        ({"format": "yolo"}, 422),
        ({"format": "jsonl", "resolution": "coin"}, 422),
        ({"format": "jsonl", "resolution": "majority", "surplus": "yes"}, 422),
    ],
)
def test_what_there_is_not_is_refused_before_it_is_written(rita, answered, chosen, code):
    assert rita.post(f"{answered}/datasets", data=chosen).status_code == code


def test_one_answer_from_several_states_a_tie_and_takes_no_side(rita, answered, house, ben_id, clock):
    label(house, ben_id, clock, label="Renewal")

    archive = opened(
        rita.get(f"{answered}/export", params={"format": "items", "resolution": "majority", "archive": "yes"})
    )
    (line,) = [json.loads(text) for text in archive.read("answers.jsonl").decode().splitlines()]

    assert line["answers"][0]["is_tie"] is True
    assert line["answers"][0]["result"] == []
    assert json.loads(archive.read("resolution.json"))["items_with_ties"] == 1
    assert "marked and left open: 1" in archive.read("LOSSES.md").decode()


def test_each_annotator_has_a_file_of_their_own(rita, answered, house, ben_id, clock):
    label(house, ben_id, clock, label="Renewal")

    archive = opened(rita.get(f"{answered}/export", params={"format": "csv", "resolution": "each_annotator"}))

    own = [name for name in archive.namelist() if name.startswith("annotators/")]
    assert len(own) == 2
    assert all(len(archive.read(name).splitlines()) == 2 for name in own)
