"""Items whose answer is known: how often one comes, said on the page of a draft, and how each of them was answered."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from annotate.gold.queries import ANSWERS_MOST, FIRST, GoldItem, Place, gold_items, gold_of
from annotate.gold.rules import Answered
from annotate.gold.service import set_gold_every
from annotate.label_schema import Parts, content_of, parts_of
from payments.events.rules import WHOLE_NUMBER_MAX
from policies.errors import Refusal
from web.auth.permissions import Permission
from web.deps import Requester, TheHouse
from web.pages.project import show_refused
from web.pages.project_view import own_project, shown
from web.render import show

router = APIRouter(prefix="/projects")
DIGITS_MOST = 6
NO_NUMBER = -1
CHARACTERS_SHOWN = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldShown:
    """One item whose answer is known, as its page names it: the beginning of its text, or its picture's file."""

    item_id: int
    name: str
    known: str | None
    is_fit: bool
    use_count: int
    answered: Answered
    other: str


@router.get("/{project_id:int}/gold")
def gold(
    request: Request, house: TheHouse, me: Requester, project_id: int, used: int = 0, after: int = 0
) -> HTMLResponse:
    """Show how the items were answered whose answer is known; nobody who answered is named."""
    is_place = 0 <= used <= WHOLE_NUMBER_MAX and 0 < after <= WHOLE_NUMBER_MAX
    place = Place(used, after) if is_place else FIRST
    with house.db.reading() as tx:
        view = own_project(tx, project_id, me)
        known = gold_of(tx, project_id)
        items, following = gold_items(tx, project_id=project_id, task_types=house.task_types, after=place)
    parts = parts_of(view.task_type, view.label_schema, house.task_types)
    return show(
        request,
        "projects/gold_items.html",
        project=shown(view, items=known.item_count),
        gold=known,
        items=[_shown(one, parts) for one in items],
        following=following,
        answers_most=ANSWERS_MOST,
    )


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


def _shown(one: GoldItem, parts: Parts) -> GoldShown:
    return GoldShown(
        item_id=one.item_id,
        name=_name_of(one, parts),
        known=None if one.known is None else _beginning(one.known),
        is_fit=one.is_fit,
        use_count=one.use_count,
        answered=one.answered,
        other=_beginning(one.answered.other),
    )


def _name_of(one: GoldItem, parts: Parts) -> str:
    """Return by what a person knows an item again; empty where it shows nothing but lists."""
    for shows in parts.objects:
        content = content_of(shows, one.content)
        if isinstance(content, str):
            return _beginning(content)
        if shows.kind == "image" and content:
            return _beginning(str(content.get("name", "")))
    return ""


def _beginning(text: str) -> str:
    return text if len(text) <= CHARACTERS_SHOWN else f"{text[:CHARACTERS_SHOWN]}…"
