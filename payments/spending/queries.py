"""Reading what a project cost its requester, line by line, and the lowest pay that anybody had from it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from payments.closing.queries import hourly_micros, inputs_of, projected_shares
from payments.transaction import Transaction
from policies.periods import from_ms, week_of
from policies.settlement import Settlement, settle

PERSON_WEEKS_MOST = 400
"""So many closed weeks of people are looked through for the lowest pay; open weeks all are."""

_BOOKED = """
SELECT kind, sum(amount_micros), count(*), count(DISTINCT person_id), sum(quantity) FROM earning
WHERE project_id = :project_id AND carrier = 'requester' GROUP BY kind
"""
_WORKED = """
SELECT DISTINCT time_total.person_id, time_total.worked_on FROM pseudonym
JOIN time_total ON time_total.person_id = pseudonym.person_id AND time_total.project_id = pseudonym.project_id
WHERE pseudonym.project_id = :project_id
"""
_CLOSED = """
SELECT DISTINCT period_close.person_id, period_close.period FROM pseudonym
JOIN period_close ON period_close.person_id = pseudonym.person_id WHERE pseudonym.project_id = :project_id
"""
_NEXT_FINAL = "SELECT min(final_due_at) FROM earning WHERE project_id = :project_id AND state = 'pending'"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendLine:
    """One kind of cost. Amounts in micro-units; `quantity` counts items, or milliseconds where time is paid.

    Attributes:
        projected_micros: the part that is not booked yet, as if the open weeks closed now.
        people_count: how many people it was paid to; those of open weeks too.
    """

    kind: str
    amount_micros: int
    projected_micros: int
    count: int
    people_count: int
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spend:
    """What a project cost so far, in micro-units of `currency`.

    Attributes:
        lowest_hourly_micros: the least that one person had per hour of task time in one week, top-ups included, from
            this requester; None before anybody worked.
    """

    currency: str
    lines: tuple[SpendLine, ...]
    total_micros: int
    projected_micros: int
    lowest_hourly_micros: int | None
    next_final_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a line: what it comes to, and who for."""

    kind: str
    amount_micros: int
    person_id: int
    quantity: int


def project_spend(tx: Transaction, *, project_id: int, organisation_id: int, currency: str) -> Spend:
    """Return what a project cost its requester: what is booked, and what the open weeks add.

    The cost of asking grows with people and their open weeks, and once through the project's earnings.
    """
    settled = _settled_weeks(tx, project_id, currency)
    projected = [part for week in settled if not week.is_closed for part in week.parts_of(project_id)]
    lines = _lines(tx, project_id, projected)
    final_ms = tx.value(_NEXT_FINAL, project_id=project_id)
    return Spend(
        currency=currency,
        lines=lines,
        total_micros=sum(line.amount_micros for line in lines),
        projected_micros=sum(line.projected_micros for line in lines),
        lowest_hourly_micros=min((pay for week in settled for pay in week.hourly_pay(organisation_id)), default=None),
        next_final_at=None if final_ms is None else from_ms(final_ms),
    )


@dataclass(frozen=True, slots=True)
class _SettledWeek:
    """One person's week, settled as it stands."""

    person_id: int
    is_closed: bool
    settlement: Settlement
    parts: tuple[tuple[int, _Part], ...]

    def parts_of(self, project_id: int) -> list[_Part]:
        """Return the parts that one project carries."""
        return [part for carrier_id, part in self.parts if carrier_id == project_id]

    def hourly_pay(self, organisation_id: int) -> list[int]:
        """Return what an hour of task time for one requester came to, where there was any."""
        return [
            hourly_micros(requester.piece_micros + requester.top_up_micros, requester.task_ms)
            for requester in self.settlement.requesters
            if requester.organisation_id == organisation_id and requester.task_ms > 0
        ]


def _settled_weeks(tx: Transaction, project_id: int, currency: str) -> list[_SettledWeek]:
    """Return the weeks in which people worked on a project: all open ones, and the newest closed ones."""
    worked = {(row[0], week_of(date.fromisoformat(row[1]))) for row in tx.run(_WORKED, project_id=project_id)}
    closed = {(row[0], row[1]) for row in tx.run(_CLOSED, project_id=project_id)}
    newest = sorted(worked & closed, key=lambda week: week[1], reverse=True)[:PERSON_WEEKS_MOST]
    return [
        _settled(tx, person_id, period, currency, is_closed=(person_id, period) in closed)
        for person_id, period in [*sorted(worked - closed), *newest]
    ]


def _settled(tx: Transaction, person_id: int, period: str, currency: str, *, is_closed: bool) -> _SettledWeek:
    inputs = inputs_of(tx, person_id, period, currency)
    settlement = settle(times=inputs.times, pieces=inputs.pieces, currency=currency)
    shares = [] if is_closed else projected_shares(inputs, settlement)
    parts = tuple(
        (share.project_id, _Part(share.kind.value, share.amount_micros, person_id, share.counted_ms))
        for share in shares
    )
    return _SettledWeek(person_id, is_closed, settlement, parts)


def _lines(tx: Transaction, project_id: int, projected: Iterable[_Part]) -> tuple[SpendLine, ...]:
    """Return the lines, booked and projected together, by kind."""
    open_parts: dict[str, list[_Part]] = defaultdict(list)
    for part in projected:
        open_parts[part.kind].append(part)
    booked = {row[0]: tuple(int(value) for value in row[1:]) for row in tx.run(_BOOKED, project_id=project_id)}
    return tuple(
        _line(kind, booked.get(kind, (0, 0, 0, 0)), open_parts[kind])
        for kind in sorted(booked.keys() | open_parts.keys())
    )


def _line(kind: str, booked: tuple[int, ...], open_parts: list[_Part]) -> SpendLine:
    amount, count, people, quantity = booked
    projected = sum(part.amount_micros for part in open_parts)
    return SpendLine(
        kind=kind,
        amount_micros=amount + projected,
        projected_micros=projected,
        count=count,
        people_count=max(people, len({part.person_id for part in open_parts})),
        quantity=quantity + sum(part.quantity for part in open_parts),
    )
