"""The page on which visitors of the demonstration move its clock ahead; no other Jornal has it."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from web.auth.identity import Identity
from web.demo_leaps import Happened, Leap, demo_clock_of, leap, rest_due_in
from web.deps import Myself, TheHouse
from web.render import show
from web.wiring import House

router = APIRouter()


@router.get("/demo/time")
def page(request: Request, house: TheHouse, me: Myself) -> HTMLResponse:
    """Show the demonstration's clock, and how far it can be moved."""
    return _shown(request, house, me, happened=None)


@router.post("/demo/time")
def move(request: Request, house: TheHouse, me: Myself, to: Annotated[Leap, Form()]) -> HTMLResponse:
    """Move the clock ahead for everybody and say what happened."""
    happened = leap(house, to, annotator_id=_annotator_id(me))
    request.app.state.notices.forget()
    return _shown(request, house, me, happened=happened)


def _shown(request: Request, house: House, me: Identity, *, happened: Happened | None) -> HTMLResponse:
    clock = demo_clock_of(house)
    due_in = rest_due_in(house, _annotator_id(me))
    due_in_ms = 0 if due_in is None else round(due_in.total_seconds() * 1000)
    return show(request, "demo/time.html", now=clock(), rest_due_in_ms=due_in_ms, happened=happened)


def _annotator_id(me: Identity) -> int | None:
    return me.person_id if me.is_annotator else None
