"""How long it takes to settle many people's weeks: from day totals, as closings do, and from raw segments beside it."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from policies.periods import MS_PER_HOUR, MS_PER_MINUTE
from policies.premiums import WeekLaw, settle_by_law
from policies.rulebook import Rulebook
from policies.settlement import PieceTotal, TimeTotal
from policies.working_time import Bucket

MONDAY = date(2026, 11, 16)
CURRENCY = "MXN"
_DAYS = 6
_WITH_OVERTIME_IN = 10  # one of ten has longer days than the law's
_REQUESTERS = (1, 2)
_MINUTES = ((Bucket.TASK, 190), (Bucket.REST, 20), (Bucket.INSTRUCTIONS, 5), (Bucket.WAITING_REQUESTER, 3))


Segment = tuple[tuple[object, ...], TimeTotal, int]
"""What tells segments apart, the rest that is the same for all such, and milliseconds."""


@dataclass(frozen=True, slots=True)
class SettlingTimes:
    """Seconds of processor time for everybody's week on one core."""

    people: int
    segments: int
    from_totals: float
    from_segments: float


def measure(people: int, *, processor_seconds: Callable[[], float] = time.process_time) -> SettlingTimes:
    """Settle so many people's weeks twice: each of six days, two requesters, four buckets and a platform outage.

    Args:
        people: how many.
        processor_seconds: tells the processor time used so far.
    """
    rulebook = Rulebook.load()
    digest = rulebook.digest("MX")
    kept = Rulebook.from_texts(rulebook.texts(digest), digest)
    floor = rulebook.floor("MX", on=MONDAY).hourly_micros
    law = WeekLaw(lambda _: kept)
    weeks = [_totals(person, floor, digest) for person in range(people)]
    segments = [row for total in weeks[0] for row in _segments(total)]

    began = processor_seconds()
    for person, totals in enumerate(weeks):
        settle_by_law(times=totals, pieces=_pieces(person), currency=CURRENCY, law=law)
    between = processor_seconds()
    for person in range(people):
        settle_by_law(times=added_up(segments), pieces=_pieces(person), currency=CURRENCY, law=law)
    return SettlingTimes(people, people * len(segments), between - began, processor_seconds() - between)


def added_up(segments: Sequence[Segment]) -> list[TimeTotal]:
    """Add segments of at most a minute up to the totals that a week is settled from."""
    sums: defaultdict[tuple[object, ...], int] = defaultdict(int)
    first_of: dict[tuple[object, ...], TimeTotal] = {}
    for kind, like, length_ms in segments:
        sums[kind] += length_ms
        first_of[kind] = like
    return [replace(first_of[kind], counted_ms=ms) for kind, ms in sums.items()]


def _totals(person: int, floor_micros: int, digest: str) -> list[TimeTotal]:
    totals = [(organisation_id, bucket, minutes) for organisation_id in _REQUESTERS for bucket, minutes in _MINUTES]
    totals.append((0, Bucket.WAITING_PLATFORM, 4 if person % _WITH_OVERTIME_IN else 64))
    return [
        TimeTotal(
            work_session_id=day,
            worked_on=MONDAY + timedelta(day),
            organisation_id=organisation_id,
            project_id=organisation_id * 10,
            bucket=bucket,
            floor_hourly_micros=floor_micros,
            rulebook_digest=digest,
            counted_ms=minutes * MS_PER_MINUTE,
        )
        for day in range(_DAYS)
        for organisation_id, bucket, minutes in totals
    ]


def _segments(total: TimeTotal) -> list[Segment]:
    kind = (total.work_session_id, total.worked_on, total.organisation_id, total.project_id, total.bucket)
    return [(kind, total, MS_PER_MINUTE)] * (total.counted_ms // MS_PER_MINUTE)


def _pieces(person: int) -> list[PieceTotal]:
    paid = 40_000_000 + person * MS_PER_HOUR
    return [
        PieceTotal(organisation_id=organisation_id, project_id=organisation_id * 10, amount_micros=paid * _DAYS)
        for organisation_id in _REQUESTERS
    ]
