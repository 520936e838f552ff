"""Notes after each week's end what went over a limit, also for whoever never asked for more work."""

from datetime import timedelta

from annotate.caps.queries import long_weeks
from annotate.caps.service import note_week
from policies.periods import local_day, to_ms, week_of
from web.wiring import House

WEEKS_BACK = 2
_EARLIEST_ZONE = "Pacific/Kiritimati"


def note_week_breaches(house: House) -> int:
    """Look at the weeks that ended lately; each breach is noted once. Returns how many were new."""
    now, new = house.now(), 0
    today = local_day(to_ms(now), _EARLIEST_ZONE)
    for back in range(1, WEEKS_BACK + 1):
        period = week_of(today - timedelta(days=7 * back))
        with house.db.reading() as tx:
            people = long_weeks(tx, period=period, now=now)
        for person_id in people:
            with house.db.writing() as tx:
                new += note_week(tx, person_id=person_id, period=period, now=now, rulebook=house.rulebook)
    return new


JOBS = (("note_week_breaches", 3_600, note_week_breaches),)
