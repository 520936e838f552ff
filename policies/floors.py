"""The pay floor of one hour, on one day, in one place: the highest of all wages that apply, with the reason why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from policies.errors import Refusal
from policies.floor_options import Option, Tier, options_on
from policies.hourly_basis import Reckoning
from policies.law_file import LawFile
from policies.rulebook_rows import Status


class Why(StrEnum):
    """Why a wage was taken for the floor, or was not."""

    HIGHEST = "highest"
    CONFLICT = "conflict_better_for_worker"
    CONTINUES = "suspended_but_continues"
    LOWER = "another_pays_as_much_or_more"
    REPLACED = "replaced_by_a_later_row"
    NOT_BEGUN = "not_begun"
    SUSPENDED = "suspended"
    ADVICE = "advice_only"
    OTHER_CURRENCY = "other_currency"
    NONE_LOADED = "none_loaded"


WHY_TEXTS = {
    Why.HIGHEST: "The highest wage that applies on this day.",
    Why.CONFLICT: "The texts disagree; this is the reading that is better for the worker.",
    Why.CONTINUES: "Suspended, but its value continues to apply.",
    Why.LOWER: "Not used: another one pays at least as much.",
    Why.REPLACED: "Not used: a later row has taken its place.",
    Why.NOT_BEGUN: "Not used: it begins later.",
    Why.SUSPENDED: "Not used: it is suspended, and nothing says that its value continues.",
    Why.ADVICE: "Not used: an authority advises it, and nobody owes it.",
    Why.OTHER_CURRENCY: "Not used: it is in another currency, and nothing is exchanged.",
    Why.NONE_LOADED: "The house has no money floor of its own here; an operator may load one.",
}


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
    code: Why
    tier: Tier


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
    if law.wages and not any(row.zone == place for row in law.wages):
        raise Refusal("unknown_zone", jurisdiction=law.code, zone=zone)
    options = options_on(law, house, place=place, on=on)
    if not options:
        raise Refusal("no_floor_in_force", jurisdiction=law.code, zone=place, on=on.isoformat())
    best = best_of(options)
    trace = [_candidate(option, best) for option in options]
    if all(option.tier is Tier.LAW for option in options):
        trace.append(_NO_HOUSE_FLOOR)
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
        trace=tuple(trace),
        note=best.row.note,
    )


_NO_HOUSE_FLOOR = Candidate(
    rule="house/minimum_pay",
    hourly_micros=None,
    formula="",
    status="",
    is_chosen=False,
    why=WHY_TEXTS[Why.NONE_LOADED],
    code=Why.NONE_LOADED,
    tier=Tier.STANDARD,
)


def best_of(options: Iterable[Option]) -> Option:
    """Return the wage that is the floor: the highest; where several are, the law's before a standard."""
    return max(options, key=lambda option: option.hourly.micros)


def why_of(option: Option, best: Option) -> Why:
    """Return why a wage that applies was taken or not."""
    if option is not best:
        return Why.LOWER
    if option.row.status is Status.CONFLICT:
        return Why.CONFLICT
    return Why.CONTINUES if option.row.status is Status.SUSPENDED else Why.HIGHEST


def _candidate(option: Option, best: Option) -> Candidate:
    code = why_of(option, best)
    text = f"Not used: {best.row.rule} pays at least as much." if code is Why.LOWER else WHY_TEXTS[code]
    return Candidate(
        rule=option.row.rule,
        hourly_micros=option.hourly.micros,
        formula=option.hourly.formula,
        status=option.row.status.value,
        is_chosen=option is best,
        why=" ".join([text, *_reckoned_with(option)]),
        code=code,
        tier=option.tier,
    )


def _reckoned_with(option: Option) -> list[str]:
    return [f"Reckoned with {row.rule} ({row.status.value})." for row in option.hourly.inputs]


def _sources(option: Option) -> Iterable[str]:
    texts = [*option.row.sources, *(source for row in option.hourly.inputs for source in row.sources)]
    return dict.fromkeys(texts)


def _rules(option: Option) -> list[str]:
    return [option.row.rule, *(row.rule for row in option.hourly.inputs)]


def _is_reviewed(rule: str, law: LawFile, house: LawFile | None) -> bool:
    return law.is_reviewed(rule) or (house is not None and house.is_reviewed(rule))
