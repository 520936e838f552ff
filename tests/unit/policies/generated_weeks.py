"""Makes up thousands of weeks from whole numbers of a seed, cheaply: any requesters, floors, days and buckets."""

from datetime import date, timedelta
from random import Random

from policies.periods import MS_PER_HOUR
from policies.settlement import PieceTotal, TimeTotal
from policies.working_time import Bucket

MONDAY = date(2026, 11, 16)
FLOORS = (45_943_334, 47_940_870, 7_250_000, 1)
BUCKETS = tuple(Bucket)


def week_of(random: Random) -> tuple[list[TimeTotal], list[PieceTotal]]:
    """Return the times and pieces of one made-up week."""
    times = [
        TimeTotal(
            work_session_id=random.randrange(1, 4),
            worked_on=MONDAY + timedelta(random.randrange(7)),
            organisation_id=random.randrange(4),
            project_id=random.randrange(1, 6),
            bucket=random.choice(BUCKETS),
            floor_hourly_micros=random.choice(FLOORS),
            rulebook_digest=random.choice(("old", "new")),
            counted_ms=random.randrange(12 * MS_PER_HOUR),
            is_salaried=random.random() < 0.1,
        )
        for _ in range(random.randrange(1, 10))
    ]
    pieces = [
        PieceTotal(
            organisation_id=random.randrange(1, 4),
            project_id=random.randrange(1, 6),
            amount_micros=random.randrange(10**9),
        )
        for _ in range(random.randrange(5))
    ]
    return times, pieces
