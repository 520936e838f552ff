"""Counting quiet time that its person claimed: as what it interrupted, unless a named person refused the claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from policies.errors import Refusal
from policies.partition import Span
from policies.working_time import Bucket, claimed_as


class Correction(StrEnum):
    """What recorded time may become afterwards: never more than it was, but for a claim."""

    MEAL = "meal"
    """She says that a rest was a meal."""
    OFF = "off"
    """She says that she had stopped earlier."""
    UNCONFIRMED = "unconfirmed"
    """A named person refused her claim, with a reason."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One stretch of unconfirmed time that its person says was work, from end to end, milliseconds since 1970."""

    started_ms: int
    ended_ms: int
    is_refused: bool = False
    """A named person refused it with a reason, in time."""


def with_claims(segments: Sequence[Span], claims: Sequence[Claim]) -> tuple[Span, ...]:
    """Return segments with claimed time counted as what it interrupted, else as task time, or the platform's own.

    Args:
        segments: from `policies.partition.partition`, in order.
        claims: each names one whole stretch of unconfirmed time; a refused one changes nothing.

    Raises:
        Refusal: `nothing_to_claim` for a span that is not exactly one stretch of unconfirmed time.
    """
    counted_as: dict[int, Bucket] = {}
    stretches = {(stretch[0].started_ms, stretch[-1].ended_ms): stretch for stretch in _stretches(segments)}
    before = {segment.ended_ms: segment.bucket for segment in segments}
    for claim in claims:
        stretch = stretches.get((claim.started_ms, claim.ended_ms))
        if stretch is None:
            raise Refusal("nothing_to_claim")
        if not claim.is_refused:
            before_it = before.get(claim.started_ms)
            bucket = claimed_as(before_it, organisation_id=stretch[0].where.organisation_id)
            counted_as |= {segment.started_ms: bucket for segment in stretch}
    return tuple(replace(segment, bucket=counted_as.get(segment.started_ms, segment.bucket)) for segment in segments)


def _stretches(segments: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield runs of unconfirmed segments that touch each other."""
    run: list[Span] = []
    for segment in segments:
        if run and (segment.bucket is not Bucket.UNCONFIRMED or run[-1].ended_ms != segment.started_ms):
            yield run
            run = []
        if segment.bucket is Bucket.UNCONFIRMED:
            run.append(segment)
    if run:
        yield run
