"""Reading the ledger: what an account holds."""

from payments.ledger.rules import Balance, balance_of, nature_of
from payments.transaction import Transaction

_ONE = """
SELECT debits_posted, debits_pending, credits_posted, credits_pending FROM ledger_account WHERE id = :account_id
"""


def balance(tx: Transaction, account_id: str) -> Balance:
    """Return what an account holds; nothing if it was never opened.

    Args:
        tx: an open transaction.
        account_id: from the builders in rules.py.

    Returns:
        Micro-units of the account's currency.
    """
    row = tx.one(_ONE, account_id=account_id) or (0, 0, 0, 0)
    return balance_of(nature_of(account_id), debits=row[0:2], credits_=row[2:4])
