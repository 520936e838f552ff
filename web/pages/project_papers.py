"""Two papers to print: the quote of a project, and the invoice of a month or of everything so far."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from annotate.funding.queries import set_asides
from annotate.funding.rules import fee_micros
from annotate.projects.queries import ProjectView, quote
from annotate.projects.rules import ProjectState
from payments.invoices.queries import Billed, billed
from policies.errors import Kind, Refusal
from web.deps import Requester, TheHouse
from web.pages.project_draft import cost_of
from web.pages.project_money import SET_ASIDE_WORDS
from web.pages.project_price import check_price
from web.pages.project_running import TITLES
from web.pages.project_view import offered_of, own_project, provider_of, shown
from web.render import show
from web.wiring import House

router = APIRouter(prefix="/projects")
THIS_MOMENT_TOO = timedelta(milliseconds=1)
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A month, or everything so far; half-open, UTC."""

    name: str
    start: datetime
    end: datetime
    is_over: bool


@router.get("/{project_id:int}/quote")
def quote_paper(request: Request, house: TheHouse, me: Requester, project_id: int) -> HTMLResponse:
    """Show what a project will cost at most; once it is published, what was set aside for it."""
    with house.db.reading() as tx:
        view = own_project(tx, project_id, me)
        asked = quote(tx, project_id=project_id, rulebook=house.rulebook, now=house.now())
        times = set_asides(tx, project_id)
    price = check_price(house.rulebook, offered_of(view), now=house.now())
    assert price is not None, "a kept project has places that share one currency"
    return show(
        request,
        "projects/quote_paper.html",
        **_head(house, view),
        project=shown(view, items=asked.item_count),
        is_draft=view.state == ProjectState.DRAFT,
        quote=cost_of(view, asked),
        price=price,
        times=times,
        words=SET_ASIDE_WORDS,
        total_micros=sum(one.piece_micros + one.reserve_micros + one.fee_micros for one in times),
    )


@router.get("/{project_id:int}/invoice")
def invoice(request: Request, house: TheHouse, me: Requester, project_id: int, month: str = "") -> HTMLResponse:
    """Show what a project was billed for in a month, or so far."""
    with house.db.reading() as tx:
        view = own_project(tx, project_id, me)
        if view.published_at is None:
            raise Refusal("not_found", Kind.MISSING)
        span = _span(month, view.published_at, house.now())
        spent = billed(tx, project_id=project_id, currency=view.currency, start=span.start, end=span.end)
    fee = _fee(spent, view)
    return show(
        request,
        "projects/invoice.html",
        **_head(house, view),
        project=shown(view, items=0),
        span=span,
        number=f"{view.organisation_id}-{project_id}-{span.name or house.now().strftime('%Y-%m-%d')}",
        months=_months(view.published_at, house.now()),
        spent=spent,
        titles=TITLES,
        fee_micros=fee,
        fee_permille=view.fee_permille,
        total_micros=spent.paid_micros + fee,
    )


def _head(house: House, view: ProjectView) -> dict[str, Any]:
    """Return who bills whom; Any, because templates are not typed."""
    provider = provider_of(house)
    return {
        "organisation": view.organisation_name,
        "currency_code": view.currency,
        "written_at": house.now(),
        "is_pretend": provider is not None and provider.is_pretend,
    }


def _fee(spent: Billed, view: ProjectView) -> int:
    """Return the fee of a span: of everything up to its end, less that up to its start, so that months add up."""
    before = fee_micros(pay_micros=spent.paid_before_micros, fee_permille=view.fee_permille)
    after = fee_micros(pay_micros=spent.paid_before_micros + spent.paid_micros, fee_permille=view.fee_permille)
    return after - before


def _span(month: str, published_at: datetime, now: datetime) -> Span:
    if not month:
        return Span(name="", start=published_at, end=now + THIS_MOMENT_TOO, is_over=False)
    found = _MONTH.fullmatch(month)
    if found is None or month not in _months(published_at, now):
        raise Refusal("not_found", Kind.MISSING)
    year, number = int(found[1]), int(found[2])
    end = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC)
    return Span(name=month, start=datetime(year, number, 1, tzinfo=UTC), end=end, is_over=end <= now)


def _months(published_at: datetime, now: datetime) -> list[str]:
    """Return the months from publishing to now, the latest first."""
    first, last = (at.year * 12 + at.month - 1 for at in (published_at.astimezone(UTC), now.astimezone(UTC)))
    pairs = (divmod(index, 12) for index in range(last, first - 1, -1))
    return [f"{year:04d}-{number + 1:02d}" for year, number in pairs]
