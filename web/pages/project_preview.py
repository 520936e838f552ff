"""One item as an annotator sees it, for the requester to look at before anyone works."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from annotate.datasets.queries import ItemView, first_items, item_of
from annotate.projects.queries import ProjectView
from annotate.suggestions.queries import suggestion_of
from annotate.suggestions.rules import Suggestion
from policies.errors import Kind, Refusal
from web.deps import Requester, TheHouse
from web.pages.item_view import item_look
from web.pages.project_view import own_project, shown
from web.pages.typed import Typed
from web.render import show
from web.wiring import House

router = APIRouter(prefix="/projects")
ITEMS_SHOWN = 20


@router.get("/{project_id:int}/preview")
def preview(request: Request, house: TheHouse, me: Requester, project_id: int, item: int = 0) -> HTMLResponse:
    """Show one of the first items in the widget of its kind of work."""
    with house.db.reading() as tx:
        project = own_project(tx, project_id, me)
        items = first_items(tx, project_id, most=ITEMS_SHOWN)
        if not items:
            raise Refusal("no_items", Kind.MISSING)
        place = item % len(items)
        suggestion = suggestion_of(tx, items[place].item_id)
    next_place = (place + 1) % len(items) if len(items) > 1 else None
    return _show_item(request, house, project, items[place], suggestion, next_place=next_place)


@router.get("/{project_id:int}/items/{item_id:int}")
def one_item(request: Request, house: TheHouse, me: Requester, project_id: int, item_id: int) -> HTMLResponse:
    """Show one item, such as one that somebody asked about."""
    with house.db.reading() as tx:
        project = own_project(tx, project_id, me)
        found = item_of(tx, project_id=project_id, item_id=item_id)
        suggestion = suggestion_of(tx, item_id)
    if found is None:
        raise Refusal("not_found", Kind.MISSING)
    return _show_item(request, house, project, found, suggestion, next_place=None)


def _show_item(
    request: Request,
    house: House,
    project: ProjectView,
    item: ItemView,
    suggestion: Suggestion | None,
    *,
    next_place: int | None,
) -> HTMLResponse:
    return show(
        request,
        "projects/preview.html",
        project=shown(project, items=1),
        offer=item_look(
            task_type=project.task_type,
            schema=project.label_schema,
            content=item.content,
            task_types=house.task_types,
            language=project.language,
            is_blurred=bool(project.content_risks),
            suggestion=suggestion,
        ),
        typed=Typed(),
        next_place=next_place,
    )
