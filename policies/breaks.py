"""When a rest from the screen falls due, and how long it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RestRule:
    """The rest from screen work that applies to a person on a day.

    Args:
        after_ms: screen work after which a rest falls due, milliseconds.
        movable_ms: by how much the person may put the rest off, milliseconds.
        length_ms: the least length of a gap that counts as this rest, milliseconds.
        paid_per_hour_ms: rest that counts beyond the required one, per hour of other counted time, milliseconds.
    """

    after_ms: int
    movable_ms: int
    length_ms: int
    paid_per_hour_ms: int


def rest_due_in_ms(*, screen_ms: int, is_moved: bool, rule: RestRule) -> int:
    """Return how much more screen work there is before a rest falls due; zero or less means it is due now.

    Args:
        screen_ms: screen work since the last gap of at least `rule.length_ms`, milliseconds, >= 0.
        is_moved: the person put this rest off.
        rule: the rest that applies today.
    """
    if screen_ms < 0:
        raise ValueError(f"negative input: {screen_ms=}")
    return rule.after_ms + (rule.movable_ms if is_moved else 0) - screen_ms


def is_long_enough(gap_ms: int, rule: RestRule) -> bool:
    """Whether a gap was a whole rest, so that screen work is counted from zero again."""
    return gap_ms >= rule.length_ms
