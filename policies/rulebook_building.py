"""Turns one file of law, once its shape is checked, into rows with names for ever and whole units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from policies.finding import Spot
from policies.law_file import LawFile
from policies.money import MICROS_PER_UNIT, ceil_div, micros_of
from policies.periods import MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND, clock_ms
from policies.rulebook_rows import (
    SILENCE_HOURS_MOST,
    Applicability,
    Basis,
    DatedRow,
    ExampleRow,
    LimitName,
    LimitRow,
    LivingWageRow,
    RestRow,
    ReviewRow,
    StandardRow,
    Status,
    WageRow,
)
from policies.rulebook_rows_pay import (
    CountedFrom,
    OutputWorkRow,
    OvertimePer,
    OvertimeRow,
    RestPayBasis,
    RestPayName,
    RestPayRow,
)
from policies.rulebook_rows_time import ExposureRow, MealRow, ShiftName, ShiftRow
from policies.rulebook_schema import HOUSE, Row
from policies.rulebook_tables import UNKNOWN

_Dated = TypeVar("_Dated", bound=DatedRow)


# What of a row goes into its name, between its table and its date.
_PARTS: Mapping[str, Callable[[Row], str]] = {
    "minimum_pay": lambda row: str(row["zone"]),
    "living_wage": lambda row: str(row["zone"]),
    "limit": lambda row: str(row["name"]),
    "rest": lambda _: "screen",
    "meal": lambda _: "day",
    "shift": lambda row: str(row["name"]),
    "exposure": lambda _: "distressing",
    "overtime": lambda row: f"{row['name']}-{row['per']}",
    "non_productive": lambda row: str(row["name"]),
    "output_work": lambda _: "factor",
    "standard": lambda _: HOUSE,
}


def law_file_of(document: Row) -> LawFile:
    """Turn a document whose shape was checked into rows."""
    default_zone = document.get("default_zone", "general")
    return LawFile(
        code=document["jurisdiction"],
        name=document["name"],
        time_zone=document.get("time_zone", "Etc/UTC"),
        default_zone=default_zone,
        zone_names=tuple((row["code"], row["name"]) for row in document.get("zone", [])),
        wages=_rows(document, "minimum_pay", _wage_row),
        living_wages=_rows(document, "living_wage", _living_wage_row),
        limits=_rows(document, "limit", _limit_row),
        rests=_rows(document, "rest", _rest_row),
        meals=_rows(document, "meal", _meal_row),
        shifts=_rows(document, "shift", _shift_row),
        exposures=_rows(document, "exposure", _exposure_row),
        overtimes=_rows(document, "overtime", _overtime_row),
        rest_pays=_rows(document, "non_productive", _rest_pay_row),
        output_works=_rows(document, "output_work", _output_work_row),
        standards=_rows(document, "standard", _standard_row),
        reviews=tuple(ReviewRow(**row) for row in document.get("review", [])),
        examples=tuple(_example_row(row, default_zone) for row in document.get("example", [])),
    )


def rule_spots(document: Row) -> dict[str, Spot]:
    """Return which row of a document each rule's name belongs to."""
    return {
        rule: Spot(table, number) for table in _PARTS for number, rule in enumerate(_names(document, table), start=1)
    }


def _rows(document: Row, table: str, build: Callable[[Row, Mapping[str, Any]], _Dated]) -> tuple[_Dated, ...]:
    named = zip(document.get(table, []), _names(document, table), strict=True)
    return tuple(build(row, _dated(row, rule)) for row, rule in named)


def _names(document: Row, table: str) -> list[str]:
    """Return the names of a table's rows; rows of the same part and day (a conflict) are told apart by a number."""
    seen: Counter[str] = Counter()
    names: list[str] = []
    for row in document.get(table, []):
        place = document["jurisdiction"].lower()
        rule = f"{place}/{table}/{_PARTS[table](row)}/{row['effective_from'].isoformat()}"
        seen[rule] += 1
        names.append(rule if seen[rule] == 1 else f"{rule}/{seen[rule]}")
    return names


def _dated(row: Row, rule: str) -> dict[str, Any]:
    return {
        "rule": rule,
        "effective_from": row["effective_from"],
        "published_on": None if row.get("published_on") == UNKNOWN else row.get("published_on"),
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


def _percent(text: str) -> int:
    """Turn a multiple such as "1.5" into percent, rounded up, which favours the worker."""
    return ceil_div(micros_of(text) * 100, MICROS_PER_UNIT)


def _wage(row: Row) -> dict[str, Any]:
    return {
        "zone": row["zone"],
        "value_micros": micros_of(row["value"]),
        "currency": row["currency"],
        "per": row["per"],
        "basis": Basis(row["hourly_basis"]),
        "paid_days": row.get("paid_days", 0),
        "payments_a_year": row.get("payments_a_year", 0),
        "hours_ms": _hours_ms(row.get("hours", "0")),
    }


def _wage_row(row: Row, dated: Mapping[str, Any]) -> WageRow:
    return WageRow(**dated, **_wage(row))


def _living_wage_row(row: Row, dated: Mapping[str, Any]) -> LivingWageRow:
    return LivingWageRow(**dated, **_wage(row), licence=row["licence"])


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


def _meal_row(row: Row, dated: Mapping[str, Any]) -> MealRow:
    after = row.get("after_hours")
    return MealRow(
        **dated,
        after_ms=None if after is None else _hours_ms(after),
        length_ms=row["length_minutes"] * MS_PER_MINUTE,
        is_paid=row["is_paid"],
    )


def _shift_row(row: Row, dated: Mapping[str, Any]) -> ShiftRow:
    return ShiftRow(
        **dated,
        name=ShiftName(row["name"]),
        max_ms=_hours_ms(row["max_hours"]),
        night_from_ms=clock_ms(row["night_from"]),
        night_to_ms=clock_ms(row["night_to"]),
        night_makes_night_ms=_hours_ms(row["night_hours_make_night"]),
    )


def _exposure_row(row: Row, dated: Mapping[str, Any]) -> ExposureRow:
    return ExposureRow(
        **dated,
        max_day_ms=row["max_day_minutes"] * MS_PER_MINUTE,
        after_ms=row["after_minutes"] * MS_PER_MINUTE,
        length_ms=row["length_minutes"] * MS_PER_MINUTE,
    )


def _overtime_row(row: Row, dated: Mapping[str, Any]) -> OvertimeRow:
    return OvertimeRow(
        **dated,
        name=row["name"],
        per=OvertimePer(row["per"]),
        counted_from=CountedFrom(row["counted_from"]),
        over_ms=_hours_ms(row["over_hours"]),
        multiplier_percent=_percent(row["multiplier"]),
    )


def _rest_pay_row(row: Row, dated: Mapping[str, Any]) -> RestPayRow:
    return RestPayRow(**dated, name=RestPayName(row["name"]), basis=RestPayBasis(row["basis"]))


def _output_work_row(row: Row, dated: Mapping[str, Any]) -> OutputWorkRow:
    return OutputWorkRow(**dated, factor_percent=_percent(row["factor"]))


def _standard_row(row: Row, dated: Mapping[str, Any]) -> StandardRow:
    return StandardRow(
        **dated,
        idle_grace_ms=row["idle_grace_seconds"] * MS_PER_SECOND,
        search_per_hour_ms=row["search_minutes_per_hour"] * MS_PER_MINUTE,
        claim_months=row["claim_months"],
        refusal_days=row["refusal_days"],
        reserve_percent=row["reserve_percent"],
        silence_ms=row.get("silence_hours", SILENCE_HOURS_MOST) * MS_PER_HOUR,
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
