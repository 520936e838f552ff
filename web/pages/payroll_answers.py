"""The bank's answers: upload its file, see what each line would change, say yes; or mark one payment by hand."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile

from payments.payout_answers.queries import evidence, last_evidence
from payments.payout_answers.rules import Follows
from payments.payout_answers.service import REASON_LEAST, book_answer, decide_frozen
from payments.payout_room.queries import attempts_of
from payments.payouts.queries import payout
from payments.providers.base import Answer, Outcome
from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.deps import Payroll, TheHouse
from web.errors import STATUS, say_refusal
from web.pages.payroll import STANDING_WORDS
from web.pages.payroll_run import ATTEMPT_WORDS
from web.paying_out import EVIDENCE_BYTES_MOST, apply_evidence, previewed, take_evidence
from web.render import show
from web.wiring import House
from web.words import N_

router = APIRouter(prefix="/payroll")
LINES_SHOWN = 500

FOLLOWS_WORDS = {
    Follows.PAID: (N_("Becomes paid"), "tick"),
    Follows.RETURNED: (N_("Came back: is booked back and due again"), "diamond"),
    Follows.REJECTED: (N_("Never left: is due again"), "diamond"),
    Follows.KNOWN: (N_("Known already, changes nothing"), "ring"),
    Follows.CONTRADICTS: (N_("Contradicts what was said before: frozen until two people decide"), "square"),
    Follows.UNMATCHED: (N_("Matches no payment of ours"), "triangle"),
    Follows.NOT_SENT: (N_("This payment was never sent"), "triangle"),
    Follows.UNREADABLE: (N_("Its state is no word that Jornal knows"), "triangle"),
}
"""What follows from each line, in words for payroll, and its shape."""


class MarkForm(BaseModel):
    """What somebody typed about one payment."""

    answer: Answer
    tracking: str = Field(default="", max_length=60)
    reason: str = Field(default="", max_length=200)


async def sent_file(request: Request, _me: Payroll) -> tuple[str, bytes]:
    """Return the uploaded file's name and bytes, for whoever may; read only as far as it may go."""
    async with request.form(max_files=1, max_fields=5) as form:
        sent = form.get("file")
        if not isinstance(sent, UploadFile):
            return "", b""
        return sent.filename or "", await sent.read(EVIDENCE_BYTES_MOST)


@router.get("/answers")
def answers(request: Request, house: TheHouse, _me: Payroll) -> HTMLResponse:
    """Show the files that came, and take another."""
    return _show_answers(request, house)


def _show_answers(request: Request, house: House, *, status: int = 200, refusal: object = None) -> HTMLResponse:
    with house.db.reading() as tx:
        files = last_evidence(tx, most=50)
    return show(request, "payroll/answers.html", status=status, files=files, refusal=refusal)


@router.post("/answers")
def upload(
    request: Request, house: TheHouse, me: Payroll, sent: Annotated[tuple[str, bytes], Depends(sent_file)]
) -> Response:
    """Keep the bank's file and show what it would change; nothing is booked by this."""
    try:
        evidence_id = take_evidence(house, sent[1], file_name=sent[0], by_id=me.person_id)
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        return _show_answers(request, house, status=STATUS[refusal.kind], refusal=said)
    return RedirectResponse(f"/payroll/answers/{evidence_id}", 303)


@router.get("/answers/{evidence_id}")
def one_file(request: Request, house: TheHouse, _me: Payroll, evidence_id: int) -> HTMLResponse:
    """Show each line of a file and what it would change."""
    with house.db.reading() as tx:
        found = evidence(tx, evidence_id)
    if found is None:
        raise Refusal("not_found", Kind.MISSING)
    lines = previewed(house, found.digest)
    counts = {follows: sum(line.follows is follows for line in lines) for follows in Follows}
    return show(
        request,
        "payroll/answer.html",
        file=found,
        lines=lines[:LINES_SHOWN],
        total=len(lines),
        counts={follows: count for follows, count in counts.items() if count},
        words=FOLLOWS_WORDS,
    )


@router.post("/answers/{evidence_id}")
def apply(house: TheHouse, me: Payroll, evidence_id: int) -> Response:
    """Book every line of a file."""
    with house.db.reading() as tx:
        found = evidence(tx, evidence_id)
    if found is None:
        raise Refusal("not_found", Kind.MISSING)
    apply_evidence(house, evidence_id, found.digest, by_id=me.person_id)
    return RedirectResponse(f"/payroll/answers/{evidence_id}", 303)


@router.get("/payouts/{payout_id}")
def one_payout(request: Request, house: TheHouse, me: Payroll, payout_id: int) -> HTMLResponse:
    """Show one payment, every attempt to send it, and what can be done with it now."""
    return _show_payout(request, house, me, payout_id)


def _show_payout(
    request: Request, house: House, me: Identity, payout_id: int, *, status: int = 200, refusal: object = None
) -> HTMLResponse:
    with house.db.reading() as tx:
        one = payout(tx, payout_id, now=house.now())
        attempts = attempts_of(tx, payout_id)
    if one is None:
        raise Refusal("not_found", Kind.MISSING)
    return show(
        request,
        "payroll/payout.html",
        status=status,
        one=one,
        attempts=attempts,
        refusal=refusal,
        standing_words=STANDING_WORDS,
        attempt_words=ATTEMPT_WORDS,
        least=REASON_LEAST,
        may_decide=one.frozen_by_id != me.person_id,
    )


@router.post("/payouts/{payout_id}/answer")
def mark(request: Request, house: TheHouse, me: Payroll, payout_id: int, form: Annotated[MarkForm, Form()]) -> Response:
    """Say by hand what became of one payment that was sent."""
    try:
        _mark(house, payout_id, form, by_id=me.person_id)
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        return _show_payout(request, house, me, payout_id, status=STATUS[refusal.kind], refusal=said)
    return RedirectResponse(f"/payroll/payouts/{payout_id}", 303)


def _mark(house: House, payout_id: int, form: MarkForm, *, by_id: int) -> None:
    outcome = Outcome(form.answer, tracking=" ".join(form.tracking.split()), reason=" ".join(form.reason.split()))
    if form.answer is Answer.PAID and not outcome.tracking:
        raise Refusal("tracking_needed", Kind.UNREADABLE)
    with house.db.writing() as tx:
        one = payout(tx, payout_id, now=house.now())
        if one is None:
            raise Refusal("not_found", Kind.MISSING)
        follows = book_answer(tx, key=one.key, outcome=outcome, by_id=by_id, now=house.now())
        if follows in {Follows.UNMATCHED, Follows.NOT_SENT}:
            raise Refusal("payout_has_moved_on")


@router.post("/payouts/{payout_id}/decide")
def decide(
    request: Request,
    house: TheHouse,
    me: Payroll,
    payout_id: int,
    was_paid: Annotated[bool, Form()],
    reason: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """Decide about a frozen payment, as somebody else than who brought the answer that froze it."""
    try:
        with house.db.writing() as tx:
            decide_frozen(
                tx, payout_id=payout_id, was_paid=was_paid, reason=reason, by_id=me.person_id, now=house.now()
            )
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        return _show_payout(request, house, me, payout_id, status=STATUS[refusal.kind], refusal=said)
    return RedirectResponse(f"/payroll/payouts/{payout_id}", 303)
