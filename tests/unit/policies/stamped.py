"""Stamps of one day as a server would note them, and what the partition makes of them."""

from collections import Counter
from datetime import UTC, date, datetime

from policies.partition import Span, partition
from policies.periods import MS_PER_HOUR, MS_PER_SECOND, to_ms
from policies.rulebook import Rulebook
from policies.stamps import Silence, Stamp, StampKind

LIMITS = Rulebook.load_with(None).limits("MX", on=date(2026, 3, 2))
NINE = to_ms(datetime(2026, 3, 2, 15, tzinfo=UTC))  # 09:00 in Mexico City
READING = Silence(grace_ms=60_000, p95_ms=240_000)
START, SUBMIT, BEAT = StampKind.START, StampKind.SUBMIT, StampKind.HEARTBEAT


def stamp(kind: StampKind, seconds: float, **other: object) -> Stamp:
    """Return a stamp so many seconds after nine, of organisation 3, project 12, item 1, unless said otherwise."""
    usual: dict[str, object] = {"organisation_id": 3, "project_id": 12, "assignment_id": 1, "silence": READING}
    return Stamp(kind=kind, at_ms=NINE + int(seconds * MS_PER_SECOND), **(usual | other))  # type: ignore[arg-type]


def page(kind: StampKind, seconds: float, **other: object) -> Stamp:
    return stamp(kind, seconds, **({"assignment_id": None} | other))


def spans_of(*stamps: Stamp) -> tuple[Span, ...]:
    return partition(stamps, now_ms=NINE + 24 * MS_PER_HOUR, time_zone="America/Mexico_City", limits=LIMITS)


def seconds_by_bucket(*stamps: Stamp) -> dict[str, float]:
    sums: Counter[str] = Counter()
    for span in spans_of(*stamps):
        sums[span.bucket.value] += span.ms
    return {bucket: ms / MS_PER_SECOND for bucket, ms in sums.items()}


def three_hours_of_answers() -> list[Stamp]:
    """Three hours of items, one a minute, with a whole rest of five minutes after every 50."""
    begins = [minute * 60 + minute // 50 * 300 for minute in range(180)]
    return [
        made
        for number, second in enumerate(begins)
        for made in (
            stamp(START, second, assignment_id=100 + number),
            stamp(SUBMIT, second + 60, assignment_id=100 + number),
        )
    ]
