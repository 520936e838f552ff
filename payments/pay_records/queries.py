"""Reading everyone's week at once: time by bucket, what was paid, what the floor owes, and rest taken against due."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from payments.closing.queries import hourly_micros, time_total_of
from payments.closing.rules import SETTLEMENT_RULE
from payments.transaction import Transaction
from policies.breaks import RestRule
from policies.money import ceil_div
from policies.periods import MS_PER_HOUR, week_days
from policies.settlement import PieceTotal, Settlement, TimeTotal, settle
from policies.working_time import Bucket, is_counted

_TIMES = """
SELECT person_id, currency, work_session_id, worked_on, organisation_id, project_id, bucket, floor_hourly_micros,
  rulebook_digest, counted_ms
FROM time_total WHERE worked_on >= :first_on AND worked_on < :next_on AND counted_ms > 0
"""
_EARNINGS = """
SELECT person_id, currency, organisation_id, project_id, kind, rule, sum(amount_micros) FROM earning
WHERE period = :period AND person_id IN
  (SELECT person_id FROM time_total WHERE worked_on >= :first_on AND worked_on < :next_on)
GROUP BY person_id, currency, organisation_id, project_id, kind, rule
"""
_CLOSED = """
SELECT DISTINCT person_id, currency FROM period_close WHERE period = :period AND person_id IN
  (SELECT person_id FROM time_total WHERE worked_on >= :first_on AND worked_on < :next_on)
"""
_WORK = frozenset(bucket for bucket in Bucket if is_counted(bucket)) - {Bucket.REST}
_PIECES = frozenset({"piece", "hourly"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PayRecord:
    """One person's week in one currency, as an auditor reads it.

    Attributes:
        time_ms: milliseconds by bucket, counted or not.
        piece_micros: piece and hourly pay.
        line_micros: by kind, what was booked beyond it (projected where the week is open).
        floor_owed_micros: the floor times all counted time, rounded up.
        floor_hourly_micros: the highest floor of the week.
        effective_hourly_micros: what one counted hour was paid, rounded down.
        rest_due_ms: rest that the rule asks for, for the work of each session; `time_ms` has what was taken.
    """

    person_id: int
    period: str
    currency: str
    is_closed: bool
    time_ms: Mapping[Bucket, int]
    counted_ms: int
    piece_micros: int
    line_micros: Mapping[str, int]
    total_micros: int
    floor_owed_micros: int
    floor_hourly_micros: int
    effective_hourly_micros: int
    rest_due_ms: int

    @property
    def is_below_floor(self) -> bool:
        """Whether less was paid than the floor owes for the same time."""
        return self.total_micros < self.floor_owed_micros

    @property
    def top_up_micros(self) -> int:
        """What raised tasks to the floor."""
        return self.line_micros.get("top_up", 0)

    @property
    def rest_ms(self) -> int:
        """Rest that was taken and paid."""
        return self.time_ms.get(Bucket.REST, 0)

    @property
    def unconfirmed_ms(self) -> int:
        """Quiet time that nobody has claimed."""
        return self.time_ms.get(Bucket.UNCONFIRMED, 0)


@dataclass(slots=True)
class _Read:
    """What was read about one person, before it is settled."""

    times: list[TimeTotal] = field(default_factory=list)
    pieces: list[PieceTotal] = field(default_factory=list)
    booked: Counter[tuple[str, int]] = field(default_factory=Counter)


def pay_records(
    tx: Transaction, period: str, *, rest: RestRule, organisation_id: int | None = None
) -> tuple[PayRecord, ...]:
    """Return the pay record of everyone for whom time was recorded in a week.

    Args:
        tx: an open transaction.
        period: "2026-W47".
        rest: the rest rule against which rest is held.
        organisation_id: only what this requester caused, of people who worked for it; None takes everything.

    Returns:
        Records by person, then currency. With an organisation, rest is that organisation's share of it.
    """
    first_on, next_on = week_days(period)
    span = {"period": period, "first_on": first_on, "next_on": next_on}
    closed = {(row[0], row[1]) for row in tx.run(_CLOSED, **span)}
    records = [
        _record(key, period, _settled(read, key[1], is_closed=key in closed, only_id=organisation_id), rest=rest)
        for key, read in sorted(_read(tx, span).items())
    ]
    return tuple(record for record in records if organisation_id is None or record.counted_ms or record.piece_micros)


def _read(tx: Transaction, span: Mapping[str, object]) -> dict[tuple[int, str], _Read]:
    people: defaultdict[tuple[int, str], _Read] = defaultdict(_Read)
    for row in tx.run(_TIMES, first_on=span["first_on"], next_on=span["next_on"]):
        people[row[0], row[1]].times.append(time_total_of(row[2:]))
    for person_id, currency, organisation_id, project_id, kind, rule, micros in tx.run(_EARNINGS, **span):
        read = people[person_id, currency]
        if kind in _PIECES:
            piece = PieceTotal(organisation_id=organisation_id, project_id=project_id, amount_micros=int(micros))
            read.pieces.append(piece)
        else:
            read.booked[rule.removeprefix(SETTLEMENT_RULE), organisation_id] += int(micros)
    return people


@dataclass(frozen=True, slots=True)
class _Settled:
    """One person's week, settled, and cut to one organisation where that was asked for."""

    times: list[TimeTotal]
    time_ms: Counter[Bucket]
    lines: Counter[str]
    piece_micros: int
    owed_micros: int
    is_closed: bool


def _settled(read: _Read, currency: str, *, is_closed: bool, only_id: int | None) -> _Settled:
    settlement = settle(times=read.times, pieces=read.pieces, currency=currency)
    times = [time for time in read.times if only_id is None or time.organisation_id == only_id]
    projected = {(line.kind.value, line.organisation_id): line.amount_micros for line in settlement.lines}
    lines: Counter[str] = Counter()
    for (kind, organisation_id), micros in (read.booked if is_closed else projected).items():
        lines[kind] += micros if only_id in {None, organisation_id} else 0
    return _Settled(
        times=times,
        time_ms=_time_ms(times, settlement, only_id),
        lines=+lines,
        piece_micros=sum(piece.amount_micros for piece in read.pieces if only_id in {None, piece.organisation_id}),
        owed_micros=_owed_micros(times, settlement, only_id),
        is_closed=is_closed,
    )


def _record(key: tuple[int, str], period: str, settled: _Settled, *, rest: RestRule) -> PayRecord:
    counted_ms = sum(ms for bucket, ms in settled.time_ms.items() if is_counted(bucket))
    total_micros = settled.piece_micros + settled.lines.total()
    return PayRecord(
        person_id=key[0],
        period=period,
        currency=key[1],
        is_closed=settled.is_closed,
        time_ms=dict(settled.time_ms),
        counted_ms=counted_ms,
        piece_micros=settled.piece_micros,
        line_micros=dict(settled.lines),
        total_micros=total_micros,
        floor_owed_micros=settled.owed_micros,
        floor_hourly_micros=max((time.floor_hourly_micros for time in settled.times), default=0),
        effective_hourly_micros=hourly_micros(total_micros, counted_ms),
        rest_due_ms=_rest_due_ms(settled.times, rest),
    )


def _time_ms(times: list[TimeTotal], settlement: Settlement, only_id: int | None) -> Counter[Bucket]:
    """Add time up by bucket; of one organisation, rest is its share."""
    sums: Counter[Bucket] = Counter()
    for time in times:
        sums[time.bucket] += time.counted_ms if only_id is None or time.bucket is not Bucket.REST else 0
    if only_id is not None:
        sums[Bucket.REST] += sum(_rest_lines(settlement, only_id).values())
    return +sums


def _owed_micros(times: list[TimeTotal], settlement: Settlement, only_id: int | None) -> int:
    """Return the floor times counted time, rounded up once."""
    worked = [time for time in times if time.bucket in _WORK or (only_id is None and time.bucket is Bucket.REST)]
    owed = sum(time.floor_hourly_micros * time.counted_ms for time in worked)
    shared = _rest_lines(settlement, only_id) if only_id is not None else {}
    return ceil_div(owed + sum(rate_micros * ms for rate_micros, ms in shared.items()), MS_PER_HOUR)


def _rest_lines(settlement: Settlement, organisation_id: int) -> Counter[int]:
    """Return an organisation's share of rest, milliseconds by floor."""
    sums: Counter[int] = Counter()
    for line in settlement.lines:
        if line.kind.value == "rest" and line.organisation_id == organisation_id:
            for part in line.parts:
                sums[part.rate_micros] += part.counted_ms
    return sums


def _rest_due_ms(times: list[TimeTotal], rest: RestRule) -> int:
    """Return how much rest the rule asks for: one for each full stretch of work in each session."""
    worked: Counter[int] = Counter()
    for time in times:
        worked[time.work_session_id] += time.counted_ms if time.bucket in _WORK else 0
    return sum(ms // rest.after_ms * rest.length_ms for ms in worked.values())
