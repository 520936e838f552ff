"""Moving money: open an account, transfer, hold, post a hold, void a hold. Nothing is ever edited."""

from dataclasses import replace
from datetime import datetime

from payments.events.rules import Fact
from payments.events.service import append
from payments.ledger.queries import room_for
from payments.ledger.rules import (
    Balance,
    Movement,
    balance_of,
    insist_on_account,
    insist_on_amount,
    insist_on_cover,
    insist_on_movement,
    nature_of,
    organisation_funds,
    stream_of,
    world,
)
from payments.transaction import Transaction
from policies.errors import Refusal
from policies.periods import to_ms

_OPEN = """
INSERT INTO ledger_account (id, currency, normal, has_no_overdraft,
                            debits_posted, debits_pending, credits_posted, credits_pending)
SELECT :id, :currency, :normal, :has_no_overdraft, 0, 0, 0, 0
WHERE NOT EXISTS (SELECT 1 FROM ledger_account WHERE id = :id) ON CONFLICT DO NOTHING
"""
_KNOWN = "SELECT body_hash FROM ledger_transfer WHERE id = :id"
# The two accounts stay locked until the transaction ends; on SQLite the one writer is lock enough.
_BOTH = """
SELECT id, currency, debits_posted, debits_pending, credits_posted, credits_pending
FROM /*postgresql: ledger_locked(:debit_id, :credit_id) AS */ ledger_account WHERE id IN (:debit_id, :credit_id)
"""
_ADD = """
INSERT INTO ledger_transfer (id, phase, debit_id, credit_id, amount_micros, currency, pending_id, code, reference,
                             happened_at, body_hash)
VALUES (:id, :phase, :debit_id, :credit_id, :amount_micros, :currency, :pending_id, :code, :reference, :now, :body_hash)
"""
_HOLD = """
SELECT debit_id, credit_id, amount_micros, currency, code, reference FROM ledger_transfer
WHERE id = :pending_id AND phase = 'pending'
"""
_SETTLED = "SELECT id FROM ledger_transfer WHERE pending_id = :pending_id"


def open_account(tx: Transaction, *, account_id: str, currency: str) -> None:
    """Open an account with nothing in it, unless it is open already.

    Args:
        tx: the open transaction.
        account_id: from the builders in rules.py, which also say how it behaves.
        currency: three letters; an account has one currency for ever.

    Raises:
        Refusal: `account_unknown`, `currency_unknown`, `currency_differs`.
    """
    insist_on_account(account_id, currency=currency)
    nature = nature_of(account_id)
    tx.count(_OPEN, id=account_id, currency=currency, normal=nature.normal, has_no_overdraft=nature.has_no_overdraft)


def transfer(  # noqa: PLR0913 - a transfer is these nine things, each named where it is asked for
    tx: Transaction,
    *,
    id: str,  # noqa: A002 - the client's id of the transfer, as in the table
    debit_id: str,
    credit_id: str,
    amount_micros: int,
    currency: str,
    code: str,
    reference: str,
    now: datetime,
    facts: list[Fact] | None = None,
) -> None:
    """Move money from one account to another at once; the same id again changes nothing.

    Args:
        tx: the open transaction.
        id: chosen by the caller, 8 to 64 characters, the same when the act is tried again.
        debit_id: the account that is debited; opened if need be.
        credit_id: the account that is credited; opened if need be.
        amount_micros: micro-units of `currency`, > 0.
        currency: three letters, that of both accounts.
        code: what it is for, one word: "fund", "escrow", "top_up".
        reference: what it belongs to: "project:12", "assignment:9".
        now: when.
        facts: the list to which its event goes, to be appended by the caller; None appends it here.

    Raises:
        Refusal: `transfer_id_reused`, `currency_differs`, `amount_not_positive`, `amount_too_large`, `accounts_same`,
            `account_unknown`, `currency_unknown`, `not_enough_money` (available_micros, amount_micros, currency).
    """
    movement = Movement(id, "single", debit_id, credit_id, amount_micros, currency, code, reference)
    record(tx, movement=movement, now=now, facts=facts)


def hold(  # noqa: PLR0913 - as `transfer`
    tx: Transaction,
    *,
    id: str,  # noqa: A002 - as `transfer`
    debit_id: str,
    credit_id: str,
    amount_micros: int,
    currency: str,
    code: str,
    reference: str,
    now: datetime,
    facts: list[Fact] | None = None,
) -> None:
    """Promise money from one account to another: it can no longer be spent, and moves when the hold is posted.

    Args and Raises: as `transfer`.
    """
    movement = Movement(id, "pending", debit_id, credit_id, amount_micros, currency, code, reference)
    record(tx, movement=movement, now=now, facts=facts)


def post(
    tx: Transaction,
    *,
    id: str,  # noqa: A002 - as `transfer`
    pending_id: str,
    now: datetime,
    facts: list[Fact] | None = None,
) -> None:
    """Make a hold final: the promised money moves.

    Args:
        tx: the open transaction.
        id: the id of this transfer; the same when the act is tried again.
        pending_id: the hold.
        now: when.
        facts: as `transfer`.

    Raises:
        Refusal: `hold_missing`, `hold_already_settled`, `transfer_id_reused`.
    """
    record(tx, movement=_settling(tx, id=id, phase="post", pending_id=pending_id), now=now, facts=facts)


def void(
    tx: Transaction,
    *,
    id: str,  # noqa: A002 - as `transfer`
    pending_id: str,
    now: datetime,
    facts: list[Fact] | None = None,
) -> None:
    """Let a hold go: the promised money is free again.

    Args and Raises: as `post`.
    """
    record(tx, movement=_settling(tx, id=id, phase="void", pending_id=pending_id), now=now, facts=facts)


def fund_organisation(
    tx: Transaction,
    *,
    organisation_id: int,
    amount_micros: int,
    currency: str,
    provider_reference: str,
    now: datetime,
) -> None:
    """Book money that a provider says an organisation paid in; the same provider reference again changes nothing.

    Args:
        tx: the open transaction; the provider was asked before it was opened.
        organisation_id: who paid.
        amount_micros: micro-units of `currency`, > 0.
        currency: three letters.
        provider_reference: the provider's id of the payment.
        now: when.

    Raises:
        Refusal: as `transfer`.
    """
    transfer_id = f"fund:{provider_reference}"
    if tx.value(_KNOWN, id=transfer_id) is None:
        insist_on_amount(amount_micros, most_micros=room_for(tx, currency), currency=currency)
    transfer(
        tx,
        id=transfer_id,
        debit_id=world(currency),
        credit_id=organisation_funds(organisation_id, currency),
        amount_micros=amount_micros,
        currency=currency,
        code="fund",
        reference=f"organisation:{organisation_id}",
        now=now,
    )


def record(tx: Transaction, *, movement: Movement, now: datetime, facts: list[Fact] | None = None) -> None:
    """Write one transfer and its event, having made sure that the database will take it.

    Args and Raises: as `transfer`.
    """
    insist_on_movement(movement)
    body, body_hash, fact = movement.sealed()
    if _is_known(tx, movement, body_hash):
        return
    if movement.phase in {"single", "pending"}:
        balance = _two_balances(tx, movement)
        if _is_known(tx, movement, body_hash):  # the same act came twice at once; the other one had the accounts first
            return
        insist_on_cover(movement, balance)
    tx.send(_ADD, **body, now=to_ms(now), body_hash=body_hash)
    if facts is None:
        append(tx, stream=stream_of(movement), facts=[fact], now=now)
    else:
        facts.append(fact)


def record_up_to(
    tx: Transaction, *, movement: Movement, now: datetime, facts: list[Fact], free_micros: int | None = None
) -> int:
    """Write a transfer of as much as the debited account still has free, and return how much that was.

    Args:
        tx: the open transaction.
        movement: single or pending; its amount is the most that is wanted; its id was never used before.
        now: when.
        facts: the list to which its event goes.
        free_micros: what the debited account has free, from a caller who has opened and locked both accounts.

    Returns:
        Micro-units, from 0 (nothing was written) to `movement.amount_micros`.

    Raises:
        Refusal: `amount_too_large`, `accounts_same`, `account_unknown`, `currency_unknown`, `currency_differs`.
    """
    if free_micros is None:
        free_micros = _two_balances(tx, movement).available
    is_open_ended = not nature_of(movement.debit_id).has_no_overdraft
    amount_micros = movement.amount_micros if is_open_ended else min(movement.amount_micros, free_micros)
    if amount_micros <= 0:
        return 0
    insist_on_movement(movement)
    moved = movement if amount_micros == movement.amount_micros else replace(movement, amount_micros=amount_micros)
    body, body_hash, fact = moved.sealed()
    tx.send(_ADD, **body, now=to_ms(now), body_hash=body_hash)
    facts.append(fact)
    return amount_micros


def _is_known(tx: Transaction, movement: Movement, body_hash: str) -> bool:
    """Return whether this very transfer stands there already; another one under its id is refused."""
    known = tx.value(_KNOWN, id=movement.id)
    if known not in {None, body_hash}:
        raise Refusal("transfer_id_reused", id=movement.id)
    return known is not None


def lock_account(tx: Transaction, *, account_id: str) -> None:
    """Hold an account until the transaction ends, so that acts about the same person take turns."""
    tx.run(_BOTH, debit_id=account_id, credit_id=account_id)


def _two_balances(tx: Transaction, movement: Movement) -> Balance:
    """Open what is missing, lock both accounts and return the balance of the one that is debited."""
    rows = _read_both(tx, movement)
    if len(rows) < 2:
        open_account(tx, account_id=movement.debit_id, currency=movement.currency)
        open_account(tx, account_id=movement.credit_id, currency=movement.currency)
        rows = _read_both(tx, movement)
    for account_id, (currency, _) in rows.items():
        if currency != movement.currency:
            raise Refusal("currency_differs", account=account_id, currency=movement.currency)
    return rows[movement.debit_id][1]


def _read_both(tx: Transaction, movement: Movement) -> dict[str, tuple[str, Balance]]:
    rows = tx.run(_BOTH, debit_id=movement.debit_id, credit_id=movement.credit_id)
    return {row[0]: (row[1], balance_of(nature_of(row[0]), debits=row[2:4], credits_=row[4:6])) for row in rows}


def _settling(tx: Transaction, *, id: str, phase: str, pending_id: str) -> Movement:  # noqa: A002
    held = tx.one(_HOLD, pending_id=pending_id)
    if held is None:
        raise Refusal("hold_missing", id=pending_id)
    settled_by = tx.value(_SETTLED, pending_id=pending_id)
    if settled_by not in {None, id}:
        raise Refusal("hold_already_settled", id=pending_id)
    debit_id, credit_id, amount_micros, currency, code, reference = held
    return Movement(id, phase, debit_id, credit_id, amount_micros, currency, code, reference, pending_id)
