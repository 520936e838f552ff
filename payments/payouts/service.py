"""Opening payouts: each payslip gets one, and only one; what was too small to be sent alone goes with the next."""

from dataclasses import dataclass
from datetime import datetime

from payments.events.rules import Fact, annotator_stream
from payments.events.service import append
from payments.payouts.rules import PayoutAct, PayoutState, moved_payout
from payments.transaction import Transaction

_WITHOUT = """
SELECT payslip.id, payslip.person_id, payslip.currency, payslip.total_minor
FROM unpaid_payslip JOIN payslip ON payslip.id = unpaid_payslip.payslip_id
ORDER BY payslip.person_id, payslip.id LIMIT :limit
"""
_OPEN = """
INSERT INTO payout (payslip_id, person_id, currency, amount_minor, state, opened_at, changed_at)
SELECT :payslip_id, :person_id, :currency, :amount_minor, :state, :now, :now
WHERE NOT EXISTS (SELECT 1 FROM payout WHERE payslip_id = :payslip_id)
/*postgresql: ON CONFLICT (payslip_id) DO NOTHING */ RETURNING id
"""
# One on which anybody has ever set to work stays as it is: its bank may still answer.
_TOO_SMALL = """
SELECT payout.id, payout.amount_minor FROM payout JOIN destination ON destination.person_id = payout.person_id
  AND destination.currency = payout.currency AND destination.replaced_at IS NULL
WHERE payout.person_id = :person_id AND payout.currency = :currency AND payout.state = 'due'
  AND payout.amount_minor < destination.least_minor
  AND NOT EXISTS (SELECT 1 FROM payout_attempt WHERE payout_attempt.payout_id = payout.id)
ORDER BY payout.id /*postgresql: FOR UPDATE OF payout SKIP LOCKED */
"""
_JOIN = """
UPDATE payout SET state = :after, joined_id = :payout_id, changed_at = :now WHERE id = :small_id AND state = 'due'
"""
_JOIN_THEIRS = "UPDATE payout SET joined_id = :payout_id WHERE joined_id = :small_id"
_OPENED = "DELETE FROM unpaid_payslip WHERE payslip_id = :payslip_id"
_FORGOTTEN = """
INSERT INTO unpaid_payslip (payslip_id)
SELECT payslip.id FROM payslip WHERE NOT EXISTS (SELECT 1 FROM payout WHERE payout.payslip_id = payslip.id)
  AND NOT EXISTS (SELECT 1 FROM unpaid_payslip WHERE unpaid_payslip.payslip_id = payslip.id)
"""


def open_payouts(tx: Transaction, *, now: datetime, limit: int = 200) -> int:
    """Make a payout, due, for each payslip that waits for one; asked again, it makes no second.

    What the same person is still owed by payouts too small for whoever pays there goes as part of the new one, so that
    small weeks add up until they can leave. The amount of a payout is fixed here, before anything is ever sent.

    Args:
        tx: the open transaction.
        now: when.
        limit: at most so many in one transaction; the caller asks again until none is left.

    Returns:
        How many were made.
    """
    made = 0
    for payslip_id, person_id, currency, total_minor in tx.run(_WITHOUT, limit=limit):
        made += _open(tx, _Owed(payslip_id, person_id, currency, total_minor), now=now)
        tx.send(_OPENED, payslip_id=payslip_id)
    return made


@dataclass(frozen=True, slots=True)
class _Owed:
    """What one payslip says is to be paid, minor units."""

    payslip_id: int
    person_id: int
    currency: str
    total_minor: int


def _open(tx: Transaction, owed: _Owed, *, now: datetime) -> bool:
    """Open the payout of one payslip; return False where it has one."""
    whose = {"person_id": owed.person_id, "currency": owed.currency}
    small = tx.run(_TOO_SMALL, **whose)
    said = whose | {"payslip_id": owed.payslip_id, "amount_minor": owed.total_minor + sum(row[1] for row in small)}
    payout_id = tx.value(_OPEN, **said, state=PayoutState.DUE, now=now)
    if payout_id is None:
        return False
    after = moved_payout(PayoutState.DUE, PayoutAct.JOIN)
    for small_id, _ in small:
        tx.count(_JOIN_THEIRS, payout_id=payout_id, small_id=small_id)
        joined = tx.count(_JOIN, payout_id=payout_id, small_id=small_id, after=after, now=now)
        assert joined == 1, "it was held just now"
    body: dict[str, object] = {"payout_id": payout_id} | said
    if small:
        body["joined"] = [row[0] for row in small]
    append(tx, stream=annotator_stream(owed.person_id), facts=[Fact("payout", body)], now=now)
    return True


def note_unpaid(tx: Transaction) -> int:
    """Note payslips that have no payout and were not noted as waiting for one; return how many there were.

    It looks at every payslip there ever was, so it is for once a day.
    """
    return tx.count(_FORGOTTEN)
