"""Whether an annotator works for somebody on a salary: only they can say so, and they can end it any day."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from payments.employment.service import accept_employment, end_employment
from web.deps import Annotator, TheHouse

router = APIRouter(prefix="/account/employments")


@router.post("/{employment_id}/accept")
def accept(house: TheHouse, me: Annotator, employment_id: int) -> Response:
    """Confirm that an organisation pays one a salary; its salaried work is offered from now on."""
    with house.db.writing() as tx:
        accept_employment(tx, employment_id, person_id=me.person_id, now=house.now())
    return RedirectResponse("/account#salary", 303)


@router.post("/{employment_id}/end")
def end(house: TheHouse, me: Annotator, employment_id: int) -> Response:
    """Say that one does not work for an organisation, or no longer; nothing of it is offered from now on."""
    with house.db.writing() as tx:
        end_employment(tx, employment_id, by_id=me.person_id, now=house.now())
    return RedirectResponse("/account#salary", 303)
