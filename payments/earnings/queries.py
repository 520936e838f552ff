"""Reading what a person earned on one day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from payments.employment.queries import IS_SALARIED
from payments.running.queries import pieces_on
from payments.transaction import Transaction
from policies.money import ceil_div, floor_div
from policies.periods import MS_PER_HOUR
from policies.working_time import Bucket, is_counted

# What the day's answers paid comes with it where it is kept: adding it up takes longer with each answer.
_DAY = f"""
SELECT currency, bucket, floor_hourly_micros, is_salaried, sum(counted_ms) FROM (
  SELECT currency, bucket, floor_hourly_micros, counted_ms, {IS_SALARIED} AS is_salaried FROM time_total
  WHERE person_id = :person_id AND worked_on = :day) AS worked
GROUP BY currency, bucket, floor_hourly_micros, is_salaried
UNION ALL
SELECT piece_currency, '', 0, FALSE, piece_micros FROM running_total
WHERE person_id = :person_id AND worked_on = :day AND piece_currency IS NOT NULL
"""
_TASK = frozenset({Bucket.TASK, Bucket.REWORK})
_ANSWERS_BY_DAY = """
SELECT earned_on, sum(amount_micros) FROM earning
WHERE person_id = :person_id AND period = :period AND currency = :currency AND kind IN ('piece', 'hourly')
GROUP BY earned_on
"""
_EACH = """
SELECT earning.id, earning.earned_on, earning.kind, coalesce(project.name, ''), earning.project_id,
  coalesce(organisation.name, ''), earning.organisation_id, earning.carrier, earning.quantity, earning.unit,
  earning.rate_micros, earning.amount_micros, earning.currency, earning.state, coalesce(payslip_earning.payslip_id, 0),
  earning.rule, earning.rulebook_digest
FROM earning LEFT JOIN project ON project.id = earning.project_id
LEFT JOIN organisation ON organisation.id = earning.organisation_id
LEFT JOIN payslip_earning ON payslip_earning.earning_id = earning.id
WHERE earning.person_id = :person_id AND earning.period = :period ORDER BY earning.id
"""
_PACES_PAID = """
SELECT project_id, currency, count(*), sum(amount_micros) FROM earning
WHERE person_id = :person_id AND earned_on >= :since_on AND kind IN ('piece', 'hourly') GROUP BY project_id, currency
"""
_PACES_WORKED = """
SELECT project_id, currency, sum(counted_ms) FROM time_total
WHERE person_id = :person_id AND worked_on >= :since_on AND bucket = 'task' GROUP BY project_id, currency
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarningSeen:
    """One earning as its owner carries it away. `payslip_id` is 0 while it stands on none; the names are empty where
    the platform carries it. The quantity is answers or milliseconds, as `unit` says.
    """

    earning_id: int
    earned_on: date
    kind: str
    project_name: str
    project_id: int
    organisation_name: str
    organisation_id: int
    carrier: str
    quantity: int
    unit: str
    rate_micros: int
    amount_micros: int
    currency: str
    state: str
    payslip_id: int
    rule: str
    rulebook_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What one person's answers on one project brought, and the task time they took, milliseconds."""

    answer_count: int
    amount_micros: int
    task_ms: int

    @property
    def hourly_micros(self) -> int:
        """What the answers brought for an hour of tasks, rounded down so that nobody is promised too much."""
        return floor_div(self.amount_micros * MS_PER_HOUR, self.task_ms) if self.task_ms else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """One person's day so far, in one currency.

    Attributes:
        earned_micros: piece pay and paid time outside tasks (rest, instructions ...); never less by the week's end.
        piece_micros: the piece pay of it.
        missing_micros: by how much tasks alone stand below the floor for task time, as if the week were this day.
        counted_ms: counted time that is paid here.
        salaried_ms: counted time that a salary pays for.
        unconfirmed_ms: quiet time that can be claimed.
        currency: three letters; empty where nothing was recorded.
    """

    earned_micros: int
    piece_micros: int
    missing_micros: int
    counted_ms: int
    salaried_ms: int
    unconfirmed_ms: int
    currency: str


def today(tx: Transaction, person_id: int, on: date) -> Today:
    """Return a person's day so far.

    Args:
        tx: an open transaction.
        person_id: whose.
        on: the day in the person's time zone.
    """
    found = tx.run(_DAY, person_id=person_id, day=on)
    rows = [row for row in found if row[1]]
    kept = [row for row in found if not row[1]]
    pieces = {row[0]: int(row[4]) for row in kept if row[0]} if kept else pieces_on(tx, person_id, on)
    currency = next(iter(sorted({row[0] for row in rows} | pieces.keys())), "")
    all_times = [(Bucket(row[1]), row[2], int(row[4]), bool(row[3])) for row in rows if row[0] == currency]
    salaried_ms = sum(ms for bucket, _, ms, is_salaried in all_times if is_salaried and is_counted(bucket))
    times = _paid_here([time[:3] for time in all_times if not time[3]], salaried_ms)
    piece_micros = pieces.get(currency, 0)
    beside_tasks = [time for time in times if is_counted(time[0]) and time[0] not in _TASK]
    return Today(
        earned_micros=piece_micros + _owed_micros(beside_tasks),
        piece_micros=piece_micros,
        missing_micros=max(0, _owed_micros(time for time in times if time[0] in _TASK) - piece_micros),
        counted_ms=sum(ms for bucket, _, ms in times if is_counted(bucket)),
        salaried_ms=salaried_ms,
        unconfirmed_ms=sum(ms for bucket, _, ms in times if bucket is Bucket.UNCONFIRMED),
        currency=currency,
    )


def answers_by_day(tx: Transaction, person_id: int, *, period: str, currency: str) -> dict[date, int]:
    """Return what a person's answers of one week paid, by the day where they live, micro-units."""
    rows = tx.run(_ANSWERS_BY_DAY, person_id=person_id, period=period, currency=currency)
    return {date.fromisoformat(row[0]): int(row[1]) for row in rows}


def earnings_in(tx: Transaction, person_id: int, *, period: str) -> tuple[EarningSeen, ...]:
    """Return every earning of a person's week, in the order in which they came."""
    return tuple(
        EarningSeen(
            earning_id=row[0],
            earned_on=date.fromisoformat(row[1]),
            kind=row[2],
            project_name=row[3],
            project_id=row[4],
            organisation_name=row[5],
            organisation_id=row[6],
            carrier=row[7],
            quantity=row[8],
            unit=row[9],
            rate_micros=row[10],
            amount_micros=row[11],
            currency=row[12],
            state=row[13],
            payslip_id=row[14],
            rule=row[15],
            rulebook_digest=row[16],
        )
        for row in tx.run(_EACH, person_id=person_id, period=period)
    )


def paces(tx: Transaction, person_id: int, *, since_on: date) -> dict[tuple[int, str], Pace]:
    """Return a person's pace on each project since a day, by (project, currency)."""
    since = {"person_id": person_id, "since_on": since_on}
    worked = {(row[0], row[1]): int(row[2]) for row in tx.run(_PACES_WORKED, **since)}
    return {
        (row[0], row[1]): Pace(
            answer_count=int(row[2]), amount_micros=int(row[3]), task_ms=worked.get((row[0], row[1]), 0)
        )
        for row in tx.run(_PACES_PAID, **since)
    }


def _paid_here(times: list[tuple[Bucket, int, int]], salaried_ms: int) -> list[tuple[Bucket, int, int]]:
    """Return time without the part of the rest that a salary pays for, by its share of the day's work."""
    if not salaried_ms:
        return times
    work_ms = sum(ms for bucket, _, ms in times if is_counted(bucket) and bucket is not Bucket.REST)
    return [
        (bucket, rate, floor_div(ms * work_ms, work_ms + salaried_ms) if bucket is Bucket.REST else ms)
        for bucket, rate, ms in times
    ]


def _owed_micros(times: Iterable[tuple[Bucket, int, int]]) -> int:
    """Return what the floor owes for some time, rounded up once."""
    return ceil_div(sum(rate_micros * ms for _, rate_micros, ms in times), MS_PER_HOUR)
