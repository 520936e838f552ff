"""How long to wait before a service that held too little of our money is asked to pay one more person."""

from datetime import timedelta

FIRST = timedelta(minutes=5)
"""So soon one payment is tried again; twice as long after each further time."""
MOST = timedelta(hours=1)
_DOUBLINGS_MOST = 10


def wait_before(times: int) -> timedelta:
    """Return how long to wait before one payment is tried again.

    Args:
        times: how often a payment was tried meanwhile, >= 0.
    """
    return min(FIRST * (1 << min(times, _DOUBLINGS_MOST)), MOST)
