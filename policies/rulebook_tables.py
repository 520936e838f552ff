"""Which tables and keys a file of law may have: the shape that every file is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from policies.rulebook_rows import Applicability, Basis, LimitName, Status
from policies.rulebook_rows_pay import CountedFrom, OvertimePer, RestPayBasis, RestPayName
from policies.rulebook_rows_time import ShiftName

UNKNOWN = "unknown"
"""What a row says of a day of publication that was looked for and not found."""


@dataclass(frozen=True, slots=True)
class Key:
    """What may stand behind one key: its type, whether it must be there, and the words allowed."""

    type: type
    is_required: bool = True
    words: frozenset[str] = frozenset()
    reading: str = ""
    """What the text must also read as: "amount", "currency", "clock" or "name"."""


_HOURS = Key(str, reading="amount")
_DATED: Mapping[str, Key] = {
    "effective_from": Key(date),
    "published_on": Key(date, is_required=False, words=frozenset({UNKNOWN})),
    "status": Key(str, words=frozenset(Status)),
    "applicability": Key(str, words=frozenset(Applicability)),
    "sources": Key(list),
    "confidence": Key(str, is_required=False, words=frozenset({"V", "V2", "M", "D"})),
    "single_source": Key(bool, is_required=False),
    "applies_while_suspended": Key(bool, is_required=False),
    "note": Key(str, is_required=False),
}
_WAGE: Mapping[str, Key] = {
    **_DATED,
    "zone": Key(str),
    "value": Key(str, reading="amount"),
    "currency": Key(str, reading="currency"),
    "per": Key(str, words=frozenset({"hour", "day", "month"})),
    "hourly_basis": Key(str, words=frozenset(Basis)),
    "paid_days": Key(int, is_required=False),
    "payments_a_year": Key(int, is_required=False),
    "hours": Key(str, is_required=False, reading="amount"),
}
TABLES: Mapping[str, Mapping[str, Key]] = {
    "minimum_pay": _WAGE,
    "living_wage": {**_WAGE, "licence": Key(str)},
    "limit": {**_DATED, "name": Key(str, words=frozenset(LimitName)), "hours": _HOURS},
    "shift": {
        **_DATED,
        "name": Key(str, words=frozenset(ShiftName)),
        "max_hours": _HOURS,
        "night_from": Key(str, reading="clock"),
        "night_to": Key(str, reading="clock"),
        "night_hours_make_night": _HOURS,
    },
    "meal": {
        **_DATED,
        "after_hours": Key(str, is_required=False, reading="amount"),
        "length_minutes": Key(int),
        "is_paid": Key(bool),
    },
    "exposure": {
        **_DATED,
        "max_day_minutes": Key(int),
        "after_minutes": Key(int),
        "length_minutes": Key(int),
    },
    "overtime": {
        **_DATED,
        "name": Key(str, reading="name"),
        "per": Key(str, words=frozenset(OvertimePer)),
        "counted_from": Key(str, words=frozenset(CountedFrom)),
        "over_hours": _HOURS,
        "multiplier": Key(str, reading="amount"),
    },
    "non_productive": {
        **_DATED,
        "name": Key(str, words=frozenset(RestPayName)),
        "basis": Key(str, words=frozenset(RestPayBasis)),
    },
    "output_work": {**_DATED, "factor": Key(str, reading="amount")},
    "rest": {
        **_DATED,
        "after_minutes": Key(int),
        "length_minutes": Key(int),
        "movable_minutes": Key(int, is_required=False),
        "paid_minutes_per_hour": Key(int, is_required=False),
    },
    "standard": {
        **_DATED,
        "idle_grace_seconds": Key(int),
        "search_minutes_per_hour": Key(int),
        "claim_months": Key(int),
        "refusal_days": Key(int),
        "reserve_percent": Key(int),
        "silence_hours": Key(int, is_required=False),
    },
    "zone": {"code": Key(str), "name": Key(str)},
    "review": {"rule": Key(str), "reviewer": Key(str), "reviewed_on": Key(date)},
    "example": {
        "on": Key(date),
        "zone": Key(str, is_required=False),
        "piece": Key(str, reading="amount"),
        "task_seconds": Key(int),
        "owed": Key(str, reading="amount"),
        "reason": Key(str, is_required=False),
    },
}
TOP: Mapping[str, Key] = {
    "jurisdiction": Key(str),
    "name": Key(str),
    "time_zone": Key(str, is_required=False),
    "default_zone": Key(str, is_required=False),
}
