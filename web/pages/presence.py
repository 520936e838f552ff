"""Hearing that somebody is at a page without an item on it; the address says which page, and nothing else is sent."""

from fastapi import APIRouter, Response

from annotate.presence.rules import Page
from annotate.presence.service import be_at
from web.deps import Annotator, TheHouse

router = APIRouter(prefix="/here")


@router.post("/search")
def choosing(house: TheHouse, me: Annotator) -> Response:
    """Hear that somebody chooses among the work there is."""
    with house.db.writing() as tx:
        be_at(tx, person_id=me.person_id, page=Page.SEARCH, now=house.now(), rulebook=house.rulebook)
    return Response(status_code=204)


@router.post("/admin")
def paperwork(house: TheHouse, me: Annotator) -> Response:
    """Hear that somebody reads messages, their pay, their own record, or sets up how they are paid."""
    with house.db.writing() as tx:
        be_at(tx, person_id=me.person_id, page=Page.ADMIN, now=house.now(), rulebook=house.rulebook)
    return Response(status_code=204)


@router.post("/wait/{project_id}")
def waiting(project_id: int, house: TheHouse, me: Annotator) -> Response:
    """Hear that somebody waits at a project for more of its items."""
    who = {"person_id": me.person_id, "project_id": project_id}
    with house.db.writing() as tx:
        be_at(tx, **who, page=Page.WAIT, now=house.now(), rulebook=house.rulebook)
    return Response(status_code=204)
