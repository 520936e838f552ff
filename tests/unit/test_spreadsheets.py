"""A spreadsheet of pay never runs what somebody typed into a name."""

import csv
from io import StringIO

import pytest

from payments.spreadsheets import csv_line, safe_text


@pytest.mark.parametrize("typed", ["=cmd()", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_a_name_that_begins_like_a_formula_stays_a_text(typed: str) -> None:
    assert safe_text(typed) == f"'{typed}"


@pytest.mark.parametrize("typed", ["Passport questions", "", "«Ñandú»", "3 ramps", "عربي"])
def test_another_name_is_left_as_it_is(typed: str) -> None:
    assert safe_text(typed) == typed


def test_commas_quotes_and_lines_in_a_name_stay_in_their_cell() -> None:
    cells = ('Rita said "ramps, please"', "two\nlines", 46)

    line = csv_line(cells)

    assert next(csv.reader(StringIO(line, newline=""))) == ['Rita said "ramps, please"', "two\nlines", "46"]
