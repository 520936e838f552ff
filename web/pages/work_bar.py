"""What stands above the work: what today brought so far, when the next rest is, and what is nearly full."""

from dataclasses import dataclass
from datetime import datetime

from annotate.caps.queries import notices_for
from annotate.projects.queries import ProjectView
from annotate.timeclock.queries import ClockView
from payments.transaction import Transaction
from policies.notices import Notice
from web.pages.pay_view import day_pay


@dataclass(frozen=True, slots=True, kw_only=True)
class BarShown:
    """What stands above the work. Amount in micro-units, in whole cents."""

    earned_micros: int
    currency: str
    rest_in_ms: int
    is_rest_due: bool
    notices: tuple[Notice, ...] = ()
    """How full the day, the week, the shift and the hard content are, where there is something to say."""


def bar_of(tx: Transaction, project: ProjectView, clock: ClockView, *, person_id: int, now: datetime) -> BarShown:
    """Return what stands above the work of a person on a project, their clock read at this instant."""
    pay = day_pay(tx, person_id, on=clock.today, floor=clock.floor)
    is_hard = bool(project.content_risks)
    return BarShown(
        earned_micros=pay.earned_micros,
        currency=pay.currency,
        rest_in_ms=clock.rest_due_in_ms,
        is_rest_due=clock.is_rest_due,
        notices=notices_for(tx, person_id=person_id, clock=clock, now=now, is_about_hard=is_hard),
    )
