"""Labelling jobs and their rules."""
