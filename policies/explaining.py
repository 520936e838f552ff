"""Writes out the rules that apply in a place on a day, with their arithmetic and sources, for a person to read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policies.errors import Refusal
from policies.floors import Candidate, Floor
from policies.limits import Limits
from policies.money import decimal_text
from policies.rulebook import Rulebook

_NOT_REVIEWED = "Not reviewed by a named person yet. This is not legal advice."


def explanation(rulebook: Rulebook, jurisdiction: str, *, zone: str, on: date) -> str:
    """Return the floor and the limits of a place on a day as plain text.

    Raises:
        Refusal: `unknown_jurisdiction`, `unknown_zone`, `no_floor_in_force` or `no_limits_in_force`.
    """
    floor = rulebook.floor(jurisdiction, zone=zone, on=on)
    limits = rulebook.limits(jurisdiction, on=on)
    return "\n".join([*_floor_lines(floor), "", *_limit_lines(limits), "", f"Rulebook {floor.rulebook_digest}"])


def refusal_text(refusal: Refusal) -> str:
    """Return a refusal of the rulebook as a sentence, with what the person can do next."""
    sentence = _REFUSALS.get(refusal.code, "The rulebook cannot answer ({code}).")
    return sentence.format(code=refusal.code, **refusal.params)


_REFUSALS = {
    "unknown_jurisdiction": "There is no file for {jurisdiction}. Add a file to policies/data, or name another place.",
    "unknown_zone": "{jurisdiction} has no zone {zone}. Its file lists the zones.",
    "no_floor_in_force": "No wage of {jurisdiction}, {zone}, begins by {on}. Add a row, or ask for a later day.",
    "no_limits_in_force": "No limits for {jurisdiction} begin by {on}. Add a row, or ask for a later day.",
    "rulebook_unreadable": "{file} cannot be used: {finding}.",
}


def _floor_lines(floor: Floor) -> Iterator[str]:
    yield f"Floor in {floor.jurisdiction}, {floor.zone}, on {floor.on.isoformat()}"
    yield f"  {decimal_text(floor.hourly_micros)} {floor.currency} an hour"
    yield f"  {floor.formula}"
    yield f"  rule {floor.rule} ({floor.status})"
    yield f"  source: {floor.source}"
    if floor.note:
        yield f"  note: {floor.note}"
    yield f"  {'Reviewed by a named person.' if floor.is_reviewed else _NOT_REVIEWED}"
    yield "  looked at:"
    yield from (f"    {_candidate_text(candidate, floor.currency)}" for candidate in floor.trace)


def _candidate_text(candidate: Candidate, currency: str) -> str:
    if candidate.hourly_micros is None:
        return f"{candidate.rule}: {candidate.why}"
    return f"{candidate.rule}: {decimal_text(candidate.hourly_micros)} {currency}. {candidate.why}"


def _limit_lines(limits: Limits) -> Iterator[str]:
    yield "Limits"
    for reason in limits.reasons:
        yield f"  {reason.shown}"
        yield f"    rule {reason.rule} ({reason.status})"
        yield f"    source: {reason.source}"
    if not all(reason.is_reviewed for reason in limits.reasons):
        yield f"  {_NOT_REVIEWED}"
