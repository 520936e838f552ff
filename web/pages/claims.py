"""Quiet minutes that annotators claimed: payroll sees what surrounds them, and may refuse with a reason."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from payments.audit.person import spans_of
from payments.corrections.queries import OpenClaim, open_claims
from payments.corrections.rules import LINE_LENGTH_MAX, REASON_LENGTH_LEAST
from payments.corrections.service import refuse_claim
from payments.transaction import Transaction
from policies.errors import Refusal
from policies.periods import week_of
from web.deps import Payroll, TheHouse
from web.errors import STATUS, say_refusal
from web.pages.time_picture import Band, Span, band_of
from web.pages.week_view import NOBODY, Named, names_of
from web.refusal_text import SaidRefusal
from web.render import show
from web.wiring import House

router = APIRouter(prefix="/claims")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimToDecide:
    """One claim, with the picture of its day."""

    claim: OpenClaim
    named: Named
    band: Band | None


@dataclass(frozen=True, slots=True)
class TypedReason:
    """What was typed into a refusal that could not be taken."""

    person_id: int = 0
    started_ms: int = 0
    reason: str = ""


def claims_shown(tx: Transaction, house: House) -> tuple[ClaimToDecide, ...]:
    """Return every claim that may still be refused."""
    claims = open_claims(tx, now=house.now())
    names = names_of(tx, {claim.project_id for claim in claims})
    return tuple(
        ClaimToDecide(claim=claim, named=names.get(claim.project_id, NOBODY), band=_day_of(tx, claim))
        for claim in claims
    )


def _day_of(tx: Transaction, claim: OpenClaim) -> Band | None:
    spans = spans_of(tx, person_id=claim.person_id, period=week_of(claim.worked_on))
    seen = [Span(span.bucket, span.started_at, span.ended_at) for span in spans if span.worked_on == claim.worked_on]
    return band_of(seen, time_zone=claim.time_zone)


@router.get("")
def page(request: Request, house: TheHouse, _me: Payroll) -> HTMLResponse:
    """Show every claim that may still be refused."""
    return _show(request, house)


@router.post("/{person_id}/{started_ms}")
def refuse(
    person_id: int,
    started_ms: int,
    request: Request,
    house: TheHouse,
    me: Payroll,
    reason: Annotated[str, Form(max_length=LINE_LENGTH_MAX)] = "",
) -> Response:
    """Refuse one claim in one's own name; the annotator reads both."""
    claim = {"person_id": person_id, "started_ms": started_ms}
    try:
        with house.db.writing() as tx:
            refuse_claim(tx, **claim, reason=reason, by_id=me.person_id, now=house.now())
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        return _show(request, house, said=said, typed=TypedReason(**claim, reason=reason), status=STATUS[refusal.kind])
    return RedirectResponse("/claims", 303)


def _show(
    request: Request,
    house: House,
    *,
    said: SaidRefusal | None = None,
    typed: TypedReason | None = None,
    status: int = 200,
) -> HTMLResponse:
    with house.db.reading() as tx:
        claims = claims_shown(tx, house)
    return show(
        request,
        "time/claims.html",
        status=int(status),
        claims=claims,
        refusal=said,
        typed=typed or TypedReason(),
        least=REASON_LENGTH_LEAST,
    )
