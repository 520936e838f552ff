"""The same explanation as plain data, for programs: what holds in a place on a day, amounts as decimal texts."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from policies.floors import Floor
from policies.money import fixed_text
from policies.pay_rules import PayRules, pay_rule_text
from policies.rulebook import Rulebook
from policies.rulebook_rows import DatedRow
from policies.tracing import Change, Trace, Tracked

Data: TypeAlias = dict[str, object]


def explained(rulebook: Rulebook, jurisdiction: str, *, zone: str, on: date) -> Data:
    """Return the floor with its trace, the limits and what is paid beyond the floor, ready for JSON.

    Raises:
        Refusal: `unknown_jurisdiction`, `unknown_zone`, `no_floor_in_force` or `no_limits_in_force`.
    """
    has_wages = bool(rulebook.law(jurisdiction).wages)
    trace = rulebook.trace(jurisdiction, zone=zone, on=on) if has_wages else None
    return {
        "jurisdiction": jurisdiction,
        "zone": trace.floor.zone if trace else zone,
        "on": on.isoformat(),
        "rulebook_digest": rulebook.digest(jurisdiction),
        "floor": _floor(trace.floor) if trace else None,
        "reviews": _reviews(trace) if trace else [],
        "change": _change(trace.change) if trace and trace.change else None,
        "wages": [_tracked(tracked) for tracked in trace.rows] if trace else [],
        "limits": [
            {
                "name": reason.name,
                "text": reason.shown,
                "rule": reason.rule,
                "status": reason.status,
                "source": reason.source,
                "is_reviewed": reason.is_reviewed,
            }
            for reason in rulebook.limits(jurisdiction, on=on).reasons
        ],
        "beyond_the_floor": _beyond(rulebook.pay_rules(jurisdiction, on=on)),
    }


def _floor(floor: Floor) -> Data:
    return {
        "hourly": fixed_text(floor.hourly_micros),
        "currency": floor.currency,
        "formula": floor.formula,
        "rule": floor.rule,
        "status": floor.status,
        "source": floor.source,
        "note": floor.note,
        "is_reviewed": floor.is_reviewed,
    }


def _reviews(trace: Trace) -> list[Data]:
    return [
        {"rule": review.rule, "reviewer": review.reviewer, "reviewed_on": review.reviewed_on.isoformat()}
        for review in trace.reviews
    ]


def _change(change: Change) -> Data:
    return {"on": change.on.isoformat(), "began": list(change.began), "before": _floor(change.before)}


def _tracked(tracked: Tracked) -> Data:
    row = tracked.row
    return {
        **_row(row),
        "tier": tracked.tier.value,
        "value": fixed_text(row.value_micros),
        "per": row.per,
        "currency": row.currency,
        "hourly": fixed_text(tracked.hourly_micros),
        "formula": tracked.formula,
        "reckoned_with": [limit.rule for limit in tracked.inputs],
        "is_chosen": tracked.is_chosen,
        "why": tracked.why.value,
        "is_reviewed": tracked.is_reviewed,
    }


def _beyond(rules: PayRules) -> list[Data]:
    rows: list[DatedRow] = [*rules.overtimes, *rules.rest_pays, *rules.output_works]
    return [{**_row(row), "text": pay_rule_text(row)} for row in rows]


def _row(row: DatedRow) -> Data:
    return {
        "rule": row.rule,
        "effective_from": row.effective_from.isoformat(),
        "published_on": row.published_on.isoformat() if row.published_on else None,
        "status": row.status.value,
        "applicability": row.applicability.value,
        "sources": list(row.sources),
        "confidence": row.confidence,
        "note": row.note,
    }
