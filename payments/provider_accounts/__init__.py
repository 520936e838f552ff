"""Accounts that people open at a service which pays them, on its own pages, and how they stand."""
