"""How often items come whose answer is known: said on the page of a draft, as their pay is set aside with the rest."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from annotate.gold.service import set_gold_every
from policies.errors import Refusal
from web.auth.permissions import Permission
from web.deps import Requester, TheHouse
from web.pages.project import show_refused
from web.pages.project_view import own_project

router = APIRouter(prefix="/projects")
DIGITS_MOST = 6
NO_NUMBER = -1


@router.post("/{project_id:int}/gold")
def set_gold(
    request: Request, house: TheHouse, me: Requester, project_id: int, every: Annotated[str, Form()] = ""
) -> Response:
    """Keep after how many other items one comes whose answer is known; nothing typed is never."""
    try:
        with house.db.writing() as tx:
            own_project(tx, project_id, me, Permission.PROJECT_WRITE)
            set_gold_every(tx, project_id=project_id, every=_typed(every), by_id=me.person_id, now=house.now())
    except Refusal as refusal:
        return show_refused(request, house, me, project_id, refusal)
    return RedirectResponse(f"/projects/{project_id}#gold", 303)


def _typed(every: str) -> int:
    """Return the number that somebody typed; what is none is as far out of range as any."""
    text = every.strip()
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS_MOST else NO_NUMBER
