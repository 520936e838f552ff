"""Putting a run together, taking payouts out of it, and letting a second person release it."""

from dataclasses import dataclass
from datetime import datetime

from payments.events.rules import PLATFORM, Fact
from payments.events.service import append
from payments.ledger.queries import balance
from payments.ledger.rules import world
from payments.ledger.service import lock_account, open_account
from payments.payout_runs.queries import RunView, run_view
from payments.payouts.rules import (
    AttemptAct,
    AttemptState,
    PayoutAct,
    PayoutState,
    RunAct,
    RunState,
    attempt_key,
    moved_attempt,
    moved_payout,
    moved_run,
)
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.money import micros_per_minor, minor_text

PAYOUTS_MOST = 500
"""One run holds so many payouts at most: what two people can look through, and one file that a bank takes."""

_READY = """
SELECT payout.id, destination.id,
  1 + COALESCE((SELECT max(number) FROM payout_attempt WHERE payout_attempt.payout_id = payout.id), 0)
FROM payout JOIN destination ON destination.person_id = payout.person_id AND destination.currency = payout.currency
  AND destination.replaced_at IS NULL
WHERE payout.state = 'due' AND payout.currency = :currency AND destination.provider = :provider
  AND destination.refused_at IS NULL AND destination.usable_from <= :now
  AND payout.amount_minor >= destination.least_minor
ORDER BY payout.id LIMIT :most /*postgresql: FOR UPDATE OF payout SKIP LOCKED */
"""
_ADD_RUN = """
INSERT INTO payout_run (provider, currency, layout, state, prepared_by_id, prepared_at)
VALUES (:provider, :currency, :layout, :state, :by_id, :now) RETURNING id
"""
_ADD_ATTEMPT = """
INSERT INTO payout_attempt (payout_id, number, run_id, destination_id, key, state, tracking, reason, prepared_at)
VALUES (:payout_id, :number, :run_id, :destination_id, :key, :state, '', '', :now)
"""
_MOVE_PAYOUT = "UPDATE payout SET state = :after, changed_at = :now WHERE id = :payout_id AND state = :before"
_MOVE_ATTEMPT = """
UPDATE payout_attempt SET state = :after, reason = :reason, answered_at = :now
WHERE run_id = :run_id AND payout_id = :payout_id AND state = :before
"""
_LOCK_RUN = "SELECT state, prepared_by_id, currency FROM payout_run WHERE id = :run_id /*postgresql: FOR UPDATE */"
_RELEASE = """
UPDATE payout_run SET state = :after, released_by_id = :by_id, released_at = :now WHERE id = :run_id AND state = :before
"""
_CANCEL = """
UPDATE payout_run SET state = :after, cancelled_by_id = :by_id, cancelled_at = :now
WHERE id = :run_id AND state = :before
"""
_PREPARED = "SELECT payout_id FROM payout_attempt WHERE run_id = :run_id AND state = 'prepared' ORDER BY payout_id"
_MOVED_AWAY = """
SELECT payout_attempt.payout_id FROM payout_attempt JOIN destination ON destination.id = payout_attempt.destination_id
WHERE run_id = :run_id AND payout_attempt.state = 'prepared'
  AND (destination.replaced_at IS NOT NULL OR destination.refused_at IS NOT NULL) ORDER BY payout_attempt.payout_id
"""
_NOT_HELD = """
SELECT COALESCE(sum(payout.amount_minor), 0) FROM payout_attempt JOIN payout ON payout.id = payout_attempt.payout_id
JOIN payout_run ON payout_run.id = payout_attempt.run_id
WHERE payout_run.state = 'released' AND payout_attempt.state = 'prepared' AND payout_run.currency = :currency
"""


@dataclass(frozen=True, slots=True)
class RunWanted:
    """Which payouts a run should hold, and how its file is written; no layout where its provider needs no file."""

    provider: str
    currency: str
    layout: str = ""


def prepare_run(tx: Transaction, *, wanted: RunWanted, by_id: int, now: datetime, most: int = PAYOUTS_MOST) -> int:
    """Put every payout that can leave into a new run, for somebody else to release; nothing leaves by this.

    Args:
        tx: the open transaction.
        wanted: which.
        by_id: who prepares it.
        now: when; accounts that still wait are left out.
        most: so many at most.

    Returns:
        The run's id.

    Raises:
        Refusal: `nothing_to_send`.
    """
    ready = tx.run(_READY, provider=wanted.provider, currency=wanted.currency, now=now, most=most)
    if not ready:
        raise Refusal("nothing_to_send")
    run_id = int(
        tx.value(
            _ADD_RUN,
            provider=wanted.provider,
            currency=wanted.currency,
            layout=wanted.layout,
            state=RunState.PREPARED,
            by_id=by_id,
            now=now,
        )
    )
    for payout_id, destination_id, number in ready:
        _move_payout(tx, payout_id, PayoutAct.PREPARE, before=PayoutState.DUE, now=now)
        add_attempt(tx, payout_id, number=number, run_id=run_id, destination_id=destination_id, now=now)
    body = {"payouts": [row[0] for row in ready], "provider": wanted.provider, "currency": wanted.currency}
    _log(tx, run_id, "prepared", by_id=by_id, now=now, **body)
    return run_id


def add_attempt(  # an attempt is these five things
    tx: Transaction, payout_id: int, *, number: int, run_id: int, destination_id: int, now: datetime
) -> None:
    """Write down an attempt to send a payout, before anything leaves.

    Args:
        tx: the open transaction.
        payout_id: the payout, in a run since just now.
        number: of the attempt, 1 for the first.
        run_id: the run.
        destination_id: the account.
        now: when.
    """
    tx.send(
        _ADD_ATTEMPT,
        payout_id=payout_id,
        number=number,
        run_id=run_id,
        destination_id=destination_id,
        key=attempt_key(payout_id, number),
        state=AttemptState.PREPARED,
        now=now,
    )


def take_out(tx: Transaction, *, run_id: int, payout_id: int, by_id: int, now: datetime) -> None:
    """Take one payout out of a run that nobody has released; it is due again.

    Raises:
        Refusal: `not_found`, `run_has_moved_on`, `payout_has_moved_on`.
    """
    _refuse_unless_prepared(tx, run_id)
    _withdraw(tx, run_id, payout_id, reason="", now=now)
    _log(tx, run_id, "taken_out", by_id=by_id, now=now, payouts=[payout_id])


def cancel_run(tx: Transaction, *, run_id: int, by_id: int, now: datetime) -> None:
    """Give a run up that nobody has released: all its payouts are due again.

    Raises:
        Refusal: `not_found`, `run_has_moved_on`.
    """
    state, _, _ = _locked(tx, run_id)
    after = moved_run(state, RunAct.CANCEL)
    for (payout_id,) in tx.run(_PREPARED, run_id=run_id):
        _withdraw(tx, run_id, payout_id, reason="", now=now)
    tx.count(_CANCEL, run_id=run_id, before=state, after=after, by_id=by_id, now=now)
    _log(tx, run_id, "cancelled", by_id=by_id, now=now)


def release_run(tx: Transaction, *, run_id: int, by_id: int, now: datetime) -> RunView:
    """Let a run go, as its second person: from here on its money is held and sent.

    Payouts whose account was changed or refused meanwhile stay behind and are due again.

    Args:
        tx: the open transaction.
        run_id: the run.
        by_id: who releases it; never who prepared it.
        now: when.

    Raises:
        Refusal: `not_found`, `run_has_moved_on`, `second_person_needed`, `nothing_to_send`,
            `payout_money_short` (missing, currency) where more would leave than the platform holds.
    """
    state, prepared_by_id, currency = _locked(tx, run_id)
    after = moved_run(state, RunAct.RELEASE)
    if by_id == prepared_by_id:
        raise Refusal("second_person_needed")
    for (payout_id,) in tx.run(_MOVED_AWAY, run_id=run_id):
        _withdraw(tx, run_id, payout_id, reason="account changed", now=now)
    if not tx.run(_PREPARED, run_id=run_id):
        raise Refusal("nothing_to_send")
    open_account(tx, account_id=world(currency), currency=currency)
    lock_account(tx, account_id=world(currency))
    tx.count(_RELEASE, run_id=run_id, before=state, after=after, by_id=by_id, now=now)
    _refuse_more_than_there_is(tx, currency)
    run = run_view(tx, run_id)
    assert run is not None, "it was locked just now"
    said = {"payouts": [row[0] for row in tx.run(_PREPARED, run_id=run_id)], "amount_minor": run.amount_minor}
    _log(tx, run_id, "released", by_id=by_id, now=now, currency=currency, **said)
    return run


def missing_minor(tx: Transaction, currency: str) -> int:
    """Return what the platform lacks to send what was released, minor units; zero or less where it has enough."""
    free_micros = balance(tx, world(currency)).available
    return int(tx.value(_NOT_HELD, currency=currency)) - free_micros // micros_per_minor(currency)


def _refuse_more_than_there_is(tx: Transaction, currency: str) -> None:
    missing = missing_minor(tx, currency)
    if missing > 0:
        raise Refusal("payout_money_short", missing=minor_text(missing, currency), currency=currency)


def _locked(tx: Transaction, run_id: int) -> tuple[str, int, str]:
    row = tx.one(_LOCK_RUN, run_id=run_id)
    if row is None:
        raise Refusal("not_found", Kind.MISSING)
    return row[0], row[1], row[2]


def _refuse_unless_prepared(tx: Transaction, run_id: int) -> None:
    if _locked(tx, run_id)[0] != RunState.PREPARED:
        raise Refusal("run_has_moved_on")


def _withdraw(tx: Transaction, run_id: int, payout_id: int, *, reason: str, now: datetime) -> None:
    before = AttemptState.PREPARED
    after = moved_attempt(before, AttemptAct.WITHDRAW)
    moved = tx.count(
        _MOVE_ATTEMPT, run_id=run_id, payout_id=payout_id, before=before, after=after, reason=reason, now=now
    )
    if moved != 1:
        raise Refusal("payout_has_moved_on")
    _move_payout(tx, payout_id, PayoutAct.TAKE_OUT, before=PayoutState.IN_RUN, now=now)


def _move_payout(tx: Transaction, payout_id: int, act: PayoutAct, *, before: PayoutState, now: datetime) -> None:
    after = moved_payout(before, act)
    if tx.count(_MOVE_PAYOUT, payout_id=payout_id, before=before, after=after, now=now) != 1:
        raise Refusal("payout_has_moved_on")


def _log(tx: Transaction, run_id: int, act: str, *, by_id: int, now: datetime, **more: object) -> None:
    body = {"run_id": run_id, "act": act, "by_id": by_id, **more}
    append(tx, stream=PLATFORM, facts=[Fact("payout_run", body)], now=now)
