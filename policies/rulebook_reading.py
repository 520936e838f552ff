"""Reads one file of law (TOML text) into rows, or refuses it and says what to change."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from policies.errors import Kind, Refusal
from policies.money import MICROS_PER_UNIT, micros_of
from policies.periods import MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND
from policies.rulebook_rows import (
    Applicability,
    Basis,
    DatedRow,
    ExampleRow,
    LawFile,
    LimitName,
    LimitRow,
    RestRow,
    ReviewRow,
    StandardRow,
    Status,
    WageRow,
)
from policies.rulebook_schema import HOUSE, Row, shape_findings

_Dated = TypeVar("_Dated", bound=DatedRow)


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
        raise unreadable(name, findings[0])
    return law_file_of(document)


def law_file_of(document: Row) -> LawFile:
    """Turn a document whose shape was checked into rows."""
    code = document["jurisdiction"]
    default_zone = document.get("default_zone", "general")
    return LawFile(
        code=code,
        name=document["name"],
        time_zone=document.get("time_zone", "Etc/UTC"),
        default_zone=default_zone,
        zone_names=tuple((row["code"], row["name"]) for row in document.get("zone", [])),
        wages=_rows(document, "minimum_pay", code, _wage_row, lambda row: row["zone"]),
        limits=_rows(document, "limit", code, _limit_row, lambda row: row["name"]),
        rests=_rows(document, "rest", code, _rest_row, lambda _: "screen"),
        standards=_rows(document, "standard", code, _standard_row, lambda _: HOUSE),
        reviews=tuple(ReviewRow(**row) for row in document.get("review", [])),
        examples=tuple(_example_row(row, default_zone) for row in document.get("example", [])),
    )


def _rows(
    document: Row,
    table: str,
    code: str,
    build: Callable[[Row, Mapping[str, Any]], _Dated],
    part_of: Callable[[Row], str],
) -> tuple[_Dated, ...]:
    """Build the rows of one table; rows of the same name and day (a conflict) are told apart by a number."""
    seen: Counter[str] = Counter()
    rows: list[_Dated] = []
    for row in document.get(table, []):
        rule = f"{code.lower()}/{table}/{part_of(row)}/{row['effective_from'].isoformat()}"
        seen[rule] += 1
        rows.append(build(row, _dated(row, rule if seen[rule] == 1 else f"{rule}/{seen[rule]}")))
    return tuple(rows)


def _dated(row: Row, rule: str) -> dict[str, Any]:
    return {
        "rule": rule,
        "effective_from": row["effective_from"],
        "published_on": row.get("published_on"),
        "status": Status(row["status"]),
        "applicability": Applicability(row["applicability"]),
        "sources": tuple(row["sources"]),
        "confidence": row.get("confidence", ""),
        "is_single_source": row.get("single_source", False),
        "applies_while_suspended": row.get("applies_while_suspended", False),
        "note": row.get("note", ""),
    }


def _hours_ms(text: str) -> int:
    """Turn hours such as "7.5" into milliseconds, exactly for anything a law has ever said."""
    return micros_of(text) * MS_PER_HOUR // MICROS_PER_UNIT


def _wage_row(row: Row, dated: Mapping[str, Any]) -> WageRow:
    return WageRow(
        **dated,
        zone=row["zone"],
        value_micros=micros_of(row["value"]),
        currency=row["currency"],
        per=row["per"],
        basis=Basis(row["hourly_basis"]),
        paid_days=row.get("paid_days", 0),
        hours_ms=_hours_ms(row.get("hours", "0")),
    )


def _limit_row(row: Row, dated: Mapping[str, Any]) -> LimitRow:
    return LimitRow(**dated, name=LimitName(row["name"]), limit_ms=_hours_ms(row["hours"]))


def _rest_row(row: Row, dated: Mapping[str, Any]) -> RestRow:
    movable, paid = row.get("movable_minutes"), row.get("paid_minutes_per_hour")
    return RestRow(
        **dated,
        after_ms=row["after_minutes"] * MS_PER_MINUTE,
        length_ms=row["length_minutes"] * MS_PER_MINUTE,
        movable_ms=None if movable is None else movable * MS_PER_MINUTE,
        paid_per_hour_ms=None if paid is None else paid * MS_PER_MINUTE,
    )


def _standard_row(row: Row, dated: Mapping[str, Any]) -> StandardRow:
    return StandardRow(
        **dated,
        idle_grace_ms=row["idle_grace_seconds"] * MS_PER_SECOND,
        search_per_hour_ms=row["search_minutes_per_hour"] * MS_PER_MINUTE,
        claim_months=row["claim_months"],
        refusal_days=row["refusal_days"],
        reserve_percent=row["reserve_percent"],
    )


def _example_row(row: Row, default_zone: str) -> ExampleRow:
    return ExampleRow(
        on=row["on"],
        zone=row.get("zone", default_zone),
        piece_micros=micros_of(row["piece"]),
        task_ms=row["task_seconds"] * MS_PER_SECOND,
        owed_micros=micros_of(row["owed"]),
        reason=row.get("reason", ""),
    )
