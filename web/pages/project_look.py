"""What is asked, before anything is kept: tried with sample content, or taken along as a Label Studio configuration."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from annotate.label_config_writing import config_of
from annotate.label_schema import parts_of
from annotate.projects.rules import LANGUAGES
from annotate.schema_checks import keyed
from policies.errors import Kind, Refusal
from web.auth.permissions import Permission, insist
from web.deps import Requester, TheHouse
from web.errors import say_refusal
from web.frame import content_policy
from web.pages.item_view import ItemLook, item_look
from web.pages.project_asking import problems_asked
from web.pages.project_form import ProjectForm
from web.pages.typed import Typed
from web.render import language_of, show
from web.schema_editor.asked import asked_by
from web.schema_editor.rows import rows_in
from web.schema_editor.samples import sample_of
from web.wiring import House

router = APIRouter(prefix="/projects/new")


@router.post("/look")
def look(request: Request, house: TheHouse, me: Requester, form: Annotated[ProjectForm, Form()]) -> HTMLResponse:
    """Show an item of sample content in the real widgets, or what has to change first."""
    insist(me, Permission.PROJECT_WRITE)
    rows = rows_in(form.model_extra or {})
    problems = [problem for _, problem in problems_asked(rows, house.task_types)]
    said = [say_refusal(request, Refusal(one.code, Kind.UNREADABLE, **one.params)) for one in problems]
    offer = None if problems else _look(request, house, *asked_by(rows, house.task_types), language=form.language)
    answer = show(request, "projects/look.html", problems=said, offer=offer, typed=Typed())
    answer.headers["Content-Security-Policy"] = content_policy(request.state.nonce, is_framed=True)
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


@router.post("/configuration")
def configuration(house: TheHouse, me: Requester, form: Annotated[ProjectForm, Form()]) -> Response:
    """Send what is asked as a Label Studio configuration."""
    insist(me, Permission.PROJECT_WRITE)
    rows = rows_in(form.model_extra or {})
    for _, problem in problems_asked(rows, house.task_types):
        raise Refusal(problem.code, Kind.UNREADABLE, **problem.params)
    text = config_of(*asked_by(rows, house.task_types), house.task_types)
    headers = {"Content-Disposition": 'attachment; filename="label-config.xml"', "Cache-Control": "private, no-store"}
    return Response(text, media_type="application/xml", headers=headers)


def _look(request: Request, house: House, task_type: str, schema: Mapping[str, Any], *, language: str) -> ItemLook:
    """Return an item of sample content, with the keys that the labels will have."""
    whole = keyed(schema, task_type=task_type)
    return item_look(
        task_type=task_type,
        schema=whole,
        content=sample_of(parts_of(task_type, whole, house.task_types), language_of(request)),
        task_types=house.task_types,
        language=language if language in LANGUAGES else language_of(request).code,
    )
