"""What may happen to a payout, to each attempt to send it, and to a run of many: three tables, and nothing else may."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from policies.errors import Refusal


class PayoutState(StrEnum):
    """Where the money of one payslip is."""

    DUE = "due"
    IN_RUN = "in_run"
    SENT = "sent"
    PAID = "paid"
    FROZEN = "frozen"
    JOINED = "joined"
    """Too small to be sent alone, it goes as part of a later one."""


class PayoutAct(StrEnum):
    """What can be done with a payout."""

    PREPARE = "prepare"
    TAKE_OUT = "take_out"
    SEND = "send"
    PAY = "pay"
    REJECT = "reject"
    RETURN = "return"
    FREEZE = "freeze"
    THAW = "thaw"
    PAY_LATE = "pay_late"
    JOIN = "join"


PAYOUT_MOVES: Mapping[tuple[PayoutState, PayoutAct], PayoutState] = {
    (PayoutState.DUE, PayoutAct.PREPARE): PayoutState.IN_RUN,
    (PayoutState.DUE, PayoutAct.JOIN): PayoutState.JOINED,
    (PayoutState.IN_RUN, PayoutAct.TAKE_OUT): PayoutState.DUE,
    (PayoutState.IN_RUN, PayoutAct.SEND): PayoutState.SENT,
    (PayoutState.SENT, PayoutAct.PAY): PayoutState.PAID,
    (PayoutState.SENT, PayoutAct.REJECT): PayoutState.DUE,
    (PayoutState.SENT, PayoutAct.RETURN): PayoutState.DUE,
    (PayoutState.SENT, PayoutAct.FREEZE): PayoutState.FROZEN,
    (PayoutState.PAID, PayoutAct.RETURN): PayoutState.DUE,
    (PayoutState.DUE, PayoutAct.FREEZE): PayoutState.FROZEN,
    (PayoutState.IN_RUN, PayoutAct.FREEZE): PayoutState.FROZEN,
    (PayoutState.FROZEN, PayoutAct.THAW): PayoutState.DUE,
    # Frozen while its money was still held, and then an answer came after all:
    (PayoutState.FROZEN, PayoutAct.PAY): PayoutState.PAID,
    (PayoutState.FROZEN, PayoutAct.REJECT): PayoutState.DUE,
    (PayoutState.FROZEN, PayoutAct.RETURN): PayoutState.DUE,
    (PayoutState.FROZEN, PayoutAct.PAY_LATE): PayoutState.PAID,
}


class AttemptState(StrEnum):
    """Where one attempt to send a payout stands."""

    PREPARED = "prepared"
    SENDING = "sending"
    PAID = "paid"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class AttemptAct(StrEnum):
    """What can be done with an attempt."""

    SEND = "send"
    PAY = "pay"
    REJECT = "reject"
    RETURN = "return"
    WITHDRAW = "withdraw"
    PAY_LATE = "pay_late"


ATTEMPT_MOVES: Mapping[tuple[AttemptState, AttemptAct], AttemptState] = {
    (AttemptState.PREPARED, AttemptAct.SEND): AttemptState.SENDING,
    (AttemptState.PREPARED, AttemptAct.WITHDRAW): AttemptState.WITHDRAWN,
    (AttemptState.SENDING, AttemptAct.PAY): AttemptState.PAID,
    (AttemptState.SENDING, AttemptAct.REJECT): AttemptState.REJECTED,
    (AttemptState.SENDING, AttemptAct.RETURN): AttemptState.RETURNED,
    (AttemptState.PAID, AttemptAct.RETURN): AttemptState.RETURNED,
    (AttemptState.REJECTED, AttemptAct.PAY_LATE): AttemptState.PAID,
    (AttemptState.RETURNED, AttemptAct.PAY_LATE): AttemptState.PAID,
}
STANDS_IN_THE_WAY = (AttemptState.PREPARED, AttemptState.SENDING, AttemptState.PAID)
"""While an attempt is one of these, its payout can have no other: the money may be on its way, or there."""


class RunState(StrEnum):
    """Where a run stands: put together, released by a second person, all its money held and its file fixed."""

    PREPARED = "prepared"
    RELEASED = "released"
    SENT = "sent"
    CANCELLED = "cancelled"


class RunAct(StrEnum):
    """What can be done with a run."""

    RELEASE = "release"
    FINISH = "finish"
    CANCEL = "cancel"


RUN_MOVES: Mapping[tuple[RunState, RunAct], RunState] = {
    (RunState.PREPARED, RunAct.RELEASE): RunState.RELEASED,
    (RunState.PREPARED, RunAct.CANCEL): RunState.CANCELLED,
    (RunState.RELEASED, RunAct.FINISH): RunState.SENT,
}


class Standing(StrEnum):
    """Where a payout stands, and what it waits for: the word behind every sentence about it."""

    NO_ACCOUNT = "no_account"
    ACCOUNT_WAITS = "account_waits"
    TOO_SMALL = "too_small"
    JOINED = "joined"
    RETURNED = "returned"
    READY = "ready"
    IN_RUN = "in_run"
    WAITS_FOR_MONEY = "waits_for_money"
    """Released, but the service that pays holds too little of the platform's money: it leaves once there is more."""
    SENT = "sent"
    PAID = "paid"
    FROZEN = "frozen"


def standing_of(
    state: str,
    *,
    has_account: bool,
    is_refused: bool,
    is_too_small: bool,
    usable_from: datetime | None,
    now: datetime,
) -> Standing:
    """Return where a payout stands.

    Args:
        state: of the payout.
        has_account: whether the person said where the money should go.
        is_refused: whether that account's bank sent money back.
        is_too_small: whether it is less than who pays there sends at once.
        usable_from: from when money may go there.
        now: when this is asked.
    """
    if state != PayoutState.DUE:
        return _STANDINGS[PayoutState(state)]
    if not has_account:
        return Standing.NO_ACCOUNT
    if is_refused:
        return Standing.RETURNED
    if is_too_small:
        return Standing.TOO_SMALL
    return Standing.ACCOUNT_WAITS if usable_from is not None and now < usable_from else Standing.READY


_STANDINGS = {
    PayoutState.IN_RUN: Standing.IN_RUN,
    PayoutState.SENT: Standing.SENT,
    PayoutState.PAID: Standing.PAID,
    PayoutState.FROZEN: Standing.FROZEN,
    PayoutState.JOINED: Standing.JOINED,
}


def arrives_on(earliest: date) -> date:
    """Return the first working day, Monday to Friday, after a day: banks' holidays are not known here.

    Args:
        earliest: the first day on which it can be sent.
    """
    after = earliest + timedelta(days=1)
    return after + timedelta(days=max(0, 7 - after.weekday()) if after.weekday() > _FRIDAY else 0)


_FRIDAY = 4


def moved_payout(state: str, act: PayoutAct) -> PayoutState:
    """Return the state after an act.

    Raises:
        Refusal: `payout_has_moved_on` where the act is not possible (any more).
    """
    return _after(PAYOUT_MOVES, PayoutState(state), act, refused="payout_has_moved_on")


def moved_attempt(state: str, act: AttemptAct) -> AttemptState:
    """Return the state after an act; Raises as `moved_payout`."""
    return _after(ATTEMPT_MOVES, AttemptState(state), act, refused="payout_has_moved_on")


def moved_run(state: str, act: RunAct) -> RunState:
    """Return the state after an act.

    Raises:
        Refusal: `run_has_moved_on` where the act is not possible (any more).
    """
    return _after(RUN_MOVES, RunState(state), act, refused="run_has_moved_on")


_State = TypeVar("_State", bound=StrEnum)
_Act = TypeVar("_Act", bound=StrEnum)


def _after(moves: Mapping[tuple[_State, _Act], _State], state: _State, act: _Act, *, refused: str) -> _State:
    after = moves.get((state, act))
    if after is None:
        raise Refusal(refused)
    return after


def attempt_key(payout_id: int, number: int) -> str:
    """Return the key of an attempt: letters and digits only, so that it can be a bank's tracking key."""
    return f"JOR{payout_id:07d}N{number}"


def hold_id(payout_id: int, number: int) -> str:
    """Return the ledger's id of the money held for an attempt; the acts that follow begin with it."""
    return f"payout:{payout_id}:{number}"


def reference_of(payout_id: int) -> str:
    """Return what every transfer of a payout refers to."""
    return f"payout:{payout_id}"
