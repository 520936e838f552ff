"""The paid pilot of a project: begun on a sample, ended, looked at, and its price taken for the items that wait."""

from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from annotate.pilots.queries import (
    item_count,
    measured,
    pilot_of,
    pool_count,
    to_come_count,
)
from annotate.pilots.rules import ITEMS_LEAST, sample_for, sample_of
from annotate.pilots.service import end_pilot, publish_rest, start_pilot, take_price
from annotate.price_looks.queries import Look, looks_of
from annotate.price_looks.rules import PEOPLE_LEAST, Spread
from annotate.projects.queries import ProjectView, quote_of
from annotate.projects.rules import PayBasis, ProjectState
from payments.funding.queries import coming
from payments.ledger.queries import balance
from payments.ledger.rules import organisation_funds
from payments.transaction import Transaction
from policies.errors import Refusal
from web.auth.identity import Identity
from web.auth.permissions import Permission, may
from web.deps import Requester, TheHouse
from web.errors import STATUS, say_refusal
from web.pages.project_draft import cost_of, fund_form
from web.pages.project_form import Sentence, amount_of
from web.pages.project_pilot_view import (
    later_looks,
    measured_then,
    people_wanted,
    price_rows,
    rest_of,
    times_shown,
    workings_of,
)
from web.pages.project_price import check_price
from web.pages.project_raise import NO_PRICE
from web.pages.project_view import offered_of, priced_project, shown
from web.regular.batches import open_items
from web.render import show, writing_of
from web.wiring import House

router = APIRouter(prefix="/projects")
Text = Annotated[str, Form()]
DIGITS_MOST = 9


@router.get("/{project_id:int}/pilot")
def pilot(
    request: Request, house: TheHouse, me: Requester, project_id: int, items: str = "", amount: str = ""
) -> HTMLResponse:
    """Show how a pilot would begin, or what it shows."""
    return _show_pilot(request, house, me, project_id, items=items, amount=amount)


@router.post("/{project_id:int}/pilot")
def begin(request: Request, house: TheHouse, me: Requester, project_id: int, items: Text = "") -> Response:
    """Set the money of the sample aside and offer it."""
    try:
        with house.db.writing() as tx:
            priced_project(tx, project_id, me, Permission.PROJECT_WRITE)
            start_pilot(
                tx,
                project_id=project_id,
                sample_count=_whole(items) or 0,
                by_id=me.person_id,
                rulebook=house.rulebook,
                now=house.now(),
            )
    except Refusal as refusal:
        return _refused(request, house, me, project_id, refusal, items=items)
    return RedirectResponse(f"/projects/{project_id}/pilot", 303)


@router.post("/{project_id:int}/pilot/end")
def end(request: Request, house: TheHouse, me: Requester, project_id: int) -> Response:
    """Offer nothing more as a sample."""
    try:
        with house.db.writing() as tx:
            priced_project(tx, project_id, me, Permission.PROJECT_WRITE)
            end_pilot(tx, project_id=project_id, by_id=me.person_id, now=house.now())
    except Refusal as refusal:
        return _refused(request, house, me, project_id, refusal)
    return RedirectResponse(f"/projects/{project_id}/pilot", 303)


@router.post("/{project_id:int}/pilot/price")
def take(
    request: Request, house: TheHouse, me: Requester, after: BackgroundTasks, project_id: int, amount: Text = ""
) -> Response:
    """Take a price and publish the items that wait at it; without the money neither happens."""
    with house.db.reading() as tx:
        priced_project(tx, project_id, me, Permission.PROJECT_WRITE)
    micros = amount_of(amount)
    if micros is None:
        return _show_pilot(request, house, me, project_id, amount=amount, status=422, problem=NO_PRICE)
    by_id, law, now = me.person_id, house.rulebook, house.now()
    try:
        with house.db.writing() as tx:
            take_price(tx, project_id=project_id, price_micros=micros, by_id=by_id, rulebook=law, now=now)
            publish_rest(tx, project_id=project_id, by_id=by_id, rulebook=law, now=now)
    except Refusal as refusal:
        return _refused(request, house, me, project_id, refusal, amount=amount)
    after.add_task(open_items, house)
    return RedirectResponse(f"/projects/{project_id}/pilot", 303)


def _whole(text: str) -> int | None:
    """Return a whole number that somebody typed, or None."""
    typed = text.strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= DIGITS_MOST else None


def _refused(
    request: Request, house: House, me: Identity, project_id: int, refusal: Refusal, **typed: str
) -> HTMLResponse:
    """Show the page again with why something was not done; another's project stays unseen."""
    if refusal.code in {"not_found", "salaried_without_price", "no_pilot"}:
        raise refusal
    said: dict[str, Any] = {**typed, "status": STATUS[refusal.kind], "refusal": say_refusal(request, refusal)}
    return _show_pilot(request, house, me, project_id, **said)


def _show_pilot(  # noqa: PLR0913 - whose pilot, what was typed, and what is said about it
    request: Request,
    house: House,
    me: Identity,
    project_id: int,
    *,
    items: str = "",
    amount: str = "",
    status: int = 200,
    problem: Sentence | None = None,
    refusal: object = None,
) -> HTMLResponse:
    with house.db.reading() as tx:
        view = priced_project(tx, project_id, me, Permission.PROJECT_READ)
        is_begun = view.state != ProjectState.DRAFT or pilot_of(tx, project_id) is not None
        page = _begun(tx, house, view, amount) if is_begun else _to_begin(tx, house, view, items)
        funds = balance(tx, organisation_funds(view.organisation_id, view.currency)).available
        on_the_way = coming(tx, view.organisation_id, view.currency)
    missing = max(0, page.pop("needed_micros") - funds)
    context: dict[str, Any] = {  # templates are not typed
        "project": shown(view, items=page["item_count"]),
        "price": check_price(house.rulebook, offered_of(view), now=house.now()),
        "is_hourly": view.pay_basis == PayBasis.HOUR,
        "currency_code": view.currency,
        "price_micros": view.price_micros,
        "may_write": may(me, Permission.PROJECT_WRITE, organisation_id=view.organisation_id),
        "problem": problem,
        "refusal": refusal,
        "amount_typed": amount,
        "funds_micros": funds,
        "missing_micros": missing,
        "coming": on_the_way,
        **fund_form(
            house,
            missing,
            currency=view.currency,
            back=f"/projects/{project_id}/pilot",
            writing=writing_of(request),
        ),
        "later_amount": writing_of(request).typed_amount(_proposed_last(page["later"])) if is_begun else "",
        **page,
    }
    if is_begun and not amount and context["rest"]:
        context["amount_typed"] = writing_of(request).typed_amount(context["rest"].price_micros)
    return show(request, "projects/pilot.html" if is_begun else "projects/pilot_begin.html", status=status, **context)


def _proposed_last(later: tuple[tuple[Look, Spread | None], ...]) -> int:
    """Return what the last look proposed, or nothing."""
    return (later[-1][0].proposed_micros or 0) if later else 0


def _to_begin(tx: Transaction, house: House, view: ProjectView, items: str) -> dict[str, Any]:
    """Return what the page shows before there is a pilot; Any, because templates are not typed."""
    count = item_count(tx, view.project_id)
    pool = pool_count(tx, view, rulebook=house.rulebook, now=house.now())
    typed = _whole(items)
    proposed = sample_for(item_count=count, overlap=view.overlap, pool=pool)
    is_possible = count > ITEMS_LEAST
    chosen = min(max(typed, ITEMS_LEAST), count - 1) if typed is not None and is_possible else proposed.item_count
    sample = sample_of(chosen, overlap=view.overlap, pool=pool)
    asked = quote_of(view, item_count=chosen if is_possible else 0, rulebook=house.rulebook, now=house.now())
    return {
        "item_count": asked.item_count,
        "items_all": count,
        "items_least": ITEMS_LEAST,
        "is_possible": is_possible,
        "sample": sample,
        "quote": cost_of(view, asked),
        "needed_micros": asked.ceiling_micros,
    }


def _begun(tx: Transaction, house: House, view: ProjectView, amount: str) -> dict[str, Any]:
    """Return what the page shows of a pilot, or of later looks where there was none."""
    looks = looks_of(tx, view.project_id)
    found = pilot_of(tx, view.project_id)
    later = later_looks(looks)
    if found is None:
        return {"item_count": 0, "pilot": None, "rest": None, "later": later, "needed_micros": 0}
    kept = next((measured_then(look, found) for look in looks if look.checkpoint == 0), None)
    seen = kept or measured(tx, view, found, rulebook=house.rulebook, now=house.now())
    is_to_take = not found.is_running and found.taken_at is None and seen.proposal is not None
    is_live = view.state != ProjectState.CLOSED
    asked_micros = view.price_micros
    if seen.proposal is not None and view.pay_basis == PayBasis.ITEM:
        asked_micros = max(amount_of(amount) or 0, seen.proposal.launch.price_micros)
    rest = rest_of(tx, house, view, seen, price_micros=asked_micros) if is_to_take and is_live else None
    return {
        "item_count": found.sample_count,
        "pilot": found,
        "seen": seen,
        "people_wanted": people_wanted(found),
        "people_least": PEOPLE_LEAST,
        "to_come": to_come_count(tx, found),
        "times": times_shown(seen.times),
        "workings": workings_of(seen),
        "rows": price_rows(view, found, seen),
        "rest": rest,
        "later": later,
        "needed_micros": rest.quote.ceiling_micros if rest else 0,
    }
