"""Hugging Face: a folder with the answers as Parquet, pictures beside them, and a card that says what it is."""

import json
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from annotate.exports import Answer
from annotate.outgoing import Dataset, File, Media, given_of
from annotate.packing import ZippedFolder
from annotate.picture_files import Picture, file_name_of, picture_file, pictures_of
from annotate.typed_columns import columns_of, row_of
from policies.errors import Kind, Refusal

DATA = "data/train-00000-of-00001.parquet"
PIECE_BYTES = 200_000
WIDEST_ROW = 64_000_000
_COPY = (
    "COPY (SELECT * FROM read_json(?, format = 'newline_delimited', columns = {columns}, maximum_object_size = "
    f"{WIDEST_ROW})) TO '{{out}}' (FORMAT parquet, COMPRESSION zstd)"
)


class HuggingFace(ZippedFolder):
    """`data/train-00000-of-00001.parquet`, `images`, and a dataset card, as `datasets.load_dataset` reads them."""

    name = "huggingface"
    title = "Hugging Face folder with Parquet"

    def fits(self, task_type: str) -> bool:
        """Return True: every kind of work has columns."""
        del task_type
        return True

    def files(self, answers: Iterable[Answer], *, dataset: Dataset) -> Iterator[File]:
        """Yield the table once it is whole, as Parquet says at its end where everything is; pictures; the card."""
        pictures: dict[str, Picture] = {}
        with TemporaryDirectory() as folder:
            rows, table = Path(folder) / "rows.jsonl", Path(folder) / "table.parquet"
            count = _write_rows(rows, answers, dataset, pictures)
            _write_table(rows, table, dataset)
            yield File(DATA, _pieces(table))
        for picture in pictures.values():
            yield from picture_file(picture, dataset, folder="images")
        yield File("README.md", [_card(dataset, count).encode()])


EXPORT = HuggingFace()


def _write_rows(path: Path, answers: Iterable[Answer], dataset: Dataset, pictures: dict[str, Picture]) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as out:
        for count, given in enumerate(map(given_of, answers), start=1):  # noqa: B007 - it counts
            if dataset.media is Media.INCLUDED:
                pictures.update({file_name_of(one, dataset): one for one in pictures_of(given, dataset.parts)})
            out.write(json.dumps(row_of(given, dataset), ensure_ascii=False) + "\n")
    return count


def _write_table(rows: Path, table: Path, dataset: Dataset) -> None:
    """Turn lines of JSON into Parquet; memory stays small, as it sorts nothing.

    Raises:
        Refusal: `parquet_not_written`, where Jornal was installed without it.
    """
    try:
        duckdb: Any = import_module("duckdb")  # an extra: its types are not there without it
    except ModuleNotFoundError as problem:
        raise Refusal("parquet_not_written", Kind.UNREADABLE) from problem
    columns = ", ".join(f"{_quoted(one.name)}: {_quoted(one.type)}" for one in columns_of(dataset))
    settings = {"threads": 1, "memory_limit": "256MB", "autoinstall_known_extensions": False}
    with duckdb.connect(":memory:", config=settings) as connection:
        statement = _COPY.format(columns=f"{{{columns}}}", out=str(table).replace("'", "''"))
        connection.execute(statement, [str(rows)])


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece


def _card(dataset: Dataset, count: int) -> str:
    """Return the dataset card: what machines read first, then what people do."""
    lines = [
        "---",
        f"language:\n- {dataset.language}",
        f"pretty_name: {json.dumps(dataset.name, ensure_ascii=False)}",
        "annotations_creators:\n- crowdsourced",
        f"configs:\n- config_name: default\n  data_files:\n  - split: train\n    path: {json.dumps(DATA)}",
        "---",
        "",
        f"# {dataset.name}",
        "",
        f"{count} rows; answers: {dataset.resolution}. Exported by Jornal{_on(dataset)}.",
        "",
        (
            "Under what labour conditions these answers were made stands in `LABOUR_CARD.md`; what this format cannot "
            "say stands in `LOSSES.md`, where they came with it. Offsets are Unicode code points; `end` is the first "
            "code point after a stretch. Boxes are in pixels: left, top, width, height."
        ),
        "",
        "## Columns",
        "",
        "| Column | Type |",
        "|---|---|",
        *(f"| `{one.name}` | `{one.type}` |" for one in columns_of(dataset)),
        "",
        "## Instructions that annotators read",
        "",
        dataset.about,
        "",
    ]
    return "\n".join(lines)


def _on(dataset: Dataset) -> str:
    return f" on {dataset.exported_on.isoformat()}" if dataset.exported_on else ""
