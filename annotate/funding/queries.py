"""Reading a project's money: what was set aside for it and when, how much of that is spent, and where the rest is."""

from dataclasses import dataclass
from datetime import date, datetime

from annotate.funding.rules import fee_micros
from payments.ledger.rules import escrow, organisation_funds, project_fee, reserve
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import from_ms, week_of

_PROJECT = "SELECT organisation_id, currency, fee_permille FROM project WHERE id = :project_id"
# All that a project has came from its organisation's funds, and all that is left goes back there.
_OUT = """
SELECT credit_id, sum(amount_micros) FROM ledger_transfer
WHERE debit_id = :funds_id AND reference = :reference GROUP BY credit_id
"""
_BACK = """
SELECT debit_id, sum(amount_micros) FROM ledger_transfer
WHERE credit_id = :funds_id AND reference = :reference GROUP BY debit_id
"""
_EACH = """
SELECT code, happened_at, sum(CASE WHEN credit_id = :escrow_id THEN amount_micros ELSE 0 END),
       sum(CASE WHEN credit_id = :reserve_id THEN amount_micros ELSE 0 END),
       sum(CASE WHEN credit_id = :fee_id THEN amount_micros ELSE 0 END)
FROM ledger_transfer WHERE debit_id = :funds_id AND reference = :reference
GROUP BY code, happened_at ORDER BY happened_at
"""
_HELD = """
SELECT id, credits_posted - debits_posted, debits_pending FROM ledger_account
WHERE id IN (:escrow_id, :reserve_id, :fee_id)
"""
_IN_PURSES = """
SELECT coalesce(sum(credits_posted - debits_posted), 0), coalesce(sum(debits_pending), 0) FROM pseudonym
JOIN ledger_account ON ledger_account.id = 'purse:' || pseudonym.project_id || ':' || pseudonym.person_id
WHERE pseudonym.project_id = :project_id
"""
_OPEN = """
SELECT (SELECT count(*) FROM assignment WHERE project_id = :project_id AND state IN ('offered', 'started')),
       (SELECT count(*) FROM earning WHERE project_id = :project_id AND state = 'pending')
"""
# Only counted time is settled: a week that holds nothing but a meal or quiet minutes is never closed.
_WORKED = """
SELECT DISTINCT person_id, worked_on FROM time_total
WHERE project_id = :project_id AND counted_ms > 0 AND bucket NOT IN ('meal', 'off', 'unconfirmed')
"""
_CLOSED_WEEKS = """
SELECT DISTINCT person_id, period FROM period_close
WHERE person_id IN (SELECT person_id FROM pseudonym WHERE project_id = :project_id)
"""
_CLOSED_WITH_MONEY = """
SELECT project.id FROM project WHERE project.state = 'closed' AND (
  EXISTS (SELECT 1 FROM ledger_account AS own
          WHERE own.id IN ('project:' || project.id || :escrow, 'project:' || project.id || :reserve,
                           'project:' || project.id || :fee)
            AND own.credits_posted > own.debits_posted + own.debits_pending)
  OR EXISTS (SELECT 1 FROM pseudonym
             JOIN ledger_account AS held ON held.id = 'purse:' || pseudonym.project_id || ':' || pseudonym.person_id
             WHERE pseudonym.project_id = project.id AND held.credits_posted > held.debits_posted + held.debits_pending)
) ORDER BY project.id
"""
_WITH_FEES = """
SELECT project.id FROM project JOIN ledger_account ON ledger_account.id = 'project:' || project.id || :fee
WHERE project.fee_permille > 0 AND ledger_account.credits_posted > ledger_account.debits_posted ORDER BY project.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectMoney:
    """Where a project's money is, micro-units of its currency; all zero before it is published.

    Attributes:
        ceiling_micros: everything that was ever set aside; the bill never passes it.
        pay_micros: what people were paid or promised out of it.
        pending_micros: the part of it that is promised and waits to be accepted.
        fee_micros: Jornal's fee on that.
        charged_micros: the part of the fee that was charged already.
        escrow_micros: free for answers that nobody has begun.
        purses_micros: free in the purses of annotators, for their next answers.
        reserve_micros: free for top-ups, rest, instructions and waiting.
        returned_micros: what came back after the project was closed.
    """

    currency: str
    fee_permille: int
    ceiling_micros: int
    pay_micros: int
    pending_micros: int
    fee_micros: int
    charged_micros: int
    escrow_micros: int
    purses_micros: int
    reserve_micros: int
    returned_micros: int

    @property
    def spent_micros(self) -> int:
        """Pay and fee together."""
        return self.pay_micros + self.fee_micros


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """One time that money was set aside: `code` is publish, batch, raise or reserve."""

    code: str
    at: datetime
    piece_micros: int
    reserve_micros: int
    fee_micros: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StillOpen:
    """What must come to an end before a project's money can come back.

    Attributes:
        open_count: items in somebody's hands.
        pending_count: answers whose pay is not final yet.
        week_count: weeks of people who worked on it that are not closed yet.
    """

    open_count: int
    pending_count: int
    week_count: int

    @property
    def is_anything(self) -> bool:
        """Whether the money is still needed."""
        return self.open_count + self.pending_count + self.week_count > 0


def project_money(tx: Transaction, project_id: int) -> ProjectMoney:
    """Return where a project's money is.

    The cost grows with the people of the project, not with its answers: it is read from balances.

    Raises:
        Refusal: `not_found`.
    """
    found = tx.one(_PROJECT, project_id=project_id)
    if found is None:
        raise Refusal("not_found", Kind.MISSING)
    organisation_id, currency, fee_permille = found
    where = {"funds_id": organisation_funds(organisation_id, currency), "reference": f"project:{project_id}"}
    names = _accounts(project_id)
    out = {row[0]: int(row[1]) for row in tx.run(_OUT, **where)}
    back = {row[0]: int(row[1]) for row in tx.run(_BACK, **where)}
    held = {row[0]: (int(row[1]), int(row[2])) for row in tx.run(_HELD, **names)}
    escrow_posted, escrow_pending = held.get(names["escrow_id"], (0, 0))
    reserve_posted, reserve_pending = held.get(names["reserve_id"], (0, 0))
    fee_posted, _ = held.get(names["fee_id"], (0, 0))
    purses_posted, purses_pending = (int(sum_) for sum_ in tx.one(_IN_PURSES, project_id=project_id) or (0, 0))
    fee_out, fee_back = out.get(names["fee_id"], 0), back.get(names["fee_id"], 0)
    pending = escrow_pending + reserve_pending + purses_pending
    paid = (sum(out.values()) - fee_out) - (sum(back.values()) - fee_back)
    pay = paid - (escrow_posted + reserve_posted + purses_posted) + pending
    return ProjectMoney(
        currency=currency,
        fee_permille=fee_permille,
        ceiling_micros=sum(out.values()),
        pay_micros=pay,
        pending_micros=pending,
        fee_micros=fee_micros(pay_micros=pay, fee_permille=fee_permille),
        charged_micros=fee_out - fee_back - fee_posted,
        escrow_micros=escrow_posted - escrow_pending,
        purses_micros=purses_posted - purses_pending,
        reserve_micros=reserve_posted - reserve_pending,
        returned_micros=sum(back.values()),
    )


def spent_and_ceiling(tx: Transaction, project_id: int) -> tuple[int, int]:
    """Return what a project has spent or promised so far, the fee included, and what it never passes.

    Returns:
        Micro-units of the project's currency: (spent, ceiling); both 0 before it is published.
    """
    money = project_money(tx, project_id)
    return money.spent_micros, money.ceiling_micros


def set_asides(tx: Transaction, project_id: int) -> tuple[SetAside, ...]:
    """Return each time that money was set aside for a project, the first one first."""
    found = tx.one(_PROJECT, project_id=project_id)
    if found is None:
        return ()
    where = {"funds_id": organisation_funds(found[0], found[1]), "reference": f"project:{project_id}"}
    return tuple(
        SetAside(
            code=row[0],
            at=from_ms(row[1]),
            piece_micros=int(row[2]),
            reserve_micros=int(row[3]),
            fee_micros=int(row[4]),
        )
        for row in tx.run(_EACH, **where, **_accounts(project_id))
    )


def what_is_open(tx: Transaction, project_id: int) -> StillOpen:
    """Return what holds a project's money back: it is needed while anything of this is there."""
    open_count, pending_count = tx.one(_OPEN, project_id=project_id) or (0, 0)
    weeks = {
        (person_id, week_of(date.fromisoformat(worked_on)))
        for person_id, worked_on in tx.run(_WORKED, project_id=project_id)
    }
    closed = {(row[0], row[1]) for row in tx.run(_CLOSED_WEEKS, project_id=project_id)}
    return StillOpen(open_count=open_count, pending_count=pending_count, week_count=len(weeks - closed))


def closed_with_money(tx: Transaction) -> tuple[int, ...]:
    """Return the closed projects that still hold money in escrow, reserve, fee or a purse."""
    return tuple(row[0] for row in tx.run(_CLOSED_WITH_MONEY, escrow=":escrow", reserve=":reserve", fee=":fee"))


def projects_with_fees(tx: Transaction) -> tuple[int, ...]:
    """Return the projects from which some fee may be due."""
    return tuple(row[0] for row in tx.run(_WITH_FEES, fee=":fee"))


def _accounts(project_id: int) -> dict[str, str]:
    return {
        "escrow_id": escrow(project_id),
        "reserve_id": reserve(project_id),
        "fee_id": project_fee(project_id),
    }
