"""Payslips: what a week came to, issued once it is final, line by line, and never changed afterwards."""
