"""Taking a payment to ask a service about, and booking what it answers; the call itself happens between the two."""

from dataclasses import dataclass
from datetime import datetime

from payments.events.rules import Fact, annotator_stream
from payments.events.service import append
from payments.payout_answers.service import book_answer
from payments.payout_calls.rules import (
    LEASE,
    CallKind,
    Next,
    is_forgotten,
    kind_after,
    pause_before,
    what_next,
)
from payments.payout_pauses.service import end_pause, may_try, note_short
from payments.payout_sending.service import send_once_more
from payments.payouts.rules import AttemptState, PayoutAct, PayoutState, moved_payout
from payments.providers.base import Answer, DestinationKind, Outcome, PayoutLine, Sent
from payments.transaction import Row, Transaction
from policies.periods import from_ms, to_ms

NO_ANSWER = "no_answer"
"""Why a payment was frozen: 20 hours without a finished answer."""
ANOTHER_ACCOUNT = "account changed"
"""Why a payment that waited was never asked for: it is due again, for the account that was named since."""

# The payout first, as everywhere: two answers about the same one take turns.
_LOCK = """
SELECT payout.id, payout.state FROM payout
WHERE id = (SELECT payout_id FROM payout_attempt WHERE id = :attempt_id) /*postgresql: FOR UPDATE */
"""
_ATTEMPT = """
SELECT payout_attempt.key, payout_attempt.number, payout_attempt.tracking, payout_attempt.sent_at,
  payout_attempt.state, destination.holder, destination.kind, destination.number, payout.person_id, payout.currency,
  payout.amount_minor, payslip.period, payout_calling.kind, payout_calling.first_sent_at,
  payout_calling.next_call_at, payout_calling.last_next, payout_calling.times, payout_run.provider,
  destination.replaced_at IS NOT NULL OR destination.refused_at IS NOT NULL
FROM payout_attempt JOIN payout ON payout.id = payout_attempt.payout_id
JOIN payout_run ON payout_run.id = payout_attempt.run_id
JOIN payslip ON payslip.id = payout.payslip_id JOIN destination ON destination.id = payout_attempt.destination_id
LEFT JOIN payout_calling ON payout_calling.attempt_id = payout_attempt.id WHERE payout_attempt.id = :attempt_id
"""
_FIRST = """
INSERT INTO payout_calling (attempt_id, kind, first_sent_at, next_call_at, last_next, times)
VALUES (:attempt_id, :kind, :now, :until, '', 0)
"""
_TAKE = "UPDATE payout_calling SET next_call_at = :until WHERE attempt_id = :attempt_id"
_PLAN = """
UPDATE payout_calling SET kind = :kind, next_call_at = :next_at, last_next = :following, times = :times
WHERE attempt_id = :attempt_id AND next_call_at = :until
"""
_LOG = """
INSERT INTO payout_call (attempt_id, kind, happened_at, answer, following, reference, request_id, reason)
VALUES (:attempt_id, :kind, :now, :answer, :following, :reference, :request_id, :reason)
"""
_TRACK = "UPDATE payout_attempt SET tracking = :reference WHERE id = :attempt_id AND state = 'sending'"
_FREEZE = """
UPDATE payout SET state = :after, changed_at = :now, frozen_reason = :reason WHERE id = :payout_id AND state = :before
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A payment that one process has to itself until a moment, to ask a service about it.

    Attributes:
        kind: what the service is to be asked.
        until: when another process may take it, if this one is never heard of again.
        following: what followed from the last answer; empty before there was one.
        times: how often in a row the same followed.
        finds_out: whether it is the one payment that finds out if money has come, while all others wait for some.
    """

    attempt_id: int
    payout_id: int
    number: int
    person_id: int
    kind: CallKind
    until: datetime
    following: str
    times: int
    provider: str
    finds_out: bool
    line: PayoutLine


def take(tx: Transaction, *, attempt_id: int, now: datetime) -> Taken | None:
    """Take a payment to ask a service about it, and log that it is asked; the call comes after the commit.

    Args:
        tx: the open transaction.
        attempt_id: one of `calls_due`.
        now: when.

    Returns:
        None where somebody else has taken it, or it has moved on, or waits for money at the service, or its account was
        changed before anybody was asked, or its key is so old that it is frozen now.
    """
    payout_id, state = tx.run(_LOCK, attempt_id=attempt_id)[0]
    row = tx.run(_ATTEMPT, attempt_id=attempt_id)[0]
    if row[4] != AttemptState.SENDING or state != PayoutState.SENT or (row[14] is not None and from_ms(row[14]) > now):
        return None
    line, until, finds_out = _line(row, payout_id), now + LEASE, False
    if row[13] is None and row[18]:  # it was never asked for, so it is not paid, and the account is not theirs any more
        elsewhere = Outcome(Answer.REJECTED, reason=ANOTHER_ACCOUNT, is_accounts_fault=False)
        book_answer(tx, key=line.key, outcome=elsewhere, by_id=None, now=now)
        return None
    if row[13] is None:
        may_call, finds_out = may_try(tx, provider=row[17], currency=line.currency, now=now)
        if not may_call:
            return None
        tx.count(_FIRST, attempt_id=attempt_id, kind=CallKind.SEND, now=now, until=until)
    elif is_forgotten(first_sent_at=from_ms(row[13]), now=now, is_known=bool(line.tracking)):
        _freeze(tx, payout_id, person_id=row[8], reason=NO_ANSWER, now=now)
        return None
    else:
        tx.count(_TAKE, attempt_id=attempt_id, until=until)
    kind = CallKind(row[12] or CallKind.SEND)
    silence = {"answer": None, "following": None, "reference": "", "request_id": "", "reason": ""}
    tx.send(_LOG, attempt_id=attempt_id, kind=kind, now=now, **silence)
    return Taken(
        attempt_id=attempt_id,
        payout_id=payout_id,
        number=row[1],
        person_id=row[8],
        kind=kind,
        until=until,
        following=row[15] or "",
        times=row[16] or 0,
        provider=row[17],
        finds_out=finds_out,
        line=line,
    )


def _line(row: Row, payout_id: int) -> PayoutLine:
    return PayoutLine(
        key=row[0],
        holder=row[5],
        kind=DestinationKind(row[6]),
        number=row[7],
        amount_minor=row[10],
        currency=row[9],
        reference=payout_id,
        concept=f"Pago {row[11]}",
        sent_at=from_ms(row[3]),
        tracking=row[2],
    )


def note_answer(tx: Transaction, *, taken: Taken, sent: Sent, now: datetime) -> Next:
    """Log what a service answered and do what follows from it, in one transaction.

    Whoever comes back so late that another process has taken the payment meanwhile, changes nothing any more, except
    that what was paid is booked as paid.

    Args:
        tx: the open transaction.
        taken: what was asked.
        sent: the answer.
        now: when it came.

    Returns:
        What follows.
    """
    _, state = tx.run(_LOCK, attempt_id=taken.attempt_id)[0]
    following = what_next(taken.kind, sent.state, is_known=bool(taken.line.tracking))
    _pause_or_go_on(tx, taken, sent, following, now=now)  # before anybody's account
    _log(tx, taken, sent, following, now=now)
    times = taken.times + 1 if following == taken.following else 0
    is_ours = _plan(tx, taken, following, times=times, now=now)
    if sent.reference and following is Next.WATCH:
        tx.count(_TRACK, attempt_id=taken.attempt_id, reference=sent.reference)
    is_open = is_ours and state == PayoutState.SENT
    if following is Next.BOOK_PAID or (is_open and following in _ANSWERS):
        _book(tx, taken, sent, following, now=now)
    if is_open and following in {Next.NEW_KEY, Next.WAIT_FOR_MONEY}:
        send_once_more(tx, payout_id=taken.payout_id, now=now)
    if is_open and following is Next.FREEZE:
        reason = f"{sent.state} {sent.reason}".strip()
        _freeze(tx, taken.payout_id, person_id=taken.person_id, reason=reason, now=now)
    _tell(tx, taken, sent, following, now=now)  # last: nobody may wait for an account while holding a stream
    return following


_ANSWERS = {
    Next.BOOK_PAID: Answer.PAID,
    Next.BOOK_REFUSED: Answer.REJECTED,
    Next.BOOK_RETURNED: Answer.RETURNED,
    Next.NEW_KEY: Answer.REJECTED,
    Next.WAIT_FOR_MONEY: Answer.REJECTED,
}
_ASKED_AGAIN = frozenset({Next.SAME_KEY, Next.LOOK_UP, Next.WATCH})


def _pause_or_go_on(tx: Transaction, taken: Taken, sent: Sent, following: Next, *, now: datetime) -> None:
    """Let all others wait where a service holds too little money, or go on where the one that found out has left."""
    where = {"provider": taken.provider, "currency": taken.line.currency}
    if following is Next.WAIT_FOR_MONEY:
        note_short(tx, **where, reason=sent.reason, now=now)
    elif taken.finds_out and following in {Next.BOOK_PAID, Next.WATCH}:
        end_pause(tx, **where, now=now)


def _log(tx: Transaction, taken: Taken, sent: Sent, following: Next, *, now: datetime) -> None:
    tx.send(
        _LOG,
        attempt_id=taken.attempt_id,
        kind=taken.kind,
        now=now,
        answer=sent.state,
        following=following,
        reference=sent.reference,
        request_id=sent.request_id,
        reason=sent.reason,
    )


def _tell(tx: Transaction, taken: Taken, sent: Sent, following: Next, *, now: datetime) -> None:
    """Put the answer into the event log of the person whose money it is."""
    body = {
        "payout_id": taken.payout_id,
        "number": taken.number,
        "kind": taken.kind.value,
        "answer": sent.state.value,
        "following": following.value,
        "reference": sent.reference,
        "request_id": sent.request_id,
        "reason": sent.reason,
        "at_ms": to_ms(now),
    }
    append(tx, stream=annotator_stream(taken.person_id), facts=[Fact("payout_call", body)], now=now)


def _plan(tx: Transaction, taken: Taken, following: Next, *, times: int, now: datetime) -> bool:
    """Say when the service is asked next, and return whether the payment was still ours."""
    is_asked_again = following in _ASKED_AGAIN
    next_at = now + pause_before(following, times=times) if is_asked_again else taken.until
    planned = {
        "attempt_id": taken.attempt_id,
        "kind": kind_after(following) if is_asked_again else taken.kind,
        "next_at": max(next_at, now),
        "following": following,
        "times": times,
        "until": taken.until,
    }
    return tx.count(_PLAN, **planned) == 1


def _book(tx: Transaction, taken: Taken, sent: Sent, following: Next, *, now: datetime) -> None:
    outcome = Outcome(
        _ANSWERS[following],
        tracking=sent.reference,
        reason=sent.reason,
        is_accounts_fault=sent.is_accounts_fault,
    )
    book_answer(tx, key=taken.line.key, outcome=outcome, by_id=None, now=now)


def _freeze(tx: Transaction, payout_id: int, *, person_id: int, reason: str, now: datetime) -> None:
    """Stop a payment of which nobody knows what became: its money stays held until two people have decided."""
    after = moved_payout(PayoutState.SENT, PayoutAct.FREEZE)
    tx.count(_FREEZE, payout_id=payout_id, before=PayoutState.SENT, after=after, reason=reason, now=now)
    body = {"payout_id": payout_id, "act": "frozen", "reason": reason, "by_id": None, "at_ms": to_ms(now)}
    append(tx, stream=annotator_stream(person_id), facts=[Fact("payout_frozen", body)], now=now)
