"""The bank's answers: upload its file, see what each line would change, and say yes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from payments.payout_answers.queries import evidence, last_evidence
from payments.payout_answers.rules import Follows
from policies.errors import Kind, Refusal
from web.deps import Payroll, TheHouse
from web.errors import STATUS, say_refusal
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
    Follows.BY_SERVICE: (N_("Paid by a service: only its own answers count"), "triangle"),
    Follows.UNREADABLE: (N_("Its state is no word that Jornal knows"), "triangle"),
}
"""What follows from each line, in words for payroll, and its shape."""


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
