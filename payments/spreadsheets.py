"""How a line of a spreadsheet is written, so that no program that opens it ever runs what stands in a cell."""

import csv
from collections.abc import Iterable
from io import StringIO

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet program take the text behind it for a formula."""

BYTE_ORDER_MARK = "\ufeff"
"""Without it, spreadsheets on Windows take UTF-8 for something older."""


def safe_text(text: str) -> str:
    """Return a text as a cell may hold it: a quotation mark before what would be taken for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_line(cells: Iterable[str | int]) -> str:
    """Return one line of a spreadsheet.

    Args:
        cells: whole numbers and decimals as they are; a text that somebody typed goes through `safe_text` first.
    """
    out = StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
