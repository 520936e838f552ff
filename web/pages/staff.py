"""Staff of an organisation: whom it says it pays a salary, and which of them have said so too."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from payments.employment.queries import EmploymentView, employees_of
from payments.employment.service import end_employment, state_employment
from payments.people.queries import organisation
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.auth.accounts import account_of, account_of_email
from web.auth.permissions import Permission, insist
from web.deps import Me, TheHouse
from web.errors import STATUS, say_refusal
from web.render import show
from web.wiring import House

router = APIRouter(prefix="/organisations/{organisation_id}/staff")


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffShown:
    """Somebody on the salary of an organisation. Before they say so themselves, only the address typed is shown."""

    employment_id: int
    called: str
    is_accepted: bool
    since_at: datetime


@router.get("")
def staff(request: Request, house: TheHouse, me: Me, organisation_id: int) -> HTMLResponse:
    """Show whom an organisation says it employs."""
    insist(me, Permission.MEMBERS_READ, organisation_id=organisation_id)
    return _show(request, house, organisation_id)


def _show(
    request: Request, house: House, organisation_id: int, *, status: int = 200, refusal: object = None, typed: str = ""
) -> HTMLResponse:
    with house.db.reading() as tx:
        found = organisation(tx, organisation_id)
        listed = [_shown(tx, one) for one in employees_of(tx, organisation_id)]
    if found is None:
        raise Refusal("not_found", Kind.MISSING)
    return show(
        request, "people/staff.html", status=status, organisation=found, staff=listed, refusal=refusal, typed=typed
    )


def _shown(tx: Transaction, one: EmploymentView) -> StaffShown:
    kept = account_of(tx, one.person_id)
    return StaffShown(
        employment_id=one.employment_id,
        called=one.person_name if one.is_accepted or kept is None else kept.email,
        is_accepted=one.is_accepted,
        since_at=one.accepted_at or one.stated_at,
    )


@router.post("")
def state(request: Request, house: TheHouse, me: Me, organisation_id: int, email: Annotated[str, Form()]) -> Response:
    """State that an annotator is on the organisation's salary, and let them say whether it is so."""
    insist(me, Permission.MEMBERS_WRITE, organisation_id=organisation_id)
    try:
        with house.db.writing() as tx:
            person_id = _person_of(tx, email)
            state_employment(
                tx, organisation_id=organisation_id, person_id=person_id, by_id=me.person_id, now=house.now()
            )
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        return _show(request, house, organisation_id, status=STATUS[refusal.kind], refusal=said, typed=email)
    return RedirectResponse(f"/organisations/{organisation_id}/staff", 303)


def _person_of(tx: Transaction, email: str) -> int:
    found = account_of_email(tx, email)
    if found is None:
        raise Refusal("not_an_annotator", Kind.UNREADABLE)
    return found.person_id


@router.post("/{employment_id}/end")
def end(house: TheHouse, me: Me, organisation_id: int, employment_id: int) -> Response:
    """Take a statement back, or end an employment; today is the last day that the salary covers."""
    insist(me, Permission.MEMBERS_WRITE, organisation_id=organisation_id)
    with house.db.writing() as tx:
        end_employment(tx, employment_id, by_id=me.person_id, organisation_id=organisation_id, now=house.now())
    return RedirectResponse(f"/organisations/{organisation_id}/staff", 303)
