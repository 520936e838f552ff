"""Closing the pay week: what is owed beyond piece pay, who carries it, and time claimed afterwards."""
