"""The days of a week: how long each was and what with, as bars and as the table behind them."""

from dataclasses import dataclass
from datetime import date

from payments.closing.queries import Week
from policies.working_time import Bucket, is_counted
from web.pages.time_picture import DayBar, day_bars

TASK = frozenset({Bucket.TASK, Bucket.REWORK})
DRAWN = (*(bucket for bucket in Bucket if is_counted(bucket) and bucket is not Bucket.REST), Bucket.REST)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """One day in the table behind the picture; milliseconds."""

    day: date
    task_ms: int
    rest_ms: int
    other_ms: int
    unconfirmed_ms: int
    counted_ms: int


def _worked_days(week: Week) -> list[date]:
    return sorted({time.worked_on for time in week.times})


def days_of(week: Week) -> tuple[DayBar, ...]:
    """Return one bar for each day on which anything was recorded."""
    buckets = (*DRAWN, Bucket.UNCONFIRMED)
    days = [(day, [(bucket, _ms_of(week, day, bucket)) for bucket in buckets]) for day in _worked_days(week)]
    return day_bars([(day, [part for part in parts if part[1]]) for day, parts in days])


def _ms_of(week: Week, day: date, *buckets: Bucket) -> int:
    return sum(time.counted_ms for time in week.times if time.worked_on == day and time.bucket in buckets)


def day_rows_of(week: Week) -> tuple[DayRow, ...]:
    """Return the table behind the picture."""
    return tuple(_day_row(week, day) for day in _worked_days(week))


def _day_row(week: Week, day: date) -> DayRow:
    counted_ms = _ms_of(week, day, *DRAWN)
    task_ms, rest_ms = _ms_of(week, day, *TASK), _ms_of(week, day, Bucket.REST)
    return DayRow(
        day=day,
        task_ms=task_ms,
        rest_ms=rest_ms,
        other_ms=counted_ms - task_ms - rest_ms,
        unconfirmed_ms=_ms_of(week, day, Bucket.UNCONFIRMED),
        counted_ms=counted_ms,
    )
