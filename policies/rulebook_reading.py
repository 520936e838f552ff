"""Reads one file of law (TOML text), or refuses it and says what to change."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

from policies.errors import Kind, Refusal
from policies.finding import Lines
from policies.law_file import LawFile
from policies.rulebook_building import law_file_of
from policies.rulebook_schema import shape_findings

LINE_MOST = 2_000
"""No line of law is as long as this; reading a longer one could keep everybody else waiting for minutes."""


def parse(text: str, *, name: str) -> dict[str, Any]:  # Any: see rulebook_schema
    """Read the TOML of one file; numbers with a point stay exact.

    Raises:
        Refusal: `rulebook_unreadable`, the text is not TOML, or holds a line, a number or a nesting beyond all law.
    """
    long = next((number for number, line in enumerate(text.split("\n"), start=1) if len(line) > LINE_MOST), None)
    if long is not None:
        raise unreadable(name, f"line {long} is too long. Write at most {LINE_MOST} characters in one line")
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except RecursionError as problem:
        raise unreadable(name, "brackets lie too deep in each other. Take some of them away") from problem
    except ValueError as problem:  # not TOML, or a whole number with thousands of digits
        raise unreadable(name, str(problem)) from problem


def unreadable(name: str, finding: str) -> Refusal:
    """Return the refusal of a file of law, with the first thing to change in it."""
    return Refusal("rulebook_unreadable", Kind.UNREADABLE, file=name, finding=finding)


def read_law_file(text: str, *, name: str) -> LawFile:
    """Read one file of law.

    Args:
        text: the whole file.
        name: the file's name, for the refusal.

    Raises:
        Refusal: `rulebook_unreadable`, with the file and the first finding.
    """
    document = parse(text, name=name)
    findings = shape_findings(document)
    if findings:
        raise unreadable(name, Lines(text, {}).text(findings[0]))
    return law_file_of(document)
