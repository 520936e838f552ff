"""Setting a project's money aside, filling each purse before work is offered, and giving back the rest."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from annotate.funding.queries import project_money, what_is_open
from annotate.funding.rules import Sums, fee_micros
from payments.events.rules import Fact
from payments.ledger.queries import balance
from payments.ledger.rules import escrow, organisation_funds, platform_fees, project_fee, purse, reserve
from payments.ledger.service import lock_account, open_account, transfer
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.money import decimal_text, floor_div

ITEMS_AT_ONCE = 20
"""So many items' pay goes into a purse at a time, so that the shared escrow is seldom written."""
SHARES_MOST = 20
"""From so many purses at most the pay of one item is gathered, where each holds only a part of it."""


class Filling(StrEnum):
    """What became of filling a purse."""

    ENOUGH = "enough"
    SHORT = "short"
    """There is none within reach; `IS_MONEY_LEFT` says whether there is some in the hands of others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chest:
    """Whose money it is: one project's, in one currency."""

    project_id: int
    organisation_id: int
    currency: str


def set_aside(tx: Transaction, chest: Chest, *, sums: Sums, act: str, now: datetime, facts: list[Fact]) -> None:
    """Move piece pay to escrow, what comes on top to the reserve, and the fee beside them.

    Args:
        tx: the open transaction.
        chest: whose money.
        sums: how much of each; what is zero is not moved.
        act: what it is for, and which one: "publish", "batch:7"; the same again moves nothing.
        now: when.
        facts: the list to which the transfers' events go.

    Raises:
        Refusal: `not_enough_funds`, with the amount that is missing.
    """
    funds = organisation_funds(chest.organisation_id, chest.currency)
    missing = sums.total_micros - balance(tx, funds).available
    if missing > 0:
        raise Refusal("not_enough_funds", Kind.CONFLICT, missing=decimal_text(missing), currency=chest.currency)
    for account_id, amount_micros in (
        (escrow(chest.project_id), sums.piece_micros),
        (reserve(chest.project_id), sums.reserve_micros),
        (project_fee(chest.project_id), sums.fee_micros),
    ):
        if amount_micros:
            _transfer(tx, chest, f"{act}:{account_id}", funds, account_id, amount_micros, now=now, facts=facts)


def charge_fee(tx: Transaction, chest: Chest, *, now: datetime, facts: list[Fact]) -> int:
    """Charge Jornal's fee on the pay that became final since it was last charged, and return how much that was.

    It comes out of what was set aside for it, never out of anybody's pay.
    """
    if project_money(tx, chest.project_id).fee_permille == 0:
        return 0
    account_id = project_fee(chest.project_id)
    open_account(tx, account_id=account_id, currency=chest.currency)
    lock_account(tx, account_id=account_id)  # two who charge take turns; the second finds nothing due
    money = project_money(tx, chest.project_id)
    final = money.pay_micros - money.pending_micros
    due = fee_micros(pay_micros=final, fee_permille=money.fee_permille) - money.charged_micros
    if due <= 0:
        return 0
    number = tx.value(_FEES, account_id=account_id, code="fee")
    transfer_id = f"fee:project:{chest.project_id}:{number}"
    _transfer(tx, chest, transfer_id, account_id, platform_fees(chest.currency), due, now=now, facts=facts)
    return due


def fill_purse(
    tx: Transaction, chest: Chest, *, person_id: int, least_micros: int, now: datetime, facts: list[Fact]
) -> Filling:
    """Make sure that a purse holds the pay of the next item, from escrow or else from what others have to spare.

    Args:
        tx: the open transaction, the person's clock locked.
        chest: whose money.
        person_id: whose purse.
        least_micros: the pay of one item.
        now: when.
        facts: the list to which the transfers' events go.
    """
    holds = balance(tx, purse(chest.project_id, person_id)).available
    if holds >= least_micros:
        return Filling.ENOUGH
    free = balance(tx, escrow(chest.project_id)).available
    for _ in range(SHARES_MOST):
        if holds + free >= least_micros:
            break
        shared = _share_one(tx, chest, for_id=person_id, least_micros=least_micros, now=now, facts=facts)
        if not shared:
            break
        free += shared
    if holds + free < least_micros:
        return Filling.SHORT
    source, target = escrow(chest.project_id), purse(chest.project_id, person_id)
    amount = min(free, ITEMS_AT_ONCE * least_micros)
    try:
        _transfer(tx, chest, _next_id(tx, target), source, target, amount, now=now, facts=facts)
    except Refusal as refusal:
        if refusal.code != "not_enough_money":
            raise
        return Filling.SHORT  # somebody else was quicker; the next try reads the escrow anew
    return Filling.ENOUGH


def has_reserve(tx: Transaction, chest: Chest, *, least_micros: int) -> bool:
    """Return whether the reserve still holds what may come on top of one more item, so that it may be offered."""
    return balance(tx, reserve(chest.project_id)).available >= least_micros


def give_back(tx: Transaction, chest: Chest, *, now: datetime) -> tuple[int, list[Fact]]:
    """Charge the fee on what was spent and return everything that is left to the organisation's funds.

    Returns:
        Micro-units given back, and the transfers' facts.

    Raises:
        Refusal: `money_still_needed`: work is open, pay is pending, or a week is not closed yet.
    """
    if what_is_open(tx, chest.project_id).is_anything:
        raise Refusal("money_still_needed", Kind.NOT_YET)
    facts: list[Fact] = []
    charge_fee(tx, chest, now=now, facts=facts)
    people = [row[0] for row in tx.run(_PEOPLE, project_id=chest.project_id)]
    returned = 0
    for account_id in (
        escrow(chest.project_id),
        reserve(chest.project_id),
        project_fee(chest.project_id),
        *(purse(chest.project_id, person_id) for person_id in people),
    ):
        left = balance(tx, account_id).available
        if left > 0:
            funds = organisation_funds(chest.organisation_id, chest.currency)
            _transfer(tx, chest, f"return:{account_id}", account_id, funds, left, now=now, facts=facts)
        returned += left
    return returned, facts


_PEOPLE = "SELECT person_id FROM pseudonym WHERE project_id = :project_id ORDER BY person_id"
_EVER_FILLED = "SELECT credits_posted FROM ledger_account WHERE id = :account_id"
_FEES = "SELECT count(*) FROM ledger_transfer WHERE debit_id = :account_id AND code = :code"
_SHARES = "SELECT count(*) FROM ledger_transfer WHERE debit_id = :account_id AND code = :code"
# What a purse can spare is what its owner's open assignment does not need, nor the one offered ahead. Each of the two
# is asked for by itself: each has an index of its own.
_TO_SPARE = """
ledger_account.credits_posted - ledger_account.debits_posted - ledger_account.debits_pending
  - CASE WHEN EXISTS (SELECT 1 FROM assignment WHERE assignment.person_id = pseudonym.person_id
                      AND assignment.project_id = :project_id AND assignment.state = 'started')
    THEN :least_micros ELSE 0 END
  - CASE WHEN EXISTS (SELECT 1 FROM assignment WHERE assignment.person_id = pseudonym.person_id
                      AND assignment.project_id = :project_id AND assignment.state = 'offered')
    THEN :least_micros ELSE 0 END
"""
_PURSES = """
pseudonym JOIN clock ON clock.person_id = pseudonym.person_id
JOIN ledger_account ON ledger_account.id = 'purse:' || pseudonym.project_id || ':' || pseudonym.person_id
"""
# Whoever acts locks their clock first. A clock that can be locked without waiting belongs to nobody who is acting, so
# their purse is not in use either, and two transactions never wait for each other here. One purse at a time, for the
# same reason.
_RICHEST = f"""
SELECT pseudonym.person_id FROM {_PURSES}
WHERE pseudonym.project_id = :project_id AND pseudonym.person_id <> :for_id AND {_TO_SPARE} > 0
ORDER BY {_TO_SPARE} DESC, pseudonym.person_id LIMIT 1 /*postgresql: FOR UPDATE OF clock SKIP LOCKED */
"""
# The search may still see the purse as it was before its owner's last act; once their clock is locked, it is read anew.
_SPARE = f"SELECT {_TO_SPARE} FROM {_PURSES} WHERE pseudonym.project_id = :project_id AND pseudonym.person_id = :of_id"
IS_MONEY_LEFT = f"""
(coalesce((SELECT sum({_TO_SPARE}) FROM {_PURSES} WHERE pseudonym.project_id = :project_id AND {_TO_SPARE} > 0), 0)
 + coalesce((SELECT credits_posted - debits_posted - debits_pending FROM ledger_account WHERE id = :escrow_id), 0)
 >= :least_micros)
"""
"""SQL: whether escrow and purses together hold the pay of another item; true in any snapshot with an open slot."""


def _share_one(
    tx: Transaction, chest: Chest, *, for_id: int, least_micros: int, now: datetime, facts: list[Fact]
) -> int:
    """Bring half of what the fullest purse can spare back to escrow; return how much, or 0 where none can.

    Where even the fullest holds less than one item, all that it can spare: hourly pay and a raised price leave parts.
    """
    person_id = tx.value(_RICHEST, project_id=chest.project_id, for_id=for_id, least_micros=least_micros)
    if person_id is None:
        return 0
    to_spare = tx.value(_SPARE, project_id=chest.project_id, of_id=person_id, least_micros=least_micros) or 0
    if to_spare <= 0:
        return 0
    source, target = purse(chest.project_id, person_id), escrow(chest.project_id)
    items = floor_div(to_spare, least_micros)
    amount = max(1, floor_div(items, 2)) * least_micros if items else to_spare
    number = tx.value(_SHARES, account_id=source, code="share")
    _transfer(tx, chest, f"share:{source}:{number}", source, target, amount, now=now, facts=facts)
    return amount


def _next_id(tx: Transaction, purse_id: str) -> str:
    """Return the id of the next filling of a purse; only its owner's acts fill it, one at a time.

    It ends in what was ever filled in, which each filling makes larger: nothing has to be counted.
    """
    return f"fill:{purse_id}:{tx.value(_EVER_FILLED, account_id=purse_id) or 0}"


def _transfer(  # noqa: PLR0913 - a transfer within one project's money
    tx: Transaction,
    chest: Chest,
    transfer_id: str,
    debit_id: str,
    credit_id: str,
    amount_micros: int,
    *,
    now: datetime,
    facts: list[Fact],
) -> None:
    transfer(
        tx,
        id=transfer_id,
        debit_id=debit_id,
        credit_id=credit_id,
        amount_micros=amount_micros,
        currency=chest.currency,
        code=transfer_id.partition(":")[0],
        reference=f"project:{chest.project_id}",
        now=now,
        facts=facts,
    )
