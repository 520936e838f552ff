"""Ranks the projects that a person may choose from, and says why one stands first; the person chooses."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

NEARLY_PERMILLE = 50
"""Pay that is at most so much below the best, in tenths of a percent, counts as nearly as good."""
TIRING_COUNT = 20
"""From so many answers of one day on, something else that pays nearly as well comes first."""
_WHOLE_PERMILLE = 1_000


class Why(StrEnum):
    """Why a project stands first."""

    IN_HAND = "in_hand"
    ONLY_ONE = "only_one"
    PAYS_MOST = "pays_most"
    VARIETY = "variety"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A project that a person may go on with.

    Args:
        project_id: which.
        hourly_micros: what an hour of it brings this person, micro-units of one currency for all candidates.
        answered_count: how many of it they answered today.
        is_started: whether they have an item of it open.
        has_left: whether an item is there now; without one, more may only return.
    """

    project_id: int
    hourly_micros: int
    answered_count: int = 0
    is_started: bool = False
    has_left: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Projects in the order in which they are proposed, and why the first one is first."""

    project_ids: tuple[int, ...]
    why: Why
    instead_of_id: int | None = None
    """What pays a little more and comes later, because the person did so much of it today."""


def rank(candidates: Sequence[Candidate]) -> Ranking | None:
    """Return the order in which projects are proposed, or None where there are none.

    What is in hand comes first, then what has items now, then what pays this person most for an hour. What pays nearly
    as much comes before something that the person has answered often today, if they answered less of it.

    Args:
        candidates: each project once.
    """
    ordered = sorted(
        candidates, key=lambda one: (not one.is_started, not one.has_left, -one.hourly_micros, -one.project_id)
    )
    if not ordered:
        return None
    first = ordered[0]
    other = None if first.is_started else _change_from(first, ordered[1:])
    if other is not None:
        ordered.remove(other)
        ordered.insert(0, other)
    ids = tuple(one.project_id for one in ordered)
    if other is not None:
        return Ranking(project_ids=ids, why=Why.VARIETY, instead_of_id=first.project_id)
    if first.is_started:
        return Ranking(project_ids=ids, why=Why.IN_HAND)
    return Ranking(project_ids=ids, why=Why.PAYS_MOST if len(ids) > 1 else Why.ONLY_ONE)


def _change_from(first: Candidate, others: Sequence[Candidate]) -> Candidate | None:
    """Return what to propose instead of a project that somebody has answered often today, or None."""
    if first.answered_count < TIRING_COUNT:
        return None
    nearly = [
        one
        for one in others
        if one.has_left == first.has_left
        and one.answered_count < first.answered_count
        and one.hourly_micros * _WHOLE_PERMILLE >= first.hourly_micros * (_WHOLE_PERMILLE - NEARLY_PERMILLE)
    ]
    return min(nearly, key=lambda one: (one.answered_count, -one.hourly_micros), default=None)
