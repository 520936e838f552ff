"""Holds a file of law against its tables, so that a misspelt key is found before anyone is paid by it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from policies.money import exponent_of, micros_of
from policies.periods import clock_ms
from policies.rulebook_tables import TABLES, TOP, UNKNOWN, Key

# Any: what TOML holds is not known before it is checked, and this module is the check.
Row = Mapping[str, Any]
HOUSE = "house"


def shape_findings(document: Row) -> list[str]:
    """Return what is wrong with the shape of a file, in sentences; empty when it can be read."""
    top = {key: value for key, value in document.items() if key not in TABLES}
    findings = _row_findings("the file", top, TOP)
    for table, keys in TABLES.items():
        rows = document.get(table, [])
        if not isinstance(rows, list):
            findings.append(f"{table}: write [[{table}]], one for each row")
            continue
        for number, row in enumerate(rows, start=1):
            findings += _row_findings(f"{table} {number}", row, keys)
    return findings or _place_findings(document)


def _place_findings(document: Row) -> list[str]:
    """Return what a file of a place lacks, or what only the house may have."""
    is_house = document["jurisdiction"] == HOUSE
    if is_house:
        return []
    default_zone = document.get("default_zone", "general")
    wages = document.get("minimum_pay", [])
    has_wage = any(row["zone"] == default_zone for row in wages)
    findings = [] if has_wage or not wages else [f"the file: no minimum_pay row for its default zone {default_zone!r}"]
    if document.get("standard"):
        findings.append("standard: only house.toml has standards of the house")
    return findings + _time_zone_findings(document.get("time_zone"))


def _time_zone_findings(time_zone: str | None) -> list[str]:
    try:
        ZoneInfo(time_zone or "")
    except (KeyError, ValueError, OSError):
        return [f"the file: time_zone is not a time zone of the tz database: {time_zone!r}"]
    return []


def _row_findings(where: str, row: Row, keys: Mapping[str, Key]) -> list[str]:
    """Return what is wrong with one row: unknown, missing and unreadable keys."""
    findings = [f"{where}: unknown key {key!r}" for key in row if key not in keys]
    findings += [f"{where}: {name} is missing" for name, key in keys.items() if key.is_required and name not in row]
    for name, key in keys.items():
        if name in row:
            findings += [f"{where}: {name} {problem}" for problem in _value_findings(row[name], key)]
    return findings


def _value_findings(value: object, key: Key) -> list[str]:
    """Return what is wrong with one value; `type() is` on purpose, because true is an int and an instant is a date."""
    if value == UNKNOWN and UNKNOWN in key.words:
        return []
    if type(value) is not key.type:
        return [f"must be a {key.type.__name__}, is {value!r}"]
    if key.type is str and key.words and value not in key.words:
        return [f"must be one of {', '.join(sorted(key.words))}, is {value!r}"]
    if isinstance(value, int) and value < 0:
        return ["must not be negative"]
    if isinstance(value, list) and not (value and all(isinstance(text, str) and text.strip() for text in value)):
        return ["must name at least one source, each as a text"]
    return _text_findings(value, key.reading) if isinstance(value, str) else []


def _text_findings(text: str, reading: str) -> list[str]:
    if not text.strip():
        return ["is empty"]
    try:
        if reading == "currency":
            exponent_of(text)
        elif reading == "clock":
            clock_ms(text)
        elif reading == "amount" and micros_of(text) < 0:
            return ["must not be negative"]
    except ValueError as problem:
        return [str(problem)]
    return []
