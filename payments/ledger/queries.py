"""Reading the ledger: what an account holds."""

from payments.ledger.rules import (
    AMOUNT_MICROS_MAX,
    BROUGHT_IN_MICROS_MAX,
    Balance,
    balance_of,
    nature_of,
    world,
)
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


_BROUGHT_IN = "SELECT debits_posted + debits_pending FROM ledger_account WHERE id = :account_id"


def room_for(tx: Transaction, currency: str) -> int:
    """Return how much may still come in from outside in a currency at once, so that every sum stays exact.

    Returns:
        Micro-units.
    """
    brought_in = int(tx.value(_BROUGHT_IN, account_id=world(currency)) or 0)
    return min(AMOUNT_MICROS_MAX, BROUGHT_IN_MICROS_MAX - brought_in)
