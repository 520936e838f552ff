"""The scheduler's own sign of life, each minute: the operator's page and the health check say when it was last seen."""

from web.keeping.queries import SCHEDULER
from web.wiring import House


def beat(_house: House) -> None:
    """Do nothing: that it ran is noted with every job, and that is what the others look at."""


JOBS = ((SCHEDULER, 60, beat),)
