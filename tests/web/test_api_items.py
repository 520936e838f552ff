"""Rita's program sends items: lines, tables, pictures and archives; what is good lands, and each bad one says why."""

import pytest
from starlette.testclient import TestClient

from tests.archives import zipped
from tests.pictures import drawn
from tests.programs import DESCRIBED, NDJSON, program_of
from web.wiring import House


@pytest.fixture
def rita(house: House, rita_id: int) -> TestClient:
    return program_of(house, rita_id)


def made(rita: TestClient, **changes: object) -> str:
    return f"projects/{rita.post('projects', json=DESCRIBED | changes).json()['project_id']}"


def test_good_lines_land_and_each_bad_one_says_why(rita: TestClient) -> None:
    lines = (
        b'{"id": 1, "text": "When?"}\nnonsense\n{"id": 2, "text": " "}\n{"id": 1, "text": "Where?"}\n\n{"text": "Who?"}'
    )

    reply = rita.post(f"{made(rita)}/items", content=lines, headers=NDJSON).json()

    assert (reply["imported"], reply["skipped"], reply["refused_count"]) == (2, 0, 3)
    assert [(row["line"], row["code"]) for row in reply["refused"]] == [
        (2, "line_no_object"),
        (3, "text_empty"),
        (4, "duplicate_id"),
    ]
    assert reply["refused"][1]["why"] == "The text is empty. There is nothing to label in this row"


def test_labels_to_be_put_in_order_are_asked_about_plain_texts(rita: TestClient) -> None:
    project = made(rita, task_type="ranking", schema={"labels": ["price", "speed", "kindness"]})

    reply = rita.post(f"{project}/items", content=b'{"id": 1, "text": "What matters here?"}\n', headers=NDJSON).json()

    assert (reply["imported"], reply["refused_count"]) == (1, 0)


def test_a_program_says_which_encoding_an_old_spreadsheet_wrote(rita: TestClient) -> None:
    project = made(rita)
    files = {"file": ("q.csv", "id,text\n1,¿Cuándo?\n".encode("cp1252"))}

    refused = rita.post(f"{project}/items", files=files)
    taken = rita.post(f"{project}/items", params={"encoding": "windows-1252"}, files=files)

    assert (refused.status_code, refused.json()["code"]) == (422, "not_this_encoding")
    assert taken.json()["imported"] == 1


def test_a_csv_file_in_a_form_is_taken_too(rita: TestClient) -> None:
    project = made(rita)
    files = {"file": ("q.csv", "número;pregunta\n1;¿Cuándo?\n".encode())}

    reply = rita.post(f"{project}/items", params={"text": "pregunta", "id": "número"}, files=files)

    assert reply.json()["imported"] == 1
    assert rita.get(project).json()["item_count"] == 1


def test_several_pictures_and_an_archive_of_them_are_taken_and_known_again(rita: TestClient) -> None:
    project = made(rita, task_type="boxes")
    red, blue = drawn(colour="red"), drawn(colour="blue")

    several = rita.post(f"{project}/items", files=[("file", ("1.png", red)), ("file", ("2.png", blue))])
    archive = rita.post(f"{project}/items", files={"file": ("all.zip", zipped({"2.png": blue, "3.png": b"<svg/>"}))})

    assert several.json()["imported"] == 2
    assert (archive.json()["imported"], archive.json()["skipped"]) == (0, 1)
    assert archive.json()["refused"] == [
        {
            "line": 2,
            "why": "This is no picture that can be shown here. "
            "It is a file of the kind SVG, whatever its name says; pictures are PNG, JPEG or WebP",
            "code": "picture_other_kind",
            "params": {"kind": "SVG", "file": "3.png"},
            "row": "",
        }
    ]


def test_photos_that_her_telephone_all_calls_alike_are_each_taken(rita: TestClient) -> None:
    project = made(rita, task_type="boxes")
    photos = [("file", ("image.png", drawn(colour=colour))) for colour in ("red", "blue", "lime")]

    reply = rita.post(f"{project}/items", files=[*photos, ("file", ("image (2).png", b"<svg/>"))]).json()

    assert (reply["imported"], reply["skipped"], reply["refused_count"]) == (3, 0, 1)
    assert reply["refused"][0]["params"]["file"] == "image (2) (2).png"


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"files": {"file": ("1.png", drawn())}}, 422, "file_for_pictures"),
        ({"files": {"file": ("q.zip", b"PK\x03\x04")}}, 422, "archive_unreadable"),
        ({"content": b"", "headers": NDJSON}, 422, "file_empty"),
        ({"content": b"\x00", "headers": NDJSON}, 422, "file_has_nul"),
        ({"content": b"\xff", "headers": NDJSON}, 422, "not_this_encoding"),
        ({"content": b"a", "headers": {"Content-Type": "text/plain"}}, 415, "content_unknown"),
        ({"content": b"a"}, 415, "content_unknown"),
        ({"files": {"other": ("q.csv", b"a")}}, 422, "upload_missing"),
        ({"files": {"file": ("q.csv", b"id,text\n")}, "params": {"text": "nowhere"}}, 422, "unknown_column"),
    ],
)
def test_what_holds_no_items_is_refused(rita: TestClient, sent: dict[str, object], status: int, code: str) -> None:
    reply = rita.post(f"{made(rita)}/items", **sent)  # type: ignore[arg-type]

    assert (reply.status_code, reply.json()["code"]) == (status, code)


def test_more_than_the_operator_takes_at_once_is_refused(rita: TestClient) -> None:
    pieces = (b'{"text": "' + b"x" * 1_000_000 + b'"}\n' for _ in range(257))

    reply = rita.post(f"{made(rita)}/items", content=pieces, headers=NDJSON)

    assert (reply.status_code, reply.json()["code"]) == (413, "upload_too_large")
