"""Matching each line of a service's record with one transfer of the ledger, and keeping the line first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from payments.events.rules import PLATFORM, Fact, organisation_stream
from payments.events.service import append
from payments.funding.queries import FundingView, funding_of_payment
from payments.funding.rules import FundingStage
from payments.funding.service import arrive, hold_for_loss, share_loss
from payments.ledger.rules import Movement, world
from payments.ledger.service import lock_account, open_account, record
from payments.providers.record import RecordLine
from payments.reconciliation.queries import attempt_of, line_of
from payments.reconciliation.rules import (
    REASON_LEAST,
    Standing,
    Stands,
    Why,
    exchanged,
    stands_for,
    transfer_of_fee,
    transfer_of_line,
)
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.money import micros_per_minor

_KEEP = """
INSERT INTO provider_line (line_id, provider, kind, source, about, amount_minor, fee_minor, currency, created_at,
  kept_at, available_at, standing, why)
SELECT :line_id, :provider, :kind, :source, :about, :amount_minor, :fee_minor, :currency, :created_at,
  :now, :available_at, :standing, ''
WHERE NOT EXISTS (SELECT 1 FROM provider_line WHERE line_id = :line_id)
/*postgresql: ON CONFLICT (line_id) DO NOTHING */
"""
_HELD = "SELECT standing FROM provider_line WHERE line_id = :line_id /*postgresql: FOR UPDATE */"
_STAND = """
UPDATE provider_line SET standing = :standing, why = :why, available_at = :available_at WHERE line_id = :line_id
"""
_MATCH = """
UPDATE provider_line SET standing = 'matched', why = :why, matched_at = :now, matched_by_id = :by_id,
  transfer_id = :transfer_id, fee_transfer_id = :fee_transfer_id, available_at = :available_at
WHERE line_id = :line_id
"""
_TAKEN = "SELECT 1 FROM provider_line WHERE transfer_id = :transfer_id"


@dataclass(frozen=True, slots=True)
class _Found:
    """What a line matches: the transfer's id, or why there is none; `is_waiting` where there will be one by itself."""

    transfer_id: str | None = None
    why: Why | None = None
    is_waiting: bool = False


def take_line(tx: Transaction, *, provider: str, line: RecordLine, now: datetime) -> Standing:
    """Keep a line of a service's record and match it, if it can be; a line that is matched stays as it is.

    Args:
        tx: the open transaction; the service was read before it was opened.
        provider: whose record.
        line: as it is now.
        now: when.
    """
    keep_line(tx, provider=provider, line=line, now=now)
    held = tx.one(_HELD, line_id=line.line_id)
    assert held is not None, "it was kept just now"
    if held[0] == Standing.MATCHED:
        return Standing.MATCHED
    if not line.is_available:
        return _stand(tx, line, Standing.PENDING, "")
    return _match(tx, provider, line, now=now)


def keep_line(tx: Transaction, *, provider: str, line: RecordLine, now: datetime) -> None:
    """Write a line down as it came, once; what it says never changes afterwards."""
    said = {
        "line_id": line.line_id,
        "kind": line.kind,
        "source": line.source,
        "about": line.about,
        "amount_minor": line.amount_minor,
        "fee_minor": line.fee_minor,
        "currency": line.currency,
        "created_at": line.created_at,
        "available_at": line.available_at,
    }
    tx.count(_KEEP, **said, provider=provider, standing=Standing.PENDING, now=now)


def _match(tx: Transaction, provider: str, line: RecordLine, *, now: datetime) -> Standing:
    """Find or make the transfers of a line and of its fee, and write down that they are this line's."""
    stands = stands_for(line)
    found = _matched(tx, provider, line, stands, now=now)
    if found.why is not None or found.is_waiting:
        return _stand(tx, line, Standing.PENDING if found.is_waiting else Standing.UNMATCHED, found.why or "")
    _note_match(tx, line, found.transfer_id, why="", by_id=None, now=now)
    return Standing.MATCHED


def _matched(tx: Transaction, provider: str, line: RecordLine, stands: Stands, *, now: datetime) -> _Found:
    if line.amount_minor == 0:
        return _Found()
    match stands:
        case Stands.ARRIVAL:
            return _arrival(tx, provider, line, now=now)
        case Stands.PAYOUT | Stands.PAYOUT_BACK:
            return _payout(tx, line, stands, now=now)
        case Stands.LOSS:
            return _Found(_loss(tx, provider, line, now=now))
        case Stands.FEE | Stands.OWN:
            return _Found(_booked(tx, [transfer_of_line(line, stands)], now=now))
        case _:
            return _Found(why=Why.KIND)


def _arrival(tx: Transaction, provider: str, line: RecordLine, *, now: datetime) -> _Found:
    """Count an organisation's money as here, now that the service lets us use it."""
    funding = funding_of_payment(tx, provider=provider, payment=line.source)
    if funding is None:
        return _Found(why=Why.NO_FUNDING)
    if funding.currency != line.currency:
        return _Found(why=Why.CURRENCY)
    micros = line.amount_minor * micros_per_minor(line.currency)
    if micros <= 0:
        return _Found(why=Why.AMOUNT)
    return _Found(arrive(tx, funding_id=funding.funding_id, amount_micros=micros, now=now))


def _loss(tx: Transaction, provider: str, line: RecordLine, *, now: datetime) -> str:
    """Book what was taken back, or came after all: the platform bears it, the payer as far as their money lies free."""
    funding = funding_of_payment(tx, provider=provider, payment=line.about or line.source)
    if funding is None or funding.currency != line.currency or funding.stage is not FundingStage.ARRIVED:
        return _booked(tx, [transfer_of_line(line, Stands.LOSS)], now=now)
    hold_for_loss(tx, organisation_id=funding.organisation_id, currency=funding.currency)
    return _shared_loss(tx, line, funding, now=now)


def _shared_loss(tx: Transaction, line: RecordLine, funding: FundingView, *, now: datetime) -> str:
    facts: list[Fact] = []
    shared: list[Fact] = []
    movement = transfer_of_line(line, Stands.LOSS)
    record(tx, movement=movement, now=now, facts=facts)
    lost_micros = -line.amount_minor * micros_per_minor(line.currency)
    share_loss(tx, funding_id=funding.funding_id, line_id=line.line_id, lost_micros=lost_micros, now=now, facts=shared)
    append(tx, stream=organisation_stream(funding.organisation_id), facts=shared, now=now)
    append(tx, stream=PLATFORM, facts=facts, now=now)
    return movement.id


def _payout(tx: Transaction, line: RecordLine, stands: Stands, *, now: datetime) -> _Found:
    """Match somebody's pay that left or came back with payroll's own transfer; the pay itself is never touched here."""
    attempt = attempt_of(tx, line.source, line.about)
    if attempt is None:
        return _Found(why=Why.NO_ATTEMPT)
    is_back = stands is Stands.PAYOUT_BACK
    if is_back and attempt.came_back_in_part(line):
        return _Found(why=Why.PART_BACK)
    if not attempt.is_settled(is_back=is_back):
        return _Found(is_waiting=True)
    if attempt.never_left or attempt.currency != line.currency:
        return _Found(_booked(tx, exchanged(line, attempt, stands), now=now))
    if line.amount_minor != (attempt.amount_minor if is_back else -attempt.amount_minor):
        return _Found(why=Why.AMOUNT)
    transfer_id = attempt.transfer_id(is_back=is_back)
    return _Found(why=Why.TWICE) if tx.one(_TAKEN, transfer_id=transfer_id) else _Found(transfer_id)


def _booked(tx: Transaction, movements: Sequence[Movement], *, now: datetime) -> str:
    """Write transfers between the world and the platform's own accounts, and return the id of the first."""
    facts: list[Fact] = []
    for currency in sorted({movement.currency for movement in movements}):
        open_account(tx, account_id=world(currency), currency=currency)
        lock_account(tx, account_id=world(currency))  # before any other, as everywhere
    for movement in movements:
        record(tx, movement=movement, now=now, facts=facts)
    append(tx, stream=PLATFORM, facts=facts, now=now)
    return movements[0].id


def _stand(tx: Transaction, line: RecordLine, standing: Standing, why: str) -> Standing:
    tx.count(_STAND, line_id=line.line_id, standing=standing, why=why, available_at=line.available_at)
    return standing


def _note_match(
    tx: Transaction, line: RecordLine, transfer_id: str | None, *, why: str, by_id: int | None, now: datetime
) -> None:
    fee_transfer_id = _booked(tx, [transfer_of_fee(line)], now=now) if line.fee_minor else None
    tx.count(
        _MATCH,
        line_id=line.line_id,
        why=why,
        by_id=by_id,
        transfer_id=transfer_id,
        fee_transfer_id=fee_transfer_id,
        available_at=line.available_at,
        now=now,
    )
    body = {
        "line_id": line.line_id,
        "kind": line.kind,
        "source": line.source,
        "amount_minor": line.amount_minor,
        "fee_minor": line.fee_minor,
        "currency": line.currency,
        "transfer_id": transfer_id,
        "fee_transfer_id": fee_transfer_id,
        "reason": why,
        "by_id": by_id,
    }
    append(tx, stream=PLATFORM, facts=[Fact("provider_line", body)], now=now)


def book_as_own(tx: Transaction, *, line_id: str, reason: str, by_id: int, now: datetime) -> None:
    """Say of a line that nothing matches that it is the platform's own money, and why; nobody's pay is touched.

    Args:
        tx: the open transaction.
        line_id: an unmatched line.
        reason: how that is known.
        by_id: who says so.
        now: when.

    Raises:
        Refusal: `not_found`, `line_matched_already`, `payout_needs_a_reason` (least).
    """
    words = " ".join(reason.split())[:300]
    if len(words) < REASON_LEAST:
        raise Refusal("payout_needs_a_reason", Kind.UNREADABLE, least=REASON_LEAST)
    held = tx.one(_HELD, line_id=line_id)
    line = line_of(tx, line_id)
    if held is None or line is None:
        raise Refusal("not_found", Kind.MISSING)
    if held[0] != Standing.UNMATCHED:
        raise Refusal("line_matched_already")
    transfer_id = _booked(tx, [transfer_of_line(line, Stands.OWN)], now=now) if line.amount_minor else None
    _note_match(tx, line, transfer_id, why=words, by_id=by_id, now=now)
