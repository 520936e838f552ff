"""One run: what it holds, who prepared and released it, how far it has come, its file, and each line of it."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from payments.events.queries import Happened, last_of
from payments.events.rules import PLATFORM
from payments.payout_pauses.queries import pauses
from payments.payout_runs.queries import attempts_of_run, run_view, unasked_count
from payments.payout_runs.service import cancel_run, release_run, take_out
from payments.people.queries import name_of
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.deps import Payroll, TheHouse
from web.errors import STATUS, say_refusal
from web.pages.payroll import LAYOUT_WORDS, PROVIDER_WORDS
from web.paying_out import CALLS_AT_ONCE, call_payouts, file_for_bank, hear_payouts, send_payouts
from web.render import show
from web.wiring import House
from web.words import N_

router = APIRouter(prefix="/payroll/runs")
LINES_PAGE = 200
FETCHES_LOOKED_AT = 200

ATTEMPT_WORDS = {
    "prepared": (N_("Prepared"), "ring"),
    "sending": (N_("Sent, no answer yet"), "half"),
    "paid": (N_("Paid"), "tick"),
    "returned": (N_("Came back"), "diamond"),
    "rejected": (N_("Not sent: the bank refused it"), "diamond"),
    "withdrawn": (N_("Taken out"), "square"),
}
"""The state of each line, in words for payroll, and its shape."""
RUN_WORDS = {
    "prepared": (N_("Waits for a second person"), "ring"),
    "released": (N_("Being sent"), "half"),
    "sent": (N_("Sent"), "tick"),
    "cancelled": (N_("Given up"), "square"),
}


@router.get("/{run_id}")
def page(request: Request, house: TheHouse, me: Payroll, run_id: int, after: int = 0) -> HTMLResponse:
    """Show one run."""
    return _show(request, house, me, run_id, after=after)


def _show(request: Request, house: House, me: Identity, run_id: int, *, after: int = 0, **said: Any) -> HTMLResponse:
    """Show a run with what just happened: `refusal`, and its `status`."""
    with house.db.reading() as tx:
        run = run_view(tx, run_id)
        if run is None:
            raise Refusal("not_found", Kind.MISSING)
        lines = attempts_of_run(tx, run_id, after_id=after, most=LINES_PAGE + 1)
        fetches = _fetches(tx, run_id)
        waiting = [one for one in pauses(tx) if (one.provider, one.currency) == (run.provider, run.currency)]
        waiting_count = unasked_count(tx, run_id) if waiting else 0
    return show(
        request,
        "payroll/run.html",
        status=said.get("status", 200),
        run=run,
        lines=lines[:LINES_PAGE],
        next_after=lines[LINES_PAGE - 1].payout_id if len(lines) > LINES_PAGE else 0,
        fetches=fetches,
        pauses=waiting,
        waiting_count=waiting_count,
        is_mine=run.prepared_by_id == me.person_id,
        refusal=said.get("refusal"),
        run_words=RUN_WORDS,
        attempt_words=ATTEMPT_WORDS,
        layout_words=LAYOUT_WORDS,
        provider_words=PROVIDER_WORDS,
    )


def _fetches(tx: Transaction, run_id: int) -> tuple[tuple[Happened, str], ...]:
    """Return who took the file and when, as the event log tells it."""
    happened = last_of(tx, stream=PLATFORM, kind="payout_run", most=FETCHES_LOOKED_AT)
    found = [one for one in happened if one.body["act"] == "file_fetched" and one.body["run_id"] == run_id]
    return tuple((one, name_of(tx, one.body["by_id"])) for one in found)


@router.post("/{run_id}/release")
def release(request: Request, house: TheHouse, me: Payroll, run_id: int) -> Response:
    """Release a run as its second person, and send it on; what is left the scheduler sends."""

    def act(tx: Transaction) -> None:
        release_run(tx, run_id=run_id, by_id=me.person_id, now=house.now())

    reply = _act(request, house, me, run_id, act)
    if reply.status_code == STATUS_SEE_OTHER:
        send_payouts(house)
    return reply


STATUS_SEE_OTHER = 303


@router.post("/{run_id}/cancel")
def cancel(request: Request, house: TheHouse, me: Payroll, run_id: int) -> Response:
    """Give up a run that nobody has released."""

    def act(tx: Transaction) -> None:
        cancel_run(tx, run_id=run_id, by_id=me.person_id, now=house.now())

    return _act(request, house, me, run_id, act)


@router.post("/{run_id}/out/{payout_id}")
def out(request: Request, house: TheHouse, me: Payroll, run_id: int, payout_id: int) -> Response:
    """Take one payout out of a run that nobody has released."""

    def act(tx: Transaction) -> None:
        take_out(tx, run_id=run_id, payout_id=payout_id, by_id=me.person_id, now=house.now())

    return _act(request, house, me, run_id, act)


@router.post("/{run_id}/ask")
def ask(house: TheHouse, _me: Payroll, run_id: int) -> Response:
    """Ask providers that can know it what became of what was sent; a bank that takes files cannot be asked."""
    send_payouts(house)
    call_payouts(house, most=CALLS_AT_ONCE)
    hear_payouts(house)
    return RedirectResponse(f"/payroll/runs/{run_id}", STATUS_SEE_OTHER)


def _act(request: Request, house: House, me: Identity, run_id: int, act: Callable[[Transaction], None]) -> Response:
    """Do one thing in one transaction and show the run again, with the refusal where there is one."""
    try:
        with house.db.writing() as tx:
            act(tx)
    except Refusal as refusal:
        if refusal.kind is Kind.MISSING:
            raise
        said = say_refusal(request, refusal)
        return _show(request, house, me, run_id, status=STATUS[refusal.kind], refusal=said)
    return RedirectResponse(f"/payroll/runs/{run_id}", STATUS_SEE_OTHER)


@router.get("/{run_id}/file")
def file(house: TheHouse, me: Payroll, run_id: int) -> Response:
    """Send the file for the bank; whoever takes it stands in the record."""
    written = file_for_bank(house, run_id, by_id=me.person_id)
    headers = {
        "Content-Disposition": f'attachment; filename="{written.name}"',
        "Cache-Control": "private, no-store",
    }
    return Response(written.data, media_type=written.media_type, headers=headers)
