"""One project: a draft with what is missing before people can work, or a running one with what it came to."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from annotate.projects import service
from annotate.projects.queries import ProjectView, quote
from annotate.projects.rules import ProjectAct, ProjectState
from payments.transaction import Transaction
from policies.errors import Refusal
from web.auth.identity import Identity
from web.auth.permissions import Permission, may
from web.deps import Requester, TheHouse
from web.errors import STATUS, say_refusal
from web.pages.project_draft import draft_page
from web.pages.project_running import running_page
from web.pages.project_view import own_project
from web.render import show, writing_of
from web.show_as import Writing
from web.wiring import House

router = APIRouter(prefix="/projects")


@router.get("/{project_id:int}")
def project(request: Request, house: TheHouse, me: Requester, project_id: int) -> HTMLResponse:
    """Show one project."""
    return show_project(request, house, me, project_id)


@router.post("/{project_id:int}/publish")
def publish(request: Request, house: TheHouse, me: Requester, project_id: int) -> Response:
    """Set the ceiling aside and offer the items."""
    try:
        with house.db.writing() as tx:
            own_project(tx, project_id, me, Permission.PROJECT_WRITE)
            service.publish(tx, project_id=project_id, by_id=me.person_id, rulebook=house.rulebook, now=house.now())
    except Refusal as refusal:
        return show_refused(request, house, me, project_id, refusal)
    return RedirectResponse(f"/projects/{project_id}", 303)


@router.post("/{project_id:int}/pause")
def pause(request: Request, house: TheHouse, me: Requester, project_id: int) -> Response:
    """Stop new offers until the project is resumed."""
    return _act(request, house, me, project_id, ProjectAct.PAUSE)


@router.post("/{project_id:int}/resume")
def resume(request: Request, house: TheHouse, me: Requester, project_id: int) -> Response:
    """Offer the items again."""
    return _act(request, house, me, project_id, ProjectAct.RESUME)


@router.post("/{project_id:int}/close")
def close(request: Request, house: TheHouse, me: Requester, project_id: int) -> Response:
    """Stop new offers for good."""
    return _act(request, house, me, project_id, ProjectAct.CLOSE)


MOVES = {ProjectAct.PAUSE: service.pause, ProjectAct.RESUME: service.resume, ProjectAct.CLOSE: service.close}


def _act(request: Request, house: House, me: Identity, project_id: int, act: ProjectAct) -> Response:
    """Do one of the moves, and show the project as it stands then."""
    try:
        with house.db.writing() as tx:
            own_project(tx, project_id, me, Permission.PROJECT_WRITE)
            MOVES[act](tx, project_id=project_id, by_id=me.person_id, now=house.now())
    except Refusal as refusal:
        return show_refused(request, house, me, project_id, refusal)
    return RedirectResponse(f"/projects/{project_id}", 303)


def show_refused(request: Request, house: House, me: Identity, project_id: int, refusal: Refusal) -> HTMLResponse:
    """Show the project again with why something was not done; another's project stays unseen."""
    if refusal.code == "not_found":
        raise refusal
    said = say_refusal(request, refusal)
    return show_project(request, house, me, project_id, status=STATUS[refusal.kind], refusal=said)


def show_project(
    request: Request, house: House, me: Identity, project_id: int, *, status: int = 200, **said: Any
) -> HTMLResponse:
    """Show a project in the page of its state.

    What it says besides (a refusal, a field's problem) goes into the template as it is; Any, because templates are
    not typed.
    """
    with house.db.reading() as tx:
        view = own_project(tx, project_id, me)
        template, block, page = _page(tx, house, view, writing_of(request))
    may_write = may(me, Permission.PROJECT_WRITE, organisation_id=view.organisation_id)
    context = {"refusal": None, "may_write": may_write, **page, **said}
    return show(request, template, block=block, status=status, **context)


def _page(tx: Transaction, house: House, view: ProjectView, writing: Writing) -> tuple[str, str | None, dict[str, Any]]:
    """Return the template of a project's state, its fragment, and what it shows."""
    asked = quote(tx, project_id=view.project_id, rulebook=house.rulebook, now=house.now())
    if view.state == ProjectState.DRAFT:
        return "projects/draft.html", None, draft_page(tx, house, view, asked, writing=writing)
    return "projects/running.html", "figures", running_page(tx, house, view, writing=writing)
