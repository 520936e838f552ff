"""Agreement beyond chance on labels: Krippendorff's alpha, Fleiss' kappa and Cohen's kappa, from whole numbers."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

Distance = Callable[[int, int], Fraction]
"""How far apart two labels are, by their places; 0 for the same one."""


@dataclass(slots=True)
class Coincidences:
    """How often two people gave the same item which two labels, counted by how many people answered the item.

    Whole numbers only, so it makes no difference in which order items come.
    """

    pairs: Counter[tuple[int, int, int]] = field(default_factory=Counter)
    """By how many answered, one's label and another's: both ways round."""
    items: Counter[int] = field(default_factory=Counter)
    """By how many answered: how many items."""

    def add(self, labels: Sequence[int]) -> None:
        """Take the labels that the people who answered an item gave it; one alone agrees with nobody."""
        size, counts = len(labels), Counter(labels)
        if size < 2:
            return
        self.items[size] += 1
        for one, count in counts.items():
            for other, others in counts.items():
                self.pairs[size, one, other] += count * (others - (one == other))

    def weights(self) -> Mapping[tuple[int, int], Fraction]:
        """Return Krippendorff's matrix of coincidences: each answer weighs one."""
        found: defaultdict[tuple[int, int], Fraction] = defaultdict(Fraction)
        for (size, one, other), count in self.pairs.items():
            found[one, other] += Fraction(count, size - 1)
        return found

    def totals(self) -> Mapping[int, Fraction]:
        """Return how often each label was given, by people whose answer can be compared."""
        found: defaultdict[int, Fraction] = defaultdict(Fraction)
        for (one, _), weight in self.weights().items():
            found[one] += weight
        return found

    def only(self, label: int) -> "Coincidences":
        """Return the same of one label against all others."""
        alone = Coincidences(items=self.items)
        for (size, one, other), count in self.pairs.items():
            alone.pairs[size, int(one == label), int(other == label)] += count
        return alone


def disagreement(found: Coincidences, distance: Distance) -> tuple[Fraction, Fraction]:
    """Return how far apart answers are, and how far apart they would be by chance, both for one answer.

    K. Krippendorff, "Computing Krippendorff's alpha-reliability", 2011.
    """
    totals = found.totals()
    whole = sum(totals.values())
    if whole <= 1:
        return Fraction(0), Fraction(0)
    observed = sum((weight * distance(*pair) for pair, weight in found.weights().items()), Fraction(0))
    pairs = product(totals.items(), repeat=2)
    by_chance = sum((count * others * distance(one, other) for (one, count), (other, others) in pairs), Fraction(0))
    return observed / whole, by_chance / (whole * (whole - 1))


def alpha_of(parts: Iterable[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Return 1 - observed / expected of all parts together; None where nothing could differ: all is the same label."""
    listed = list(parts)
    observed, expected = (sum((part[side] for part in listed), Fraction(0)) for side in (0, 1))
    return None if expected == 0 else 1 - Fraction(observed) / Fraction(expected)


def nominal(one: int, other: int) -> Fraction:
    """Labels are the same or they are not."""
    return Fraction(one != other)


def interval(one: int, other: int) -> Fraction:
    """Steps of a scale, each as far from the next: the square of how many steps."""
    return Fraction((one - other) ** 2)


def ordinal(found: Coincidences) -> Distance:
    """Return the distance of ranks: the square of how many answers lie between two, half of their own counted."""
    totals = found.totals()

    def distance(one: int, other: int) -> Fraction:
        between = range(min(one, other), max(one, other) + 1)
        inside = sum((totals.get(label, Fraction(0)) for label in between), Fraction(0))
        ends = totals.get(one, Fraction(0)) + totals.get(other, Fraction(0))
        return (inside - ends / 2) ** 2 if one != other else Fraction(0)

    return distance


@dataclass(frozen=True, slots=True)
class Fleiss:
    """Fleiss' kappa needs the same number of answers to each item: of those with the usual number, how many they are.

    Attributes:
        kappa: None where all is the same label.
    """

    kappa: Fraction | None
    size: int
    item_count: int


def fleiss_of(found: Coincidences) -> Fleiss | None:
    """Return Fleiss' kappa of the items that the usual number of people answered; None without any.

    J. L. Fleiss, "Measuring nominal scale agreement among many raters", Psychological Bulletin 76, 1971.
    """
    if not found.items:
        return None
    size = max(found.items, key=lambda one: (found.items[one], one))
    count, pairs = found.items[size], size * (size - 1)
    alike, labels = 0, Counter[int]()
    for (answered, one, other), number in found.pairs.items():
        if answered == size:
            alike += number if one == other else 0
            labels[one] += number
    chance = sum(Fraction(number, count * pairs) ** 2 for number in labels.values())
    seen = Fraction(alike, count * pairs)
    return Fleiss(None if chance == 1 else (seen - chance) / (1 - chance), size, count)


def cohen_of(said: Mapping[tuple[int, int], int]) -> Fraction | None:
    """Return Cohen's kappa of two people; None where both always gave the same one label.

    J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20, 1960.

    Args:
        said: by the first one's label and the second one's, how many items.
    """
    whole = sum(said.values())
    ones, others = Counter[int](), Counter[int]()
    for (one, other), count in said.items():
        ones[one] += count
        others[other] += count
    alike = sum(count for (one, other), count in said.items() if one == other)
    chance = sum(ones[label] * others[label] for label in ones)
    if whole == 0 or chance == whole**2:
        return None
    return Fraction(alike * whole - chance, whole**2 - chance)
