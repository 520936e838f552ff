"""Claiming quiet time: an annotator says that they were working, and it counts."""
