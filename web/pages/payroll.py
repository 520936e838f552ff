"""Payroll's room: what is pending, due, on its way and paid, why something waits, and what can leave now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from payments.payout_answers.queries import last_evidence
from payments.payout_pauses.queries import pauses
from payments.payout_pauses.service import try_now
from payments.payout_room.queries import Ready, ready_to_send, room
from payments.payout_runs.queries import last_runs
from payments.payout_runs.service import RunWanted, prepare_run
from payments.payouts.queries import PayoutView, all_payouts, last_paid, open_payouts_shown
from payments.payouts.rules import Standing
from payments.spreadsheets import BYTE_ORDER_MARK, csv_line, safe_text
from payments.weeks_due.queries import WEEKS_LOOKED_BACK
from policies.errors import Kind, Refusal
from policies.money import minor_text
from web.deps import Payroll, TheHouse
from web.errors import STATUS, say_refusal
from web.payday import run_payday
from web.paying_out import CALLS_AT_ONCE, call_payouts
from web.render import show
from web.wiring import House
from web.words import N_

router = APIRouter(prefix="/payroll")
SHOWN_MOST = 200
SHEET_PAGE = 500
WAITED_MOST = timedelta(seconds=2)
"""So long somebody waits for payday; the rest of it goes on by itself."""

LAYOUT_WORDS = {"spei": N_("SPEI file"), "csv": N_("General CSV file"), "": N_("No file: it is sent directly")}
PROVIDER_WORDS = {
    "manual_batch": N_("by hand, with a file for the bank"),
    "pretend": N_("pretend money, nothing real moves"),
    "stripe_connect": N_("through Stripe, to the person’s account there"),
    "stripe_global": N_("through Stripe, to the person’s bank abroad"),
}
PILES = (
    (Standing.READY, N_("Can leave now"), "ring"),
    (Standing.IN_RUN, N_("In a run"), "half"),
    (Standing.WAITS_FOR_MONEY, N_("Released; waits for money at the payment service"), "ring"),
    (Standing.SENT, N_("Sent, no answer yet"), "half"),
    (Standing.PAID, N_("Paid"), "tick"),
    (Standing.RETURNED, N_("Came back; waits for another account"), "diamond"),
    (Standing.ACCOUNT_WAITS, N_("Waits 72 hours for a changed account"), "ring"),
    (Standing.TOO_SMALL, N_("Smaller than who pays there sends at once"), "triangle"),
    (Standing.NO_ACCOUNT, N_("No account named yet"), "triangle"),
    (Standing.FROZEN, N_("Frozen: two people decide"), "square"),
)
"""Each standing with its words for payroll and its shape, in the order in which they are shown."""
STANDING_WORDS = {standing: (words, shape) for standing, words, shape in PILES} | {
    Standing.JOINED: (N_("Goes as part of a later week’s payment"), "half"),
}
SHEET_HEAD = (
    "payout", "payslip", "person", "period", "currency", "amount", "standing", "account_ends", "key", "tracking",
    "reason", "opened_at", "sent_at", "answered_at", "run",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyShown:
    """What could leave together, and how its file can be written."""

    ready: Ready
    layouts: tuple[str, ...]


@router.get("")
def page(request: Request, house: TheHouse, _me: Payroll) -> HTMLResponse:
    """Show everything that is owed and where it stands."""
    return show_room(request, house)


def show_room(request: Request, house: House, *, status: int = 200, **said: object) -> HTMLResponse:
    """Show payroll's room with what just happened: `refusal`, or `payday`, what running it did."""
    now = house.now()
    with house.db.reading() as tx:
        context: dict[str, Any] = {
            "rooms": room(tx, now=now),
            "ready": tuple(_ready(house, one) for one in ready_to_send(tx, now=now)),
            "waiting": open_payouts_shown(tx, now=now, most=SHOWN_MOST),
            "paid": last_paid(tx, now=now),
            "runs": last_runs(tx),
            "pauses": pauses(tx),
            "evidence": last_evidence(tx, most=5),
        }
    words: dict[str, Any] = {
        "piles": PILES,
        "standing_words": STANDING_WORDS,
        "layout_words": LAYOUT_WORDS,
        "provider_words": PROVIDER_WORDS,
        "most": SHOWN_MOST,
    }
    usual: dict[str, Any] = {"refusal": None, "payday": None}
    return show(request, "payroll/page.html", status=status, **(words | usual | context | said))


def _ready(house: House, one: Ready) -> ReadyShown:
    provider = house.payout_providers.get(one.provider)
    return ReadyShown(ready=one, layouts=provider.layouts(one.currency) if provider else ())


@router.post("/payday")
def pay_day(request: Request, house: TheHouse, _me: Payroll, later: BackgroundTasks) -> HTMLResponse:
    """Close, issue and open what is due, and say what was done; what takes longer goes on while nobody waits for it."""
    done = run_payday(house, weeks_looked_back=WEEKS_LOOKED_BACK, ends_at=house.now() + WAITED_MOST)
    if not done.is_whole:
        later.add_task(run_payday, house, weeks_looked_back=WEEKS_LOOKED_BACK)
    return show_room(request, house, payday=done)


@router.post("/runs")
def prepare(
    request: Request,
    house: TheHouse,
    me: Payroll,
    provider: Annotated[str, Form()],
    currency: Annotated[str, Form()],
    layout: Annotated[str, Form()] = "",
) -> Response:
    """Put everything that can leave into a run, for a second person to release."""
    try:
        wanted = _wanted(house, provider, currency, layout)
        with house.db.writing() as tx:
            run_id = prepare_run(tx, wanted=wanted, by_id=me.person_id, now=house.now())
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        return show_room(request, house, status=STATUS[refusal.kind], refusal=said)
    return RedirectResponse(f"/payroll/runs/{run_id}", 303)


def _wanted(house: House, provider: str, currency: str, layout: str) -> RunWanted:
    found = house.payout_providers.get(provider)
    layouts = found.layouts(currency) if found else ()
    if found is None or (layouts and layout not in layouts):
        raise Refusal("not_found", Kind.MISSING)
    return RunWanted(provider, currency, layout if layouts else "")


@router.post("/pauses/{provider}")
def try_again(house: TheHouse, _me: Payroll, provider: str) -> Response:
    """Try one of the payments that wait for money at a service; the others follow if it leaves."""
    with house.db.writing() as tx:
        try_now(tx, provider=provider, now=house.now())
    call_payouts(house, most=CALLS_AT_ONCE)
    return RedirectResponse("/payroll", 303)


@router.get("/sheet.csv")
def sheet(house: TheHouse, _me: Payroll) -> StreamingResponse:
    """Send every payout there ever was as a spreadsheet."""
    headers = {"Content-Disposition": 'attachment; filename="jornal-payouts.csv"', "Cache-Control": "private, no-store"}
    return StreamingResponse(_sheet(house), media_type="text/csv; charset=utf-8", headers=headers)


def _sheet(house: House) -> Iterator[str]:
    yield BYTE_ORDER_MARK + csv_line(SHEET_HEAD)
    after_id, now = 0, house.now()
    while True:
        with house.db.reading() as tx:
            rows = all_payouts(tx, now=now, after_id=after_id, most=SHEET_PAGE)
        if not rows:
            return
        after_id = rows[-1].payout_id
        yield "".join(csv_line(_cells(row)) for row in rows)


def _cells(one: PayoutView) -> tuple[str | int, ...]:
    return (
        one.payout_id,
        one.payslip_id,
        safe_text(one.person_name),
        one.period,
        one.currency,
        minor_text(one.amount_minor, one.currency),
        one.standing.value,
        one.tail,
        one.key,
        safe_text(one.tracking),
        safe_text(one.reason),
        one.opened_at.isoformat(),
        one.sent_at.isoformat() if one.sent_at else "",
        one.answered_at.isoformat() if one.answered_at else "",
        one.run_id or "",
    )
