"""The answer of the policy sandbox as plain text for a terminal, and as JSON for programs."""

import json
from collections.abc import Iterator
from typing import Any

from policies.money import decimal_text
from policies.periods import MS_PER_MINUTE
from policies.sandbox_answer import SandboxAnswer
from policies.sandbox_report import CurrencyReport, GroupSum, Pair
from web.sandbox_words import (
    AS_RECORDED,
    ASSUMPTION,
    FATE_WORDS,
    LIMITS,
    NO_EFFECT,
    NOT_AS_RECORDED,
    NOTHING_TO_SHOW,
    PARTLY_HIDDEN,
    TOO_FEW,
)


def sandbox_text(answer: SandboxAnswer) -> str:
    """Return an answer for a person to read in a terminal, in English."""
    return "\n".join(_lines(answer))


def sandbox_json(answer: SandboxAnswer) -> str:
    """Return an answer for a program: amounts as decimal texts, time in whole minutes."""
    return json.dumps(_data(answer), ensure_ascii=False, indent=2)


def _lines(answer: SandboxAnswer) -> Iterator[str]:
    yield f"Recorded: {', '.join(answer.periods)}"
    if answer.periods_after != answer.periods:
        yield f"Read as:  {', '.join(answer.periods_after)}"
    yield AS_RECORDED if answer.is_as_recorded else NOT_AS_RECORDED
    for pair in answer.floors:
        before, after = pair.before, pair.after
        floors = f"{decimal_text(before.hourly_micros)} -> {decimal_text(after.hourly_micros)} {before.currency}"
        yield f"Floor in {before.jurisdiction}, {before.zone}: {floors} an hour"
        yield f"  {before.formula} ({before.rule})"
        yield f"  {after.formula} ({after.rule})"
        yield f"  rulebook {before.rulebook_digest[:16]} -> {after.rulebook_digest[:16]}"
    for report in answer.report.currencies:
        yield from ("", *_currency_lines(report))
    if not answer.report.currencies:
        yield NOTHING_TO_SHOW
    elif answer.report.is_partly_hidden:
        yield PARTLY_HIDDEN
    yield from ("", "What this takes for granted", f"  {ASSUMPTION}", "Its limits")
    yield from (f"  {limit}" for limit in LIMITS)
    yield NO_EFFECT


def _currency_lines(report: CurrencyReport) -> Iterator[str]:
    yield f"{report.currency}: {_group(report.whole)}"
    for count in report.fates:
        yield f"  {count.people} {' or '.join(FATE_WORDS[fate] for fate in count.fates)}"
    for place in report.places:
        yield f"  In {' + '.join(f'{code} {zone}' for code, zone in place.places)}: {_group(place.whole)}"
        for number, step in enumerate(place.steps, start=1):
            yield f"    group {number} of {len(place.steps)}, the least paid first: {_group(step)}"
    for payer in report.payers:
        names = ", ".join(
            "the platform" if number == 0 else f"organisation {number}" for number in payer.organisation_ids
        )
        yield f"  Carried by {names}: {_money(payer.cost)} {report.currency}"
    yield f"  Hours beyond a cap: {_minutes(report.over_ms)}"
    yield f"  Rest that falls due: {_minutes(report.rest_due_ms)}"


def _group(group: GroupSum) -> str:
    return f"{group.people} people, an hour {_money(group.hourly)}, in all {_money(group.total)}"


def _money(pair: Pair) -> str:
    return f"{decimal_text(pair.before)} -> {decimal_text(pair.after)}"


def _minutes(pair: Pair | None) -> str:
    if pair is None:
        return TOO_FEW
    return f"{pair.before // MS_PER_MINUTE} -> {pair.after // MS_PER_MINUTE} minutes"


def _data(answer: SandboxAnswer) -> dict[str, Any]:  # Any: JSON nests
    return {
        "periods": answer.periods,
        "periods_after": answer.periods_after,
        "is_as_recorded": answer.is_as_recorded,
        "floors": [
            {
                "jurisdiction": pair.before.jurisdiction,
                "zone": pair.before.zone,
                "currency": pair.before.currency,
                "hourly": _amounts(Pair(pair.before.hourly_micros, pair.after.hourly_micros)),
                "formula": {"before": pair.before.formula, "after": pair.after.formula},
                "rule": {"before": pair.before.rule, "after": pair.after.rule},
                "digest": {"before": pair.before.rulebook_digest, "after": pair.after.rulebook_digest},
            }
            for pair in answer.floors
        ],
        "currencies": [_currency_data(report) for report in answer.report.currencies],
        "is_partly_hidden": answer.report.is_partly_hidden,
        "assumption": ASSUMPTION,
        "limits": LIMITS,
    }


def _currency_data(report: CurrencyReport) -> dict[str, Any]:  # Any: JSON nests
    return {
        "currency": report.currency,
        **_group_data(report.whole),
        "fates": [{"fates": count.fates, "people": count.people} for count in report.fates],
        "places": [
            {"places": place.places, **_group_data(place.whole), "groups": [_group_data(step) for step in place.steps]}
            for place in report.places
        ],
        "payers": [
            {"organisation_ids": payer.organisation_ids, "people": payer.people, "cost": _amounts(payer.cost)}
            for payer in report.payers
        ],
        "minutes_over_a_cap": _minute_data(report.over_ms),
        "minutes_of_rest_due": _minute_data(report.rest_due_ms),
    }


def _group_data(group: GroupSum) -> dict[str, Any]:  # Any: JSON nests
    return {"people": group.people, "hourly": _amounts(group.hourly), "total": _amounts(group.total)}


def _amounts(pair: Pair) -> dict[str, str]:
    return {"before": decimal_text(pair.before), "after": decimal_text(pair.after)}


def _minute_data(pair: Pair | None) -> dict[str, int] | None:
    return None if pair is None else {"before": pair.before // MS_PER_MINUTE, "after": pair.after // MS_PER_MINUTE}
