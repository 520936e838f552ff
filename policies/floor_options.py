"""Which wages compete for the pay floor of a place on a day: the law's, living wages that were loaded, the house's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from policies.hourly_basis import Hourly, hourly_of
from policies.in_force import in_force
from policies.law_file import LawFile
from policies.rulebook_rows import Applicability, LimitRow, LivingWageRow, WageRow


class Tier(StrEnum):
    """Where a wage comes from; the highest of all tiers is the floor."""

    LAW = "law"
    LIVING_WAGE = "living_wage"
    STANDARD = "standard"
    """Adopted freely: the house's own, or another one."""


@dataclass(frozen=True, slots=True)
class Series:
    """Wages that follow one another in time, and the limits their formulas may need."""

    tier: Tier
    rows: tuple[WageRow, ...]
    limits: Sequence[LimitRow]


@dataclass(frozen=True, slots=True)
class Option:
    """One wage that applies on the day, as the wage of one hour."""

    row: WageRow
    hourly: Hourly
    tier: Tier


def series_of_place(law: LawFile, house: LawFile | None, *, place: str) -> Iterator[Series]:
    """Return every series of wages about a zone, the law's first.

    Args:
        law: the file of the jurisdiction.
        house: the house's own file; its zones are jurisdictions, "MX", or zones of them, "MX/ZLFN".
        place: a zone of the file, by its own name.
    """
    yield from _series(law, place, law.limits)
    if house is not None:
        for zone in (law.code, f"{law.code}/{place}"):
            yield from _series(house, zone, (*law.limits, *house.limits))


def options_on(law: LawFile, house: LawFile | None, *, place: str, on: date) -> list[Option]:
    """Return the wages that apply on a day and can be compared; advice of an authority is owed by nobody.

    Returns:
        The law's first; empty where no law applies, whatever else was loaded. Wages of another currency than the
        law's are left out: nothing is exchanged.
    """
    begun = [
        Option(row, hourly_of(row, limits=series.limits, on=on), series.tier)
        for series in series_of_place(law, house, place=place)
        for row in in_force(series.rows, on=on)
        if row.applicability is not Applicability.GUIDANCE
    ]
    currency = next((option.row.currency for option in begun if option.tier is Tier.LAW), None)
    return [option for option in begun if option.row.currency == currency]


def _series(file: LawFile, zone: str, limits: Sequence[LimitRow]) -> Iterator[Series]:
    wages: tuple[WageRow, ...] = (*file.wages, *file.living_wages)
    for tier in Tier:
        for applicability in Applicability:
            rows = (row for row in wages if row.zone == zone and row.applicability is applicability)
            found = tuple(row for row in rows if _tier(row) is tier)
            if found:
                yield Series(tier, found, limits)


def _tier(row: WageRow) -> Tier:
    if isinstance(row, LivingWageRow):
        return Tier.LIVING_WAGE
    return Tier.LAW if row.applicability is Applicability.LAW else Tier.STANDARD
