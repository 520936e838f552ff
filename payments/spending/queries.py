"""Reading what a project has cost, what its open weeks will add, and the lowest pay in it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from payments.closing.queries import hourly_micros, inputs_of, projected_shares
from payments.closing.rules import SETTLEMENT_RULE
from payments.ledger.queries import balance
from payments.ledger.rules import escrow, reserve
from payments.transaction import Transaction
from policies.periods import from_ms, week_of
from policies.settlement import settle

_EARNED = """
SELECT person_id, period, currency, kind, carrier, rule, sum(quantity), sum(amount_micros), count(*)
FROM earning WHERE project_id = :project_id GROUP BY person_id, period, currency, kind, carrier, rule
"""
_WORKED = """
SELECT person_id, worked_on, currency, sum(CASE WHEN bucket IN ('task', 'rework') THEN counted_ms ELSE 0 END)
FROM time_total WHERE project_id = :project_id GROUP BY person_id, worked_on, currency
"""
_CLOSED = """
SELECT DISTINCT person_id, period, currency FROM period_close
WHERE person_id IN (SELECT person_id FROM time_total WHERE project_id = :project_id)
"""
_NEXT_FINAL = "SELECT min(final_due_at) FROM earning WHERE project_id = :project_id AND state = 'pending'"
_PIECES = frozenset({"piece", "hourly"})
_Week = tuple[int, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectSpend:
    """What a project costs. Amounts in micro-units of the project's currency.

    Attributes:
        piece_count: submitted items that were paid.
        piece_micros: piece and hourly pay that the requester carries.
        booked_micros: by kind, what closed weeks added and the requester carries.
        projected_micros: by kind, what open weeks would add if they closed now.
        guarantee_micros: what the platform's guarantee paid instead.
        spent_micros: what the requester has spent and will, so far.
        escrow_micros: still set aside for piece pay; what is in purses is not in it.
        reserve_micros: still set aside for everything else; projected lines are not taken off.
        people_count: how many people worked.
        lowest_hourly_micros: the least that anybody's task hour is paid in any week, top-up included; 0 without time.
    """

    piece_count: int
    piece_micros: int
    booked_micros: Mapping[str, int]
    projected_micros: Mapping[str, int]
    guarantee_micros: int
    spent_micros: int
    escrow_micros: int
    reserve_micros: int
    people_count: int
    lowest_hourly_micros: int


def project_spend(tx: Transaction, project_id: int) -> ProjectSpend:
    """Return what a project has cost so far, open weeks included as if they closed now.

    Args:
        tx: an open transaction.
        project_id: whose.
    """
    task_ms: Counter[_Week] = Counter()
    for person_id, worked_on, currency, ms in tx.run(_WORKED, project_id=project_id):
        task_ms[person_id, week_of(date.fromisoformat(worked_on)), currency] += int(ms)
    closed = {(row[0], row[1], row[2]) for row in tx.run(_CLOSED, project_id=project_id)}
    raised: Counter[_Week] = Counter()
    projected: Counter[str] = Counter()
    for key in sorted(task_ms.keys() - closed):
        for kind, micros in _projected(tx, key, project_id).items():
            projected[kind] += micros
            raised[key] += micros if kind == "top_up" else 0
    earned = _Earned()
    earned.read(tx, project_id, raised)
    return ProjectSpend(
        piece_count=earned.piece_count,
        piece_micros=earned.piece_micros,
        booked_micros=dict(earned.booked),
        projected_micros=dict(projected),
        guarantee_micros=earned.guarantee_micros,
        spent_micros=earned.piece_micros + earned.booked.total() + projected.total(),
        escrow_micros=balance(tx, escrow(project_id)).available,
        reserve_micros=balance(tx, reserve(project_id)).available,
        people_count=len({person_id for person_id, _, _ in task_ms}),
        lowest_hourly_micros=min((hourly_micros(raised[key], ms) for key, ms in task_ms.items() if ms), default=0),
    )


def next_final_at(tx: Transaction, project_id: int) -> datetime | None:
    """Return when the next answer of a project accepts itself, or None where none waits."""
    final_ms = tx.value(_NEXT_FINAL, project_id=project_id)
    return None if final_ms is None else from_ms(final_ms)


class _Earned:
    """Adds up a project's earnings."""

    def __init__(self) -> None:
        self.piece_count = 0
        self.piece_micros = 0
        self.guarantee_micros = 0
        self.booked: Counter[str] = Counter()

    def read(self, tx: Transaction, project_id: int, raised: Counter[_Week]) -> None:
        """Read every earning of the project; piece pay and top-ups are added to `raised` by person and week."""
        for person_id, period, currency, kind, carrier, rule, _, micros, count in tx.run(
            _EARNED, project_id=project_id
        ):
            line = kind if kind in _PIECES else rule.removeprefix(SETTLEMENT_RULE)
            self.piece_count += count if kind in _PIECES else 0
            if line in _PIECES or line == "top_up":
                raised[person_id, period, currency] += int(micros)
            if carrier == "guarantee":
                self.guarantee_micros += int(micros)
            elif line in _PIECES:
                self.piece_micros += int(micros)
            else:
                self.booked[line] += int(micros)


def _projected(tx: Transaction, key: _Week, project_id: int) -> dict[str, int]:
    """Return, by kind, what one person's open week would add to a project."""
    person_id, period, currency = key
    inputs = inputs_of(tx, person_id, period, currency)
    settlement = settle(times=inputs.times, pieces=inputs.pieces, currency=currency)
    shares = projected_shares(inputs, settlement)
    sums: Counter[str] = Counter()
    for share in shares:
        sums[share.kind.value] += share.amount_micros if share.project_id == project_id else 0
    return dict(+sums)
