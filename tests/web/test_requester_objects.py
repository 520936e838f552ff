"""Rita brings in items of several parts: texts by column, lists as JSON, and pictures named by a table in a ZIP."""

import json

import pytest

from tests.archives import zipped
from tests.web.test_requester_asks_several import ABOUT
from tests.web.test_requester_items import counts_of
from tests.web.test_requester_pictures import BLUE, RED, SVG, put_in, send

SEEN = {
    "mode": "parts",
    "o1.kind": "image",
    "o1.name": "image",
    "o2.kind": "image",
    "o2.name": "after",
    "o2.is_optional": "yes",
    "o3.kind": "text",
    "o3.name": "note",
    "c1.kind": "choice",
    "c1.name": "fits",
    "c1.about": "note",
    "c1.question": "Does the note fit?",
    "c1.labels": "Yes\nNo",
    "act": "save",
}
TABLE = b"id,image,after,note\n1,a/1.jpg,2.jpg,One\n2,2.jpg,,Two\n3,lost.jpg,,Three\n4,bad.jpg,,Four\n5,2.jpg,,\n"


@pytest.fixture
def draft(rita):
    reply = rita.post("/projects/new", data=ABOUT | SEEN)
    assert reply.status_code == 303, reply.text
    return reply.headers["location"]


def contents_of(house):
    with house.db.reading() as tx:
        return [json.loads(content) for (content,) in tx.run("SELECT content FROM item ORDER BY id")]


def test_pictures_are_found_by_their_whole_name_or_their_own(rita, draft, house):
    archive = zipped({"table.csv": TABLE, "a/1.jpg": RED, "in/2.jpg": BLUE, "bad.jpg": SVG})

    done = put_in(rita, draft, ("items.zip", archive))
    again = put_in(rita, draft, ("items.zip", archive))

    first, second = contents_of(house)
    assert counts_of(done) == ("2", "0", "3")
    assert counts_of(again) == ("0", "2", "3")
    assert (first["note"], first["name"], first["width"], first["after"]["name"]) == ("One", "a/1.jpg", 400, "2.jpg")
    assert "after" not in second
    with house.db.reading() as tx:
        assert [tuple(row) for row in tx.run("SELECT item_id, position FROM item_picture ORDER BY 1, 2")] == [
            (1, 0), (1, 1), (2, 0),
        ]  # fmt: skip


def test_the_pictures_of_an_item_are_shown_in_its_preview(rita, draft, house):
    put_in(rita, draft, ("items.zip", zipped({"table.csv": TABLE, "a/1.jpg": RED, "in/2.jpg": BLUE})))

    page = rita.get(f"{draft}/preview").text
    first, _ = contents_of(house)

    assert f"/pictures/{first['image']}/screen" in page
    assert f"/pictures/{first['after']['image']}/screen" in page
    assert rita.get(f"/pictures/{first['after']['image']}/screen").status_code == 200


def test_a_table_without_its_pictures_says_that_they_did_not_come(rita, draft):
    sent = send(rita, draft, ("table.csv", TABLE))
    columns = rita.get(sent.headers["location"]).text

    begun = rita.post(sent.headers["location"], data={"object.image": "image", "object.note": "note"})
    done = rita.get(begun.headers["location"])

    assert 'name="object.after"' in columns
    assert counts_of(done) == ("0", "0", "5")
    assert "did not come along" in done.text


def test_an_archive_without_a_table_is_refused(rita, draft):
    put_in(rita, draft, ("items.zip", zipped({"1.jpg": RED})))

    page = rita.get(f"{draft}/batches/1").text

    assert "There is no table in this archive" in page


def test_lists_come_in_json_lines(rita, house):
    job = rita.post("/projects/new", data=ABOUT | {"act": "job", "job": "ranking"}).text
    ranked = {
        "mode": "parts", "o1.kind": "list", "o1.name": "items", "c1.kind": "ranking", "c1.name": "label",
        "c1.about": "items", "c1.question": "Put them in order.", "act": "save",
    }  # fmt: skip
    draft = rita.post("/projects/new", data=ABOUT | ranked).headers["location"]
    lines = b'{"id": 7, "items": ["one", {"id": "b", "text": "two"}]}\n{"id": 8, "items": "no list"}\n{"id": 9}\n'

    sent = send(rita, draft, ("lists.jsonl", lines))
    begun = rita.post(sent.headers["location"], data={"object.items": "items", "id_column": "id"})
    done = rita.get(begun.headers["location"])

    assert 'name="c1.kind" value="ranking"' in job
    assert counts_of(done) == ("1", "0", "2")
    assert contents_of(house) == [{"items": [{"id": "1", "text": "one"}, {"id": "b", "text": "two"}]}]
    assert "There is no items in it" in done.text
