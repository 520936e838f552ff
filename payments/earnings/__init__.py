"""Counted time and explained amounts owed."""
