"""The keys that an annotator chooses for the labels of a project."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from annotate.drafts.queries import own_keys_of
from annotate.drafts.rules import KeyedLabel, keyed_labels, own_keys_sent, with_own_keys
from annotate.drafts.service import change_keys
from annotate.label_schema import parts_of
from annotate.labels import tool_keys
from annotate.projects.queries import ProjectView, existing_project
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.deps import Annotator, TheHouse
from web.errors import say_refusal
from web.pages.answers import Sent
from web.pages.work_scene import scene_of
from web.render import is_fragment, show
from web.wiring import House

router = APIRouter(prefix="/work/{project_id}/keys")


@router.get("")
def own_keys(project_id: int, request: Request, house: TheHouse, me: Annotator) -> HTMLResponse:
    """Show each label of a project with the key that chooses it for this person."""
    with house.db.reading() as tx:
        project = _own_project(tx, house, me.person_id, project_id)
        keys = own_keys_of(tx, person_id=me.person_id, project_id=project_id)
    own = with_own_keys(project.task_type, project.label_schema, keys)
    return _show(request, project, _labels(house, project.task_type, own))


@router.post("")
def choose_keys(project_id: int, values: Sent, request: Request, house: TheHouse, me: Annotator) -> Response:
    """Keep the keys that this person chose; a key for two labels is refused with both of them named."""
    typed = values.get("key", ())
    with house.db.reading() as tx:
        project = _own_project(tx, house, me.person_id, project_id)
    labels = _labels(house, project.task_type, project.label_schema)
    if len(typed) != len(labels):
        raise Refusal("not_found", Kind.MISSING)  # the labels changed since the form was written
    try:
        keys = {} if values.get("usual") else own_keys_sent(labels, typed, tools=_tools(house, project))
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        kept = [replace(label, key=key) for label, key in zip(labels, typed, strict=True)]
        return _show(request, project, kept, problem=f"{said.title}. {said.next_step}", status=422)
    with house.db.writing() as tx:
        change_keys(tx, person_id=me.person_id, project_id=project_id, keys=keys, now=house.now())
    return _back(request, project_id)


def _back(request: Request, project_id: int) -> Response:
    """Lead back to the work: the page is written anew with the keys, and what was begun is kept."""
    if is_fragment(request):
        return Response(status_code=204, headers={"HX-Refresh": "true"})
    return RedirectResponse(f"/work/{project_id}", 303)


def _own_project(tx: Transaction, house: House, person_id: int, project_id: int) -> ProjectView:
    """Return a project that is open to this person, or refuse as its work page does."""
    scene_of(tx, house, person_id=person_id, project_id=project_id, now=house.now())
    return existing_project(tx, project_id)


def _labels(house: House, task_type: str, schema: Mapping[str, Any]) -> list[KeyedLabel]:
    return keyed_labels(parts_of(task_type, schema, house.task_types))


def _tools(house: House, project: ProjectView) -> str:
    """Return the letters that draw or relate on this project's page."""
    controls = parts_of(project.task_type, project.label_schema, house.task_types).controls
    return tool_keys({**one.schema, "kind": one.kind} for one in controls)


def _show(
    request: Request, project: ProjectView, labels: list[KeyedLabel], *, problem: str = "", status: int = 200
) -> HTMLResponse:
    return show(
        request,
        "work/own_keys.html",
        block="own_keys",
        status=status,
        work=project,
        labels=labels,
        problem=problem,
    )
