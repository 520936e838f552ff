"""One payment as payroll sees it: every attempt and call, and what may be said or decided about it now."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from payments.payout_answers.rules import Follows
from payments.payout_answers.service import REASON_LEAST, book_answer, decide_frozen
from payments.payout_calls.queries import calls_of, next_call_of
from payments.payout_calls.rules import CallKind
from payments.payout_decisions.queries import open_proposal
from payments.payout_decisions.service import confirm, propose
from payments.payout_room.queries import AttemptMade, attempts_of
from payments.payouts.queries import payout
from payments.providers.base import Answer, Outcome, SentState
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.deps import Payroll, TheHouse
from web.errors import STATUS, say_refusal
from web.pages.payroll import PROVIDER_WORDS, STANDING_WORDS
from web.pages.payroll_run import ATTEMPT_WORDS
from web.paying_out import services_of
from web.render import show
from web.wiring import House
from web.words import N_

router = APIRouter(prefix="/payroll/payouts")
SEE_OTHER = 303

CALL_WORDS = {CallKind.SEND: N_("Asked to pay"), CallKind.LOOK_UP: N_("Asked what became of it")}
"""What the service was asked, in words for payroll."""
ANSWER_WORDS = {
    SentState.DONE: (N_("Paid"), "tick"),
    SentState.UNDER_WAY: (N_("Taken, and on its way to the bank"), "half"),
    SentState.UNKNOWN: (N_("No answer: it may be paid, so the same key is sent again"), "ring"),
    SentState.LATER: (N_("Not now: it is asked again"), "ring"),
    SentState.BROKEN: (N_("Something broke there: Jornal looks up what was done"), "diamond"),
    SentState.REFUSED: (N_("Refused: nothing was paid"), "diamond"),
    SentState.SHORT: (N_("The platform’s account there holds too little: it waits until there is more"), "ring"),
    SentState.RETURNED: (N_("Came back"), "diamond"),
    SentState.ABSENT: (N_("It has no such payment: sent once more under a new key"), "ring"),
    SentState.SEVERAL: (N_("It has more than one: frozen"), "square"),
    SentState.CLASHES: (N_("It knows this key from another payment: frozen"), "square"),
}
"""What the service answered, in words for payroll, and its shape."""


FROZEN_WORDS = {
    "no_answer": N_("The service gave no finished answer for 20 hours."),
    "several": N_("The service has more than one payment for it."),
    "clashes": N_("The service knows its key from another payment."),
    "contradiction": N_("The bank contradicted itself."),
    "not_enough_money": N_("The person’s account held less than the payslip says."),
}
"""Why it was frozen, by the first word of its reason."""


class MarkForm(BaseModel):
    """What somebody typed about one payment."""

    answer: Answer
    tracking: str = Field(default="", max_length=60)
    reason: str = Field(default="", max_length=200)


@router.get("/{payout_id}")
def page(request: Request, house: TheHouse, me: Payroll, payout_id: int) -> HTMLResponse:
    """Show one payment, every attempt and call, and what can be done with it now."""
    return _show(request, house, me, payout_id)


def _show(
    request: Request, house: House, me: Identity, payout_id: int, *, status: int = 200, refusal: object = None
) -> HTMLResponse:
    with house.db.reading() as tx:
        one = payout(tx, payout_id, now=house.now())
        attempts = attempts_of(tx, payout_id)
        calls = calls_of(tx, payout_id)
        next_call_at = next_call_of(tx, payout_id)
        proposal = open_proposal(tx, payout_id)
    if one is None:
        raise Refusal("not_found", Kind.MISSING)
    return show(
        request,
        "payroll/payout.html",
        status=status,
        one=one,
        attempts=attempts,
        calls=calls,
        next_call_at=next_call_at,
        proposal=proposal,
        is_mine=proposal is not None and proposal.by_id == me.person_id,
        service=_service_of(house, attempts),
        refusal=refusal,
        standing_words=STANDING_WORDS,
        attempt_words=ATTEMPT_WORDS,
        answer_words=ANSWER_WORDS,
        frozen_words=FROZEN_WORDS,
        call_words=CALL_WORDS,
        provider_words=PROVIDER_WORDS,
        least=REASON_LEAST,
        may_decide=one.frozen_by_id != me.person_id,
    )


def _service_of(house: House, attempts: tuple[AttemptMade, ...]) -> str:
    """Return the service that the last attempt went through; empty where it was none."""
    return attempts[0].provider if attempts and attempts[0].provider in services_of(house) else ""


@router.post("/{payout_id}/answer")
def mark(request: Request, house: TheHouse, me: Payroll, payout_id: int, form: Annotated[MarkForm, Form()]) -> Response:
    """Say by hand what became of one payment that was sent; what a service pays, only the service can say."""

    def act(tx: Transaction) -> None:
        _mark(tx, house, payout_id, form, by_id=me.person_id)

    return _act(request, house, me, payout_id, act)


def _mark(tx: Transaction, house: House, payout_id: int, form: MarkForm, *, by_id: int) -> None:
    outcome = Outcome(form.answer, tracking=" ".join(form.tracking.split()), reason=" ".join(form.reason.split()))
    if form.answer is Answer.PAID and not outcome.tracking:
        raise Refusal("tracking_needed", Kind.UNREADABLE)
    one = payout(tx, payout_id, now=house.now())
    if one is None:
        raise Refusal("not_found", Kind.MISSING)
    if _service_of(house, attempts_of(tx, payout_id)):
        raise Refusal("payout_by_service")
    follows = book_answer(tx, key=one.key, outcome=outcome, by_id=by_id, now=house.now())
    if follows in {Follows.UNMATCHED, Follows.NOT_SENT}:
        raise Refusal("payout_has_moved_on")


@router.post("/{payout_id}/decide")
def decide(
    request: Request,
    house: TheHouse,
    me: Payroll,
    payout_id: int,
    was_paid: Annotated[bool, Form()],
    reason: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """Decide about a payment that somebody else's answer froze, or propose what became of one that nobody's did."""

    def act(tx: Transaction) -> None:
        one = payout(tx, payout_id, now=house.now())
        by_id, now = me.person_id, house.now()
        if one is not None and one.frozen_by_id is None:
            propose(tx, payout_id=payout_id, was_paid=was_paid, reason=reason, by_id=by_id, now=now)
        else:
            decide_frozen(tx, payout_id=payout_id, was_paid=was_paid, reason=reason, by_id=by_id, now=now)

    return _act(request, house, me, payout_id, act)


@router.post("/{payout_id}/confirm")
def confirm_proposal(
    request: Request, house: TheHouse, me: Payroll, payout_id: int, proposal_id: Annotated[int, Form()]
) -> Response:
    """Confirm what somebody else proposed about a frozen payment."""

    def act(tx: Transaction) -> None:
        confirm(tx, payout_id=payout_id, proposal_id=proposal_id, by_id=me.person_id, now=house.now())

    return _act(request, house, me, payout_id, act)


def _act(request: Request, house: House, me: Identity, payout_id: int, act: Callable[[Transaction], None]) -> Response:
    """Do one thing in one transaction and show the payment again, with the refusal where there is one."""
    try:
        with house.db.writing() as tx:
            act(tx)
    except Refusal as refusal:
        if refusal.kind is Kind.MISSING:
            raise
        said = say_refusal(request, refusal)
        return _show(request, house, me, payout_id, status=STATUS[refusal.kind], refusal=said)
    return RedirectResponse(f"/payroll/payouts/{payout_id}", SEE_OTHER)
