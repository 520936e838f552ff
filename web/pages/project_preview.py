"""One item as an annotator sees it, for the requester to look at before anyone works."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from annotate.datasets.queries import ItemView, first_items, item_of
from annotate.projects.queries import ProjectView
from policies.errors import Kind, Refusal
from web.deps import Requester, TheHouse
from web.pages.project_view import own_project, shown
from web.pages.typed import Typed
from web.render import show
from web.wiring import House

router = APIRouter(prefix="/projects")
ITEMS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class PreviewItem:
    """An item as its widget reads it; `Any` because each kind of work has its own content and schema."""

    content: Mapping[str, Any]
    schema: Mapping[str, Any]
    language: str
    is_blurred: bool


@router.get("/{project_id:int}/preview")
def preview(request: Request, house: TheHouse, me: Requester, project_id: int, item: int = 0) -> HTMLResponse:
    """Show one of the first items in the widget of its kind of work."""
    with house.db.reading() as tx:
        project = own_project(tx, project_id, me)
        items = first_items(tx, project_id, most=ITEMS_SHOWN)
    if not items:
        raise Refusal("no_items", Kind.MISSING)
    place = item % len(items)
    next_place = (place + 1) % len(items) if len(items) > 1 else None
    return _show_item(request, house, project, items[place], next_place=next_place)


@router.get("/{project_id:int}/items/{item_id:int}")
def one_item(request: Request, house: TheHouse, me: Requester, project_id: int, item_id: int) -> HTMLResponse:
    """Show one item, such as one that somebody asked about."""
    with house.db.reading() as tx:
        project = own_project(tx, project_id, me)
        found = item_of(tx, project_id=project_id, item_id=item_id)
    if found is None:
        raise Refusal("not_found", Kind.MISSING)
    return _show_item(request, house, project, found, next_place=None)


def _show_item(
    request: Request, house: House, project: ProjectView, item: ItemView, *, next_place: int | None
) -> HTMLResponse:
    return show(
        request,
        "projects/preview.html",
        project=shown(project, items=1),
        widget=f"widgets/{house.task_types[project.task_type].widget}",
        offer=PreviewItem(item.content, project.label_schema, project.language, bool(project.content_risks)),
        typed=Typed(),
        next_place=next_place,
    )
