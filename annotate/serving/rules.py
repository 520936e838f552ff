"""What an offer is, and whether somebody may have one now: caps and rest come first, each "no" says until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from policies.errors import Kind, Refusal
from policies.limits import Limits
from policies.periods import from_ms
from policies.permission import Allowed, History, may_start


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One item in one annotator's hands: the contract, and what to draw."""

    assignment_id: int
    project_id: int
    project_name: str
    language: str
    task_type: str
    content: Mapping[str, Any]
    schema: Mapping[str, Any]
    pay_basis: str
    price_micros: int
    currency: str
    estimated_ms: int
    floor_hourly_micros: int
    offered_at: datetime
    lease_until_at: datetime


def refuse_unless_allowed(history: History, *, limits: Limits, now_ms: int) -> Allowed:
    """Return until when new work may go on, or refuse it; what is open may always be finished, and is paid.

    Raises:
        Refusal: `rest_due`, `meal_due`, `daily_rest_due`, `weekly_rest_due`, `day_cap_reached`, `week_cap_reached`,
            `shift_cap_reached`, `exposure_cap_reached` or `decompression_due`, each with `until`, the `rule` of the
            rulebook with its `source`, and the hours or minutes.
    """
    answer = may_start(history, now_ms=now_ms, limits=limits)
    if isinstance(answer, Allowed):
        return answer
    until = from_ms(answer.until_ms).isoformat()
    raise Refusal(answer.code, Kind.NOT_YET, until=until, rule=answer.rule, source=answer.source, **answer.details)
