"""What a rejection may change: the pay of the piece, never what the floor owes for the time that it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policies.settlement import PieceTotal, Settlement, TimeTotal, settle


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What rejections do to a settlement, micro-units.

    Attributes:
        before: as it was.
        after: without the rejected pieces, for the same time.
        raised_micros: by how much floor top-ups rise: rejected pay that is owed all the same.
        lost_micros: what the annotator is paid less: only what pieces had earned above the floor.
    """

    before: Settlement
    after: Settlement
    raised_micros: int
    lost_micros: int


def effect_of(
    *, times: Sequence[TimeTotal], pieces: Sequence[PieceTotal], rejected: Sequence[PieceTotal], currency: str
) -> Effect:
    """Return what rejecting pieces changes: money moves from piece pay to top-up, and the floor stands.

    Args:
        times: of one annotator and period.
        pieces: accepted and pending pay, the rejected among it.
        rejected: the pay of rejected pieces, by project.
        currency: of every amount.

    Raises:
        ValueError: more is rejected than a project's pieces had earned.
    """
    left = _without(pieces, rejected)
    before = settle(times=times, pieces=pieces, currency=currency)
    after = settle(times=times, pieces=left, currency=currency)
    return Effect(
        before=before,
        after=after,
        raised_micros=_top_ups(after) - _top_ups(before),
        lost_micros=before.total_micros - after.total_micros,
    )


def _without(pieces: Sequence[PieceTotal], rejected: Sequence[PieceTotal]) -> list[PieceTotal]:
    taken: Counter[tuple[int, int]] = Counter()
    for piece in rejected:
        taken[piece.organisation_id, piece.project_id] += piece.amount_micros
    left = []
    for piece in pieces:
        key = (piece.organisation_id, piece.project_id)
        less = min(piece.amount_micros, taken[key])
        taken[key] -= less
        left.append(replace(piece, amount_micros=piece.amount_micros - less))
    if any(taken.values()):
        raise ValueError("more is rejected than was earned")
    return left


def _top_ups(settlement: Settlement) -> int:
    return sum(requester.top_up_micros for requester in settlement.requesters)
