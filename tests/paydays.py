"""Payday for tests: every week that is owed is paid, as the house does it, in one go."""

from datetime import datetime, timedelta

from payments.payouts.service import open_payouts
from payments.payslips.queries import payslips_due
from payments.payslips.rules import PAYDAY_MS
from payments.payslips.service import issue
from tests.wages import AFTER_WEEK
from web.db import Database

PAYDAY = AFTER_WEEK + timedelta(hours=96)
"""Friday 13 March 2026, nine in the morning in Mexico City: five days after her week ended."""


def hold_payday(db: Database, *, now: datetime = PAYDAY) -> tuple[int, ...]:
    """Issue every payslip that is due, open their payouts, and return the payslips' ids."""
    with db.writing() as tx:
        due = payslips_due(tx, now=now, payday_ms=PAYDAY_MS, limit=10_000)
        made = tuple(each for period, person in due for each in issue(tx, person_id=person, period=period, now=now))
        open_payouts(tx, now=now)
        return made
