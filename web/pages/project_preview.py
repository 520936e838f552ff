"""One item as an annotator sees it, for the requester to look at before anyone works."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from annotate.datasets.queries import first_items
from policies.errors import Kind, Refusal
from web.deps import Requester, TheHouse
from web.pages.project_view import own_project, shown
from web.pages.typed import Typed
from web.render import show

router = APIRouter(prefix="/projects")
ITEMS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class PreviewItem:
    """An item as its widget reads it; `Any` because each kind of work has its own content and schema."""

    content: Mapping[str, Any]
    schema: Mapping[str, Any]
    language: str


@router.get("/{project_id:int}/preview")
def preview(request: Request, house: TheHouse, me: Requester, project_id: int, item: int = 0) -> HTMLResponse:
    """Show one of the first items in the widget of its kind of work."""
    with house.db.reading() as tx:
        project = own_project(tx, project_id, me)
        items = first_items(tx, project_id, most=ITEMS_SHOWN)
    if not items:
        raise Refusal("no_items", Kind.MISSING)
    place = item % len(items)
    return show(
        request,
        "projects/preview.html",
        project=shown(project, items=len(items)),
        widget=f"widgets/{house.task_types[project.task_type].widget}",
        offer=PreviewItem(items[place].content, project.label_schema, project.language),
        typed=Typed(),
        next_place=(place + 1) % len(items) if len(items) > 1 else None,
    )
