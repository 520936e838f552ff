"""The pay floor of one hour, on one day, in one place: the highest of all wages that apply, with the reason why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from policies.errors import Refusal
from policies.hourly_basis import Hourly, Reckoning, hourly_of
from policies.in_force import in_force
from policies.law_file import LawFile
from policies.rulebook_rows import Applicability, Status, WageRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One wage that was looked at for a floor, and why it was taken or not."""

    rule: str
    hourly_micros: int | None
    """None where there is nothing to compare, for example no floor of the house."""
    formula: str
    status: str
    is_chosen: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The least that one hour of counted time pays on one day, and everything needed to explain it."""

    hourly_micros: int
    currency: str
    jurisdiction: str
    zone: str
    on: date
    rule: str
    formula: str
    reckoning: Reckoning
    """The parts of the formula."""
    source: str
    status: str
    is_reviewed: bool
    """Whether a named person reviewed every row the figure comes from."""
    rulebook_digest: str
    trace: tuple[Candidate, ...]
    note: str = ""
    """What is uncertain about the row, in its own words."""


@dataclass(frozen=True, slots=True)
class _Option:
    row: WageRow
    hourly: Hourly


def floor_on(law: LawFile, house: LawFile | None, *, zone: str, on: date, digest: str) -> Floor:
    """Return the floor of a zone on a day.

    Args:
        law: the file of the jurisdiction.
        house: the house's own file, which may hold a higher minimum for a jurisdiction; None if there is none.
        zone: a zone of the file; "general" means its default zone.
        on: the day, where the person lives.
        digest: the digest of the rulebook the files belong to.

    Raises:
        Refusal: `unknown_zone`; or `no_floor_in_force`, for a day before the first row.
    """
    place = law.resolve_zone(zone)
    if not any(row.zone == place for row in law.wages):
        raise Refusal("unknown_zone", jurisdiction=law.code, zone=zone)
    legal = [_Option(row, hourly_of(row, limits=law.limits, on=on)) for row in _wages(law, {place}, on=on)]
    if not any(option.row.applicability is Applicability.LAW for option in legal):
        raise Refusal("no_floor_in_force", jurisdiction=law.code, zone=place, on=on.isoformat())
    own = _house_options(law, house, place=place, on=on, currency=legal[0].row.currency)
    best = max([*legal, *own], key=lambda option: option.hourly.micros)
    trace = tuple(_candidate(option, best) for option in [*legal, *own])
    return Floor(
        hourly_micros=best.hourly.micros,
        currency=best.row.currency,
        jurisdiction=law.code,
        zone=place,
        on=on,
        rule=best.row.rule,
        formula=best.hourly.formula,
        reckoning=best.hourly.reckoning,
        source="; ".join(_sources(best)),
        status=best.row.status.value,
        is_reviewed=all(_is_reviewed(rule, law, house) for rule in _rules(best)),
        rulebook_digest=digest,
        trace=trace if own else (*trace, _NO_HOUSE_FLOOR),
        note=best.row.note,
    )


_NO_HOUSE_FLOOR = Candidate(
    rule="house/minimum_pay",
    hourly_micros=None,
    formula="",
    status="",
    is_chosen=False,
    why="The house has no money floor of its own here; an operator may load one.",
)


def _wages(law: LawFile, zones: set[str], *, on: date) -> list[WageRow]:
    """Return the wages of some zones that apply on a day: law, adopted standards and guidance are series apart."""
    found: list[WageRow] = []
    for applicability in Applicability:
        series = (row for row in law.wages if row.zone in zones and row.applicability is applicability)
        found += in_force(series, on=on)
    return found


def _house_options(law: LawFile, house: LawFile | None, *, place: str, on: date, currency: str) -> list[_Option]:
    if house is None:
        return []
    rows = [row for zone in (law.code, f"{law.code}/{place}") for row in _wages(house, {zone}, on=on)]
    limits = (*law.limits, *house.limits)
    return [_Option(row, hourly_of(row, limits=limits, on=on)) for row in rows if row.currency == currency]


def _candidate(option: _Option, best: _Option) -> Candidate:
    return Candidate(
        rule=option.row.rule,
        hourly_micros=option.hourly.micros,
        formula=option.hourly.formula,
        status=option.row.status.value,
        is_chosen=option is best,
        why=" ".join([_why(option, best), *_reckoned_with(option)]),
    )


def _why(option: _Option, best: _Option) -> str:
    if option is not best:
        return f"Not used: {best.row.rule} pays at least as much."
    if option.row.status is Status.CONFLICT:
        return "The texts disagree; this is the reading that is better for the worker."
    if option.row.status is Status.SUSPENDED:
        return "Suspended, but its value continues to apply."
    return "The highest wage that applies on this day."


def _reckoned_with(option: _Option) -> list[str]:
    return [f"Reckoned with {row.rule} ({row.status.value})." for row in option.hourly.inputs]


def _sources(option: _Option) -> Iterable[str]:
    texts = [*option.row.sources, *(source for row in option.hourly.inputs for source in row.sources)]
    return dict.fromkeys(texts)


def _rules(option: _Option) -> list[str]:
    return [option.row.rule, *(row.rule for row in option.hourly.inputs)]


def _is_reviewed(rule: str, law: LawFile, house: LawFile | None) -> bool:
    return law.is_reviewed(rule) or (house is not None and house.is_reviewed(rule))
