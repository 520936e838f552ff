"""Reading a person's week: what it is settled from, what it comes to, and what is still unconfirmed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from payments.closing.rules import SETTLEMENT_RULE, Share, Stretch, shares_of, stretches
from payments.employment.queries import IS_SALARIED
from payments.settling import settled
from payments.transaction import Row, Transaction
from policies.money import floor_div
from policies.periods import MS_PER_HOUR, week_days, week_of
from policies.settlement import PieceTotal, Settlement, TimeTotal
from policies.working_time import Bucket, is_counted

_TIMES = f"""
SELECT work_session_id, worked_on, organisation_id, project_id, bucket, floor_hourly_micros, rulebook_digest,
  counted_ms, {IS_SALARIED}
FROM time_total WHERE person_id = :person_id AND worked_on >= :first_on AND worked_on < :next_on
  AND currency = :currency AND counted_ms > 0
"""
_PIECES = """
SELECT organisation_id, project_id, sum(amount_micros) FROM earning
WHERE person_id = :person_id AND period = :period AND currency = :currency AND kind IN ('piece', 'hourly')
GROUP BY organisation_id, project_id
"""
_CURRENCIES = """
SELECT currency FROM time_total WHERE person_id = :person_id AND worked_on >= :first_on AND worked_on < :next_on
UNION SELECT currency FROM earning WHERE person_id = :person_id AND period = :period ORDER BY 1
"""
_GROUPS = """
SELECT organisation_id, project_id, kind, carrier, rate_micros, sum(quantity), count(*), sum(amount_micros)
FROM earning WHERE person_id = :person_id AND period = :period AND currency = :currency AND kind IN ('piece', 'hourly')
GROUP BY organisation_id, project_id, kind, carrier, rate_micros
ORDER BY organisation_id, project_id, kind, carrier, rate_micros
"""
_LINES = """
SELECT kind, organisation_id, project_id, carrier, quantity, rate_micros, amount_micros, rule, rulebook_digest, workings
FROM earning WHERE person_id = :person_id AND period = :period AND currency = :currency
  AND kind NOT IN ('piece', 'hourly') ORDER BY organisation_id, project_id, id
"""
_STATES = """
SELECT state, sum(amount_micros) FROM earning
WHERE person_id = :person_id AND period = :period AND currency = :currency GROUP BY state
"""
_REVISION = """
SELECT max(revision) FROM period_close WHERE person_id = :person_id AND period = :period AND currency = :currency
"""
_UNCONFIRMED = """
SELECT work_session_id, organisation_id, project_id, started_at, ended_at FROM time_segment AS segment
WHERE person_id = :person_id AND worked_on >= :first_on AND worked_on < :next_on AND bucket = 'unconfirmed'
  AND NOT EXISTS (SELECT 1 FROM time_claim WHERE time_claim.person_id = segment.person_id
    AND time_claim.started_at <= segment.started_at AND time_claim.ended_at >= segment.ended_at)
"""
_WEEK_DAYS_WORKED = "SELECT DISTINCT worked_on FROM time_total WHERE person_id = :person_id"
_WEEKS_EARNED = "SELECT DISTINCT period FROM earning WHERE person_id = :person_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceGroup:
    """Items of one project paid at one rate: quantity x rate. The quantity of hourly pay is milliseconds."""

    organisation_id: int
    project_id: int
    kind: str
    carrier: str
    rate_micros: int
    quantity: int
    count: int
    amount_micros: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLine:
    """An amount beyond piece pay: booked at the closing, or projected as if the week closed now."""

    kind: str
    organisation_id: int
    project_id: int
    carrier: str
    counted_ms: int
    rate_micros: int
    amount_micros: int
    rule: str
    rulebook_digest: str
    workings: Mapping[str, object]
    is_booked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One person's week in one currency. Amounts in micro-units, time in milliseconds."""

    person_id: int
    period: str
    currency: str
    is_closed: bool
    pieces: tuple[PieceGroup, ...]
    lines: tuple[WeekLine, ...]
    times: tuple[TimeTotal, ...]
    settlement: Settlement
    unconfirmed: tuple[Stretch, ...]
    piece_micros: int
    total_micros: int
    pending_micros: int
    final_micros: int
    counted_ms: int
    """Time that is paid here."""
    salaried_ms: int
    """Counted time that a salary pays for, with its share of the rest."""
    effective_hourly_micros: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a settlement is computed from."""

    times: tuple[TimeTotal, ...]
    pieces: tuple[PieceTotal, ...]

    @property
    def counted_ms(self) -> int:
        """All counted time, whoever pays for it, milliseconds: by this a closing knows what it has seen."""
        return sum(time.counted_ms for time in self.times if is_counted(time.bucket))


def currencies_of(tx: Transaction, person_id: int, period: str) -> tuple[str, ...]:
    """Return the currencies in which a person's week is paid; one, unless they moved."""
    first_on, next_on = week_days(period)
    rows = tx.run(_CURRENCIES, person_id=person_id, period=period, first_on=first_on, next_on=next_on)
    return tuple(row[0] for row in rows)


def inputs_of(tx: Transaction, person_id: int, period: str, currency: str) -> Inputs:
    """Return what a person's week is settled from."""
    first_on, next_on = week_days(period)
    times = tx.run(_TIMES, person_id=person_id, first_on=first_on, next_on=next_on, currency=currency)
    pieces = tx.run(_PIECES, person_id=person_id, period=period, currency=currency)
    return Inputs(
        times=tuple(time_total_of(row) for row in times),
        pieces=tuple(
            PieceTotal(organisation_id=row[0], project_id=row[1], amount_micros=int(row[2])) for row in pieces
        ),
    )


def time_total_of(row: Row) -> TimeTotal:
    """Return a total from its columns: session, day, organisation, project, bucket, floor, digest, length, salary."""
    return TimeTotal(
        work_session_id=row[0],
        worked_on=date.fromisoformat(row[1]),
        organisation_id=row[2],
        project_id=row[3],
        bucket=Bucket(row[4]),
        floor_hourly_micros=row[5],
        rulebook_digest=row[6],
        counted_ms=row[7],
        is_salaried=bool(row[8]),
    )


def week(tx: Transaction, person_id: int, period: str, *, currency: str | None = None) -> Week | None:
    """Return a person's week as it stands: closed with its booked lines, or open with the lines that it would have now.

    Args:
        tx: an open transaction.
        person_id: whose.
        period: "2026-W47".
        currency: which of the currencies of that week; None takes the first (there is one, unless the person moved).

    Returns:
        The week; None where nothing was recorded in it.
    """
    chosen = currency or next(iter(currencies_of(tx, person_id, period)), None)
    if chosen is None:
        return None
    key = {"person_id": person_id, "period": period, "currency": chosen}
    inputs = inputs_of(tx, person_id, period, chosen)
    settlement = settled(tx, times=inputs.times, pieces=inputs.pieces, currency=chosen)
    is_closed = tx.value(_REVISION, **key) is not None
    lines = _booked_lines(tx, key) if is_closed else _projected_lines(inputs, settlement)
    states = {state: int(micros) for state, micros in tx.run(_STATES, **key)}
    total_micros = settlement.piece_micros + sum(line.amount_micros for line in lines)
    return Week(
        person_id=person_id,
        period=period,
        currency=chosen,
        is_closed=is_closed,
        pieces=_piece_groups(tx, key),
        lines=lines,
        times=inputs.times,
        settlement=settlement,
        unconfirmed=unconfirmed(tx, person_id, period),
        piece_micros=settlement.piece_micros,
        total_micros=total_micros,
        pending_micros=states.get("pending", 0),
        final_micros=states.get("final", 0),
        counted_ms=settlement.counted_ms,
        salaried_ms=inputs.counted_ms - settlement.counted_ms,
        effective_hourly_micros=hourly_micros(total_micros, settlement.counted_ms),
    )


def weeks(tx: Transaction, person_id: int) -> tuple[str, ...]:
    """Return the weeks in which anything was recorded for a person, the newest first."""
    worked = {_week_of_text(row[0]) for row in tx.run(_WEEK_DAYS_WORKED, person_id=person_id)}
    earned = {row[0] for row in tx.run(_WEEKS_EARNED, person_id=person_id)}
    return tuple(sorted(worked | earned, reverse=True))


def unconfirmed(tx: Transaction, person_id: int, period: str) -> tuple[Stretch, ...]:
    """Return the quiet stretches of a person's week that nobody has claimed yet."""
    first_on, next_on = week_days(period)
    rows = tx.run(_UNCONFIRMED, person_id=person_id, first_on=first_on, next_on=next_on)
    return tuple(stretches([(row[0], row[1], row[2], row[3], row[4]) for row in rows]))


def hourly_micros(total_micros: int, counted_ms: int) -> int:
    """Return what one hour of counted time was paid, rounded down; zero where no time was counted."""
    return floor_div(total_micros * MS_PER_HOUR, counted_ms) if counted_ms else 0


def carrier_of(project_id: int) -> str:
    """Return who carries a line: the requester of its project, or the platform."""
    return "requester" if project_id else "platform"


def projected_shares(inputs: Inputs, settlement: Settlement) -> list[Share]:
    """Return the lines of an open week, shared out over projects, as if it closed now."""
    return shares_of(settlement, times=inputs.times, pieces=inputs.pieces, booked={})


def _projected_lines(inputs: Inputs, settlement: Settlement) -> tuple[WeekLine, ...]:
    return tuple(
        WeekLine(
            kind=share.kind.value,
            organisation_id=share.organisation_id,
            project_id=share.project_id,
            carrier=carrier_of(share.project_id),
            counted_ms=share.counted_ms,
            rate_micros=share.rate_micros,
            amount_micros=share.amount_micros,
            rule=f"{SETTLEMENT_RULE}{share.kind.value}",
            rulebook_digest=share.rulebook_digest,
            workings=share.workings,
            is_booked=False,
        )
        for share in projected_shares(inputs, settlement)
    )


def _booked_lines(tx: Transaction, key: Mapping[str, object]) -> tuple[WeekLine, ...]:
    return tuple(
        WeekLine(
            kind=row[0],
            organisation_id=row[1],
            project_id=row[2],
            carrier=row[3],
            counted_ms=row[4],
            rate_micros=row[5],
            amount_micros=row[6],
            rule=row[7],
            rulebook_digest=row[8],
            workings=json.loads(row[9]),
            is_booked=True,
        )
        for row in tx.run(_LINES, **key)
    )


def _piece_groups(tx: Transaction, key: Mapping[str, object]) -> tuple[PieceGroup, ...]:
    return tuple(
        PieceGroup(
            organisation_id=row[0],
            project_id=row[1],
            kind=row[2],
            carrier=row[3],
            rate_micros=row[4],
            quantity=int(row[5]),
            count=row[6],
            amount_micros=int(row[7]),
        )
        for row in tx.run(_GROUPS, **key)
    )


def _week_of_text(day: str) -> str:
    return week_of(date.fromisoformat(day))
