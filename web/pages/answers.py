"""What can be done with an open item: answer it, or skip it."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from annotate.assignments.rules import Reason
from annotate.drafts.service import forget_draft
from annotate.projects.queries import existing_project
from annotate.serving.service import Receipt, Served, release, submit, submit_and_next
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.deps import Annotator, TheHouse
from web.errors import say_refusal
from web.pages.typed import Fields, Typed, sent_fields
from web.pages.work import show_after_giving_back
from web.pages.work_scene import receipt_shown, scene_of, show_scene
from web.pages.work_stop import stop_of
from web.render import is_fragment, show
from web.wiring import House

router = APIRouter(prefix="/work/{project_id}/answers/{assignment_id}")
STAY = "stay"
"""An answer that waited for signal is sent with this: it is taken, and no new item begins behind a person's back."""


Sent = Annotated[Fields, Depends(sent_fields)]


@router.post("")
def answer(
    project_id: int, assignment_id: int, values: Sent, request: Request, house: TheHouse, me: Annotator
) -> Response:
    """Take one answer, record its pay, and show the next item, or why there is none now."""
    try:
        served = _take(house, me, project_id, assignment_id, values)
    except Refusal as refusal:
        if refusal.kind is not Kind.UNREADABLE:
            raise
        return _ask_again(request, house, me, project_id, refusal, values)
    if STAY in values.get("then", ()):
        return show(request, "work/received.html", receipt=receipt_shown(served.receipt, house.now()), is_swapped=False)
    return _show_next(request, house, me, served)


def _take(house: House, me: Identity, project_id: int, assignment_id: int, values: Fields) -> Served:
    """Take an answer, and hand out the next item unless the person stays where they are."""
    take = _submit_only if STAY in values.get("then", ()) else submit_and_next
    with house.db.writing() as tx:
        project = existing_project(tx, project_id)
        served = take(
            tx,
            person_id=me.person_id,
            assignment_id=assignment_id,
            result=house.task_types[project.task_type].from_form(project.label_schema, values),
            now=house.now(),
            rulebook=house.rulebook,
            task_types=house.task_types,
        )
        _refuse_other_project(served.receipt, project_id)
        forget_draft(tx, person_id=me.person_id, assignment_id=assignment_id)
    return served


def _submit_only(tx: Transaction, **sent: Any) -> Served:  # the arguments of `submit`, which are checked there
    return Served(receipt=submit(tx, **sent), offer=None, refusal=None)


def _refuse_other_project(receipt: Receipt, project_id: int) -> None:
    if receipt.project_id != project_id:
        raise Refusal("not_found", Kind.MISSING)


def _show_next(request: Request, house: House, me: Identity, served: Served) -> Response:
    """Show what came of an answer: a fragment for htmx; without script, the page of the next item is fetched anew."""
    project_id = served.receipt.project_id
    if served.refusal is None and not is_fragment(request):
        return RedirectResponse(f"/work/{project_id}", 303)
    now = house.now()
    with house.db.reading() as tx:
        scene = scene_of(tx, house, person_id=me.person_id, project_id=project_id, now=now)
    if served.refusal is not None:
        scene = replace(scene, item=None, stop=stop_of(served.refusal, scene.clock))
    return show_scene(request, scene, receipt=receipt_shown(served.receipt, now))


def _ask_again(
    request: Request, house: House, me: Identity, project_id: int, refusal: Refusal, values: Fields
) -> Response:
    """Show the item again, with what was chosen and what is missing."""
    said = say_refusal(request, refusal)
    typed = Typed(fields=values, problem=said.to_do)
    with house.db.reading() as tx:
        scene = scene_of(tx, house, person_id=me.person_id, project_id=project_id, now=house.now())
    return show_scene(request, scene, typed=typed, status=422)


@router.post("/skip")
def skip(project_id: int, assignment_id: int, request: Request, house: TheHouse, me: Annotator) -> Response:
    """Give an item back and show the next; it never counts against anybody."""
    now = house.now()
    with house.db.writing() as tx:
        release(
            tx,
            person_id=me.person_id,
            assignment_id=assignment_id,
            reason=Reason.SKIP,
            now=now,
            rulebook=house.rulebook,
        )
        forget_draft(tx, person_id=me.person_id, assignment_id=assignment_id)
    return show_after_giving_back(request, house, me, project_id, now=now)
