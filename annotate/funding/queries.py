"""Reading a project's money: how much was set aside for it, and how much of that is spent or promised."""

from payments.ledger.rules import escrow, reserve
from payments.transaction import Transaction

_SET_ASIDE = "SELECT coalesce(sum(amount_micros), 0) FROM ledger_transfer WHERE id IN (:first, :second)"
_FREE = """
SELECT coalesce(sum(credits_posted - debits_posted - debits_pending), 0) FROM ledger_account
WHERE id IN (:first, :second)
"""
_FREE_IN_PURSES = """
SELECT coalesce(sum(credits_posted - debits_posted - debits_pending), 0) FROM pseudonym
JOIN ledger_account ON ledger_account.id = 'purse:' || pseudonym.project_id || ':' || pseudonym.person_id
WHERE pseudonym.project_id = :project_id
"""
_RETURNED_FROM_PURSES = """
SELECT coalesce(sum(amount_micros), 0) FROM pseudonym
JOIN ledger_transfer ON ledger_transfer.id = 'return:purse:' || pseudonym.project_id || ':' || pseudonym.person_id
WHERE pseudonym.project_id = :project_id
"""
_CLOSED_WITH_MONEY = """
SELECT project.id FROM project WHERE project.state = 'closed' AND (
  EXISTS (SELECT 1 FROM ledger_account AS own
          WHERE own.id IN ('project:' || project.id || :escrow, 'project:' || project.id || :reserve)
            AND own.credits_posted > own.debits_posted + own.debits_pending)
  OR EXISTS (SELECT 1 FROM pseudonym
             JOIN ledger_account AS held ON held.id = 'purse:' || pseudonym.project_id || ':' || pseudonym.person_id
             WHERE pseudonym.project_id = project.id AND held.credits_posted > held.debits_posted + held.debits_pending)
) ORDER BY project.id
"""


def spent_and_ceiling(tx: Transaction, project_id: int) -> tuple[int, int]:
    """Return what a project has spent or promised so far, and what it never passes; both 0 before it is published.

    The cost grows with the people of the project, not with its answers: it is read from balances.

    Returns:
        Micro-units of the project's currency: (spent, ceiling).
    """
    accounts = (escrow(project_id), reserve(project_id))
    ceiling = int(tx.value(_SET_ASIDE, **_two("publish", accounts)))
    free = int(tx.value(_FREE, first=accounts[0], second=accounts[1]))
    free += int(tx.value(_FREE_IN_PURSES, project_id=project_id))
    returned = int(tx.value(_SET_ASIDE, **_two("return", accounts)))
    returned += int(tx.value(_RETURNED_FROM_PURSES, project_id=project_id))
    return ceiling - free - returned, ceiling


def closed_with_money(tx: Transaction) -> tuple[int, ...]:
    """Return the closed projects that still hold money in escrow, reserve or a purse."""
    return tuple(row[0] for row in tx.run(_CLOSED_WITH_MONEY, escrow=":escrow", reserve=":reserve"))


def _two(code: str, accounts: tuple[str, str]) -> dict[str, str]:
    return {"first": f"{code}:{accounts[0]}", "second": f"{code}:{accounts[1]}"}
