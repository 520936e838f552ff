"""At which pace answers come in, from those of the last days; too few of them say nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from policies.money import ceil_div
from policies.periods import MS_PER_HOUR, MS_PER_MINUTE

LOOKED_BACK_MS = 72 * MS_PER_HOUR
ANSWERS_LEAST = 10
SPAN_MS_LEAST = 10 * MS_PER_MINUTE


@dataclass(frozen=True, slots=True)
class Pace:
    """So many answers came in such a span, nights and days off included."""

    answer_count: int
    span_ms: int

    def time_for_ms(self, answer_count: int) -> int:
        """Return how long so many more answers would take, rounded up."""
        return ceil_div(answer_count * self.span_ms, self.answer_count)


def pace_of(submitted_ms: Sequence[int], *, now_ms: int) -> Pace | None:
    """Return the pace of a project's latest answers.

    Args:
        submitted_ms: when its latest answers came, in any order.
        now_ms: now; answers older than three days are left out.

    Returns:
        The pace; None where fewer than ten answers came, or all of them within ten minutes.
    """
    recent = [ms for ms in submitted_ms if now_ms - LOOKED_BACK_MS <= ms <= now_ms]
    if len(recent) < ANSWERS_LEAST:
        return None
    span_ms = now_ms - min(recent)
    return Pace(len(recent), span_ms) if span_ms >= SPAN_MS_LEAST else None
