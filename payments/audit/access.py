"""Auditors look at pay records under a stated permission, and each look is written down before it is answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from payments.events.rules import Fact
from payments.events.service import append
from payments.people.queries import AccreditationView
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import week_days

LOOKED = "audit_read"

_OTHER_TIME = """
SELECT 1 FROM time_total WHERE (worked_on < :covers_from_on OR worked_on >= :covers_to_on)
  AND person_id IN (SELECT person_id FROM time_total WHERE worked_on >= :first_on AND worked_on < :next_on) LIMIT 1
"""


def accreditation_stream(accreditation_id: int) -> str:
    """Return the name of the stream of everything that was looked at under one accreditation."""
    return f"accreditation:{accreditation_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look of an auditor at records.

    Attributes:
        what: such as "period", "person", "spreadsheet", "bundle", "verify", "sample", "overview".
        period: the ISO week looked at; of several, the first.
        about_person_id: whose week it was, where it was one person's.
        details: what else lets the look be repeated, such as the seed of a sample.
    """

    what: str
    period: str
    about_person_id: int | None = None
    details: Mapping[str, object] = field(default_factory=dict)


def record_look(tx: Transaction, look: Look, *, accreditation_id: int, now: datetime) -> None:
    """Write down that an auditor looked, under which permission, when."""
    body = {
        "accreditation_id": accreditation_id,
        "what": look.what,
        "period": look.period,
        "about_person_id": look.about_person_id,
        **look.details,
    }
    append(tx, stream=accreditation_stream(accreditation_id), facts=[Fact(LOOKED, body)], now=now)


def covers(permission: AccreditationView, period: str) -> bool:
    """Return whether a permission covers the whole of an ISO week; pay is settled by the week, so a part would mislead.

    Raises:
        ValueError: the text is not an ISO week.
    """
    monday, monday_after = week_days(period)
    return permission.covers_from_on <= monday and monday_after <= permission.covers_to_on


def permission_for(
    permissions: Iterable[AccreditationView], *, period: str, accreditation_id: int | None = None
) -> AccreditationView:
    """Return the permission under which a week may be looked at: the one asked for, or the first that covers it.

    Raises:
        Refusal: `not_found`; whether there is anything outside a permission is not said.
    """
    for permission in permissions:
        is_asked_for = accreditation_id is None or permission.id == accreditation_id
        if is_asked_for and _covers_text(permission, period):
            return permission
    raise Refusal("not_found", Kind.MISSING)


def may_take_bundle(tx: Transaction, *, permission: AccreditationView, period: str) -> bool:
    """Return whether a permission covers everything that the bundle of a week holds.

    A chain can only be checked whole, so the bundle holds all that was ever recorded of those who worked in that week.
    """
    if permission.organisation_id is not None:
        return False
    first_on, next_on = week_days(period)
    covered = {"covers_from_on": permission.covers_from_on, "covers_to_on": permission.covers_to_on}
    return tx.one(_OTHER_TIME, first_on=first_on, next_on=next_on, **covered) is None


def _covers_text(permission: AccreditationView, period: str) -> bool:
    try:
        return covers(permission, period)
    except (ValueError, OverflowError):  # no week, or the last one of the calendar
        return False
