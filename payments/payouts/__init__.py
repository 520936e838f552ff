"""Sending what payslips say: payouts, the runs in which two people release them, and each attempt."""
