"""Reading what matches and what does not: sums for each currency, each line without a transfer, and what is ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from payments.ledger.queries import balance
from payments.ledger.rules import losses, own_money, provider_fees
from payments.payouts.rules import AttemptState
from payments.providers.base import DestinationKind, PayoutLine
from payments.providers.record import RecordLine
from payments.reconciliation.rules import RECORD_WITHIN, Attempt, Standing
from payments.transaction import Row, Transaction
from policies.periods import from_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One line of a service's record with what became of it.

    Attributes:
        why: why nothing matches it, a word of `Why`; or in people's words why it was booked by hand; or empty.
        matched_by: who booked it by hand, or empty.
        transfer_id: the ledger's transfer that it matches, or empty.
        payout_id: the payment to somebody that it is about; 0 where it is about none of ours.
    """

    line: RecordLine
    provider: str
    standing: Standing
    why: str
    matched_by: str
    transfer_id: str
    payout_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One payment of ours that the service's record ought to hold by now, and does not."""

    payout_id: int
    key: str
    tracking: str
    amount_minor: int
    currency: str
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """How a service's record and the ledger agree in one currency; amounts in minor units, counts of lines.

    Attributes:
        matched_count: lines that have their transfers.
        net_minor: what those add up to after fees: what the service's balance came to by them.
        pending_count, pending_minor: lines that the service does not let us use yet, or whose payment is on its way.
        unmatched_count, unmatched_minor: lines without a transfer, whichever way they point; it has to be nothing.
        missing_count, missing_minor: payments of ours without a line; it has to be nothing, too.
        losses_micros, fees_micros, own_micros: what the platform bore of losses and fees, and put in of its own.
    """

    currency: str
    matched_count: int
    net_minor: int
    pending_count: int
    pending_minor: int
    unmatched_count: int
    unmatched_minor: int
    missing_count: int
    missing_minor: int
    losses_micros: int
    fees_micros: int
    own_micros: int

    @property
    def is_zero(self) -> bool:
        """Whether nothing is left that matches nothing."""
        return not self.unmatched_count and not self.missing_count


_ATTEMPT = """
SELECT payout_attempt.payout_id, payout_attempt.number, payout_attempt.state, payout.amount_minor, payout.currency
FROM payout_attempt JOIN payout ON payout.id = payout_attempt.payout_id
WHERE payout_attempt.tracking = :tracking ORDER BY payout_attempt.id DESC LIMIT 1
"""
_PAYOUT_LINE = """
SELECT payout_run.provider, payout_attempt.key, destination.holder, destination.kind, destination.number,
  payout.amount_minor, payout.currency, payout.id, payslip.period, payout_attempt.sent_at, payout_attempt.tracking
FROM payout_attempt JOIN payout ON payout.id = payout_attempt.payout_id
JOIN payslip ON payslip.id = payout.payslip_id JOIN destination ON destination.id = payout_attempt.destination_id
JOIN payout_run ON payout_run.id = payout_attempt.run_id
WHERE payout_attempt.tracking = :tracking AND payout_attempt.sent_at IS NOT NULL
ORDER BY payout_attempt.id DESC LIMIT 1
"""
_LINES = """
SELECT line_id, provider, kind, source, about, amount_minor, fee_minor, provider_line.currency,
  provider_line.created_at, available_at, standing, why, coalesce(person.name, ''), coalesce(transfer_id, ''),
  (SELECT max(payout_id) FROM payout_attempt WHERE tracking <> '' AND tracking IN (source, about))
FROM provider_line LEFT JOIN person ON person.id = matched_by_id
"""
_ONE = _LINES + "WHERE line_id = :line_id"
_OPEN = _LINES + "WHERE standing = :standing ORDER BY provider_line.created_at, line_id LIMIT :most"
_BY_HAND = _LINES + "WHERE matched_by_id IS NOT NULL ORDER BY matched_at DESC LIMIT :most"
_OPEN_IDS = """
SELECT line_id FROM provider_line WHERE standing <> 'matched' AND provider = :provider ORDER BY created_at LIMIT :most
"""
_NEWEST = "SELECT max(created_at) FROM provider_line WHERE provider = :provider"
_SUMS = """
SELECT currency, standing, count(*), sum(amount_minor - fee_minor), sum(abs(amount_minor) + abs(fee_minor))
FROM provider_line GROUP BY currency, standing
"""
_OPEN_SUMS = """
SELECT currency, sum(abs(amount_minor) + abs(fee_minor)) FROM provider_line WHERE standing = 'unmatched'
GROUP BY currency
"""
_MISSING = """
SELECT payout_attempt.payout_id, payout_attempt.key, payout_attempt.tracking, payout.amount_minor, payout.currency,
  payout_attempt.answered_at
FROM payout_attempt JOIN payout ON payout.id = payout_attempt.payout_id
JOIN payout_run ON payout_run.id = payout_attempt.run_id
WHERE payout_attempt.state IN ('paid', 'returned') AND payout_attempt.answered_at < :before
  AND payout_run.provider LIKE :provider || '_%' AND payout_attempt.answered_at >= :since
  AND NOT EXISTS (SELECT 1 FROM provider_line WHERE source = payout_attempt.tracking)
ORDER BY payout_attempt.id LIMIT :most
"""
_FIRST_KEPT = "SELECT min(kept_at) FROM provider_line WHERE provider = :provider"
MISSING_MOST = 500


def attempt_of(tx: Transaction, *numbers: str) -> Attempt | None:
    """Return the attempt that has one of a service's numbers, or None."""
    for number in filter(None, numbers):
        row = tx.one(_ATTEMPT, tracking=number)
        if row is not None:
            return Attempt(
                payout_id=row[0], number=row[1], state=AttemptState(row[2]), amount_minor=row[3], currency=row[4]
            )
    return None


def payout_line_of(tx: Transaction, tracking: str) -> tuple[str, PayoutLine] | None:
    """Return who sent the payment to which a service gave this number, and the payment itself; None where none is."""
    row = tx.one(_PAYOUT_LINE, tracking=tracking) if tracking else None
    if row is None:
        return None
    line = PayoutLine(
        key=row[1],
        holder=row[2],
        kind=DestinationKind(row[3]),
        number=row[4],
        amount_minor=row[5],
        currency=row[6],
        reference=row[7],
        concept=f"Pago {row[8]}",
        sent_at=from_ms(row[9]),
        tracking=row[10],
    )
    return str(row[0]), line


def line_of(tx: Transaction, line_id: str) -> RecordLine | None:
    """Return a line as it was kept, or None."""
    row = tx.one(_ONE, line_id=line_id)
    return None if row is None else _view(row).line


def open_lines(tx: Transaction, standing: Standing, *, most: int = 200) -> tuple[LineView, ...]:
    """Return the lines that stand so, the oldest first."""
    return tuple(_view(row) for row in tx.run(_OPEN, standing=standing, most=most))


def booked_by_hand(tx: Transaction, *, most: int = 50) -> tuple[LineView, ...]:
    """Return the lines that somebody booked by hand, the newest first."""
    return tuple(_view(row) for row in tx.run(_BY_HAND, most=most))


def open_line_ids(tx: Transaction, provider: str, *, most: int = 1000) -> tuple[str, ...]:
    """Return the numbers of lines that do not match yet, the oldest first, to be read anew."""
    return tuple(row[0] for row in tx.run(_OPEN_IDS, provider=provider, most=most))


def newest_line_at(tx: Transaction, provider: str) -> datetime | None:
    """Return when the newest line that we kept was made, or None before there is one."""
    found = tx.value(_NEWEST, provider=provider)
    return None if found is None else from_ms(found)


def matchings(tx: Transaction, providers: Sequence[str], *, now: datetime) -> tuple[Matching, ...]:
    """Return how record and ledger agree, for each currency that either of them has.

    Args:
        tx: an open transaction.
        providers: whose records are read.
        now: when this is asked.
    """
    sums = {(row[0], row[1]): row[2:] for row in tx.run(_SUMS)}
    missing = missing_lines(tx, providers, now=now)
    currencies = sorted({currency for currency, _ in sums} | {one.currency for one in missing})
    return tuple(_matching(tx, currency, sums, missing) for currency in currencies)


def _matching(tx: Transaction, currency: str, sums: dict[Row, Row], missing: Sequence[Missing]) -> Matching:
    matched = sums.get((currency, Standing.MATCHED.value), (0, 0, 0))
    pending = sums.get((currency, Standing.PENDING.value), (0, 0, 0))
    unmatched = sums.get((currency, Standing.UNMATCHED.value), (0, 0, 0))
    ours = [one.amount_minor for one in missing if one.currency == currency]
    return Matching(
        currency=currency,
        matched_count=matched[0],
        net_minor=int(matched[1]),
        pending_count=pending[0],
        pending_minor=int(pending[1]),
        unmatched_count=unmatched[0],
        unmatched_minor=int(unmatched[2]),
        missing_count=len(ours),
        missing_minor=sum(ours),
        losses_micros=-balance(tx, losses(currency)).posted,
        fees_micros=-balance(tx, provider_fees(currency)).posted,
        own_micros=balance(tx, own_money(currency)).posted,
    )


def missing_lines(tx: Transaction, providers: Sequence[str], *, now: datetime) -> tuple[Missing, ...]:
    """Return payments of ours that a service's record ought to hold by now; none from before it was first read."""
    found: list[Missing] = []
    for provider in providers:
        first = tx.value(_FIRST_KEPT, provider=provider)
        if first is None:
            continue
        since = from_ms(first) - RECORD_WITHIN
        rows = tx.run(_MISSING, before=now - RECORD_WITHIN, since=since, provider=provider, most=MISSING_MOST)
        found += [
            Missing(
                payout_id=row[0],
                key=row[1],
                tracking=row[2],
                amount_minor=row[3],
                currency=row[4],
                answered_at=from_ms(row[5]),
            )
            for row in rows
        ]
    return tuple(found)


def unmatched_sums(tx: Transaction) -> dict[str, int]:
    """Return what matches nothing in each currency, minor units: a figure for the operator's monitoring."""
    return {row[0]: int(row[1]) for row in tx.run(_OPEN_SUMS)}


def _view(row: Row) -> LineView:
    standing = Standing(row[10])
    line = RecordLine(
        line_id=row[0],
        kind=row[2],
        source=row[3],
        about=row[4],
        amount_minor=row[5],
        fee_minor=row[6],
        currency=row[7],
        is_available=standing is not Standing.PENDING,
        created_at=from_ms(row[8]),
        available_at=from_ms(row[9]),
    )
    return LineView(
        line=line,
        provider=row[1],
        standing=standing,
        why=row[11],
        matched_by=row[12],
        transfer_id=row[13],
        payout_id=row[14] or 0,
    )
