"""Reads the recorded weeks of everyone, so that they can be settled once more under other rules; writes nothing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from payments.closing.queries import time_total_of
from payments.employment.queries import IS_SALARIED
from payments.transaction import Transaction
from policies.periods import week_days
from policies.sandbox import Home, RecordedWeek
from policies.settlement import PieceTotal, TimeTotal

_TIMES = f"""
SELECT person_id, currency, work_session_id, worked_on, organisation_id, project_id, bucket, floor_hourly_micros,
  rulebook_digest, counted_ms, {IS_SALARIED}
FROM time_total WHERE worked_on >= :first_on AND worked_on < :next_on AND counted_ms > 0
"""
_PIECES = """
SELECT person_id, currency, organisation_id, project_id, sum(amount_micros) FROM earning
WHERE period = :period AND kind IN ('piece', 'hourly') GROUP BY person_id, currency, organisation_id, project_id
"""
_HOMES = "SELECT person_id, jurisdiction, zone, from_on FROM residence ORDER BY person_id, from_on, id"


def recorded_weeks(
    tx: Transaction, periods: Sequence[str], *, organisation_id: int | None = None
) -> tuple[RecordedWeek, ...]:
    """Return what was recorded of everyone's weeks, whole, also of weeks that are still open.

    Args:
        tx: an open transaction; one that only reads will do.
        periods: ISO weeks such as "2026-W47".
        organisation_id: only weeks with anything of this organisation in them; None for all.

    Raises:
        ValueError: a text is not an ISO week.
    """
    homes: defaultdict[int, list[Home]] = defaultdict(list)
    for person_id, jurisdiction, zone, from_on in tx.run(_HOMES):
        homes[person_id].append(Home(from_on=date.fromisoformat(from_on), jurisdiction=jurisdiction, zone=zone))
    weeks = (week for period in sorted(set(periods)) for week in _weeks_of(tx, period, homes))
    return tuple(week for week in weeks if _concerns(week, organisation_id))


def _weeks_of(tx: Transaction, period: str, homes: Mapping[int, Sequence[Home]]) -> Iterator[RecordedWeek]:
    first_on, next_on = week_days(period)
    times: defaultdict[tuple[int, str], list[TimeTotal]] = defaultdict(list)
    pieces: defaultdict[tuple[int, str], list[PieceTotal]] = defaultdict(list)
    for row in tx.run(_TIMES, first_on=first_on, next_on=next_on):
        times[row[0], row[1]].append(time_total_of(row[2:]))
    for person_id, currency, organisation, project_id, micros in tx.run(_PIECES, period=period):
        piece = PieceTotal(organisation_id=organisation, project_id=project_id, amount_micros=int(micros))
        pieces[person_id, currency].append(piece)
    for person_id, currency in sorted(times.keys() | pieces.keys()):
        yield RecordedWeek(
            person_id=person_id,
            period=period,
            currency=currency,
            homes=tuple(homes[person_id]),
            times=tuple(times[person_id, currency]),
            pieces=tuple(pieces[person_id, currency]),
        )


def _concerns(week: RecordedWeek, organisation_id: int | None) -> bool:
    parts: tuple[TimeTotal | PieceTotal, ...] = (*week.times, *week.pieces)
    return organisation_id is None or any(part.organisation_id == organisation_id for part in parts)
