"""Shares the rest of a work session among the requesters whose work it was a rest from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple


class RestTime(NamedTuple):
    """Rest of one work session under one floor."""

    work_session_id: int
    rate_micros: int
    rulebook_digest: str


def share_rest(
    rests: Mapping[RestTime, int], *, work: Mapping[tuple[int, int], int], platform_id: int
) -> Iterator[tuple[RestTime, int, int]]:
    """Share rest in proportion to each requester's counted time in the same session.

    Args:
        rests: milliseconds of rest.
        work: milliseconds of counted time caused by requesters, each > 0, by (work session, organisation).
        platform_id: carries the rest of a session in which no requester had any work.

    Yields:
        (rest, organisation, milliseconds); the shares of one rest add up to it exactly.
    """
    weights_of: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for (work_session_id, organisation_id), ms in work.items():
        weights_of[work_session_id][organisation_id] = ms
    for rest in sorted(rests):
        weights = weights_of.get(rest.work_session_id, {platform_id: 1})
        for organisation_id, share_ms in split_whole(rests[rest], weights).items():
            yield rest, organisation_id, share_ms


def split_whole(whole: int, weights: Mapping[int, int]) -> dict[int, int]:
    """Split a whole number in proportion to weights, exactly: what is left over goes to the largest remainders.

    Equal remainders go to the lower number first, so that the result is always the same.

    Args:
        whole: what to split, >= 0.
        weights: by number, each > 0, at least one.
    """
    if len(weights) == 1:
        return dict.fromkeys(weights, whole)
    total = sum(weights.values())
    shares = {number: divmod(whole * weight, total) for number, weight in sorted(weights.items())}
    left = whole - sum(share for share, _ in shares.values())
    by_remainder = sorted(shares, key=lambda number: (-shares[number][1], number))
    favoured = set(by_remainder[:left])
    return {number: share + (number in favoured) for number, (share, _) in shares.items()}
