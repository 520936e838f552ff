"""Rita brings files with labels: she says what they become, takes over what she lacks, gets back what was refused."""

import json
import re

import pytest

from tests.programs import program_of
from tests.web.test_requester_items import counts_of, send
from tests.web.test_requester_project_form import DESCRIBED, plain


def chosen(label):
    return [{"id": "x", "from_name": "s", "to_name": "t", "type": "choices", "value": {"choices": [label]}}]


TASKS = json.dumps([
    {"id": 1, "data": {"text": "Can I renew?"}, "annotations": [{"result": chosen("Renewal")}]},
    {"id": 2, "data": {"text": "It was stolen"}, "annotations": [{"result": chosen("Stolen")}]},
]).encode()  # fmt: skip


@pytest.fixture
def draft(rita):
    return rita.post("/projects/new", data=DESCRIBED).headers["location"]


def put_in(rita, draft, **fields):
    """Upload the tasks, choose, and return the page of the finished import."""
    page = send(rita, draft, TASKS, "export.json").headers["location"]
    begun = rita.post(page, data={"text_column": "text", "id_column": "id", **fields})
    assert begun.status_code == 303, plain(begun.text)
    return rita.get(begun.headers["location"])


def test_the_page_says_which_labels_come_and_which_of_them_the_project_lacks(rita, draft):
    page = rita.get(send(rita, draft, TASKS, "export.json").headers["location"])

    text = plain(page.text)
    assert "Label Studio JSON. Nothing is in the project yet." in text
    assert "It begins with: Renewal, Stolen." in text
    assert "The project does not have: Stolen." in text
    assert 'name="take_labels"' in page.text


def test_a_row_with_a_label_that_the_project_lacks_is_refused_by_name_and_counted_by_reason(rita, draft):
    done = put_in(rita, draft, labels="suggest")

    assert counts_of(done) == ("1", "0", "1")
    assert "Stolen is a label of the file and none of the project" in plain(done.text)
    assert re.search(r"The project has no such label ?1", plain(done.text))


def test_rita_takes_the_missing_labels_over_and_all_rows_land(rita, draft):
    done = put_in(rita, draft, labels="gold", take_labels="1")

    assert counts_of(done) == ("2", "0", "0")
    assert 'value="Stolen"' in rita.get(f"{draft}/preview").text


def test_labels_may_become_nothing(rita, draft):
    assert counts_of(put_in(rita, draft, labels="ignore")) == ("2", "0", "0")


def test_every_refused_row_can_be_downloaded_with_its_reason(rita, draft):
    done = put_in(rita, draft, labels="suggest")

    table = rita.get(f"{done.url.path}/refused.csv")
    lines = rita.get(f"{done.url.path}/refused.jsonl")

    assert table.headers["content-disposition"] == 'attachment; filename="refused-1.csv"'
    assert "Stolen is a label of the file" in table.text
    (row,) = [json.loads(line) for line in lines.text.splitlines()]
    assert (row["line"], row["code"], json.loads(row["row"])["id"]) == (1, "file_label_unknown", 2)


def test_refused_rows_of_a_table_come_back_alone_and_land_once_corrected(rita, draft):
    data = b"clave;pregunta\n1;Bien\n2;\n3;=1+1; demasiado\n"
    page = send(rita, draft, data).headers["location"]
    done = rita.get(rita.post(page, data={"text_column": "pregunta", "id_column": "clave"}).headers["location"])

    alone = rita.get(f"{done.url.path}/refused-rows")
    table = rita.get(f"{done.url.path}/refused.csv")

    assert alone.text == "clave,pregunta\n2,\n3,=1+1, demasiado\n"
    assert "3,=1+1" in table.text
    corrected = alone.text.replace("2,\n", "2,Ahora\n").replace("3,=1+1, demasiado", "3,Ya").encode()
    page = send(rita, draft, corrected).headers["location"]
    again = rita.get(rita.post(page, data={"text_column": "pregunta", "id_column": "clave"}).headers["location"])
    assert counts_of(again) == ("2", "0", "0")


def test_strangers_get_none_of_it(rita, draft, mallory):
    done = put_in(rita, draft, labels="suggest")

    assert [mallory.get(f"{done.url.path}/{name}").status_code for name in NAMES] == [404, 404, 404]


NAMES = ("refused.csv", "refused.jsonl", "refused-rows")


def test_programs_say_what_labels_become_and_read_why_rows_were_refused(house, rita_id, draft):
    program = program_of(house, rita_id)
    asked = {"file": ("export.json", TASKS, "application/json")}

    reply = program.post(f"{draft.removeprefix('/')}/items?labels=suggest", files=asked)
    ignored = program.post(f"{draft.removeprefix('/')}/items?labels=ignore", files=asked)

    assert reply.status_code == 200, reply.text
    assert reply.json()["refused_by_reason"] == {"file_label_unknown": 1}
    assert json.loads(reply.json()["refused"][0]["row"])["id"] == 2
    assert (ignored.json()["imported"], ignored.json()["skipped"]) == (1, 1)
