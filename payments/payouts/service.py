"""Opening payouts: each payslip gets one, and only one, however often it is asked for."""

from datetime import datetime

from payments.events.rules import Fact, annotator_stream
from payments.events.service import append
from payments.payouts.rules import PayoutState
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
_OPENED = "DELETE FROM unpaid_payslip WHERE payslip_id = :payslip_id"
_FORGOTTEN = """
INSERT INTO unpaid_payslip (payslip_id)
SELECT payslip.id FROM payslip WHERE NOT EXISTS (SELECT 1 FROM payout WHERE payout.payslip_id = payslip.id)
  AND NOT EXISTS (SELECT 1 FROM unpaid_payslip WHERE unpaid_payslip.payslip_id = payslip.id)
"""


def open_payouts(tx: Transaction, *, now: datetime, limit: int = 200) -> int:
    """Make a payout, due, for each payslip that waits for one; asked again, it makes no second.

    Args:
        tx: the open transaction.
        now: when.
        limit: at most so many in one transaction; the caller asks again until none is left.

    Returns:
        How many were made.
    """
    made = 0
    for payslip_id, person_id, currency, amount_minor in tx.run(_WITHOUT, limit=limit):
        said = {"payslip_id": payslip_id, "person_id": person_id, "currency": currency, "amount_minor": amount_minor}
        payout_id = tx.value(_OPEN, **said, state=PayoutState.DUE, now=now)
        if payout_id is not None:
            append(
                tx, stream=annotator_stream(person_id), facts=[Fact("payout", {"payout_id": payout_id} | said)], now=now
            )
            made += 1
        tx.send(_OPENED, payslip_id=payslip_id)
    return made


def note_unpaid(tx: Transaction) -> int:
    """Note payslips that have no payout and were not noted as waiting for one; return how many there were.

    It looks at every payslip there ever was, so it is for once a day.
    """
    return tx.count(_FORGOTTEN)
