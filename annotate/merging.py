"""One answer out of several people's: what most of them said, and nobody's where they tie."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

Said = TypeVar("Said", bound=Hashable)


def most_said(said: Iterable[Said]) -> Said | None:
    """Return what was said most often, or None where two were said equally often, or nothing at all."""
    ranked = Counter(said).most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def said_by_half(said: Sequence[Iterable[Said]]) -> tuple[Said, ...] | None:
    """Return what more than half of the people said, in the order of first mention; None where exactly half said one.

    Args:
        said: what each person said, several things perhaps.
    """
    counts = Counter(one for person in said for one in dict.fromkeys(person))
    if any(2 * count == len(said) for count in counts.values()):
        return None
    return tuple(one for one, count in counts.items() if 2 * count > len(said))
