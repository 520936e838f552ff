"""Rita brings Parquet: texts or pictures with their labels, nested columns and all; what is no Parquet is refused."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from annotate.imports import Choices, Together
from annotate.imports.parquet import IMPORT
from annotate.imports.zip import IMPORT as ZIP
from annotate.incoming import parquet
from policies.errors import Refusal
from tests.incoming import PNG, archive, asking, good, picture, placed, read, refused, values

duckdb = pytest.importorskip("duckdb")
TEXTS = asking("choice", "lost", "found")


def written(folder: Path, rows: str, *, features: dict[str, Any] | None = None) -> bytes:
    """Return a Parquet file of the rows of an SQL text."""
    path = folder / "rows.parquet"
    kept = json.dumps({"info": {"features": features or {}}}).replace("'", "''")
    duckdb.connect().execute(f"COPY ({rows}) TO '{path}' (FORMAT parquet, KV_METADATA {{huggingface: '{kept}'}})")
    return path.read_bytes()


def test_texts_come_with_the_names_of_their_labels(tmp_path: Path) -> None:
    rows = "SELECT * FROM (VALUES ('Gone!', 0), ('There it is', 1)) AS t(text, label)"
    data = written(tmp_path, rows, features={"label": {"names": ["lost", "found"], "_type": "ClassLabel"}})

    found = good(read(IMPORT, data, TEXTS))

    assert [values(row, TEXTS, row.content) for row in found] == [[{"choices": ["lost"]}], [{"choices": ["found"]}]]


def test_pictures_come_out_of_their_column_under_their_own_name(tmp_path: Path) -> None:
    byte_text = "".join(f"\\x{byte:02X}" for byte in PNG)
    data = written(tmp_path, f"SELECT {{'bytes': '{byte_text}'::BLOB, 'path': 'a/calle.png'}} AS image, 'cat' AS label")
    choices = asking("image_choice", "cat")

    (row,) = read(IMPORT, data, choices)

    assert isinstance(row, Together)
    assert (row.sent["image"].name, row.sent["image"].data.read()) == ("calle.png", PNG)
    assert values(placed(row, 10, 10), choices, picture(10, 10)) == [{"choices": ["cat"]}]


def test_nested_junk_is_named_by_its_row_and_the_rest_comes(tmp_path: Path) -> None:
    rows = """
    SELECT 'Gone' AS text, {'a': [1, NULL], 'b': {'c': DATE '2026-01-01'}} AS junk, MAP {'k': [1]} AS more
    UNION ALL SELECT NULL, NULL, NULL UNION ALL SELECT 'There', {'a': [], 'b': {'c': NULL}}, NULL
    """
    data = written(tmp_path, rows)

    found = read(IMPORT, data, TEXTS)

    assert refused(found) == [(2, "text_empty")]
    assert [row.content["text"] for row in good(found)] == ["Gone", "There"]


def test_instants_of_a_time_zone_do_not_keep_a_table_out_however_deep_they_lie(tmp_path: Path) -> None:
    instant = "TIMESTAMPTZ '2026-01-01 12:00:00+00'"
    data = written(tmp_path, f'SELECT \'Gone\' AS text, {instant} AS "said ""when""", [{{\'at\': {instant}}}] AS more')

    found = good(read(IMPORT, data, TEXTS))

    assert [row.content["text"] for row in found] == ["Gone"]
    assert json.loads(str(found[0].came_as))["more"] == [{"at": "2026-01-01 12:00:00+00"}]


def test_a_table_in_a_zip_is_read_as_it_would_be_alone(tmp_path: Path) -> None:
    data = archive(
        {"data/train.parquet": written(tmp_path, "SELECT 'Gone' AS text, 'lost' AS label"), "a.txt": "There"}
    )

    found = read(ZIP, data, TEXTS)

    assert refused(found) == []
    assert [row.content["text"] for row in good(found)] == ["Gone", "There"]


def test_a_table_in_a_zip_names_pictures_that_lie_beside_it(tmp_path: Path) -> None:
    choices = asking("image_choice", "cat")
    table = written(tmp_path, "SELECT 'images/1.png' AS image, 'cat' AS label")

    (row,) = read(ZIP, archive({"train.parquet": table, "images/1.png": PNG}), choices)

    assert isinstance(row, Together)
    assert values(placed(row, 10, 10), choices, picture(10, 10)) == [{"choices": ["cat"]}]


def test_a_text_column_that_holds_lists_is_no_text(tmp_path: Path) -> None:
    found = read(IMPORT, written(tmp_path, "SELECT ['a'] AS text"), TEXTS)

    assert [code for _, code in refused(found)] == ["text_empty"]


@pytest.mark.parametrize("data", [b"PAR1", b"PAR1" + b"x" * 500 + b"PAR1", b"not at all"])
def test_what_is_no_parquet_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        read(IMPORT, data, TEXTS)

    assert refusal.value.code == "parquet_unreadable"


def test_a_house_without_duckdb_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)

    with pytest.raises(Refusal) as refusal:
        IMPORT.open(io.BytesIO(IMPORT.sample), Choices())

    assert refusal.value.code == "parquet_missing"


def test_the_reader_reaches_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")

    with parquet.opened(io.BytesIO(IMPORT.sample)) as table:
        table._path = str(secret)
        reaching = table.rows()

        with pytest.raises(Refusal):
            next(reaching)


def test_rita_looks_at_the_first_rows_and_at_the_labels(tmp_path: Path) -> None:
    rows = "SELECT * FROM (VALUES ('Gone!', 0), ('There it is', 1)) AS t(text, label)"
    data = written(tmp_path, rows, features={"label": {"names": ["lost", "found"]}})

    look = IMPORT.look(io.BytesIO(data), Choices(), most=1)

    assert (look.columns, look.labels, len(look.rows)) == (("text", "label"), ("lost", "found"), 1)
