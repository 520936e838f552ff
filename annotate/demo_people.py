"""Who labels in the demonstration: where each of them lives, how fast they are, and for whom they work."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody lives: whose law protects them, what time it is, and what they read."""

    jurisdiction: str
    zone: str
    time_zone: str
    language: str


@dataclass(frozen=True, slots=True)
class Worker:
    """One annotator.

    Attributes:
        pace_percent: how long an item takes them, of what it takes most people.
        right_percent: how many of 100 answers are as intended.
        is_employed: whether they are on the ministry's salary.
    """

    key: str
    name: str
    pace_percent: int
    right_percent: int
    home: Home
    is_employed: bool = False


MEXICO = Home("MX", "general", "America/Mexico_City", "es")
BORDER = Home("MX", "ZLFN", "America/Tijuana", "es")
BRITAIN = Home("GB", "21+", "Europe/London", "en")

TEAM = (
    Worker("ada", "Ada Mendoza", 103, 95, MEXICO),
    Worker("ben", "Ben Ortiz", 88, 90, MEXICO),
    Worker("carmen", "Carmen Luna", 115, 96, MEXICO),
    Worker("diego", "Diego Ramos", 97, 88, MEXICO),
    Worker("elena", "Elena Cruz", 220, 97, MEXICO),
    Worker("fermin", "Fermín Paz", 110, 92, MEXICO),
    Worker("gloria", "Gloria Sosa", 135, 94, MEXICO),
    Worker("hugo", "Hugo Vera", 80, 84, MEXICO),
    Worker("ines", "Inés Rangel", 92, 93, BORDER),
    Worker("jorge", "Jorge Leyva", 104, 90, BORDER),
    Worker("karla", "Karla Montes", 98, 95, BORDER),
    Worker("leo", "Leo Arce", 160, 96, BORDER),
    Worker("maya", "Maya Soto", 86, 91, BORDER),
    Worker("lucia", "Lucía Prado", 96, 97, MEXICO, is_employed=True),
    Worker("mateo", "Mateo Gil", 112, 94, MEXICO, is_employed=True),
    Worker("nadia", "Nadia Ríos", 104, 96, MEXICO, is_employed=True),
    Worker("grace", "Grace Osei", 90, 95, BRITAIN),
    Worker("oliver", "Oliver Shaw", 105, 92, BRITAIN),
    Worker("priya", "Priya Nair", 94, 96, BRITAIN),
    Worker("tom", "Tom Ellery", 120, 90, BRITAIN),
    Worker("wendy", "Wendy Price", 100, 94, BRITAIN),
)
"""Elena takes her time: her tasks alone would pay less than the floor, so her weeks show a top-up. So do Leo's: where
he lives the floor is higher."""


def worker_of(key: str) -> Worker:
    """Return who goes by a key of the plan."""
    return next(worker for worker in TEAM if worker.key == key)
