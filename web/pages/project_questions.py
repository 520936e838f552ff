"""Questions and reports of annotators, under their pseudonyms: those that wait, those answered, and the answering."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel

from annotate.questions.queries import answered_questions, open_questions, project_of
from annotate.questions.rules import ANSWER_MOST
from annotate.questions.service import answer
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.auth.permissions import Permission
from web.content_words import PROBLEMS
from web.deps import Requester, TheHouse
from web.errors import STATUS, say_refusal
from web.pages.project_view import own_project, shown
from web.refusal_text import SaidRefusal
from web.render import show
from web.wiring import House

router = APIRouter(prefix="/projects")


class AnswerForm(BaseModel):
    """What a member writes to whoever asked."""

    text: str = ""
    for_all: str = ""


@router.get("/{project_id:int}/questions")
def questions(request: Request, house: TheHouse, me: Requester, project_id: int) -> HTMLResponse:
    """Show what people asked and reported."""
    return _show_questions(request, house, me, project_id)


@router.post("/{project_id:int}/questions/{question_id:int}")
def say(
    request: Request,
    house: TheHouse,
    me: Requester,
    *,
    project_id: int,
    question_id: int,
    form: Annotated[AnswerForm, Form()],
) -> Response:
    """Answer a question or a report."""
    try:
        with house.db.writing() as tx:
            _own_question(tx, me, project_id, question_id)
            answer(
                tx,
                question_id=question_id,
                by_id=me.person_id,
                text=form.text,
                is_for_all=bool(form.for_all),
                now=house.now(),
            )
    except Refusal as refusal:
        if refusal.code == "not_found":
            raise
        said = say_refusal(request, refusal)
        status = STATUS[refusal.kind]
        return _show_questions(
            request, house, me, project_id, status=status, refusal=said, typed_for=question_id, typed=form
        )
    return RedirectResponse(f"/projects/{project_id}/questions", 303)


def _own_question(tx: Transaction, me: Identity, project_id: int, question_id: int) -> None:
    """Refuse a question that was not sent to this project of the person's own organisation."""
    own_project(tx, project_id, me, Permission.PROJECT_REVIEW)
    if project_of(tx, question_id) != project_id:
        raise Refusal("not_found", Kind.MISSING)


def _show_questions(  # noqa: PLR0913 - whose questions, and what is kept of an answer that could not be sent
    request: Request,
    house: House,
    me: Identity,
    project_id: int,
    *,
    status: int = 200,
    refusal: SaidRefusal | None = None,
    typed_for: int = 0,
    typed: AnswerForm | None = None,
) -> HTMLResponse:
    with house.db.reading() as tx:
        view = own_project(tx, project_id, me, Permission.PROJECT_REVIEW)
        waiting = open_questions(tx, project_id)
        answered = answered_questions(tx, project_id)
    return show(
        request,
        "projects/questions.html",
        status=status,
        project=shown(view, items=0),
        waiting=waiting,
        answered=answered,
        problems=PROBLEMS,
        refusal=refusal,
        typed_for=typed_for,
        typed=typed or AnswerForm(),
        answer_most=ANSWER_MOST,
    )
