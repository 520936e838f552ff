"""Reading what one project spent in a span of time, and what an organisation paid in, true to the ledger."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from payments.ledger.rules import reserve
from payments.transaction import Row, Transaction
from policies.periods import from_ms

# A line of a closed week is billed when it is booked, an item when it is submitted: neither ever changes afterwards.
_PIECES = """
SELECT kind, rate_micros, count(*), sum(quantity), sum(amount_micros) FROM earning
WHERE project_id = :project_id AND currency = :currency AND carrier = 'requester' AND kind IN ('piece', 'hourly')
  AND earned_at >= :start AND earned_at < :end GROUP BY kind, rate_micros ORDER BY kind, rate_micros
"""
_BESIDE = """
SELECT kind, count(*), sum(quantity), sum(amount_micros) FROM earning
WHERE project_id = :project_id AND currency = :currency AND carrier = 'requester' AND kind NOT IN ('piece', 'hourly')
  AND earned_at >= :start AND earned_at < :end GROUP BY kind ORDER BY kind
"""
# What left the project's own accounts for people; a hold that was let go came back.
_PAID = """
SELECT coalesce(sum(CASE phase WHEN 'void' THEN -amount_micros ELSE amount_micros END), 0) FROM ledger_transfer
WHERE (debit_id = :reserve_id OR debit_id IN (
    SELECT 'purse:' || project_id || ':' || person_id FROM pseudonym WHERE project_id = :project_id))
  AND credit_id LIKE :people AND phase IN ('single', 'pending', 'void') AND happened_at >= :start AND happened_at < :end
"""


_PAID_IN = """
SELECT sequence, id, amount_micros, currency, happened_at FROM ledger_transfer
WHERE code = 'fund' AND reference = :reference AND credit_id LIKE :funds AND debit_id LIKE 'world:%'
"""
_ALL_PAID_IN = f"{_PAID_IN} ORDER BY sequence DESC LIMIT :most"
_ONE_PAID_IN = f"{_PAID_IN} AND sequence = :number"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidIn:
    """Money that an organisation paid in.

    Attributes:
        number: of the ledger row that booked it; the receipt bears it.
        provider_reference: under which whoever moved the money knows it.
    """

    number: int
    provider_reference: str
    amount_micros: int
    currency: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledPieces:
    """Answers that paid the same: `count` x `rate_micros` for items; milliseconds x rate for hours, rounded up each."""

    kind: str
    rate_micros: int
    count: int
    quantity: int
    amount_micros: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Billed:
    """What a project spent in a span of time. Amounts in micro-units of its currency.

    Attributes:
        beside: by kind, what came on top of the answers.
        beside_ms: by kind, the time that it was for.
        by_guarantee_micros: the part of these lines that the platform's guarantee paid; it is not on the bill.
        paid_micros: what left the project's money for people: all lines less the guarantee's part.
        paid_before_micros: the same from the beginning to the start of this span, for the fee.
    """

    pieces: tuple[BilledPieces, ...]
    beside: Counter[str]
    beside_ms: Counter[str]
    by_guarantee_micros: int
    paid_micros: int
    paid_before_micros: int


def billed(tx: Transaction, *, project_id: int, currency: str, start: datetime, end: datetime) -> Billed:
    """Return what a project spent from one instant to before another."""
    span = {"project_id": project_id, "currency": currency, "start": start, "end": end}
    pieces = tuple(
        BilledPieces(kind=row[0], rate_micros=row[1], count=row[2], quantity=int(row[3]), amount_micros=int(row[4]))
        for row in tx.run(_PIECES, **span)
    )
    beside: Counter[str] = Counter()
    beside_ms: Counter[str] = Counter()
    for kind, _, quantity, micros in tx.run(_BESIDE, **span):
        beside[kind], beside_ms[kind] = int(micros), int(quantity)
    accounts = {"project_id": project_id, "reserve_id": reserve(project_id), "people": "annotator:%"}
    paid = int(tx.value(_PAID, **accounts, start=start, end=end))
    before = int(tx.value(_PAID, **accounts, start=0, end=start))
    lines = sum(piece.amount_micros for piece in pieces) + beside.total()
    return Billed(
        pieces=pieces,
        beside=beside,
        beside_ms=beside_ms,
        by_guarantee_micros=lines - paid,
        paid_micros=paid,
        paid_before_micros=before,
    )


def all_paid_in(tx: Transaction, organisation_id: int, *, most: int = 200) -> tuple[PaidIn, ...]:
    """Return what an organisation paid in, the latest first."""
    return tuple(_paid_in(row) for row in tx.run(_ALL_PAID_IN, **_whose(organisation_id), most=most))


def paid_in(tx: Transaction, organisation_id: int, number: int) -> PaidIn | None:
    """Return one payment of an organisation, or None where it made none of this number."""
    row = tx.one(_ONE_PAID_IN, **_whose(organisation_id), number=number)
    return None if row is None else _paid_in(row)


def _whose(organisation_id: int) -> dict[str, object]:
    return {"reference": f"organisation:{organisation_id}", "funds": f"organisation:{organisation_id}:%"}


def _paid_in(row: Row) -> PaidIn:
    return PaidIn(
        number=row[0],
        provider_reference=row[1].partition(":")[2],
        amount_micros=row[2],
        currency=row[3],
        at=from_ms(row[4]),
    )
