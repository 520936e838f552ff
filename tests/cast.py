"""The cast: people whom the tests know by name, and the clock by which they live."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

BEGINNING = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
"""Monday 2 March 2026, nine in the morning in Mexico City; the Mexican floor is 45.943334 an hour."""

PASSWORD = "maiz-azul-y-comal"


class Clock:
    """A clock that only moves when a test says so."""

    def __init__(self, at: datetime = BEGINNING) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **spans: float) -> datetime:
        """Move on by `seconds=`, `minutes=`, `hours=` or `days=`."""
        self.at += timedelta(**spans)
        return self.at


class RunningClock(Clock):
    """A clock that runs by itself, faster than the real one, and shows the same in every process.

    Args:
        began: when it showed BEGINNING, by the machine's own clock, nanoseconds.
        pace: how many seconds pass on it in one.
    """

    def __init__(self, began: int, *, pace: int) -> None:
        super().__init__()
        self._began, self._pace = began, pace

    def __call__(self) -> datetime:
        milliseconds = (time.monotonic_ns() - self._began) * self._pace // 1_000_000
        return BEGINNING + timedelta(milliseconds=milliseconds)

    def wait_until(self, then: datetime, *, most_seconds: float = 1.0) -> None:
        """Wait, really, until it shows an instant, or a little."""
        time.sleep(min(max((then - self()).total_seconds() / self._pace, 0.01), most_seconds))


@dataclass(frozen=True, slots=True)
class Who:
    """One person of the cast, before they are anybody here."""

    name: str
    language: str = "en"
    time_zone: str = "America/Mexico_City"

    @property
    def email(self) -> str:
        return f"{self.name.lower()}@example.org"


ADA = Who("Ada")  # labels, in Mexico, general zone
BEN = Who("Ben")  # labels too, so that work can overlap
OTTO = Who("Otto", time_zone="Europe/London")  # labels, in Great Britain
RITA = Who("Rita")  # asks for work, at the Mobility Office
PIA = Who("Pia")  # reviews, at the Mobility Office
PAZ = Who("Paz")  # asks for work elsewhere
OLGA = Who("Olga")  # runs the place
PAULA = Who("Paula")  # runs the payroll
DELIA = Who("Delia", language="es")  # speaks for the annotators
AXEL = Who("Axel")  # audits
MALLORY = Who("Mallory")  # must never get in

COVERED = (date(2026, 1, 1), date(2027, 1, 1))
