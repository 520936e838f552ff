"""Checks the files of law against themselves: sources, dates, falls in wages, and every worked example."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from policies import rulebook_findings as between_rows
from policies.errors import Refusal
from policies.finding import Finding, Lines, Spot
from policies.floors import floor_on
from policies.law_file import LawFile
from policies.minimum_pay import top_up_micros
from policies.money import decimal_text
from policies.periods import MS_PER_HOUR
from policies.rulebook_building import law_file_of, rule_spots
from policies.rulebook_reading import parse
from policies.rulebook_rows import SILENCE_HOURS_MOST, ExampleRow
from policies.rulebook_schema import shape_findings

PACKAGED_FOLDER = Path(__file__).with_name("data")
"""The law that comes with Jornal."""


def check(folder: Path | None = None) -> list[str]:
    """Return what is wrong with the files of a folder; an empty list when all is well.

    Args:
        folder: where the *.toml files are; without it, the rulebook that comes with Jornal.

    Returns:
        Sentences that name the file, the line, what is wrong and how to mend it.
    """
    paths = sorted((folder or PACKAGED_FOLDER).glob("*.toml"))
    if not paths:
        return [f"no file of law (*.toml) in {folder}"]
    return [f"{path.name}: {finding}" for path in paths for finding in _file_findings(path)]


def text_findings(text: str, *, name: str) -> list[str]:
    """Return what is wrong with the text of one file, with lines: shape first, then what stands between its rows.

    Args:
        text: the whole file.
        name: the file's name, such as "mx.toml"; a file is named after its jurisdiction.
    """
    try:
        document = parse(text, name=name)
    except Refusal as refusal:
        return [str(refusal.params["finding"])]
    shape = shape_findings(document)
    if shape:
        lines = Lines(text, {})
        return [lines.text(finding) for finding in shape]
    lines = Lines(text, rule_spots(document))
    return [lines.text(finding) for finding in law_findings(law_file_of(document), name=name.removesuffix(".toml"))]


def law_findings(law: LawFile, *, name: str) -> list[Finding]:
    """Return what is wrong with one file whose shape could be read.

    Args:
        law: the file.
        name: its name without the ending.
    """
    findings = list(_name_findings(law, name))
    findings += between_rows.basis_findings(law)
    if findings:
        return findings
    return [
        *_series_findings(law),
        *_silence_findings(law),
        *between_rows.review_findings(law),
        *(finding for number in range(len(law.examples)) for finding in _example_findings(law, number)),
    ]


def example_findings(law: LawFile, example: ExampleRow) -> list[str]:
    """Work one example through and return how the result differs; empty when it comes out as written."""
    where = f"on {example.on.isoformat()} in {example.zone}"
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
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return ["it is not UTF-8 text"]
    return text_findings(text, name=path.name)


def _name_findings(law: LawFile, name: str) -> Iterator[Finding]:
    if law.code.lower() != name:
        what = f"it is about {law.code}, so its name is {law.code.lower()}.toml"
        yield Finding(what, "Rename the file, or correct its jurisdiction.", spot=Spot(key="jurisdiction"))


def _example_findings(law: LawFile, number: int) -> Iterator[Finding]:
    for what in example_findings(law, law.examples[number]):
        mend = "Correct the row or the example, whichever the sources say is wrong."
        yield Finding(what, mend, spot=Spot("example", number + 1))


def _silence_findings(law: LawFile) -> Iterator[Finding]:
    for number, standard in enumerate(law.standards, start=1):
        if not 0 < standard.silence_ms <= SILENCE_HOURS_MOST * MS_PER_HOUR:
            what = f"silence accepts after {standard.silence_ms // MS_PER_HOUR} hours"
            mend = f"Write 1 to {SILENCE_HOURS_MOST}; nobody waits longer for their pay to become final."
            yield Finding(what, mend, spot=Spot("standard", number, "silence_hours"))


def _series_findings(law: LawFile) -> Iterator[Finding]:
    for series in between_rows.every_series(law):
        for row in series:
            yield from between_rows.date_findings(row)
        yield from between_rows.overlap_findings(series)
    for row in (*law.wages, *law.living_wages):
        yield from between_rows.source_findings(row)
    for wages in between_rows.wage_series(law):
        yield from between_rows.change_findings(law, wages)
