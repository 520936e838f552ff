"""Sends released payments on where a process was stopped, calls services, and asks what became of what was sent."""

from web.paying_out import call_payouts, hear_payouts, send_payouts

JOBS = (
    ("send_payouts", 20, send_payouts),
    ("call_payouts", 20, call_payouts),
    ("hear_payouts", 20, hear_payouts),
)
