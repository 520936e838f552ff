"""Holds payday: payslips and payouts for every week whose day has come, a few minutes after it came."""

from payments.weeks_due.queries import WEEKS_LOOKED_BACK
from web.payday import look_for_forgotten, run_payday
from web.wiring import House


def hold_payday(house: House) -> str:
    """Pay what is due; says how many payslips there were, where there were any."""
    done = run_payday(house, weeks_looked_back=WEEKS_LOOKED_BACK)
    return f"{done.payslips} payslips" if done.payslips else ""


def find_unpaid_weeks(house: House) -> int | str:
    """Look through all pay once a day for what nobody noted as owed."""
    return look_for_forgotten(house) or ""


JOBS = (("hold_payday", 300, hold_payday), ("find_unpaid_weeks", 86_400, find_unpaid_weeks))
