"""Reading what a project has cost, what its open weeks will add, and the lowest pay of those who worked on it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from payments.closing.queries import Inputs, hourly_micros, inputs_of, projected_shares
from payments.closing.rules import SETTLEMENT_RULE
from payments.ledger.queries import balance
from payments.ledger.rules import escrow, reserve
from payments.settling import law_kept
from payments.spending.rules import TaskPay as TaskPay
from payments.transaction import Transaction
from policies.money import floor_div
from policies.periods import from_ms, week_of
from policies.premiums import settle_by_law
from policies.settlement import LineKind, Settlement

_EARNED = """
SELECT kind, carrier, rule, sum(amount_micros), count(*)
FROM earning WHERE project_id = :project_id AND currency = :currency GROUP BY kind, carrier, rule
"""
# Time in another currency is of somebody who moved to another country meanwhile; the guarantee carries it.
_WORKED = """
SELECT DISTINCT person_id, worked_on, currency, organisation_id FROM time_total
WHERE project_id = :project_id AND currency = :currency
"""
# Of everyone who worked on the project, all that its requester asked of them: the floor is promised for that.
_TASK_TIME = """
SELECT person_id, worked_on, currency, sum(counted_ms), sum(floor_hourly_micros * counted_ms) FROM time_total
WHERE organisation_id = :organisation_id AND bucket IN ('task', 'rework')
  AND person_id IN (SELECT person_id FROM time_total WHERE project_id = :project_id)
GROUP BY person_id, worked_on, currency
"""
_TASK_PAY = """
SELECT person_id, period, currency, sum(amount_micros) FROM earning
WHERE organisation_id = :organisation_id AND (kind IN ('piece', 'hourly') OR rule = :top_up)
  AND person_id IN (SELECT person_id FROM time_total WHERE project_id = :project_id)
GROUP BY person_id, period, currency
"""
_CURRENCY = "SELECT currency FROM ledger_account WHERE id = :account_id"
_CLOSED = """
SELECT DISTINCT person_id, period, currency FROM period_close
WHERE person_id IN (SELECT person_id FROM time_total WHERE project_id = :project_id)
"""
_NEXT_FINAL = "SELECT min(final_due_at) FROM earning WHERE project_id = :project_id AND state = 'pending'"
_PIECES = frozenset({"piece", "hourly"})
_TOP_UP_RULE = f"{SETTLEMENT_RULE}{LineKind.TOP_UP.value}"
_Week = tuple[int, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectSpend:
    """What a project costs. Amounts in micro-units of the project's currency.

    Attributes:
        piece_count: the items behind `piece_micros`.
        piece_micros: piece and hourly pay that the requester carries, at least in part.
        booked_micros: by kind, what closed weeks added and the requester carries.
        projected_micros: by kind, what open weeks would add if they closed now.
        guarantee_micros: what the platform's guarantee paid instead.
        spent_micros: pieces and lines, so far; where the money does not reach, the guarantee pays a part of them.
        escrow_micros: still set aside for piece pay; what is in purses is not in it.
        reserve_micros: still set aside for everything else; projected lines are not taken off.
        people_count: how many people worked.
        task_pays: of everyone who worked on it, each week's pay for a task hour, the lowest first; see `TaskPay`.
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
    task_pays: tuple[TaskPay, ...]

    @property
    def lowest_pay(self) -> TaskPay | None:
        """Of everyone who worked on it, whoever was paid least for a task hour; None without time."""
        return self.task_pays[0] if self.task_pays else None


def project_spend(tx: Transaction, project_id: int) -> ProjectSpend:
    """Return what a project has cost so far, open weeks included as if they closed now.

    Args:
        tx: an open transaction.
        project_id: whose.
    """
    here = {"project_id": project_id, "currency": tx.value(_CURRENCY, account_id=escrow(project_id)) or ""}
    worked: dict[_Week, int] = {
        (person_id, week_of(date.fromisoformat(worked_on)), currency): organisation_id
        for person_id, worked_on, currency, organisation_id in tx.run(_WORKED, **here)
    }
    organisation_id = next(iter(worked.values()), 0)
    closed = {(row[0], row[1], row[2]) for row in tx.run(_CLOSED, project_id=project_id)}
    projected: Counter[str] = Counter()
    top_ups: Counter[_Week] = Counter()
    law = law_kept(tx)
    for key in sorted(worked.keys() - closed):
        inputs = inputs_of(tx, *key)
        settlement = settle_by_law(times=inputs.times, pieces=inputs.pieces, currency=key[2], law=law)
        projected.update(_projected(inputs, settlement, project_id))
        top_ups[key] = sum(
            total.top_up_micros for total in settlement.requesters if total.organisation_id == organisation_id
        )
    earned = _Earned()
    earned.read(tx, here)
    return ProjectSpend(
        piece_count=earned.piece_count,
        piece_micros=earned.piece_micros,
        booked_micros=dict(earned.booked),
        projected_micros=dict(projected),
        guarantee_micros=earned.guarantee_micros,
        spent_micros=earned.piece_micros + earned.booked.total() + projected.total(),
        escrow_micros=balance(tx, escrow(project_id)).available,
        reserve_micros=balance(tx, reserve(project_id)).available,
        people_count=len({person_id for person_id, _, _ in worked}),
        task_pays=_task_pays(
            tx, project_id=project_id, organisation_id=organisation_id, weeks=worked, projected=top_ups
        ),
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

    def read(self, tx: Transaction, here: Mapping[str, object]) -> None:
        """Read every earning of the project."""
        for kind, carrier, rule, micros, count in tx.run(_EARNED, **here):
            line = kind if kind in _PIECES else rule.removeprefix(SETTLEMENT_RULE)
            self.piece_count += count if kind in _PIECES and carrier != "guarantee" else 0
            if carrier == "guarantee":
                self.guarantee_micros += int(micros)
            elif line in _PIECES:
                self.piece_micros += int(micros)
            else:
                self.booked[line] += int(micros)


def _task_pays(
    tx: Transaction, *, project_id: int, organisation_id: int, weeks: Iterable[_Week], projected: Counter[_Week]
) -> tuple[TaskPay, ...]:
    """Return what one requester pays each person for a task hour, in each week of one of its projects; lowest first.

    Args:
        weeks: of whom, and when, anything was recorded for the project.
        projected: top-ups that open weeks would add if they closed now.
    """
    which = {"project_id": project_id, "organisation_id": organisation_id}
    paid = Counter(projected)
    for person_id, period, currency, micros in tx.run(_TASK_PAY, **which, top_up=_TOP_UP_RULE):
        paid[person_id, period, currency] += int(micros)
    task_ms: Counter[_Week] = Counter()
    owed: Counter[_Week] = Counter()
    for person_id, worked_on, currency, ms, floor_times_ms in tx.run(_TASK_TIME, **which):
        key = (person_id, week_of(date.fromisoformat(worked_on)), currency)
        task_ms[key] += int(ms)
        owed[key] += int(floor_times_ms)
    pays = (
        TaskPay(hourly_micros(paid[key], task_ms[key]), floor_div(owed[key], task_ms[key]))
        for key in weeks
        if task_ms[key]
    )
    return tuple(sorted(pays))


def _projected(inputs: Inputs, settlement: Settlement, project_id: int) -> dict[str, int]:
    """Return, by kind, what one person's open week would add to a project."""
    shares = projected_shares(inputs, settlement)
    sums: Counter[str] = Counter()
    for share in shares:
        sums[share.kind.value] += share.amount_micros if share.project_id == project_id else 0
    return dict(+sums)
