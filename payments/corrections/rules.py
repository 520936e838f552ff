"""Which recorded time may become something else afterwards, only where its own person wants that."""

from collections.abc import Sequence

from policies.claimed_time import Correction
from policies.errors import Refusal
from policies.working_time import MEAL_FROM_MS, PAGES, REST_BELOW_MS, Bucket

REASON_LENGTH_LEAST = 10
LINE_LENGTH_MAX = 500
BECOMES_OFF = frozenset({Bucket.REST, Bucket.INSTRUCTIONS, Bucket.QUALIFICATION, *PAGES})
"""What she may give back because she had stopped earlier. An item's time is not: its pay was fixed by its answer."""
_FROM = {Correction.MEAL: frozenset({Bucket.REST}), Correction.OFF: BECOMES_OFF}

Part = tuple[str, int, int]
"""A recorded segment: bucket, start and end, milliseconds since 1970."""


def bucket_to_correct(parts: Sequence[Part], *, becomes: Correction, started_ms: int, ended_ms: int) -> Bucket:
    """Return what a span was recorded as, where its person may say that it was something else.

    Args:
        parts: the segments within the span, in order.
        becomes: what she says that it was.
        started_ms: where the span begins.
        ended_ms: where it ends.

    Raises:
        Refusal: `nothing_to_correct`: the span is not whole segments of one kind that may become this. A rest is a meal
            only from 20 minutes up to 30: a shorter one is a rest by law, a longer one is a meal already.
    """
    joints = [started_ms, *(end_ms for _, _, end_ms in parts)]
    is_whole = (
        bool(parts)
        and joints[-1] == ended_ms
        and all(joint_ms == start_ms for joint_ms, (_, start_ms, _) in zip(joints, parts, strict=False))
    )
    buckets = {Bucket(bucket) for bucket, _, _ in parts}
    is_one_kind = len(buckets) == 1 and buckets <= _FROM.get(becomes, frozenset())
    is_long = becomes is not Correction.MEAL or REST_BELOW_MS <= ended_ms - started_ms < MEAL_FROM_MS
    if not (is_whole and is_one_kind and is_long):
        raise Refusal("nothing_to_correct")
    return buckets.pop()
