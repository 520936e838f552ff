"""Bringing money in: written down before the service is called, counted when it is here, and what is taken back."""

from dataclasses import dataclass
from datetime import datetime

from payments.events.rules import Fact, organisation_stream
from payments.events.service import append
from payments.funding.rules import FundingStage, is_older, moved_on
from payments.ledger.queries import balance, room_for
from payments.ledger.rules import Movement, insist_on_amount, losses, organisation_funds
from payments.ledger.service import fund_organisation, lock_account, open_account, record
from payments.providers.base import Funding
from payments.transaction import Transaction
from policies.periods import to_ms

_ASK = """
INSERT INTO funding (organisation_id, provider, reference, amount_micros, currency, back, asked_by_id, asked_at, stage,
  provider_reference, go_to, payment, looked_at, changed_at, reason)
SELECT :organisation_id, :provider, :reference, :amount_micros, :currency, :back, :by_id, :now, :stage,
  '', '', '', :now, :now, ''
WHERE NOT EXISTS (SELECT 1 FROM funding WHERE reference = :reference)
/*postgresql: ON CONFLICT (reference) DO NOTHING */ RETURNING id
"""
_KNOWN = "SELECT id FROM funding WHERE reference = :reference"
_HELD = """
SELECT stage, organisation_id, currency, amount_micros, provider_reference, payment, provider FROM funding
WHERE id = :funding_id /*postgresql: FOR UPDATE */
"""
_SEEN = """
UPDATE funding SET stage = :stage, provider_reference = :provider_reference, go_to = :go_to, payment = :payment,
  available_at = coalesce(:available_at, available_at), reason = :reason, looked_at = :now,
  changed_at = CASE WHEN stage = :stage THEN changed_at ELSE :now END
WHERE id = :funding_id
"""
_LOOKED = "UPDATE funding SET looked_at = :now WHERE id = :funding_id"
_ARRIVED = "UPDATE funding SET stage = :stage, arrived_at = :now, changed_at = :now WHERE id = :funding_id"
_TOLD = "UPDATE funding SET told_at = :now WHERE id = :funding_id AND told_at IS NULL"
_TAKEN_BACK = """
SELECT coalesce(sum(CASE WHEN credit_id = :losses_id THEN amount_micros ELSE -amount_micros END), 0)
FROM ledger_transfer WHERE reference = :reference AND code = 'taken_back' AND :losses_id IN (credit_id, debit_id)
  AND :funds_id IN (credit_id, debit_id)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingWanted:
    """What an organisation wants to bring in.

    Attributes:
        provider: the name of who takes it.
        reference: ours, 8 to 48 characters, the same when the same form comes twice.
        back: the page of ours from which it was asked for.
    """

    organisation_id: int
    provider: str
    reference: str
    amount_micros: int
    currency: str
    back: str


def ask_funding(tx: Transaction, *, wanted: FundingWanted, by_id: int, now: datetime) -> int:
    """Write down that money is asked for, before anybody is called, and return its number; the same again is the same.

    Args:
        tx: the open transaction.
        wanted: what, from whom, through whom.
        by_id: who asked.
        now: when.

    Raises:
        Refusal: `amount_not_positive`, `amount_too_large` (most).
    """
    said = {
        "organisation_id": wanted.organisation_id,
        "provider": wanted.provider,
        "reference": wanted.reference,
        "amount_micros": wanted.amount_micros,
        "currency": wanted.currency,
    }
    most = room_for(tx, wanted.currency)
    insist_on_amount(wanted.amount_micros, most_micros=most, currency=wanted.currency)
    funding_id = tx.value(_ASK, **said, back=wanted.back, by_id=by_id, now=now, stage=FundingStage.ASKED)
    if funding_id is None:
        return int(tx.value(_KNOWN, reference=wanted.reference))
    body = {"funding_id": int(funding_id), "act": FundingStage.ASKED.value, "by_id": by_id} | said
    append(tx, stream=organisation_stream(wanted.organisation_id), facts=[Fact("funding", body)], now=now)
    return int(funding_id)


def note_funding(tx: Transaction, *, funding_id: int, seen: Funding, now: datetime) -> FundingStage:
    """Write down how far a payment has come; older news changes nothing.

    Money that comes without a line in a service's record (pretend money) arrives here; other money when its line is
    matched (payments.reconciliation), so that the two can never differ.

    Args:
        tx: the open transaction; the service was asked before it was opened.
        funding_id: a payment.
        seen: what the service says.
        now: when.
    """
    row = tx.one(_HELD, funding_id=funding_id)
    assert row is not None, "a payment is never deleted"
    before = FundingStage(row[0])
    after = moved_on(before, seen.state)
    if before is FundingStage.ARRIVED or is_older(before, seen.state):
        tx.count(_LOOKED, funding_id=funding_id, now=now)
        return before
    arrives, payment = after is FundingStage.ARRIVED, seen.payment or row[5]
    tx.count(
        _SEEN,
        funding_id=funding_id,
        stage=FundingStage.PAID if arrives else after,
        provider_reference=seen.provider_reference or row[4],
        go_to=seen.go_to,
        payment=payment,
        available_at=seen.available_at,
        reason=seen.reason,
        now=now,
    )
    if arrives and not payment:
        arrive(tx, funding_id=funding_id, amount_micros=row[3], now=now)
        return after
    if before is not after:
        _log(tx, funding_id, row[1], FundingStage.PAID if arrives else after, now=now, payment=payment)
    return FundingStage.PAID if arrives else after


def arrive(tx: Transaction, *, funding_id: int, amount_micros: int, now: datetime) -> str:
    """Count a payment as here, in the organisation's money; the same again changes nothing.

    Args:
        tx: the open transaction.
        funding_id: a payment that the service says is usable.
        amount_micros: what came, micro-units.
        now: when.

    Returns:
        The id of the transfer.
    """
    row = tx.one(_HELD, funding_id=funding_id)
    assert row is not None, "a payment is never deleted"
    stage, organisation_id, currency, _, provider_reference, payment, _ = row
    came_as = payment or provider_reference
    if stage != FundingStage.ARRIVED:
        fund_organisation(
            tx,
            organisation_id=organisation_id,
            amount_micros=amount_micros,
            currency=currency,
            provider_reference=came_as,
            now=now,
        )
        tx.count(_ARRIVED, funding_id=funding_id, stage=FundingStage.ARRIVED, now=now)
        _log(tx, funding_id, organisation_id, FundingStage.ARRIVED, now=now, payment=payment)
    return f"fund:{came_as}"


def note_told(tx: Transaction, *, funding_id: int, now: datetime) -> bool:
    """Note that whoever asked for the money is told that it is here; return whether nobody had noted it before."""
    return tx.count(_TOLD, funding_id=funding_id, now=now) == 1


def hold_for_loss(tx: Transaction, *, organisation_id: int, currency: str) -> None:
    """Hold the organisation's money before the accounts of the platform, in the order in which all others do."""
    account_id = organisation_funds(organisation_id, currency)
    open_account(tx, account_id=account_id, currency=currency)
    lock_account(tx, account_id=account_id)


def share_loss(
    tx: Transaction, *, funding_id: int, line_id: str, lost_micros: int, now: datetime, facts: list[Fact]
) -> int:
    """Let an organisation bear what it had taken back, as far as that money still lies free; never anybody's pay.

    What is set aside for work, in purses or earned stays where it is: the platform bears the rest of the loss.

    Args:
        tx: the open transaction, `hold_for_loss` called.
        funding_id: the payment that was refunded or disputed.
        line_id: the line of the service's record.
        lost_micros: more than nothing where money was taken back; less where it came after all.
        now: when.
        facts: the list to which the transfer's event goes.

    Returns:
        Micro-units that moved from the organisation's money to the platform's losses; negative the other way.
    """
    row = tx.one(_HELD, funding_id=funding_id)
    assert row is not None, "a payment is never deleted"
    organisation_id, currency = row[1], row[2]
    funds, borne = organisation_funds(organisation_id, currency), losses(currency)
    reference = f"funding:{funding_id}"
    if lost_micros > 0:
        moved = min(lost_micros, max(0, balance(tx, funds).available))
        debit_id, credit_id = funds, borne
    else:
        taken = int(tx.value(_TAKEN_BACK, reference=reference, losses_id=borne, funds_id=funds))
        moved = min(-lost_micros, taken)
        debit_id, credit_id = borne, funds
    if moved <= 0:
        return 0
    movement = Movement(f"back:{line_id}", "single", debit_id, credit_id, moved, currency, "taken_back", reference)
    record(tx, movement=movement, now=now, facts=facts)
    return moved if lost_micros > 0 else -moved


def _log(
    tx: Transaction, funding_id: int, organisation_id: int, stage: FundingStage, *, now: datetime, payment: str
) -> None:
    body = {"funding_id": funding_id, "act": stage.value, "payment": payment, "at_ms": to_ms(now)}
    append(tx, stream=organisation_stream(organisation_id), facts=[Fact("funding", body)], now=now)
