"""Reading money that comes in: one payment, those on their way, and those to ask the service about."""

from dataclasses import dataclass
from datetime import datetime

from payments.funding.rules import FundingStage, is_due
from payments.transaction import Row, Transaction
from policies.periods import from_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingView:
    """One payment into an organisation's money.

    Attributes:
        provider_reference: the service's number of it, or empty while it has not answered.
        go_to: the service's page on which to pay, or empty.
        payment: the service's number of the money that came, or empty.
        back: the page of ours from which it was asked for.
        available_at: from when it is usable, where that is known.
        reason: why it failed, or empty.
    """

    funding_id: int
    organisation_id: int
    provider: str
    reference: str
    amount_micros: int
    currency: str
    back: str
    stage: FundingStage
    provider_reference: str
    go_to: str
    payment: str
    asked_at: datetime
    looked_at: datetime
    available_at: datetime | None
    arrived_at: datetime | None
    reason: str
    asked_by_id: int


_FUNDING = """
SELECT id, organisation_id, provider, reference, amount_micros, currency, back, stage, provider_reference, go_to,
  payment, asked_at, looked_at, available_at, arrived_at, reason, asked_by_id FROM funding
"""
_ONE = _FUNDING + "WHERE id = :funding_id"
_OF_REFERENCE = _FUNDING + "WHERE reference = :reference"
_OF_PROVIDER_REFERENCE = _FUNDING + "WHERE provider = :provider AND provider_reference = :provider_reference"
_OF_PAYMENT = _FUNDING + "WHERE payment = :payment AND provider = :provider ORDER BY id LIMIT 1"
_COMING = (
    _FUNDING + "WHERE organisation_id = :organisation_id AND currency = :currency AND stage IN ('waiting', 'paid')"
    " ORDER BY id DESC LIMIT :most"
)
_OPEN = _FUNDING + "WHERE stage IN ('asked', 'waiting', 'paid') ORDER BY looked_at, id LIMIT :most"
_UNTOLD = _FUNDING + "WHERE stage = 'arrived' AND told_at IS NULL ORDER BY id LIMIT :most"


def funding(tx: Transaction, funding_id: int) -> FundingView | None:
    """Return one payment, or None."""
    return _first(tx.one(_ONE, funding_id=funding_id))


def funding_of_reference(tx: Transaction, reference: str) -> FundingView | None:
    """Return the payment that we gave this reference, or None."""
    return _first(tx.one(_OF_REFERENCE, reference=reference))


def funding_of_service(tx: Transaction, *, provider: str, provider_reference: str) -> FundingView | None:
    """Return the payment that the service gave this number, or None."""
    return _first(tx.one(_OF_PROVIDER_REFERENCE, provider=provider, provider_reference=provider_reference))


def funding_of_payment(tx: Transaction, *, provider: str, payment: str) -> FundingView | None:
    """Return the payment for which the service's money of this number came, or None."""
    return _first(tx.one(_OF_PAYMENT, provider=provider, payment=payment)) if payment else None


def coming(tx: Transaction, organisation_id: int, currency: str, *, most: int = 10) -> tuple[FundingView, ...]:
    """Return what an organisation was asked to pay, or has paid, and is not here yet; the newest first."""
    rows = tx.run(_COMING, organisation_id=organisation_id, currency=currency, most=most)
    return tuple(_view(row) for row in rows)


def to_look_at(tx: Transaction, *, now: datetime, most: int = 200) -> tuple[FundingView, ...]:
    """Return the payments about which the service is to be asked now."""
    return tuple(view for view in map(_view, tx.run(_OPEN, most=most)) if _is_due(view, now))


def arrived_untold(tx: Transaction, *, most: int = 50) -> tuple[FundingView, ...]:
    """Return the payments that are here and of which nobody was told yet, the oldest first."""
    return tuple(_view(row) for row in tx.run(_UNTOLD, most=most))


def _is_due(view: FundingView, now: datetime) -> bool:
    seen = {"asked_at": view.asked_at, "looked_at": view.looked_at}
    return is_due(view.stage, **seen, available_at=view.available_at, now=now)


def _first(row: Row | None) -> FundingView | None:
    return None if row is None else _view(row)


def _view(row: Row) -> FundingView:
    return FundingView(
        funding_id=row[0],
        organisation_id=row[1],
        provider=row[2],
        reference=row[3],
        amount_micros=row[4],
        currency=row[5],
        back=row[6],
        stage=FundingStage(row[7]),
        provider_reference=row[8],
        go_to=row[9],
        payment=row[10],
        asked_at=from_ms(row[11]),
        looked_at=from_ms(row[12]),
        available_at=None if row[13] is None else from_ms(row[13]),
        arrived_at=None if row[14] is None else from_ms(row[14]),
        reason=row[15],
        asked_by_id=row[16],
    )
