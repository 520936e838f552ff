"""Adding up, for each currency, what is owed and where it stands; and the history of one payout."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from payments.ledger.queries import balance
from payments.ledger.rules import world
from payments.payout_pauses.queries import pauses
from payments.payouts.rules import AttemptState, Standing, standing_of
from payments.transaction import Transaction
from policies.money import micros_per_minor
from policies.periods import from_ms


@dataclass(frozen=True, slots=True)
class Pile:
    """So many payouts, worth so much (minor units)."""

    count: int = 0
    amount_minor: int = 0


@dataclass(slots=True, kw_only=True)
class CurrencyRoom:
    """One currency of payroll's room. Amounts in micro-units, those of payouts in minor units.

    Attributes:
        pending_micros: earned, and not final yet.
        final_micros: final, on no payslip yet: its payday has not come, or nobody has run it.
        held_micros: what the platform holds at its banks and has not promised to anybody who is being paid.
    """

    currency: str
    pending_micros: int = 0
    final_micros: int = 0
    held_micros: int = 0
    piles: dict[Standing, Pile] = field(default_factory=dict)

    @property
    def is_short(self) -> bool:
        """Return whether what could leave now is more than the platform holds."""
        waiting = [self.piles.get(standing, Pile()).amount_minor for standing in (Standing.READY, Standing.IN_RUN)]
        return sum(waiting) * micros_per_minor(self.currency) > self.held_micros


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """Payouts that could leave together now."""

    provider: str
    currency: str
    count: int
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptMade:
    """One attempt to send a payout, for its history."""

    number: int
    run_id: int
    provider: str
    key: str
    state: AttemptState
    tail: str
    tracking: str
    reason: str
    prepared_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None


_PILES = """
SELECT payout.currency, payout.state, destination.id IS NOT NULL, destination.refused_at IS NOT NULL,
  COALESCE(payout.amount_minor < destination.least_minor, 1 = 0),
  COALESCE(destination.usable_from > :now, 1 = 0), count(*), sum(payout.amount_minor)
FROM payout LEFT JOIN destination ON destination.person_id = payout.person_id
  AND destination.currency = payout.currency AND destination.replaced_at IS NULL
WHERE payout.state <> 'joined' GROUP BY 1, 2, 3, 4, 5, 6
"""
_EARNED = """
SELECT earning.currency, earning.state, sum(earning.amount_micros) FROM earning
LEFT JOIN payslip_earning ON payslip_earning.earning_id = earning.id
WHERE payslip_earning.earning_id IS NULL GROUP BY earning.currency, earning.state
"""
_READY = """
SELECT destination.provider, payout.currency, count(*), sum(payout.amount_minor)
FROM payout JOIN destination ON destination.person_id = payout.person_id AND destination.currency = payout.currency
  AND destination.replaced_at IS NULL
WHERE payout.state = 'due' AND destination.refused_at IS NULL AND destination.usable_from <= :now
  AND payout.amount_minor >= destination.least_minor
GROUP BY destination.provider, payout.currency ORDER BY payout.currency, destination.provider
"""
_HISTORY = """
SELECT payout_attempt.number, run_id, key, payout_attempt.state, destination.tail, tracking, reason,
  payout_attempt.prepared_at, sent_at, answered_at, payout_run.provider
FROM payout_attempt JOIN destination ON destination.id = payout_attempt.destination_id
JOIN payout_run ON payout_run.id = payout_attempt.run_id
WHERE payout_id = :payout_id ORDER BY payout_attempt.number DESC
"""


def room(tx: Transaction, *, now: datetime) -> tuple[CurrencyRoom, ...]:
    """Return every currency in which anything is owed or was paid, in the order of their codes."""
    found: dict[str, CurrencyRoom] = {}
    sums: defaultdict[tuple[str, Standing], list[int]] = defaultdict(lambda: [0, 0])
    for currency, state, has_account, is_refused, is_too_small, waits, count, amount in tx.run(_PILES, now=now):
        standing = standing_of(
            state,
            has_account=bool(has_account),
            is_refused=bool(is_refused),
            is_too_small=bool(is_too_small),
            usable_from=datetime.max.replace(tzinfo=now.tzinfo) if waits else None,
            now=now,
        )
        pile = sums[currency, standing]
        pile[0] += int(count)
        pile[1] += int(amount)
    for (currency, standing), (count, amount) in sums.items():
        found.setdefault(currency, CurrencyRoom(currency=currency)).piles[standing] = Pile(count, amount)
    _set_waiting_apart(tx, found)
    for currency, state, amount in tx.run(_EARNED):
        one = found.setdefault(currency, CurrencyRoom(currency=currency))
        if state == "pending":
            one.pending_micros = int(amount)
        else:
            one.final_micros = int(amount)
    for one in found.values():
        one.held_micros = balance(tx, world(one.currency)).available
    return tuple(found[currency] for currency in sorted(found))


def _set_waiting_apart(tx: Transaction, found: dict[str, CurrencyRoom]) -> None:
    """Count what waits for money at a service by itself: it was released, and nobody was asked to pay it yet."""
    for one in pauses(tx):
        piles = found[one.currency].piles
        sent, waiting = piles[Standing.SENT], piles.get(Standing.WAITS_FOR_MONEY, Pile())
        piles[Standing.WAITS_FOR_MONEY] = Pile(waiting.count + one.count, waiting.amount_minor + one.amount_minor)
        if sent.count > one.count:
            piles[Standing.SENT] = Pile(sent.count - one.count, sent.amount_minor - one.amount_minor)
        else:
            del piles[Standing.SENT]


def ready_to_send(tx: Transaction, *, now: datetime) -> tuple[Ready, ...]:
    """Return what could be put into a run now, by provider and currency."""
    return tuple(
        Ready(provider=row[0], currency=row[1], count=int(row[2]), amount_minor=int(row[3]))
        for row in tx.run(_READY, now=now)
    )


def attempts_of(tx: Transaction, payout_id: int) -> tuple[AttemptMade, ...]:
    """Return every attempt to send one payout, the newest first."""
    return tuple(
        AttemptMade(
            number=row[0],
            run_id=row[1],
            provider=row[10],
            key=row[2],
            state=AttemptState(row[3]),
            tail=row[4],
            tracking=row[5],
            reason=row[6],
            prepared_at=from_ms(row[7]),
            sent_at=None if row[8] is None else from_ms(row[8]),
            answered_at=None if row[9] is None else from_ms(row[9]),
        )
        for row in tx.run(_HISTORY, payout_id=payout_id)
    )
