"""An auditor asks for a person's name: the legal ground is stated and logged first, and the person is told at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel

from payments.audit.access import Look, record_look
from payments.audit.identifying import (
    BASIS_LEAST,
    BASIS_MOST,
    BasisKind,
    Ground,
    Identification,
    identifications_under,
    identify,
)
from payments.audit.records import pay_records
from payments.people.queries import AccreditationView, Standing, name_of, standing_of
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.auth.accounts import account_of
from web.auth.identity import Identity
from web.deps import Auditor, TheHouse
from web.errors import STATUS, say_refusal
from web.letters import send_letter
from web.pages.audit_person import Asked, TheAsked, whom
from web.refusal_text import SaidRefusal
from web.render import show
from web.show_as import Writing
from web.wiring import House
from web.words import N_

router = APIRouter()
BASIS_WORDS = {
    BasisKind.LAW: N_("A law that lets the auditor ask"),
    BasisKind.COURT: N_("An order of a court or an authority"),
    BasisKind.CONSENT: N_("The person's own consent"),
    BasisKind.AGREEMENT: N_("A contract or a collective agreement"),
}


class GroundForm(BaseModel):
    """The ground as the form sends it."""

    basis_kind: str = ""
    basis: str = ""


TheGround = Annotated[GroundForm, Form()]


@dataclass(frozen=True, slots=True)
class Known:
    """Whom a permission sees under a pseudonym, and when their name was told to it; no name before the first time."""

    accreditation: AccreditationView
    person_id: int
    told: tuple[Identification, ...]
    name: str


@router.get("/audit/{week}/people/{pseudonym}/identify")  # noqa: FAST003 - asked_for takes them
def form(request: Request, house: TheHouse, auditor: Auditor, asked: TheAsked) -> HTMLResponse:
    """Ask for the ground; once one was stated under this permission, show the name."""
    return _show(request, house, auditor, asked)


@router.post("/audit/{week}/people/{pseudonym}/identify")  # noqa: FAST003 - asked_for takes them
def tell(
    request: Request, house: TheHouse, auditor: Auditor, asked: TheAsked, sent: TheGround, after: BackgroundTasks
) -> Response:
    """Log the ground in both streams, tell the person, and only then show the name."""
    now = house.now()
    try:
        with house.db.writing() as tx:
            permission, person_id = _covered(tx, house, auditor.person_id, asked, now=now)
            ground = Ground(sent.basis_kind, sent.basis)
            identify(tx, permission=permission, person_id=person_id, period=asked.period, ground=ground, now=now)
    except Refusal as refusal:
        if refusal.kind is not Kind.UNREADABLE:
            raise
        return _show(request, house, auditor, asked, refusal=say_refusal(request, refusal), given=sent)
    with house.db.reading() as tx:
        account, standing = account_of(tx, person_id), standing_of(tx, person_id, now=now)
    if account is not None and standing is not None:
        letter = _letter(house, standing, asked_by=auditor.name, ground=ground, now=now)
        after.add_task(send_letter, request, account.email, "mail/identified.txt", standing.language, **letter)
    address = f"/audit/{asked.period}/people/{asked.pseudonym}/identify?under={permission.id}"
    return RedirectResponse(address, 303)


def _covered(
    tx: Transaction, house: House, auditor_id: int, asked: Asked, *, now: datetime
) -> tuple[AccreditationView, int]:
    """Return the permission and the person, where it covers any of their records in that week.

    Raises:
        Refusal: `not_found`.
    """
    permission, person_id = whom(tx, auditor_id, asked, now=now)
    records = pay_records(
        tx,
        period=asked.period,
        rulebook=house.rulebook,
        organisation_id=permission.organisation_id,
        person_id=person_id,
    )
    if not records:
        raise Refusal("not_found", Kind.MISSING)
    return permission, person_id


def _known(house: House, auditor_id: int, asked: Asked) -> Known:
    """Return what is known of a person; where that is a name, the look is logged first."""
    now = house.now()
    with house.db.reading() as tx:
        permission, person_id = _covered(tx, house, auditor_id, asked, now=now)
        told = identifications_under(tx, permission.id, person_id=person_id)
        name = name_of(tx, person_id) if told else ""
    if told:
        look = Look(what="name", period=asked.period, about_person_id=person_id)
        with house.db.writing() as tx:
            record_look(tx, look, accreditation_id=permission.id, now=now)
    return Known(permission, person_id, told, name)


def _show(
    request: Request,
    house: House,
    auditor: Identity,
    asked: Asked,
    *,
    refusal: SaidRefusal | None = None,
    given: GroundForm | None = None,
) -> HTMLResponse:
    known = _known(house, auditor.person_id, asked)
    return show(
        request,
        "audit/identify.html",
        status=STATUS[Kind.UNREADABLE] if refusal else 200,
        known=known,
        period=asked.period,
        pseudonym=asked.pseudonym,
        basis_words=BASIS_WORDS,
        given=given or GroundForm(),
        refusal=refusal,
        least=BASIS_LEAST,
        most=BASIS_MOST,
    )


def _letter(house: House, standing: Standing, *, asked_by: str, ground: Ground, now: datetime) -> dict[str, str]:
    """Return what the letter says, in the person's own language and on their own clock."""
    language = house.languages[standing.language]
    return {
        "asked_by": asked_by,
        "asked_at": Writing(language, standing.time_zone).plain_when(now),
        "basis_kind": BASIS_WORDS[BasisKind(ground.kind)],
        "basis": " ".join(ground.text.split()),
        "link": f"{house.settings.public_url}/me/record",
    }
