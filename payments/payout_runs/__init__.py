"""Runs: payouts that leave together, prepared by one person and released by another."""
