"""Asking whoever wants the work: a question from the work page, a problem with an item, and one's own list of both."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel

from annotate.assignments.queries import open_item
from annotate.drafts.service import forget_draft
from annotate.questions.queries import OwnQuestion, questions_of
from annotate.questions.rules import Asked, Problem
from annotate.questions.service import ask, report
from annotate.serving.service import heartbeat
from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.content_words import PROBLEMS
from web.deps import Annotator, TheHouse
from web.errors import say_refusal
from web.pages.work import show_after_giving_back
from web.pages.work_scene import Asking, scene_of, show_scene
from web.render import is_fragment, show
from web.wiring import House

router = APIRouter()
Text = Annotated[str, Form()]
GO_ON = "stay"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionShown:
    """One question with the words for what was reported."""

    question: OwnQuestion
    problem: str


class ReportForm(BaseModel):
    """What a person says is wrong with an item, and whether they go on with it."""

    problem: str = Problem.OTHER.value
    note: str = ""
    then: str = ""


@router.get("/questions")
def mine(request: Request, house: TheHouse, me: Annotator) -> HTMLResponse:
    """Show what a person asked and reported, with the answers."""
    with house.db.reading() as tx:
        found = questions_of(tx, person_id=me.person_id)
    shown = [QuestionShown(question=one, problem=PROBLEMS.get(one.problem, "")) for one in found]
    return show(request, "questions/page.html", questions=shown)


@router.post("/work/{project_id}/questions")
def send(
    project_id: int,
    request: Request,
    house: TheHouse,
    me: Annotator,
    text: Text = "",
    is_about_item: Annotated[bool, Form()] = False,  # noqa: FBT002 - a field of a form
) -> Response:
    """Send a question; the item that is open stays open, and the time of writing counts as its own."""
    now = house.now()
    try:
        with house.db.writing() as tx:
            scene_of(tx, house, person_id=me.person_id, project_id=project_id, now=now)
            heartbeat(tx, person_id=me.person_id, now=now, rulebook=house.rulebook)
            held = open_item(tx, person_id=me.person_id, project_id=project_id) if is_about_item else None
            asked = Asked(project_id=project_id, item_id=held.item_id if held else None, text=text)
            ask(tx, person_id=me.person_id, asked=asked, now=now)
    except Refusal as refusal:
        typed = Asking(text=text, problem=_sentence(request, refusal))
        return _again(request, house, me, project_id, typed)
    if not is_fragment(request):
        return RedirectResponse("/questions", 303)
    with house.db.reading() as tx:
        scene = scene_of(tx, house, person_id=me.person_id, project_id=project_id, now=now)
    return show(request, "work/ask.html", work=scene.work, offer=scene.item, asking=Asking(is_sent=True))


def _again(request: Request, house: House, me: Identity, project_id: int, asking: Asking) -> Response:
    """Show the question as it was typed, and what to change."""
    with house.db.reading() as tx:
        scene = scene_of(tx, house, person_id=me.person_id, project_id=project_id, now=house.now())
    if not is_fragment(request):
        return show_scene(request, scene, asking=asking, status=422)
    return show(
        request,
        "work/ask.html",
        status=422,
        work=scene.work,
        offer=scene.item,
        asking=asking,
    )


@router.post("/work/{project_id}/answers/{assignment_id}/report")
def tell(
    project_id: int,
    assignment_id: int,
    request: Request,
    house: TheHouse,
    me: Annotator,
    form: Annotated[ReportForm, Form()],
) -> Response:
    """Report what is wrong with an item, and go on with it or with the next; neither ever counts against anybody."""
    now = house.now()
    try:
        with house.db.writing() as tx:
            report(
                tx,
                person_id=me.person_id,
                project_id=project_id,
                assignment_id=assignment_id,
                problem=form.problem,
                note=form.note,
                is_given_back=form.then != GO_ON,
                now=now,
                rulebook=house.rulebook,
            )
            if form.then != GO_ON:
                forget_draft(tx, person_id=me.person_id, assignment_id=assignment_id)
    except Refusal as refusal:
        if refusal.kind is not Kind.UNREADABLE:
            raise
        asking = Asking(chosen=form.problem, note=form.note, note_problem=_sentence(request, refusal))
        return _show_report(request, house, me, project_id, asking, status=422)
    if form.then == GO_ON:
        return _show_report(request, house, me, project_id, Asking(is_reported=True))
    return show_after_giving_back(request, house, me, project_id, now=now)


def _show_report(
    request: Request, house: House, me: Identity, project_id: int, asking: Asking, *, status: int = 200
) -> Response:
    """Show only the report anew where htmx asked for it, so that what is chosen for the item stays as it is."""
    with house.db.reading() as tx:
        scene = scene_of(tx, house, person_id=me.person_id, project_id=project_id, now=house.now())
    if not is_fragment(request) or scene.item is None:
        return show_scene(request, scene, asking=asking, status=status)
    item, look = scene.item, scene.item.look
    answer = show(request, "work/report.html", status=status, item=item, offer=look, asking=asking, problems=PROBLEMS)
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#report", "outerHTML"
    return answer


def _sentence(request: Request, refusal: Refusal) -> str:
    said = say_refusal(request, refusal)
    return f"{said.title}. {said.next_step}"
