"""Amounts as people are shown them: in whole cents, rounded up, the floor and what an hour brought alike."""

from dataclasses import dataclass
from datetime import date

from payments.earnings.queries import Today, today
from payments.transaction import Transaction
from policies.floors import Floor
from policies.money import ceil_div, coins_up
from policies.periods import MS_PER_HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPay:
    """One day's pay so far. Amounts in micro-units of `currency`, in whole cents; time in milliseconds.

    Attributes:
        earned_micros: what is earned so far, rounded up.
        hourly_micros: what that is for one counted hour, rounded up as the floor is; zero where nothing was counted.
        missing_micros: by how much tasks alone stand below the floor for now, rounded up.
        counted_ms: time that is paid here; salaried_ms: time that a salary pays for.
        floor_micros: the floor of one hour, rounded up.
    """

    earned_micros: int
    hourly_micros: int
    missing_micros: int
    counted_ms: int
    salaried_ms: int
    unconfirmed_ms: int
    floor_micros: int
    currency: str


def hourly_of(micros: int, counted_ms: int, currency: str) -> int:
    """Return what an amount is for one counted hour, in whole cents; zero where nothing was counted.

    Rounded up, as the floor is: whoever stands exactly on the floor then reads the same figure twice.
    """
    return coins_up(ceil_div(micros * MS_PER_HOUR, counted_ms), currency) if counted_ms else 0


def day_pay(tx: Transaction, person_id: int, *, on: date, floor: Floor) -> DayPay:
    """Return a person's pay on a day so far.

    Args:
        tx: an open transaction.
        person_id: whose.
        on: the day where the person lives.
        floor: the floor there on that day.
    """
    return _day_pay(today(tx, person_id, on), floor)


def _day_pay(day: Today, floor: Floor) -> DayPay:
    currency = day.currency or floor.currency
    return DayPay(
        earned_micros=coins_up(day.earned_micros, currency),
        hourly_micros=hourly_of(day.earned_micros, day.counted_ms, currency),
        missing_micros=coins_up(day.missing_micros, currency),
        counted_ms=day.counted_ms,
        salaried_ms=day.salaried_ms,
        unconfirmed_ms=day.unconfirmed_ms,
        floor_micros=coins_up(floor.hourly_micros, floor.currency),
        currency=currency,
    )
