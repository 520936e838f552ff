"""Rita's programs call every JSON .json: lists, lines and single objects are told apart, and nothing is lost unsaid."""

import io

import pytest

from annotate.imports import Choices, Good, form_for
from annotate.imports.json import IMPORT
from policies.errors import Refusal

LINES = b'{"id": "1", "text": "When?"}\n{"id": "2", "text": "Who?"}\n'


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'[{"id": "1", "text": "When?"}]', "json"),
        (b'{"items": [\n{"text": "When?"}]}', "json"),
        (b'"a text"', "json"),
        (b'{"info": {"year": 2026}\n, "items": []}', "json"),
        (LINES, "jsonl"),
        (b'{"text": "When?"}\nnonsense\n', "jsonl"),
        (b"\xef\xbb\xbf" + LINES.replace(b"\n", b"\r\n"), "jsonl"),
    ],
    ids=["list", "object of a list", "text", "object over two lines", "lines", "a bad second line", "lines of Windows"],
)
def test_json_of_every_shape_is_known_by_how_it_begins(data: bytes, name: str) -> None:
    assert form_for("rows.json", data, wanted="text").name == name


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"id": "1", "text": "When?"}', "json_unreadable"),
        (b'[{"text": "When?"}]\n[{"text": "Who?"}]', "json_broken"),
        (b'{"a": [{"text": "When?"}]} more', "json_broken"),
    ],
    ids=["one object", "two lists", "more after the end"],
)
def test_what_would_be_left_out_unsaid_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        list(IMPORT.open(io.BytesIO(data), Choices()).rows)

    assert refusal.value.code == code


def test_spaces_after_the_end_are_nothing() -> None:
    rows = list(IMPORT.open(io.BytesIO(b'[{"text": "When?"}]' + b" \n" * 300_000), Choices()).rows)

    assert rows == [Good(1, "", {"text": "When?"}, came_as='{"text": "When?"}')]
