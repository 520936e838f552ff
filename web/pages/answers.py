"""What can be done with an open item: answer it, or skip it."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from annotate.assignments.rules import Reason
from annotate.drafts.service import forget_draft
from annotate.projects.queries import ProjectView, existing_project
from annotate.serving.service import Receipt, Served, release, submit, submit_and_next
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.auth.permissions import Permission
from web.deps import Annotator, TheHouse
from web.errors import say_refusal
from web.one_turn import Say, Take
from web.pages.typed import Fields, Typed, sent_fields
from web.pages.work import show_after_giving_back
from web.pages.work_scene import Scene, receipt_shown, scene_after, scene_of, show_scene
from web.pages.work_stop import stop_of
from web.quick import Asked, LongWay, Quick
from web.render import is_fragment, show
from web.same_origin import refuse_foreign
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


def quick_answer(asked: Asked) -> Take:
    """Take an answer that htmx sends on the short way: who sent it, its pay and the next item in one transaction."""
    refuse_foreign(asked.request)
    values = _plain_fields(asked.body)
    if not is_fragment(asked.request) or STAY in values.get("then", ()):
        raise LongWay
    house, (project_id, assignment_id) = asked.house, asked.numbers

    def take(tx: Transaction) -> Say:
        me = asked.who(tx, Permission.WORK, takes_cookies=True)
        try:
            served, project = _take_in(tx, house, me, project_id, assignment_id, values)
        except Refusal as refusal:
            if refusal.kind is Kind.UNREADABLE:
                raise LongWay from refusal  # it is shown again there, with what is missing
            raise
        now = house.now()
        scene = _seen_in(tx, house, me, served, project, now)
        if scene is None:
            return lambda: _show_next(asked.request, house, me, served)
        return lambda: show_scene(asked.request, scene, receipt=receipt_shown(served.receipt, now))

    return take


QUICK = (Quick(f"{router.prefix}", "application/x-www-form-urlencoded", quick_answer),)
FIELDS_MAX = 1000
"""As many as the framework takes."""


def _plain_fields(body: bytes) -> Fields:
    """Return the fields of a form that was sent as browsers send it.

    Raises:
        LongWay: it was not.
    """
    values: dict[str, list[str]] = {}
    try:
        for name, value in parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS_MAX):
            values.setdefault(name, []).append(value)
    except ValueError as why:
        raise LongWay from why
    if b";" in body:  # which divides fields for the framework, and nowhere else
        raise LongWay
    return values


def _seen_in(
    tx: Transaction, house: House, me: Identity, served: Served, project: ProjectView, now: datetime
) -> Scene | None:
    """Return what to show after an answer; None where the project is not shown any more, which undoes no answer."""
    if served.offer is not None and served.clock is not None:
        return scene_after(tx, house, served.offer, project, served.clock, person_id=me.person_id, now=now)
    try:
        scene = scene_of(tx, house, person_id=me.person_id, project_id=served.receipt.project_id, now=now)
    except Refusal:
        return None
    if served.refusal is not None:
        return replace(scene, item=None, stop=stop_of(served.refusal, scene.clock))
    return scene


def _take(house: House, me: Identity, project_id: int, assignment_id: int, values: Fields) -> Served:
    """Take an answer in a transaction of its own."""
    with house.db.writing() as tx:
        return _take_in(tx, house, me, project_id, assignment_id, values)[0]


def _take_in(
    tx: Transaction, house: House, me: Identity, project_id: int, assignment_id: int, values: Fields
) -> tuple[Served, ProjectView]:
    """Take an answer, and hand out the next item unless the person stays where they are; the project comes with it."""
    take = _submit_only if STAY in values.get("then", ()) else submit_and_next
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
    return served, project


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
    try:
        with house.db.reading() as tx:
            scene = scene_of(tx, house, person_id=me.person_id, project_id=project_id, now=now)
    except Refusal as gone:  # who moved since to where the project is not open: the answer was taken, its pay is there
        if gone.kind is not Kind.MISSING:
            raise
        return _go_to_earnings(request)
    if served.refusal is not None:
        scene = replace(scene, item=None, stop=stop_of(served.refusal, scene.clock))
    return show_scene(request, scene, receipt=receipt_shown(served.receipt, now))


def _go_to_earnings(request: Request) -> Response:
    if is_fragment(request):
        return Response(status_code=204, headers={"HX-Redirect": "/earnings"})
    return RedirectResponse("/earnings", 303)


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
