"""Handing out work."""
