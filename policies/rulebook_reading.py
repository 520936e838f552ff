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


def parse(text: str, *, name: str) -> dict[str, Any]:  # Any: see rulebook_schema
    """Read the TOML of one file; numbers with a point stay exact.

    Raises:
        Refusal: `rulebook_unreadable`, the text is not TOML.
    """
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as problem:
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
