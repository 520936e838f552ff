"""Agreement beyond chance on stretches of a text: Krippendorff's alpha for where they begin and end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

Stretch = tuple[int, int]
"""Where it begins, and the first place after it."""


@dataclass(slots=True)
class Unitised:
    """Adds up how far apart people's stretches are, text by text, and how far apart they would be by chance.

    K. Krippendorff, "On the reliability of unitizing continuous data", Sociological Methodology 25, 1995, formulas of
    "Content Analysis", 2nd edition, 2004. Each text is a continuum of its own, weighted by the square of its length;
    with one text it is exactly his. Stretches of one label and person that overlap are taken as one.
    """

    observed: Fraction = Fraction(0)
    expected: Fraction = Fraction(0)

    def add(self, length: int, people: Sequence[Iterable[Stretch]]) -> None:
        """Take one text and one label.

        Args:
            length: of the text, code points.
            people: the stretches that each person gave this label; nobody is left out who answered.
        """
        units = [joined(stretches) for stretches in people]
        if len(units) < 2 or not any(units):
            return
        apart = sum(_apart(*pair) for pair in combinations(units, 2))
        self.observed += Fraction(2 * apart, len(units) * (len(units) - 1))
        self.expected += _by_chance(length, units)

    @property
    def alpha(self) -> Fraction | None:
        """Return 1 where all agree, about 0 where it is no more than chance; None without any stretch."""
        return 1 - self.observed / self.expected if self.expected else None


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return stretches in order, those that overlap as one."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _apart(first: Sequence[Stretch], second: Sequence[Stretch]) -> int:
    """Return the sum of squared differences: of both ends where stretches overlap, of its length where one is alone."""
    found = 0
    for start, end in first:
        meeting = [(begin, stop) for begin, stop in second if begin < end and start < stop]
        found += sum((start - begin) ** 2 + (end - stop) ** 2 for begin, stop in meeting)
        found += 0 if meeting else (end - start) ** 2
    for start, end in second:
        is_met = any(begin < end and start < stop for begin, stop in first)
        found += 0 if is_met else (end - start) ** 2
    return found


def _by_chance(length: int, people: Sequence[Sequence[Stretch]]) -> Fraction:
    """Return what the same would come to if the same stretches and gaps lay anywhere; times the squared length."""
    lengths = [end - start for units in people for start, end in units]
    gaps = [gap for units in people for gap in _gaps(length, units)]
    places = len(people) * length
    wanted = sum(
        Fraction((len(lengths) - 1) * (2 * one**3 - 3 * one**2 + one), 3)
        + one**2 * sum(gap - one + 1 for gap in gaps if gap >= one)
        for one in lengths
    )
    pairs = places * (places - 1) - sum(one * (one - 1) for one in lengths)
    return Fraction(2 * length) * wanted / pairs if pairs else Fraction(0)


def _gaps(length: int, units: Sequence[Stretch]) -> list[int]:
    edges = [0, *(edge for unit in units for edge in unit), max(length, units[-1][1] if units else 0)]
    return [end - start for start, end in zip(edges[::2], edges[1::2], strict=True) if end > start]
