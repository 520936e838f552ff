"""Parquet: tables as data sets are shared in, with a text or a picture in each row; needs the extra "parquet"."""

import io
import json
import shutil
import tempfile
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import islice
from typing import Any, BinaryIO, cast

from annotate.file_names import own_name
from annotate.imports import LIKE_BYTES, Bad, Choices, Good, Look, Opened, Row, Seen, Sent, Together
from annotate.incoming.folder_labels import CHOICES as PICTURE_CHOICES
from annotate.incoming.given import Given, chosen_entry
from annotate.incoming.parquet import SIGN, Table, opened
from annotate.incoming.records import Records, look_at
from annotate.suggestions.rules import brings_labels
from policies.errors import Kind, Refusal

TEXT_CHOICES = ("choice", "choices")
LABEL_NAMES = ("label", "labels", "category", "class")
TEXT_NAMES = ("text", "sentence", "question", "content")
LOOKED_AT = 200


TWO_ROWS = (
    "UEFSMRUAFVYVViwVBBUAFQYVBgAAEQAAAFdoZW4gY2FuIEkgcmVuZXc/EgAAAEkgbG9zdCBteSBwYXNzcG9ydBUCGSw1ABgNZHVja2RiX3NjaGVt"
    "YRUCABUMJQAYBHRleHQlAAAWBBkcGRwmABwVDBkVABkYBHRleHQVABYEFngWeCYIPBgRV2hlbiBjYW4gSSByZW5ldz8YEkkgbG9zdCBteSBwYXNz"
    "cG9ydBYAKBFXaGVuIGNhbiBJIHJlbmV3PxgSSSBsb3N0IG15IHBhc3Nwb3J0EREAGRwVABUAFQIAAAAWeBYEJggWeAAoKER1Y2tEQiB2ZXJzaW9u"
    "IHYyLjAuMCAoYnVpbGQgZDU0Y2JiZTNkZikZHBwAAADcAAAAUEFSMQ=="
)


class Parquet:
    """Rows with a text, or with a picture as Hugging Face puts them in, and perhaps a label of each."""

    name = "parquet"
    title = "Parquet"
    gives: tuple[str, ...] = ("text", "image", "objects")
    asks_columns = True
    suffixes: tuple[str, ...] = (".parquet",)
    sample = b64decode(TWO_ROWS)

    def likeness(self, seen: Seen, wanted: str) -> int:
        """Return whether its first bytes are Parquet's."""
        del wanted
        return LIKE_BYTES if seen.head.startswith(SIGN) else 0

    def open(self, source: BinaryIO, choices: Choices) -> Opened:
        """Look at the columns; the rows are read later.

        Raises:
            Refusal: `file_empty`, `parquet_missing`, `parquet_unreadable`, `no_text_column`, `unknown_column`.
        """
        with ExitStack() as own:
            if not source.seekable():
                source = own.enter_context(_copied(source))
            _refuse_other(source)
            with opened(source) as table:
                columns = table.columns
            text_name = _text_name(columns, choices) if choices.wanted == "text" else ""
            source.seek(0)
            rows = _rows(own.pop_all(), source, choices, text_name)
        return Opened("", columns, text_name, choices.id_column, rows)

    def look(self, source: BinaryIO, choices: Choices, *, most: int) -> Look:
        """Return the first rows, and the labels that the file names.

        Raises:
            Refusal: as `open`.
        """
        del choices
        _refuse_other(source)
        with opened(source) as table:
            first = list(islice(table.rows(), LOOKED_AT))
            label = next((name for name in LABEL_NAMES if name in table.columns), "")
            named = table.label_names.get(label) or [one for row in first for one in _labels(row, table)]
        rows = [(number, _plain(row)) for number, row in enumerate(first[:most], start=1)]
        return look_at(rows, labels=tuple(dict.fromkeys(named)), has_labels=bool(named))


IMPORT = Parquet()


@contextmanager
def _copied(source: BinaryIO) -> Iterator[BinaryIO]:
    """Yield what can only be read once, such as a file inside an archive, as a file that is read from any place."""
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(source, copy, 1 << 20)
        copy.seek(0)
        yield cast("BinaryIO", copy)


def _refuse_other(source: BinaryIO) -> None:
    head = source.read(len(SIGN))
    source.seek(0)
    if head != SIGN:
        raise Refusal("parquet_unreadable" if head.strip() else "file_empty", Kind.UNREADABLE)


def _text_name(columns: tuple[str, ...], choices: Choices) -> str:
    listed = ", ".join(columns)[:300]
    if choices.text_column and choices.text_column not in columns:
        raise Refusal("unknown_column", Kind.UNREADABLE, column=choices.text_column[:80], columns=listed)
    found = choices.text_column or next((name for name in TEXT_NAMES if name in columns), "")
    if not found:
        raise Refusal("no_text_column", Kind.UNREADABLE, columns=listed)
    return found


def _rows(own: ExitStack, source: BinaryIO, choices: Choices, text_name: str) -> Iterator[Row]:
    records = Records(choices, text_name=text_name, is_exact=True)
    with own, opened(source) as table:
        for number, found in enumerate(table.rows(), start=1):
            if choices.wanted == "image":
                yield _picture(number, found, table, choices)
                continue
            plain = _plain(found)
            row = records.row(number, plain, came_as=json.dumps(plain, ensure_ascii=False))
            if isinstance(row, Good):
                told = brings_labels(plain)
                yield records.with_labels(row, plain) if told else _labelled(row, _labels(found, table), choices)
            else:
                yield row


def _picture(number: int, found: Mapping[str, Any], table: Table, choices: Choices) -> Row:
    """Return the picture of a row: Hugging Face puts its bytes and the name of its file into one column."""
    column = choices.columns.get("image") or next((name for name in ("image", "img") if name in found), "")
    value = found.get(column)
    if isinstance(value, str) and value:  # the name of a file that came beside the table, where one did
        return _labelled(Good(number, "", {}, files={"image": value}), _labels(found, table), choices)
    data = value.get("bytes") if isinstance(value, Mapping) else value
    if not isinstance(data, bytes | bytearray):
        return Bad(number, "object_no_picture", {"object": column or "image"})
    path = value.get("path") if isinstance(value, Mapping) else None
    name = own_name(path) if isinstance(path, str) and path else f"{number}"
    row = Good(number, "", {}, files={"image": name})
    sent = Sent(number, name, cast("BinaryIO", io.BytesIO(bytes(data))))
    return Together(row, {"image": sent}, partial(_placed, row, _labels(found, table), choices))


def _placed(row: Good, labels: list[str], choices: Choices, width: int, height: int) -> Good | Bad:
    del width, height  # a label of a whole picture lies nowhere on it
    return _labelled(row, labels, choices)


def _labelled(row: Good, labels: list[str], choices: Choices) -> Good | Bad:
    given = Given(choices)
    for label in labels if given.is_wanted else ():
        asked = given.control(PICTURE_CHOICES if choices.wanted == "image" else TEXT_CHOICES, label)
        if asked is not None:
            given.add(chosen_entry(asked, label))
    if given.problem is not None:
        return Bad(row.line, given.problem.code, given.problem.params, row.came_as)
    return row._replace(**given.fields())


def _labels(row: Mapping[str, Any], table: Table) -> list[str]:
    """Return the labels of a row, by their names where the file gives numbers names."""
    name = next((one for one in LABEL_NAMES if one in row), "")
    value, names = row.get(name), table.label_names.get(name, [])
    found = value if isinstance(value, list) else [] if value is None else [value]
    return [names[one] if type(one) is int and 0 <= one < len(names) else str(one) for one in found if str(one)]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of what JSON can say; bytes and other things of their own are told by what they are."""
    return {name: value if isinstance(value, str | int | float | bool) else _said(value) for name, value in row.items()}


def _said(value: object) -> Any:  # any JSON value
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, Mapping):
        return {str(key): _said(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_said(one) for one in value]
    return f"{len(value)} bytes" if isinstance(value, bytes | bytearray) else str(value)
