"""The places whose law the rulebook holds, their zones, and whether anyone can be paid under it on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from policies.errors import Refusal
from policies.floors import floor_on
from policies.law_file import LawFile

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A part of a jurisdiction, or a group of people in it, with a wage of its own."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """A place whose law the rulebook holds.

    Attributes:
        currency: empty where the file has no wage.
        zones: its default zone first; only those with a floor on the day that was asked about.
        is_usable: whether its default zone has a floor, so that a project can be opened there. Directives of the
            European Union, say, can be read and explained, but nobody is paid by them.
    """

    code: str
    name: str
    currency: str
    zones: tuple[str, ...]
    default_zone: str
    time_zone: str
    is_usable: bool


def jurisdiction_of(law: LawFile, house: LawFile | None, *, on: date | None) -> Jurisdiction:
    """Return a place as it stands on a day; without a day, as it stands by the newest of its rows."""
    wages = [row for row in law.wages if row.zone == law.default_zone]
    newest = max(wages, key=lambda row: row.effective_from, default=None)
    zones = tuple(zone for zone in zone_codes(law) if _has_floor(law, house, zone=zone, on=on))
    is_usable = law.default_zone in zones
    return Jurisdiction(
        code=law.code,
        name=law.name,
        currency=newest.currency if newest else "",
        zones=zones if is_usable else zone_codes(law),
        default_zone=law.default_zone,
        time_zone=law.time_zone,
        is_usable=is_usable,
    )


def zones_of(law: LawFile, codes: tuple[str, ...]) -> tuple[Zone, ...]:
    """Return zones with their names."""
    names = dict(law.zone_names)
    return tuple(Zone(code=code, name=names.get(code, code)) for code in codes)


def zone_codes(law: LawFile) -> tuple[str, ...]:
    """Return every zone that a file has a wage for, its default zone first."""
    return tuple(dict.fromkeys([law.default_zone, *(row.zone for row in law.wages)]))


def _has_floor(law: LawFile, house: LawFile | None, *, zone: str, on: date | None) -> bool:
    """Say whether a zone has a floor on a day; on the day before too, since it may still be that day there."""
    newest = max((row.effective_from for row in law.wages if row.zone == zone), default=None)
    days = [newest] if on is None else [on - _ONE_DAY, on]
    return newest is not None and all(day is not None and _floor_begins_by(law, house, zone, day) for day in days)


def _floor_begins_by(law: LawFile, house: LawFile | None, zone: str, on: date) -> bool:
    try:
        floor_on(law, house, zone=zone, on=on, digest="")
    except Refusal:
        return False
    return True
