"""Adding to the money of a published project, charging the fee on what it spent, and giving back what it did not."""

from datetime import datetime

from annotate.funding.rules import Sums, with_fee
from annotate.funding.service import charge_fee, give_back, set_aside
from annotate.projects.queries import existing_project
from annotate.projects.rules import ProjectAct, ProjectState, move
from annotate.projects.service import hold_project
from payments.events.rules import Fact, project_stream
from payments.events.service import append
from payments.transaction import Transaction
from policies.errors import Kind, Refusal

_IS_ADDED = "SELECT 1 FROM ledger_transfer WHERE id = :id"


def add_to_reserve(
    tx: Transaction, *, project_id: int, amount_micros: int, reference: str, by_id: int, now: datetime
) -> Sums:
    """Set more aside for top-ups, rest, instructions and waiting; the same reference again adds nothing.

    Args:
        tx: the open transaction.
        project_id: a running or paused project.
        amount_micros: micro-units of its currency, > 0; the fee comes on top of it.
        reference: chosen by whoever asks, 1 to 24 letters and digits, the same when the form is sent twice.
        by_id: who asks.
        now: when.

    Returns:
        By what the ceiling grew.

    Raises:
        Refusal: `not_found`, `project_state`, `not_enough_funds` (missing).
    """
    assert amount_micros > 0, "a form asks for an amount above zero"
    hold_project(tx, project_id)
    view = existing_project(tx, project_id)
    move(view.state, ProjectAct.RESERVE)
    sums = with_fee(piece_micros=0, reserve_micros=amount_micros, fee_permille=view.fee_permille)
    act = f"reserve:{reference}"
    if tx.value(_IS_ADDED, id=f"{act}:project:{project_id}:reserve"):
        return sums
    facts: list[Fact] = []
    set_aside(tx, view.chest, sums=sums, act=act, now=now, facts=facts)
    body = {"act": "reserve", "by_id": by_id, "reserve_micros": amount_micros, "fee_micros": sums.fee_micros}
    append(tx, stream=project_stream(project_id), facts=[Fact("project", body), *facts], now=now)
    return sums


def charge(tx: Transaction, *, project_id: int, now: datetime) -> int:
    """Charge Jornal's fee on what a project spent since it was last charged, and return how much that was."""
    facts: list[Fact] = []
    charged = charge_fee(tx, existing_project(tx, project_id).chest, now=now, facts=facts)
    append(tx, stream=project_stream(project_id), facts=facts, now=now)
    return charged


def return_money(tx: Transaction, *, project_id: int, by_id: int | None, now: datetime) -> int:
    """Give back what a closed project did not need, once nothing is outstanding any more.

    Args:
        tx: the open transaction.
        project_id: whose money.
        by_id: who asked for it; None is the house by itself.
        now: when.

    Returns:
        Micro-units of the project's currency that went back to the organisation's funds.

    Raises:
        Refusal: `project_state`, or `money_still_needed`: work is open, pay is pending, or a week is not closed yet.
    """
    view = existing_project(tx, project_id)
    if view.state != ProjectState.CLOSED:
        raise Refusal("project_state", Kind.CONFLICT, state=view.state, act="return_money")
    returned, facts = give_back(tx, view.chest, now=now)
    asked_by = {} if by_id is None else {"by_id": by_id}
    body = {"act": "return_money", **asked_by, "amount_micros": returned}
    append(tx, stream=project_stream(project_id), facts=[Fact("project", body), *facts], now=now)
    return returned
