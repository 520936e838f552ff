"""The operator's first room: is everything alive, how much room is there, and who asked for whose name."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from annotate.projects.queries import projects_of
from payments.audit.identifying import identifications
from payments.people.queries import organisations
from web.deps import Operator, TheHouse
from web.jobs import all_jobs
from web.keeping.queries import last_notices, last_runs, scheduler_seen
from web.pages.operator_view import jobs_shown, room_of, settings_shown
from web.pages.project_view import STATE_WORDS
from web.render import show

router = APIRouter(prefix="/operator")


@router.get("")
def first_room(request: Request, house: TheHouse, _me: Operator) -> HTMLResponse:
    """Show jobs, room, what stands above the pages, and whose names auditors asked for."""
    now = house.now()
    with house.db.reading() as tx:
        jobs = jobs_shown(all_jobs(), last_runs(tx), now=now)
        room = room_of(house, tx)
        standing = [notice for notice in last_notices(tx) if not notice.is_over(now)]
        asked, seen = identifications(tx), scheduler_seen(tx, now=now)
    return show(request, "operator/page.html", jobs=jobs, room=room, standing=standing, asked=asked, seen=seen)


@router.get("/projects")
def projects(request: Request, house: TheHouse, _me: Operator) -> HTMLResponse:
    """Show the projects of all organisations: figures only, no items and no answers."""
    with house.db.reading() as tx:
        found = [(each, projects_of(tx, [each.organisation_id])) for each in organisations(tx)]
    states = {state.value: word for state, (word, _shape) in STATE_WORDS.items()}
    return show(request, "operator/projects.html", organisations=found, project_states=states)


@router.get("/settings")
def settings(request: Request, house: TheHouse, _me: Operator) -> HTMLResponse:
    """Show the settings as this process uses them; never a secret."""
    return show(request, "operator/settings.html", settings=settings_shown(house.settings))
