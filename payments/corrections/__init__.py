"""Saying afterwards that time was something else: a meal, her own time, or a claim that a named person refuses."""
