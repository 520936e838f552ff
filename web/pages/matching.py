"""Does it match? The payment service's own record beside the ledger, for payroll and for auditors."""

from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from payments.provider_events.queries import event_counts, last_called_at
from payments.provider_events.rules import Outcome
from payments.provider_reports.queries import last_reports, ours_for, report
from payments.provider_reports.rules import Differs, compare, read_report
from payments.provider_reports.service import keep_report
from payments.reconciliation.queries import booked_by_hand, matchings, missing_lines, open_lines
from payments.reconciliation.rules import REASON_LEAST, Standing, Why
from payments.reconciliation.service import book_as_own
from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.auth.permissions import Permission, may
from web.deps import Me, Payroll, TheHouse
from web.errors import STATUS, say_refusal
from web.render import show
from web.service_record import sweep
from web.wiring import House
from web.words import N_

router = APIRouter(prefix="/matching")
SHOWN_MOST = 200
REPORT_BYTES_MOST = 20_000_000

WHY_WORDS = {
    Why.KIND: N_("Of a kind that Jornal does not book by itself. Say below what it is."),
    Why.NO_FUNDING: N_("Money came that nobody here asked for. Find out whose it is at the payment service."),
    Why.NO_ATTEMPT: N_("A payment that payroll did not send through Jornal. Find out who made it."),
    Why.AMOUNT: N_("Another amount than payroll sent. Compare both with the payment service."),
    Why.PART_BACK: N_(
        "Part of somebody’s pay came back, and stays theirs: at the payment service, send the same amount to their "
        "account again. Then book this line and that one below, naming the payment: together they come to nothing."
    ),
    Why.CURRENCY: N_("It came in another currency than was asked for. Give it back, or say below what it is."),
    Why.TWICE: N_("Its transfer belongs to another line already. Ask the payment service why there are two."),
}
OUTCOME_WORDS = {
    Outcome.WAITING: N_("wait to be acted on"),
    Outcome.APPLIED: N_("acted on"),
    Outcome.IGNORED: N_("change nothing here"),
    Outcome.UNKNOWN: N_("about something that is not ours"),
    Outcome.OTHER_MODE: N_("from the other world, trial or real"),
    Outcome.GIVEN_UP: N_("could not be acted on; the nightly look takes care of them"),
}
DIFFERS_WORDS = {
    Differs.NOT_HERE: N_("In the report, not here"),
    Differs.NOT_THERE: N_("Here, not in the report"),
    Differs.AMOUNT: N_("In both, with another amount"),
}


def looker(me: Me) -> Identity:
    """Let in payroll and auditors; for others the page does not exist."""
    if not (may(me, Permission.PAYDAY_RUN) or may(me, Permission.AUDIT_READ)):
        raise Refusal("not_found", Kind.MISSING)
    return me


Looker = Annotated[Identity, Depends(looker)]


async def sent_report(request: Request, _me: Payroll) -> tuple[str, bytes]:
    """Return the uploaded file's name and bytes, for whoever may."""
    async with request.form(max_files=1, max_fields=5) as form:
        sent = form.get("file")
        if not isinstance(sent, UploadFile):
            return "", b""
        return sent.filename or "", await sent.read(REPORT_BYTES_MOST)


@router.get("")
def page(request: Request, house: TheHouse, me: Looker) -> HTMLResponse:
    """Show what matches, and what does not and why."""
    return _show(request, house, me)


def _show(
    request: Request, house: House, me: Identity, *, status: int = 200, refusal: object = None, line_id: str = ""
) -> HTMLResponse:
    now = house.now()
    with house.db.reading() as tx:
        context: dict[str, Any] = {  # templates are not typed
            "sums": matchings(tx, tuple(house.records), now=now),
            "unmatched": open_lines(tx, Standing.UNMATCHED, most=SHOWN_MOST),
            "pending": open_lines(tx, Standing.PENDING, most=SHOWN_MOST),
            "missing": missing_lines(tx, tuple(house.records), now=now),
            "by_hand": booked_by_hand(tx),
            "reports": last_reports(tx),
            "counts": event_counts(tx),
            "called_at": last_called_at(tx),
        }
    words: dict[str, Any] = {"why_words": WHY_WORDS, "outcome_words": OUTCOME_WORDS}
    typed: dict[str, Any] = {"least": REASON_LEAST, "refused_line": line_id}
    is_payroll = may(me, Permission.PAYDAY_RUN)
    said: dict[str, Any] = {"has_record": bool(house.records), "is_payroll": is_payroll, "refusal": refusal}
    return show(request, "matching/page.html", status=status, **context, **words, **typed, **said)


@router.post("/sweep")
def look_now(house: TheHouse, _me: Payroll) -> Response:
    """Read the service's record now, as every night."""
    sweep(house)
    return RedirectResponse("/matching", 303)


@router.post("/lines/{line_id}")
def book(
    request: Request,
    house: TheHouse,
    me: Payroll,
    line_id: str,
    reason: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """Say of a line that nothing matches that it is the platform's own money, and how that is known."""
    try:
        with house.db.writing() as tx:
            book_as_own(tx, line_id=line_id, reason=reason, by_id=me.person_id, now=house.now())
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        return _show(request, house, me, status=STATUS[refusal.kind], refusal=said, line_id=line_id)
    return RedirectResponse("/matching", 303)


@router.post("/reports", max_body_size=REPORT_BYTES_MOST)
def upload(
    request: Request, house: TheHouse, me: Payroll, sent: Annotated[tuple[str, bytes], Depends(sent_report)]
) -> Response:
    """Keep the service's own report, to be compared."""
    name, data = sent
    try:
        lines = read_report(data)
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        return _show(request, house, me, status=STATUS[refusal.kind], refusal=said)
    digest = sha256(data).hexdigest()
    house.files.put(_key(digest), data)
    with house.db.writing() as tx:
        report_id = keep_report(
            tx, digest=digest, file_name=name, line_count=len(lines), by_id=me.person_id, now=house.now()
        )
    return RedirectResponse(f"/matching/reports/{report_id}", 303)


@router.get("/reports/{report_id:int}")
def one_report(request: Request, house: TheHouse, _me: Looker, report_id: int) -> HTMLResponse:
    """Show about which lines a report and what Jornal kept differ."""
    with house.db.reading() as tx:
        found = report(tx, report_id)
    if found is None:
        raise Refusal("not_found", Kind.MISSING)
    there = read_report(b"".join(house.files.read(_key(found.digest))))
    with house.db.reading() as tx:
        here, within = ours_for(tx, there)
    compared = compare(there, here, within=within)
    return show(
        request,
        "matching/report.html",
        report=found,
        same_count=compared.same_count,
        differences=compared.differences[:SHOWN_MOST],
        difference_count=len(compared.differences),
        words=DIFFERS_WORDS,
    )


def _key(digest: str) -> str:
    return f"provider-reports/{digest}.csv"
