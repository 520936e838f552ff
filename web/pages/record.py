"""Everything recorded about an annotator, for them to read and to carry away."""

from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from payments.audit.identifying import identifications_of
from payments.audit.own import own_record
from web.deps import Annotator, TheHouse
from web.pages.audit_identify import BASIS_WORDS
from web.render import show
from web.wiring import House

router = APIRouter(prefix="/me")


@router.get("/record")
def page(request: Request, house: TheHouse, me: Annotator) -> HTMLResponse:
    """Say what is recorded, where each part of it can be read, and which auditor was told the person's name."""
    with house.db.reading() as tx:
        told = identifications_of(tx, me.person_id)
    return show(request, "time/record.html", told=told, basis_words=BASIS_WORDS)


@router.get("/record.json")
def download(house: TheHouse, me: Annotator) -> StreamingResponse:
    """Stream the whole record as one file."""
    headers = {"Content-Disposition": 'attachment; filename="my-record.json"', "Cache-Control": "private, no-store"}
    return StreamingResponse(_pieces(house, me.person_id), media_type="application/json", headers=headers)


def _pieces(house: House, person_id: int) -> Iterator[str]:
    yield from own_record(house.db.reading, person_id=person_id)
