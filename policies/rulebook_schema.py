"""Holds a file of law against its tables, so that a misspelt key is found before anyone is paid by it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from policies.finding import Finding, Spot
from policies.money import exponent_of, micros_of
from policies.periods import clock_ms
from policies.rulebook_tables import TABLES, TOP, UNKNOWN, Key

# Any: what TOML holds is not known before it is checked, and this module is the check.
Row = Mapping[str, Any]
HOUSE = "house"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


def shape_findings(document: Row) -> list[Finding]:
    """Return what is wrong with the shape of a file; empty when it can be read."""
    top = {key: value for key, value in document.items() if key not in TABLES}
    findings = list(_row_findings(Spot(), top, TOP))
    for table, keys in TABLES.items():
        rows = document.get(table, [])
        if not (isinstance(rows, list) and all(isinstance(row, dict) for row in rows)):
            mend = f"Write [[{table}]] above each row"
            findings.append(Finding(f"{table} is not a list of rows", f"{mend}.", spot=Spot(key=table)))
            continue
        for number, row in enumerate(rows, start=1):
            findings += _row_findings(Spot(table, number), row, keys)
    return findings or list(_place_findings(document))


def _place_findings(document: Row) -> Iterator[Finding]:
    """Return what a file of a place lacks, or what only the house may have."""
    if document["jurisdiction"] == HOUSE:
        return
    default_zone = document.get("default_zone", "general")
    wages = document.get("minimum_pay", [])
    if wages and not any(row["zone"] == default_zone for row in wages):
        mend = "Add one, or name another zone as default_zone."
        yield Finding(f"no minimum_pay row for its default zone {default_zone!r}", mend, spot=Spot(key="default_zone"))
    if document.get("standard"):
        mend = "Take it out: only house.toml has standards of the house."
        yield Finding("a standard of the house in a file of a place", mend, spot=Spot("standard", 1))
    time_zone = document.get("time_zone")
    if not _is_time_zone(time_zone):
        mend = 'Write a name of the tz database, such as "America/Mexico_City".'
        what = f"time_zone is not a time zone of the tz database: {time_zone!r}"
        yield Finding(what, mend, spot=Spot(key="time_zone"))


def _is_time_zone(name: str | None) -> bool:
    try:
        ZoneInfo(name or "")
    except (KeyError, ValueError, OSError):
        return False
    return True


def _row_findings(spot: Spot, row: Row, keys: Mapping[str, Key]) -> Iterator[Finding]:
    """Return what is wrong with one row: unknown, missing and unreadable keys."""
    known = [*sorted(keys), *([] if spot.table else (f"[[{table}]]" for table in TABLES))]
    for key in row:
        if key not in keys:
            mend = f"Take it away, or spell it as one of: {', '.join(known)}."
            yield Finding(f"unknown key {key!r}", mend, spot=replace(spot, key=key))
    for name, expected in keys.items():
        if name not in row:
            if expected.is_required:
                yield Finding(f"{name} is missing", f"Add a line: {name} = ...", spot=spot)
            continue
        for what, mend in _value_findings(row[name], expected):
            yield Finding(f"{name} {what}", mend, spot=replace(spot, key=name))


_EXAMPLES = {
    "str": 'Write it between quotes, such as "18.00".',
    "int": "Write a whole number without quotes, such as 30.",
    "bool": "Write true or false.",
    "date": "Write a day without quotes, such as 2026-01-01.",
    "list": 'Write a list of texts, such as ["Wage Act, section 4", "Notice of 2025-11-10"].',
}


def _value_findings(value: object, key: Key) -> list[tuple[str, str]]:
    """Return what is wrong with one value and how to mend it.

    `type() is` on purpose, because true is an int and an instant is a date.
    """
    if value == UNKNOWN and UNKNOWN in key.words:
        return []
    if type(value) is not key.type:
        return [(f"must be a {key.type.__name__}, is {value!r}", _EXAMPLES[key.type.__name__])]
    if key.type is str and key.words and value not in key.words:
        return [(f"must be one of {', '.join(sorted(key.words))}, is {value!r}", "Choose one of these words.")]
    if isinstance(value, int) and value < 0:
        return [("must not be negative", "Write how much it is, without a minus.")]
    if isinstance(value, list) and not (value and all(isinstance(text, str) and text.strip() for text in value)):
        return [("must name at least one source, each as a text", _EXAMPLES["list"])]
    return _text_findings(value, key.reading) if isinstance(value, str) else []


def _text_findings(text: str, reading: str) -> list[tuple[str, str]]:
    if not text.strip():
        return [("is empty", "Write what it is, or take the key away if it may be left out.")]
    try:
        if reading == "name" and _NAME.fullmatch(text) is None:
            return [("is part of the row's name for ever", _READINGS[reading])]
        if reading == "currency":
            exponent_of(text)
        elif reading == "clock":
            clock_ms(text)
        elif reading == "amount" and micros_of(text) < 0:
            return [("must not be negative", "Write how much it is, without a minus.")]
    except ValueError as problem:
        return [(f"cannot be read: {problem}", _READINGS[reading])]
    return []


_READINGS = {
    "name": 'Write small letters, digits and hyphens, such as "time-and-a-half".',
    "currency": 'Write three capital letters, such as "MXN".',
    "clock": 'Write hours and minutes, such as "20:00".',
    "amount": 'Write digits, and at most six after a point, such as "45.943334".',
}
