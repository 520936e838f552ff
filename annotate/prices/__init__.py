"""Raising the price of a published project."""
