"""The spreadsheet of payslips: a row for each line, in the reader's language, and no name that runs."""

import csv
from io import StringIO

from policies.money import micros_of
from tests.payslip_made import made_payslip
from web.pages.payslip_sheets import payslip_lines
from web.pay_words import PayWords
from web.show_as import Writing
from web.words import load_languages


def rows_in(
    language: str, *, project: str = "Street ramps", organisation: str = "Mobility Office"
) -> list[dict[str, str]]:
    spoken = load_languages()[language]
    words = PayWords(spoken, Writing(spoken, "UTC"))
    slip = made_payslip(project=project, organisation=organisation)
    return list(csv.DictReader(StringIO("".join(payslip_lines([slip], words=words)).lstrip("\ufeff"))))


def test_every_line_is_a_row_and_the_rows_come_to_what_is_paid() -> None:
    slip = made_payslip()

    rows = rows_in("en")

    assert [row["kind"] for row in rows] == ["piece", "top_up", "rest"]
    assert sum(micros_of(row["amount"]) for row in rows) == slip.total_minor * 10_000
    assert sum(micros_of(row["exact"]) for row in rows) == slip.total_micros
    assert rows[1]["sum"] == "7,200\u00a0s × 45.943334 ÷ 3600 − 60.00 = 31.886668"


def test_what_a_line_is_for_stands_in_her_language() -> None:
    assert [row["what"] for row in rows_in("es")] == ["Tareas", "Complemento hasta tu piso", "Descanso"]


def test_a_project_called_like_a_formula_stays_a_text() -> None:
    row = rows_in("en", project="=cmd()", organisation="@SUM(A1)")[0]

    assert row["project"] == "'=cmd()"
    assert row["organisation"] == "'@SUM(A1)"
