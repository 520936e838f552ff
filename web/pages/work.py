"""The work page: read the instructions, begin, see what is open, say that one is there, leave."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from annotate.assignments.queries import open_item
from annotate.caps.service import take_rest
from annotate.presence.service import READING_WAITS_FOR, read_instructions
from annotate.projects.queries import existing_project
from annotate.questions.queries import told_all
from annotate.serving.queries import in_hand
from annotate.serving.service import heartbeat, next_offer
from annotate.timeclock.queries import clock_view
from annotate.timeclock.rules import Place
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.deps import Annotator, TheHouse
from web.pages.work_scene import Beside, facts_of, scene_of, show_look, show_scene
from web.pages.work_stop import stop_of
from web.render import is_fragment
from web.wiring import House

router = APIRouter(prefix="/work")


@router.post("/heartbeat")
def here(house: TheHouse, me: Annotator) -> Response:
    """Hear that somebody is there; nothing is sent but that, and nothing is answered."""
    with house.db.writing() as tx:
        heartbeat(tx, person_id=me.person_id, now=house.now(), rulebook=house.rulebook)
    return Response(status_code=204)


@router.post("/leave")
def leave(house: TheHouse, me: Annotator) -> RedirectResponse:
    """Stop the clock, as a rest does, and go home; what is open stays open."""
    with house.db.writing() as tx:
        take_rest(tx, person_id=me.person_id, is_meal=False, now=house.now(), rulebook=house.rulebook)
    return RedirectResponse("/home", 303)


@router.post("/{project_id}/look")
def begin(project_id: int, request: Request, house: TheHouse, me: Annotator) -> Response:
    """Open a project's instructions; reading them is counted from now on, as far as a day and a week allow it."""
    now = house.now()
    try:
        with house.db.writing() as tx:
            scene_of(tx, house, person_id=me.person_id, project_id=project_id, now=now)
            _enter(tx, house, me, project_id, now)
    except Refusal as refusal:
        if refusal.code not in READING_WAITS_FOR:
            raise
        return show_stop(request, house, me, project_id, refusal)
    return RedirectResponse(f"/work/{project_id}", 303)


def _enter(tx: Transaction, house: House, me: Identity, project_id: int, now: datetime) -> None:
    """Go on with what is open in a project, else begin to read its instructions."""
    if open_item(tx, person_id=me.person_id, project_id=project_id):
        next_offer(tx, person_id=me.person_id, project_id=project_id, now=now, rulebook=house.rulebook)
        return
    place = Place(existing_project(tx, project_id).organisation_id, project_id)
    read_instructions(tx, person_id=me.person_id, place=place, now=now, rulebook=house.rulebook)


@router.get("/{project_id}")
def page(project_id: int, request: Request, house: TheHouse, me: Annotator, late: int = 0) -> Response:
    """Show the item that is open, or the instructions; somebody who rests is shown their rest.

    `late` names an item that went back while the person was away: what they had begun can still be sent.
    """
    now = house.now()
    with house.db.reading() as tx:
        scene = scene_of(tx, house, person_id=me.person_id, project_id=project_id, now=now, late_id=late)
        facts = None if scene.item else facts_of(tx, house, scene, person_id=me.person_id, now=now)
        told = told_all(tx, project_id=project_id)
        others = [one for one in in_hand(tx, person_id=me.person_id) if one.project_id != project_id]
    if scene.clock.is_paused:
        return RedirectResponse("/rest", 303)
    beside = Beside(told=told, held=others, on_the_clock_id=scene.clock.assignment_id)
    return show_scene(request, scene, beside=beside) if scene.item else show_look(request, scene, facts, beside)


@router.post("/{project_id}/next")
def open_next(project_id: int, request: Request, house: TheHouse, me: Annotator) -> Response:
    """Hand out the next item, or say why there is none now."""
    refusal = try_next(house, me, project_id, now=house.now())
    if refusal is None:
        return RedirectResponse(f"/work/{project_id}", 303)
    return show_stop(request, house, me, project_id, refusal)


def try_next(house: House, me: Identity, project_id: int, *, now: datetime) -> Refusal | None:
    """Offer the next item of a project, and return the reason where there is none now.

    Raises:
        Refusal: `not_found`: the project is not open to this person.
    """
    try:
        with house.db.writing() as tx:
            next_offer(tx, person_id=me.person_id, project_id=project_id, now=now, rulebook=house.rulebook)
    except Refusal as refusal:
        if refusal.kind is Kind.MISSING:
            raise
        return refusal
    return None


def show_stop(request: Request, house: House, me: Identity, project_id: int, refusal: Refusal) -> HTMLResponse:
    """Show why no new item comes now, and what can be done."""
    now = house.now()
    with house.db.reading() as tx:
        clock = clock_view(tx, person_id=me.person_id, now=now, rulebook=house.rulebook)
        stop = stop_of(refusal, clock)
        scene = scene_of(tx, house, person_id=me.person_id, project_id=project_id, now=now, stop=stop)
    return show_scene(request, scene)


def show_after_giving_back(request: Request, house: House, me: Identity, project_id: int, *, now: datetime) -> Response:
    """Show the next item after one was given back, or why there is none now."""
    refusal = try_next(house, me, project_id, now=now)
    if refusal is not None:
        return show_stop(request, house, me, project_id, refusal)
    if not is_fragment(request):
        return RedirectResponse(f"/work/{project_id}", 303)
    with house.db.reading() as tx:
        scene = scene_of(tx, house, person_id=me.person_id, project_id=project_id, now=now)
    return show_scene(request, scene)
