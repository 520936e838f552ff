"""Reading what somebody proposes about a frozen payment."""

from dataclasses import dataclass
from datetime import datetime

from payments.transaction import Transaction
from policies.periods import from_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """What somebody found out about a frozen payment, and how; it waits for another person.

    Attributes:
        was_paid: whether it arrived.
    """

    proposal_id: int
    was_paid: bool
    reason: str
    by_id: int
    by_name: str
    proposed_at: datetime


# A payout that was frozen again since is another matter: older proposals say nothing about it.
_OPEN = """
SELECT payout_proposal.id, was_paid, reason, by_id, person.name, proposed_at
FROM payout_proposal JOIN person ON person.id = by_id JOIN payout ON payout.id = payout_proposal.payout_id
WHERE payout_id = :payout_id AND payout.state = 'frozen' AND proposed_at >= payout.changed_at
ORDER BY payout_proposal.id DESC LIMIT 1
"""


def open_proposal(tx: Transaction, payout_id: int) -> ProposalView | None:
    """Return what was proposed last about a payment that is frozen now, or None."""
    row = tx.one(_OPEN, payout_id=payout_id)
    if row is None:
        return None
    return ProposalView(
        proposal_id=row[0],
        was_paid=bool(row[1]),
        reason=row[2],
        by_id=row[3],
        by_name=row[4],
        proposed_at=from_ms(row[5]),
    )
