"""Sending a released run a few payouts at a time: the money of each is held before anything leaves, once."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from payments.events.rules import PLATFORM, Fact, annotator_stream
from payments.events.service import append
from payments.ledger.rules import payable, world
from payments.ledger.service import hold, lock_account
from payments.payout_runs.queries import lines_of_run
from payments.payout_runs.service import add_attempt
from payments.payouts.rules import (
    AttemptAct,
    AttemptState,
    PayoutAct,
    PayoutState,
    RunAct,
    RunState,
    attempt_key,
    hold_id,
    moved_attempt,
    moved_payout,
    moved_run,
    reference_of,
)
from payments.providers.base import PayoutProvider
from payments.transaction import Row, Transaction
from policies.errors import Refusal
from policies.money import micros_per_minor
from policies.periods import to_ms

AT_ONCE = 25
"""So many payouts in one transaction: some 50 ms of work, so that nobody who labels waits longer."""

_LOCK_RUN = """
SELECT state, provider, layout, currency FROM payout_run WHERE id = :run_id /*postgresql: FOR UPDATE */
"""
_NEXT = """
SELECT payout.id, payout.person_id, payout.currency, payout.amount_minor, payout_attempt.number,
  payout_attempt.key, destination.tail
FROM payout_attempt JOIN payout ON payout.id = payout_attempt.payout_id
JOIN destination ON destination.id = payout_attempt.destination_id
WHERE payout_attempt.run_id = :run_id AND payout_attempt.state = 'prepared' ORDER BY payout.id LIMIT :limit
/*postgresql: FOR UPDATE OF payout, payout_attempt */
"""
_LAST_TRIED = """
SELECT payout.person_id, payout.currency, payout.amount_minor, payout_attempt.number, payout_attempt.run_id,
  destination.id, destination.tail
FROM payout_attempt JOIN payout ON payout.id = payout_attempt.payout_id
JOIN destination ON destination.id = payout_attempt.destination_id
WHERE payout.id = :payout_id AND payout.state = 'due' AND destination.replaced_at IS NULL
  AND destination.refused_at IS NULL ORDER BY payout_attempt.number DESC LIMIT 1 /*postgresql: FOR UPDATE OF payout */
"""
_SEND = """
UPDATE payout_attempt SET state = :after, sent_at = :now
WHERE payout_id = :payout_id AND number = :number AND state = :before
"""
_WITHDRAW = """
UPDATE payout_attempt SET state = :after, reason = :reason, answered_at = :now
WHERE payout_id = :payout_id AND number = :number AND state = :before
"""
_MOVE_PAYOUT = "UPDATE payout SET state = :after, changed_at = :now WHERE id = :payout_id AND state = :before"
_FREEZE = """
UPDATE payout SET state = :after, changed_at = :now, frozen_reason = :reason WHERE id = :payout_id AND state = :before
"""
_FINISH = "UPDATE payout_run SET state = :after, file_digest = :digest WHERE id = :run_id AND state = :before"


def send_some(
    tx: Transaction,
    *,
    run_id: int,
    providers: Mapping[str, PayoutProvider],
    now: datetime,
    limit: int = AT_ONCE,
) -> bool:
    """Hold the money of the next few payouts of a released run; after the last one, fix the file for the bank.

    Stopped at any point and asked again, here or in another process, it goes on where it stopped.

    Args:
        tx: the open transaction.
        run_id: a run.
        providers: who pays people out, by name.
        now: when.
        limit: so many at most.

    Returns:
        Whether there is more to do.
    """
    run = tx.one(_LOCK_RUN, run_id=run_id)
    if run is None or run[0] != RunState.RELEASED or run[1] not in providers:
        return False  # a service whose key was taken away: its runs wait until the key is back, and hold up no other
    lock_account(tx, account_id=world(run[3]))  # before anybody's own, so that two runs never wait in a circle
    rows = tx.run(_NEXT, run_id=run_id, limit=limit)
    facts: defaultdict[int, list[Fact]] = defaultdict(list)
    for row in rows:
        _send_one(tx, row, run_id=run_id, now=now, facts=facts[row[1]])
    for person_id, told in sorted(facts.items()):
        append(tx, stream=annotator_stream(person_id), facts=told, now=now)
    if len(rows) == limit:
        return True
    _finish(tx, run_id, provider=providers[run[1]], layout=run[2], now=now)
    return False


def _send_one(tx: Transaction, row: Row, *, run_id: int, now: datetime, facts: list[Fact]) -> None:
    payout_id, person_id, currency, amount_minor, number, key, tail = row
    told: list[Fact] = []
    try:
        hold(
            tx,
            id=hold_id(payout_id, number),
            debit_id=payable(person_id, currency),
            credit_id=world(currency),
            amount_micros=amount_minor * micros_per_minor(currency),
            currency=currency,
            code="payout",
            reference=reference_of(payout_id),
            now=now,
            facts=told,
        )
    except Refusal as refusal:  # the account holds less than the payslip says: it must not happen, so people look at it
        _set_aside(tx, payout_id, number, reason=refusal.code, now=now)
        return
    before = AttemptState.PREPARED
    sent = {"payout_id": payout_id, "number": number}
    tx.count(_SEND, **sent, before=before, after=moved_attempt(before, AttemptAct.SEND), now=now)
    after = moved_payout(PayoutState.IN_RUN, PayoutAct.SEND)
    tx.count(_MOVE_PAYOUT, payout_id=payout_id, before=PayoutState.IN_RUN, after=after, now=now)
    body = sent | {"run_id": run_id, "act": "sent", "key": key, "tail": tail, "at_ms": to_ms(now)}
    facts += [*told, Fact("payout_attempt", body)]


def send_once_more(tx: Transaction, *, payout_id: int, now: datetime) -> bool:
    """Try a payout again under a new key, in the run that two people released: its last attempt was never paid.

    Args:
        tx: the open transaction.
        payout_id: a payout that is due again since just now.
        now: when.

    Returns:
        Whether it is on its way again; not where its person has named another account since: it waits for a new run.
    """
    row = tx.one(_LAST_TRIED, payout_id=payout_id)
    if row is None:
        return False
    person_id, currency, amount_minor, last, run_id, destination_id, tail = row
    in_run, number = moved_payout(PayoutState.DUE, PayoutAct.PREPARE), last + 1
    tx.count(_MOVE_PAYOUT, payout_id=payout_id, before=PayoutState.DUE, after=in_run, now=now)
    add_attempt(tx, payout_id, number=number, run_id=run_id, destination_id=destination_id, now=now)
    facts: list[Fact] = []
    sent = (payout_id, person_id, currency, amount_minor, number, attempt_key(payout_id, number), tail)
    _send_one(tx, sent, run_id=run_id, now=now, facts=facts)
    append(tx, stream=annotator_stream(person_id), facts=facts, now=now)
    return True


def _set_aside(tx: Transaction, payout_id: int, number: int, *, reason: str, now: datetime) -> None:
    """Take one payout out of a released run and freeze it."""
    before, after = AttemptState.PREPARED, moved_attempt(AttemptState.PREPARED, AttemptAct.WITHDRAW)
    tx.count(_WITHDRAW, payout_id=payout_id, number=number, before=before, after=after, reason=reason, now=now)
    frozen = moved_payout(PayoutState.IN_RUN, PayoutAct.FREEZE)
    tx.count(_FREEZE, payout_id=payout_id, before=PayoutState.IN_RUN, after=frozen, reason=reason, now=now)


def _finish(tx: Transaction, run_id: int, *, provider: PayoutProvider, layout: str, now: datetime) -> None:
    """Fix the file: what is fetched later is checked against this digest."""
    lines = lines_of_run(tx, run_id)
    digest = sha256(provider.write(layout, lines).data).hexdigest() if layout else None
    after = moved_run(RunState.RELEASED, RunAct.FINISH)
    tx.count(_FINISH, run_id=run_id, before=RunState.RELEASED, after=after, digest=digest)
    body = {"run_id": run_id, "act": "sent", "file_digest": digest, "payout_count": len(lines)}
    append(tx, stream=PLATFORM, facts=[Fact("payout_run", body)], now=now)
