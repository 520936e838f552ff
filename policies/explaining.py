"""Writes out the rules that apply in a place on a day, with their arithmetic and sources, for a person to read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policies.errors import Refusal
from policies.floors import WHY_TEXTS
from policies.limits import Limits
from policies.money import fixed_text
from policies.pay_rules import PayRules, pay_rule_text
from policies.rulebook import Rulebook
from policies.rulebook_rows import DatedRow
from policies.tracing import Trace, Tracked

_NOT_REVIEWED = "Not reviewed by a named person yet. This is not legal advice."


def named_place(rulebook: Rulebook, text: str) -> tuple[str, str]:
    """Return the jurisdiction and the zone that a text such as "MX", "MX-general" or "US-CA-general" names.

    The longest code that fits is the jurisdiction; what is left is its zone, and without it "general".
    """
    codes = sorted((place.code for place in rulebook.all_jurisdictions()), key=len, reverse=True)
    for code in codes:
        if text.upper() == code:
            return code, "general"
        if text.upper().startswith(f"{code}-"):
            return code, text[len(code) + 1 :]
    return text, "general"


def explanation(rulebook: Rulebook, jurisdiction: str, *, zone: str, on: date) -> str:
    """Return the floor, the limits and what is paid beyond the floor of a place on a day, as plain text.

    Raises:
        Refusal: `unknown_jurisdiction`, `unknown_zone`, `no_floor_in_force` or `no_limits_in_force`.
    """
    lines = [
        *_wage_lines(rulebook, jurisdiction, zone=zone, on=on),
        "",
        *_limit_lines(rulebook.limits(jurisdiction, on=on)),
        *_pay_rule_lines(rulebook.pay_rules(jurisdiction, on=on)),
        "",
        f"Rulebook {rulebook.digest(jurisdiction)}",
    ]
    return "\n".join(lines)


def refusal_text(refusal: Refusal) -> str:
    """Return a refusal of the rulebook as a sentence, with what the person can do next."""
    sentence = _REFUSALS.get(refusal.code, "The rulebook cannot answer ({code}).")
    return sentence.format(code=refusal.code, **refusal.params)


_REFUSALS = {
    "unknown_jurisdiction": "There is no file for {jurisdiction}. Add a file to policies/data, or name another place.",
    "unknown_zone": "{jurisdiction} has no zone {zone}. Its file lists the zones.",
    "no_floor_in_force": "No wage of {jurisdiction}, {zone}, begins by {on}. Add a row, or ask for a later day.",
    "no_limits_in_force": "No limits for {jurisdiction} begin by {on}. Add a row, or ask for a later day.",
    "rulebook_unreadable": "{file}: {finding}",
}


def _wage_lines(rulebook: Rulebook, jurisdiction: str, *, zone: str, on: date) -> Iterator[str]:
    if rulebook.law(jurisdiction).wages:
        yield from _floor_lines(rulebook.trace(jurisdiction, zone=zone, on=on))
    else:
        yield f"No floor in {jurisdiction}: its file holds no wage that an hour could be paid by."
        yield "  No project can be opened there until somebody adds one with its sources."


def _floor_lines(trace: Trace) -> Iterator[str]:
    floor, chosen = trace.floor, trace.chosen
    yield f"Floor in {floor.jurisdiction}, {floor.zone}, on {floor.on.isoformat()}"
    yield f"  {fixed_text(floor.hourly_micros)} {floor.currency} an hour, rounded up, in the worker's favour"
    yield f"  {floor.formula}"
    yield f"  rule {floor.rule} ({floor.status})"
    yield from (f"  reckoned with {row.rule} ({row.status.value})" for row in chosen.inputs)
    yield f"  source: {floor.source}"
    if floor.note:
        yield f"  note: {floor.note}"
    for review in trace.reviews:
        yield f"  {review.rule} reviewed by {review.reviewer} on {review.reviewed_on.isoformat()}"
    if not floor.is_reviewed:
        yield f"  {_NOT_REVIEWED}"
    yield from _change_lines(trace)
    yield "  every wage of this place:"
    yield from (f"    {_tracked_text(tracked)}" for tracked in trace.rows)
    if floor.trace[-1].hourly_micros is None:
        yield f"    {floor.trace[-1].rule}: {floor.trace[-1].why}"


def _change_lines(trace: Trace) -> Iterator[str]:
    if trace.change is None:
        return
    change, before = trace.change, trace.change.before
    yield f"  so since {change.on.isoformat()}, when {' and '.join(change.began)} began"
    yield f"    the day before: {fixed_text(before.hourly_micros)} {before.currency} an hour, {before.formula}"


def _tracked_text(tracked: Tracked) -> str:
    value = f"{fixed_text(tracked.hourly_micros)} {tracked.row.currency} an hour, {tracked.formula}"
    inputs = "".join(f" Reckoned with {row.rule} ({row.status.value})." for row in tracked.inputs)
    return f"{tracked.row.rule} ({tracked.row.status.value}): {value}. {WHY_TEXTS[tracked.why]}{inputs}"


def _limit_lines(limits: Limits) -> Iterator[str]:
    yield "Limits"
    for reason in limits.reasons:
        yield f"  {reason.shown}"
        yield f"    rule {reason.rule} ({reason.status})"
        yield f"    source: {reason.source}"
    if not all(reason.is_reviewed for reason in limits.reasons):
        yield f"  {_NOT_REVIEWED}"


def _pay_rule_lines(rules: PayRules) -> Iterator[str]:
    rows: list[DatedRow] = [*rules.overtimes, *rules.rest_pays, *rules.output_works]
    if rows:
        yield from ("", "Beyond the floor")
    for row in rows:
        yield f"  {pay_rule_text(row)}"
        yield f"    rule {row.rule} ({row.status.value})"
        yield f"    source: {'; '.join(row.sources)}"
