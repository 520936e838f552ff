"""Sends released payments on where a process was stopped, and asks providers what became of those that were sent."""

from web.paying_out import hear_payouts, send_payouts

JOBS = (("send_payouts", 20, send_payouts), ("hear_payouts", 20, hear_payouts))
