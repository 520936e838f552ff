"""What an auditor sees first: some weeks together, in the figures that matter, and what they do not cover."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotate.caps.queries import breaches_between
from payments.audit.records import PayRecord
from payments.payouts.queries import paid_between
from payments.transaction import Transaction
from policies.money import coins_up
from policies.periods import week_days

WEEKS_TOGETHER = 4


@dataclass(frozen=True, slots=True)
class Sum:
    """What was paid in one currency, in whole minor units, rounded up."""

    currency: str
    total_micros: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The last weeks that a permission covers, together. Time in milliseconds.

    Attributes:
        periods: which weeks, the oldest first.
        below: how many people are below their floor in any of them.
        rests_missed: how many of the rests that fell due were not taken.
        caps_passed: how many days and weeks were longer than a limit; None where the permission covers one organisation
            only, because a day belongs to nobody.
    """

    periods: tuple[str, ...]
    people: int
    below: int
    counted_ms: int
    sums: tuple[Sum, ...]
    rests_due: int
    rests_missed: int
    unconfirmed_ms: int
    caps_passed: int | None
    open_weeks: int
    payslips: int
    payslips_paid: int


def overview_of(
    tx: Transaction, records: Sequence[PayRecord], *, periods: Sequence[str], is_everyone: bool
) -> Overview:
    """Return the figures of some weeks together.

    Args:
        tx: an open transaction.
        records: of all these weeks.
        periods: the weeks.
        is_everyone: whether the permission covers all organisations.
    """
    ordered = tuple(sorted(periods))
    first_on, next_on = week_days(ordered[0])[0], week_days(ordered[-1])[1]
    people = {record.person_id for record in records}
    paid = [is_paid for who, is_paid in paid_between(tx, first=ordered[0], last=ordered[-1]) if who in people]
    return Overview(
        periods=ordered,
        people=len(people),
        below=len({record.person_id for record in records if not record.is_at_floor}),
        counted_ms=sum(record.counted_ms for record in records),
        sums=tuple(_sum(records, currency) for currency in sorted({record.currency for record in records})),
        rests_due=sum(record.rests_due for record in records),
        rests_missed=sum(record.rests_missed for record in records),
        unconfirmed_ms=sum(record.unconfirmed_ms for record in records),
        caps_passed=breaches_between(tx, first_on=first_on, next_on=next_on) if is_everyone else None,
        open_weeks=sum(not record.is_closed for record in records),
        payslips=len(paid),
        payslips_paid=sum(paid),
    )


def _sum(records: Sequence[PayRecord], currency: str) -> Sum:
    return Sum(currency, coins_up(sum(each.total_micros for each in records if each.currency == currency), currency))
