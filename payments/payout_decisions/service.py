"""Two people deciding about a frozen payment: one says what became of it and how that is known, another confirms."""

from datetime import datetime

from payments.events.rules import Fact, annotator_stream
from payments.events.service import append
from payments.payout_answers.service import lock_frozen, settle_frozen, stated_reason
from payments.payout_decisions.queries import open_proposal
from payments.transaction import Transaction
from policies.errors import Refusal
from policies.periods import to_ms

_PROPOSE = """
INSERT INTO payout_proposal (payout_id, was_paid, reason, by_id, proposed_at)
VALUES (:payout_id, :was_paid, :reason, :by_id, :now) RETURNING id
"""
_PERSON = "SELECT person_id FROM payout WHERE id = :payout_id"


def propose(tx: Transaction, *, payout_id: int, was_paid: bool, reason: str, by_id: int, now: datetime) -> int:
    """Say what became of a frozen payment; nothing is booked by it. Another proposal takes its place.

    Args:
        tx: the open transaction.
        payout_id: the payment.
        was_paid: whether the service or bank confirmed that it arrived.
        reason: how that is known.
        by_id: who says so.
        now: when.

    Returns:
        The proposal's number.

    Raises:
        Refusal: `not_found`, `payout_has_moved_on`, `payout_needs_a_reason` (least).
    """
    words = stated_reason(reason)
    lock_frozen(tx, payout_id)
    proposal_id = int(tx.value(_PROPOSE, payout_id=payout_id, was_paid=was_paid, reason=words, by_id=by_id, now=now))
    body = {
        "payout_id": payout_id,
        "act": "proposed",
        "was_paid": was_paid,
        "reason": words,
        "by_id": by_id,
        "at_ms": to_ms(now),
    }
    person_id = int(tx.value(_PERSON, payout_id=payout_id))
    append(tx, stream=annotator_stream(person_id), facts=[Fact("payout_frozen", body)], now=now)
    return proposal_id


def confirm(tx: Transaction, *, payout_id: int, proposal_id: int, by_id: int, now: datetime) -> None:
    """Confirm what somebody else proposed, and book it.

    Args:
        tx: the open transaction.
        payout_id: the payment.
        proposal_id: what this person has read; where something else was proposed since, nothing is booked.
        by_id: who confirms; neither who proposed it nor who brought the answer that froze it.
        now: when.

    Raises:
        Refusal: `not_found`, `payout_has_moved_on`, `second_person_needed`.
    """
    frozen_by_id = lock_frozen(tx, payout_id)
    proposal = open_proposal(tx, payout_id)
    if proposal is None or proposal.proposal_id != proposal_id:
        raise Refusal("payout_has_moved_on")
    if by_id in {proposal.by_id, frozen_by_id}:
        raise Refusal("second_person_needed")
    settle_frozen(tx, payout_id=payout_id, was_paid=proposal.was_paid, words=proposal.reason, by_id=by_id, now=now)
