"""Chance for tests in which much goes wrong: the same again for the same seed, another course of events for another."""

import os
from random import Random

SEED = "JORNAL_TEST_SEED"
"""The variable that says which course; none is one of them too."""


def chance_of(what: object) -> Random:
    """Return the chance of one thing, such as a person or a place.

    Args:
        what: tells it from others of the same run.
    """
    return Random(f"{os.environ.get(SEED, '')}/{what}")
