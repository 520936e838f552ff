"""Rows of an upload that did not become items: how many for which reason, and the first of them as they came."""
