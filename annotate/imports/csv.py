"""CSV: tables of comma, semicolon, tab or bar, as spreadsheets save them; good rows land, each bad row says why."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

from annotate.encoded_lines import LINE_BYTES_MAX, Lines, is_broken, lines_of
from annotate.imports import LIKE_NAME, Bad, Choices, Good, Look, Opened, Seen
from annotate.item_objects import columns_for, objects_in
from annotate.labels import Problem
from annotate.queue_order import RANK_NAMES, rank_of
from annotate.rows import text_row
from policies.errors import Kind, Refusal

FIELD_CHARACTERS_MAX = 1_000_000
COLUMNS_MAX = 500
ID_CHARACTERS_MAX = 200
CELL_SHOWN_MAX = 300
DELIMITERS = ",;\t|"
TEXT_NAMES = (
    "text", "texto", "texte", "question", "pregunta", "sentence", "frase", "phrase",
    "comment", "comentario", "commentaire", "utterance", "message", "mensaje", "content", "contenido",
)  # fmt: skip
ID_NAMES = ("id", "item_id", "external_id", "clave", "folio", "identificador", "identifiant", "identifier")


class Csv:
    """A table with a header line and a column of texts."""

    name = "csv"
    title = "CSV table"
    gives: tuple[str, ...] = ("text", "objects")
    asks_columns = True
    suffixes: tuple[str, ...] = (".csv", ".tsv")
    sample = b"id,text\n1,When can I renew?\n2,I lost my passport\n"

    def likeness(self, seen: Seen, wanted: str) -> int:
        """Return whether its name ends so."""
        del wanted
        return LIKE_NAME if seen.ending in self.suffixes else 0

    def open(self, source: BinaryIO, choices: Choices) -> Opened:
        """Understand encoding, delimiter and columns from the first lines.

        Raises:
            Refusal: `file_empty`, `encoding_unknown`, `not_this_encoding`, `file_has_nul`, `header_unreadable`,
                `duplicate_column`, `no_text_column`, `unknown_column`.
        """
        encoding, _, lines, rows = _begun(source, choices.encoding)
        columns = _columns(rows)
        text_column, id_column = _chosen(columns, choices)
        is_whole = choices.wanted == "objects"
        found_in = columns_for(choices.objects, choices.columns, columns) if is_whole else {}
        at = _Places(
            _index(columns, text_column),
            _index(columns, id_column),
            _rank_at(columns, choices.order),
            choices.order,
            _Whole(columns, choices, found_in) if is_whole else None,
        )
        found = _rows(rows, lines, len(columns), at)
        return Opened(encoding, columns, text_column, id_column, found)

    def look(self, source: BinaryIO, choices: Choices, *, most: int) -> Look:
        """Return the columns and the first rows that can be read.

        Raises:
            Refusal: as `open`, but never for want of a text column.
        """
        encoding, delimiter, lines, rows = _begun(source, choices.encoding)
        columns = _columns(rows)
        named = [at for at, name in enumerate(columns) if name]
        id_column = _named(columns, ID_NAMES)
        return Look(
            encoding=encoding,
            delimiter=delimiter,
            columns=tuple(columns[at] for at in named),
            rows=tuple(
                (line, tuple(row[at][:CELL_SHOWN_MAX] if at < len(row) else "" for at in named))
                for line, row in islice(_readable(rows, lines), most)
            ),
            text_column=_guessed_text(columns, id_column),
            id_column=id_column,
        )


IMPORT = Csv()


@dataclass(frozen=True, slots=True)
class _Whole:
    """What is needed to read items of several objects: the names of the columns, and which of them holds what."""

    columns: Sequence[str]
    choices: Choices
    column_of: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Places:
    """Where in a row its text, its id and the number that ranks it stand; -1 for none. `whole`: all objects count."""

    text: int
    external_id: int
    rank: int
    order: str
    whole: _Whole | None = None


def _index(columns: Sequence[str], name: str) -> int:
    return columns.index(name) if name else -1


def _rank_at(columns: Sequence[str], order: str) -> int:
    """Return where the column stands that ranks the items, for a project whose order asks for one."""
    return _index(columns, _named(columns, RANK_NAMES.get(order, ())))


def _begun(source: BinaryIO, encoding: str) -> tuple[str, str, Lines, Iterator[list[str]]]:
    """Return how a file is written, what parts its columns, its lines, and its rows from the header on."""
    lines = lines_of(source, encoding)
    csv.field_size_limit(FIELD_CHARACTERS_MAX)
    first = next(lines, "")
    delimiter = _delimiter(first)
    return (
        lines.encoding,
        delimiter,
        lines,
        csv.reader(chain([first] if first else (), lines), delimiter=delimiter, strict=True),
    )


def _readable(rows: Iterator[list[str]], lines: Lines) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that can be read, each with the line where it begins."""
    while True:
        line = lines.number + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            continue
        if row:
            yield line, [cell.encode(errors="replace").decode() for cell in row]


def _delimiter(first: str) -> str:
    """Return the delimiter that the header line has most of."""
    return max(DELIMITERS, key=first.count)


def _columns(rows: Iterator[list[str]]) -> tuple[str, ...]:
    try:
        columns = tuple(name.strip() for name in next(rows, []))
    except csv.Error as problem:
        raise Refusal("header_unreadable", Kind.UNREADABLE) from problem
    if not any(columns) or len(columns) > COLUMNS_MAX or any(is_broken(name) for name in columns):
        raise Refusal("header_unreadable", Kind.UNREADABLE)
    twice = next((name for name in columns if name and columns.count(name) > 1), None)
    if twice is not None:
        raise Refusal("duplicate_column", Kind.UNREADABLE, column=twice[:80])
    return columns


def _chosen(columns: Sequence[str], choices: Choices) -> tuple[str, str]:
    """Return the text column and the id column (empty: none), chosen or known by their usual names."""
    for name in (choices.text_column, choices.id_column):
        if name and name not in columns:
            raise Refusal("unknown_column", Kind.UNREADABLE, column=name[:80], columns=_listed(columns))
    id_column = "" if choices.has_no_ids else choices.id_column or _named(columns, ID_NAMES)
    if choices.wanted == "objects":
        return "", id_column
    text_column = choices.text_column or _guessed_text(columns, id_column)
    if not text_column:
        raise Refusal("no_text_column", Kind.UNREADABLE, columns=_listed(columns))
    return text_column, "" if id_column == text_column else id_column


def _guessed_text(columns: Sequence[str], id_column: str) -> str:
    """Return the column with a usual name for texts, or the only one that there is beside the ids."""
    others = [name for name in columns if name and name != id_column]
    return _named(columns, TEXT_NAMES) or (others[0] if len(others) == 1 else "")


def _named(columns: Sequence[str], names: Sequence[str]) -> str:
    by_name = {column.casefold(): column for column in columns}
    return next((by_name[name] for name in names if name in by_name), "")


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(columns)[:300]


def _rows(rows: Iterator[list[str]], lines: Lines, width: int, at: _Places) -> Iterator[Good | Bad]:
    """Yield each row of the table, and each line that could not be one. A row's line is where it begins."""
    read = _reader_of(width, at)
    while True:
        line = lines.number + 1
        try:
            for row in rows:
                if lines.too_long:
                    yield from _too_long(lines)
                if row:
                    yield read(row, line)
                line = lines.number + 1
        except csv.Error as problem:
            yield _unreadable(line, lines.number, is_too_long="limit" in str(problem))
            continue
        yield from _too_long(lines)
        return


def _unreadable(line: int, last: int, *, is_too_long: bool) -> Bad:
    """Return that a row cannot be read, and up to where, as a quotation mark left open takes all that comes after."""
    if last > line:
        return Bad(line, "quotes_over_lines", {"last_line": last})
    return Bad(line, "field_too_long" if is_too_long else "quotes_unreadable")


def _too_long(lines: Lines) -> Iterator[Bad]:
    while lines.too_long:
        yield Bad(lines.too_long.pop(0), "line_too_long", {"most": LINE_BYTES_MAX})


def _reader_of(width: int, at: _Places) -> Callable[[list[str], int], Good | Bad]:
    """Return what reads one row: a text and perhaps an id, of which millions come, by the shortest way there is."""
    text_at, id_at, last = at.text, at.external_id, max(at.text, at.external_id)

    def slowly(row: list[str], line: int) -> Good | Bad:
        return _row(row, line, width=width, at=at)

    def shortly(row: list[str], line: int) -> Good | Bad:
        if last < len(row) <= width:
            text, external_id = row[text_at].strip(), row[id_at].strip() if id_at >= 0 else ""
            is_named = len(external_id) <= ID_CHARACTERS_MAX and (external_id or id_at < 0)
            if text and is_named and not is_broken(text + external_id):
                return text_row(line, external_id, text, row)
        return slowly(row, line)

    return slowly if at.whole is not None or at.rank >= 0 else shortly


def _row(row: list[str], line: int, *, width: int, at: _Places) -> Good | Bad:
    if len(row) > width:
        return Bad(line, "too_many_columns", {"columns": len(row), "expected": width}, row)
    if len(row) <= max(at.text, at.external_id, at.rank):
        return Bad(line, "too_few_columns", {"columns": len(row), "expected": width}, row)
    text = row[at.text].strip() if at.whole is None else "".join(row)
    external_id = row[at.external_id].strip() if at.external_id >= 0 else ""
    wrong = _wrong(text, external_id, has_id=at.external_id >= 0)
    if wrong:
        return Bad(line, wrong[0], wrong[1], row)
    priority = rank_of(row[at.rank], order=at.order) if at.rank >= 0 else 0
    if priority is None:
        return Bad(line, f"{at.order}_unreadable", came_as=row)
    whole = Good(line, external_id, {"text": text}, priority=priority, came_as=row)
    return whole if at.whole is None else _with_objects(whole, row, at.whole)


def _with_objects(good: Good, row: Sequence[str], whole: _Whole) -> Good | Bad:
    """Return a row with all the objects that its project shows, or what of them is missing."""
    cells = dict(zip(whole.columns, row, strict=False))
    found = objects_in(cells, whole.choices.objects, whole.column_of)
    if isinstance(found, Problem):
        return Bad(good.line, found.code, found.params, row)
    return good._replace(content=found.content, files=found.files)


def _wrong(text: str, external_id: str, *, has_id: bool) -> tuple[str, Mapping[str, int]] | None:
    if not text:
        return "text_empty", {}
    if has_id and not external_id:
        return "id_empty", {}
    if len(external_id) > ID_CHARACTERS_MAX:
        return "id_too_long", {"most": ID_CHARACTERS_MAX}
    if is_broken(text + external_id):
        return "row_not_this_encoding", {}
    return None
