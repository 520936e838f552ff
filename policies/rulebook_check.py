"""Checks the files of law against themselves: sources, dates, falls in wages, and every worked example."""

from __future__ import annotations

from pathlib import Path

from policies import rulebook_findings as findings_of
from policies.errors import Refusal
from policies.floors import floor_on
from policies.law_file import LawFile
from policies.minimum_pay import top_up_micros
from policies.money import decimal_text
from policies.rulebook_reading import read_law_file
from policies.rulebook_rows import DatedRow, ExampleRow

PACKAGED_FOLDER = Path(__file__).with_name("data")
"""The law that comes with Jornal."""


def check(folder: Path | None = None) -> list[str]:
    """Return what is wrong with the files of a folder, in sentences; an empty list when all is well.

    Args:
        folder: where the *.toml files are; without it, the rulebook that comes with Jornal.
    """
    paths = sorted((folder or PACKAGED_FOLDER).glob("*.toml"))
    if not paths:
        return [f"no file of law (*.toml) in {folder}"]
    return [f"{path.name}: {finding}" for path in paths for finding in _file_findings(path)]


def law_findings(law: LawFile, *, name: str) -> list[str]:
    """Return what is wrong with one file whose shape could be read.

    Args:
        law: the file.
        name: its name without the ending; a file is named after its jurisdiction.
    """
    findings = [] if law.code.lower() == name else [f"it is about {law.code}, so its name is {law.code.lower()}.toml"]
    findings += findings_of.basis_findings(law)
    if findings:
        return findings
    return [
        *_row_findings(law),
        *findings_of.review_findings(law),
        *(finding for example in law.examples for finding in example_findings(law, example)),
    ]


def example_findings(law: LawFile, example: ExampleRow) -> list[str]:
    """Work one example through and return how the result differs; empty when it comes out as written."""
    where = f"example of {example.on.isoformat()} in {example.zone}"
    try:
        floor = floor_on(law, None, zone=example.zone, on=example.on, digest="")
    except Refusal as refusal:
        return [f"{where}: {refusal.code}"]
    top_up = top_up_micros(piece_micros=example.piece_micros, task_ms=example.task_ms, floor=floor)
    owed = example.piece_micros + top_up
    if owed == example.owed_micros:
        return []
    return [f"{where}: owed {decimal_text(owed)}, written {decimal_text(example.owed_micros)}"]


def _file_findings(path: Path) -> list[str]:
    try:
        law = read_law_file(path.read_text(encoding="utf-8"), name=path.name)
    except UnicodeDecodeError:
        return ["it is not UTF-8 text"]
    except Refusal as refusal:
        return [str(refusal.params["finding"])]
    return law_findings(law, name=path.stem)


def _row_findings(law: LawFile) -> list[str]:
    wages = findings_of.wage_series(law)
    every_series: list[list[DatedRow]] = [[*series] for series in wages]
    every_series += [[*series] for series in findings_of.series_of(law.limits, lambda row: row.name)]
    every_series += [[*series] for series in findings_of.series_of(law.rests, lambda row: row.applicability)]
    every_series += [[*series] for series in findings_of.series_of(law.standards, lambda row: row.applicability)]
    return [
        *(finding for series in every_series for row in series for finding in findings_of.date_findings(row)),
        *(finding for series in every_series for finding in findings_of.overlap_findings(series)),
        *(finding for row in law.wages for finding in findings_of.source_findings(row)),
        *(finding for series in wages for finding in findings_of.change_findings(law, series)),
    ]
