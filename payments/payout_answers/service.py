"""Booking what the bank answers: paid is posted, rejected let go, returned booked back; a contradiction freezes."""

from dataclasses import dataclass
from datetime import datetime

from payments.destinations.service import refuse_destination
from payments.events.rules import Fact, annotator_stream
from payments.events.service import append
from payments.ledger.rules import payable, world
from payments.ledger.service import lock_account, post, transfer, void
from payments.payout_answers.rules import Follows, what_follows
from payments.payouts.rules import (
    AttemptAct,
    AttemptState,
    PayoutAct,
    PayoutState,
    hold_id,
    moved_attempt,
    moved_payout,
    reference_of,
)
from payments.providers.base import Answer, Outcome
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.money import micros_per_minor
from policies.periods import to_ms

REASON_LEAST = 10

# The payout first: two answers about the same one take turns.
_LOCK_PAYOUT = """
SELECT payout.id FROM payout WHERE id = (SELECT payout_id FROM payout_attempt WHERE key = :key)
/*postgresql: FOR UPDATE */
"""
_ATTEMPT = """
SELECT payout_attempt.payout_id, payout_attempt.number, payout_attempt.state, payout_attempt.destination_id,
  payout.person_id, payout.currency, payout.amount_minor, payout.state, payout_attempt.tracking
FROM payout_attempt JOIN payout ON payout.id = payout_attempt.payout_id WHERE payout_attempt.key = :key
"""
_MOVE_ATTEMPT = """
UPDATE payout_attempt SET state = :after, answered_at = :now, tracking = :tracking, reason = :reason
WHERE payout_id = :payout_id AND number = :number AND state = :before
"""
_MOVE_PAYOUT = """
UPDATE payout SET state = :after, changed_at = :now, frozen_reason = :reason, frozen_by_id = :frozen_by_id
WHERE id = :payout_id AND state = :before
"""
_PREPARED = "SELECT number FROM payout_attempt WHERE payout_id = :payout_id AND state = 'prepared'"
_RUN_OF_PREPARED = """
SELECT payout_run.state FROM payout_run JOIN payout_attempt ON payout_attempt.run_id = payout_run.id
WHERE payout_attempt.payout_id = :payout_id AND payout_attempt.state = 'prepared'
"""
_FROZEN = "SELECT state, frozen_by_id FROM payout WHERE id = :payout_id /*postgresql: FOR UPDATE */"
_STILL_SENDING = "SELECT key FROM payout_attempt WHERE payout_id = :payout_id AND state = 'sending'"
_LAST_ANSWERED = """
SELECT key, number, state FROM payout_attempt
WHERE payout_id = :payout_id AND state IN ('returned', 'rejected') ORDER BY number DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class _Tried:
    """One attempt with its payout, both held."""

    payout_id: int
    number: int
    state: AttemptState
    destination_id: int
    person_id: int
    currency: str
    amount_minor: int
    payout_state: PayoutState
    tracking: str

    @property
    def hold_id(self) -> str:
        return hold_id(self.payout_id, self.number)


def book_answer(tx: Transaction, *, key: str, outcome: Outcome, by_id: int | None, now: datetime) -> Follows:
    """Book what became of one attempt; the same answer again changes nothing.

    Args:
        tx: the open transaction.
        key: ours, of the attempt.
        outcome: the bank's answer.
        by_id: who brought it; None for a provider that answers itself.
        now: when.

    Returns:
        What changed: KNOWN for nothing, UNMATCHED where there is no such key, CONTRADICTS where money may have left
        twice: that payout is frozen then, unless it is on its way again already.
    """
    if tx.one(_LOCK_PAYOUT, key=key) is None:
        return Follows.UNMATCHED
    tried = _tried(tx, key)
    follows = what_follows(tried.state, outcome.answer)
    if follows is Follows.CONTRADICTS:
        _freeze(tx, tried, outcome, by_id=by_id, now=now)
    act = _ACTS.get(follows)
    if act is not None:
        _book(tx, tried, act, outcome, now=now, by_id=by_id)
    return follows


_ACTS = {
    Follows.PAID: (AttemptAct.PAY, PayoutAct.PAY),
    Follows.RETURNED: (AttemptAct.RETURN, PayoutAct.RETURN),
    Follows.REJECTED: (AttemptAct.REJECT, PayoutAct.REJECT),
}
_LATE = (AttemptAct.PAY_LATE, PayoutAct.PAY_LATE)


def _tried(tx: Transaction, key: str) -> _Tried:
    row = tx.one(_ATTEMPT, key=key)
    assert row is not None, "its payout was found by the same key"
    payout_id, number, state, destination_id, person_id, currency, amount_minor, payout_state, tracking = row
    return _Tried(
        payout_id=payout_id,
        number=number,
        state=AttemptState(state),
        destination_id=destination_id,
        person_id=person_id,
        currency=currency,
        amount_minor=amount_minor,
        payout_state=PayoutState(payout_state),
        tracking=tracking,
    )


def _book(
    tx: Transaction,
    tried: _Tried,
    acts: tuple[AttemptAct, PayoutAct],
    outcome: Outcome,
    *,
    now: datetime,
    by_id: int | None,
) -> None:
    """Move attempt, payout and money together, and log all of it."""
    facts: list[Fact] = []
    lock_account(tx, account_id=world(tried.currency))  # before the person's own, as everywhere
    _move_money(tx, tried, acts[0], now=now, facts=facts)
    reason, tracking = outcome.reason, outcome.tracking or tried.tracking
    where = {"payout_id": tried.payout_id, "number": tried.number}
    after = moved_attempt(tried.state, acts[0])
    tx.count(_MOVE_ATTEMPT, **where, before=tried.state, after=after, tracking=tracking, reason=reason, now=now)
    _move(tx, tried, acts[1], now=now)
    if acts[1] in {PayoutAct.RETURN, PayoutAct.REJECT} and outcome.is_accounts_fault:
        refuse_destination(tx, destination_id=tried.destination_id, reason=reason, now=now, facts=facts)
    body = where | {"act": after.value, "tracking": tracking, "reason": reason, "by_id": by_id, "at_ms": to_ms(now)}
    append(tx, stream=annotator_stream(tried.person_id), facts=[*facts, Fact("payout_attempt", body)], now=now)


def _move_money(tx: Transaction, tried: _Tried, act: AttemptAct, *, now: datetime, facts: list[Fact]) -> None:
    """Post, void or book back what is held; what came back before we heard that it had left is both."""
    if act is AttemptAct.REJECT:
        void(tx, id=f"{tried.hold_id}:void", pending_id=tried.hold_id, now=now, facts=facts)
        return
    if tried.state is AttemptState.SENDING:
        post(tx, id=f"{tried.hold_id}:paid", pending_id=tried.hold_id, now=now, facts=facts)
    if act is AttemptAct.PAY:
        return
    theirs, outside = payable(tried.person_id, tried.currency), world(tried.currency)
    is_back = act is AttemptAct.RETURN
    transfer(
        tx,
        id=f"{tried.hold_id}:{'back' if is_back else 'late'}",
        debit_id=outside if is_back else theirs,
        credit_id=theirs if is_back else outside,
        amount_micros=tried.amount_minor * micros_per_minor(tried.currency),
        currency=tried.currency,
        code="payout_returned" if is_back else "payout",
        reference=reference_of(tried.payout_id),
        now=now,
        facts=facts,
    )


def _move(
    tx: Transaction, tried: _Tried, act: PayoutAct, *, now: datetime, reason: str | None = None, by: int | None = None
) -> None:
    after = moved_payout(tried.payout_state, act)
    moved = tx.count(
        _MOVE_PAYOUT,
        payout_id=tried.payout_id,
        before=tried.payout_state,
        after=after,
        reason=reason,
        frozen_by_id=by,
        now=now,
    )
    if moved != 1:
        raise Refusal("payout_has_moved_on")


def _freeze(tx: Transaction, tried: _Tried, outcome: Outcome, *, by_id: int | None, now: datetime) -> None:
    """Stop a payout that may have been paid after all, before it is sent once more."""
    if tried.payout_state is PayoutState.IN_RUN and tx.value(_RUN_OF_PREPARED, payout_id=tried.payout_id) != "prepared":
        return  # it is leaving at this moment: what comes of that, and this line, people see on its page
    if tried.payout_state not in {PayoutState.DUE, PayoutState.IN_RUN}:
        return
    for (number,) in tx.run(_PREPARED, payout_id=tried.payout_id):
        after = moved_attempt(AttemptState.PREPARED, AttemptAct.WITHDRAW)
        where = {"payout_id": tried.payout_id, "number": number}
        said = {"tracking": "", "reason": "", "now": now}
        tx.count(_MOVE_ATTEMPT, **where, before=AttemptState.PREPARED, after=after, **said)
    reason = f"contradiction {outcome.tracking}".strip()
    _move(tx, tried, PayoutAct.FREEZE, now=now, reason=reason, by=by_id)
    body = {"payout_id": tried.payout_id, "act": "frozen", "reason": reason, "by_id": by_id, "at_ms": to_ms(now)}
    append(tx, stream=annotator_stream(tried.person_id), facts=[Fact("payout_frozen", body)], now=now)


def decide_frozen(tx: Transaction, *, payout_id: int, was_paid: bool, reason: str, by_id: int, now: datetime) -> None:
    """Say of a frozen payout whether its last attempt arrived after all, or whether it is due again; two people.

    Args:
        tx: the open transaction.
        payout_id: the payout.
        was_paid: whether the bank confirmed that the money arrived.
        reason: how that is known.
        by_id: who decides, the second of two: another one brought the answer that froze it. Where nobody did, one
            person proposes and another confirms (payout_decisions).
        now: when.

    Raises:
        Refusal: `not_found`, `payout_has_moved_on`, `second_person_needed`, `payout_needs_a_reason` (least).
    """
    words = stated_reason(reason)
    if lock_frozen(tx, payout_id) in {None, by_id}:
        raise Refusal("second_person_needed")
    settle_frozen(tx, payout_id=payout_id, was_paid=was_paid, words=words, by_id=by_id, now=now)


def stated_reason(text: str) -> str:
    """Return a reason in one line.

    Raises:
        Refusal: `payout_needs_a_reason` (least) where it says nothing.
    """
    words = " ".join(text.split())[:300]
    if len(words) < REASON_LEAST:
        raise Refusal("payout_needs_a_reason", Kind.UNREADABLE, least=REASON_LEAST)
    return words


def lock_frozen(tx: Transaction, payout_id: int) -> int | None:
    """Hold a frozen payout and return who brought the answer that froze it; None where nobody did.

    Raises:
        Refusal: `not_found`, `payout_has_moved_on`.
    """
    row = tx.one(_FROZEN, payout_id=payout_id)
    if row is None:
        raise Refusal("not_found", Kind.MISSING)
    if row[0] != PayoutState.FROZEN:
        raise Refusal("payout_has_moved_on")
    frozen_by_id: int | None = row[1]
    return frozen_by_id


def settle_frozen(tx: Transaction, *, payout_id: int, was_paid: bool, words: str, by_id: int, now: datetime) -> None:
    """Book what two people found out about a frozen payout.

    Args:
        tx: the open transaction, in which `lock_frozen` held it.
        payout_id: the payout.
        was_paid: whether its last attempt was paid.
        words: how that is known.
        by_id: the second of them.
        now: when.
    """
    live = tx.value(_STILL_SENDING, payout_id=payout_id)
    if live is not None:  # its money is still held: it moves, or is free again
        answer = Answer.PAID if was_paid else Answer.REJECTED
        outcome = Outcome(answer, reason=words, is_accounts_fault=False)
        book_answer(tx, key=live, outcome=outcome, by_id=by_id, now=now)
        return
    last = tx.one(_LAST_ANSWERED, payout_id=payout_id)
    if was_paid and last is not None:
        _book(tx, _tried(tx, last[0]), _LATE, Outcome(Answer.PAID, reason=words), now=now, by_id=by_id)
        return
    _thaw(tx, payout_id, words, by_id=by_id, now=now)


def _thaw(tx: Transaction, payout_id: int, words: str, *, by_id: int, now: datetime) -> None:
    after = moved_payout(PayoutState.FROZEN, PayoutAct.THAW)
    moved = {"payout_id": payout_id, "before": PayoutState.FROZEN, "after": after}
    tx.count(_MOVE_PAYOUT, **moved, reason=None, frozen_by_id=None, now=now)
    person_id = int(tx.value("SELECT person_id FROM payout WHERE id = :payout_id", payout_id=payout_id))
    body = {"payout_id": payout_id, "act": "due_again", "reason": words, "by_id": by_id, "at_ms": to_ms(now)}
    append(tx, stream=annotator_stream(person_id), facts=[Fact("payout_frozen", body)], now=now)
