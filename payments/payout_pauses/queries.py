"""Reading what waits because a service holds too little of our money."""

from dataclasses import dataclass
from datetime import datetime

from payments.transaction import Transaction
from policies.periods import from_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseView:
    """Payments that were released and wait for money at a service.

    Attributes:
        count: how many people wait.
        amount_minor: what they are to be paid together, minor units of `currency`.
        reason: in the service's words.
        next_try_at: when one of them is tried again.
    """

    provider: str
    currency: str
    began_at: datetime
    next_try_at: datetime
    reason: str
    count: int
    amount_minor: int


_PAUSES = """
SELECT payout_pause.provider, payout_pause.currency, payout_pause.began_at, payout_pause.next_try_at,
  payout_pause.reason, count(*), sum(payout.amount_minor)
FROM payout_pause JOIN payout_run ON payout_run.provider = payout_pause.provider
  AND payout_run.currency = payout_pause.currency
JOIN payout_attempt ON payout_attempt.run_id = payout_run.id AND payout_attempt.state = 'sending'
JOIN payout ON payout.id = payout_attempt.payout_id AND payout.state = 'sent'
LEFT JOIN payout_calling ON payout_calling.attempt_id = payout_attempt.id
WHERE payout_pause.ended_at IS NULL AND payout_calling.attempt_id IS NULL
GROUP BY 1, 2, 3, 4, 5 ORDER BY payout_pause.currency, payout_pause.provider
"""


def pauses(tx: Transaction) -> tuple[PauseView, ...]:
    """Return what waits for money at a service, by currency; none where nothing waits."""
    return tuple(
        PauseView(
            provider=row[0],
            currency=row[1],
            began_at=from_ms(row[2]),
            next_try_at=from_ms(row[3]),
            reason=row[4],
            count=int(row[5]),
            amount_minor=int(row[6]),
        )
        for row in tx.run(_PAUSES)
    )
