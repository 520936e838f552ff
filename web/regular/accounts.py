"""Tidies up after the door: tries that have long been given back."""

from web.auth.rates import forget_full_buckets
from web.wiring import House


def forget_tries(house: House) -> None:
    """Delete the buckets of tries that have been full for two days."""
    with house.db.writing() as tx:
        forget_full_buckets(tx, now=house.now())


JOBS = (("forget_tries", 3600, forget_tries),)
