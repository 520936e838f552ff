"""Everything recorded about an annotator, for them to read and to carry away."""

from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from payments.audit.own import own_record
from web.deps import Annotator, TheHouse
from web.render import show
from web.wiring import House

router = APIRouter(prefix="/me")


@router.get("/record")
def page(request: Request, _me: Annotator) -> HTMLResponse:
    """Say what is recorded, and where each part of it can be read."""
    return show(request, "time/record.html")


@router.get("/record.json")
def download(house: TheHouse, me: Annotator) -> StreamingResponse:
    """Stream the whole record as one file."""
    headers = {"Content-Disposition": 'attachment; filename="my-record.json"', "Cache-Control": "private, no-store"}
    return StreamingResponse(_pieces(house, me.person_id), media_type="application/json", headers=headers)


def _pieces(house: House, person_id: int) -> Iterator[str]:
    yield from own_record(house.db.reading, person_id=person_id)
