"""Calling a service to pay: every call logged before and after, and what may follow from each answer."""
