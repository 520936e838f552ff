"""Auditors look at pay records under a stated permission, and each look is written down before it is answered."""

from collections.abc import Iterable
from datetime import datetime

from payments.events.rules import Fact
from payments.events.service import append
from payments.people.queries import AccreditationView
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import week_days

LOOKED = "audit_read"


def accreditation_stream(accreditation_id: int) -> str:
    """Return the name of the stream of everything that was looked at under one accreditation."""
    return f"accreditation:{accreditation_id}"


def record_look(
    tx: Transaction,
    *,
    accreditation_id: int,
    what: str,
    period: str,
    about_person_id: int | None = None,
    now: datetime,
) -> None:
    """Write down that an auditor looked.

    Args:
        tx: the open transaction.
        accreditation_id: under which permission.
        what: "period", "person", "spreadsheet", "bundle" or "verify".
        period: the ISO week looked at.
        about_person_id: whose week it was, where it was one person's.
        now: when.
    """
    body = {
        "accreditation_id": accreditation_id,
        "what": what,
        "period": period,
        "about_person_id": about_person_id,
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


def _covers_text(permission: AccreditationView, period: str) -> bool:
    try:
        return covers(permission, period)
    except ValueError:
        return False
