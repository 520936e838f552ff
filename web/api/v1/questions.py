"""Questions for programs: annotators ask a project or report an item, its organisation answers; hard content chosen."""

from fastapi import APIRouter

from annotate.assignments.queries import contract, open_item
from annotate.projects.queries import existing_project
from annotate.questions.queries import answered_questions, open_questions, project_of, questions_of
from annotate.questions.rules import Asked
from annotate.questions.service import answer, ask
from annotate.serving.queries import is_open_to
from annotate.timeclock.queries import clock_view
from annotate.willingness.service import choose
from payments.people.queries import willing_for
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.api.v1.caller import Annotator, Requester
from web.api.v1.problems import problems
from web.api.v1.question_shapes import (
    AnsweringIn,
    AskedOut,
    AskIn,
    ContentIn,
    ContentOut,
    OwnQuestionsOut,
    QuestionsOut,
    own_out,
    received_out,
)
from web.api.v1.values import ProjectId, QuestionId
from web.auth.identity import Identity
from web.auth.permissions import Permission
from web.deps import TheHouse
from web.pages.project_view import own_project
from web.wiring import House

router = APIRouter(prefix="/api/v1", tags=["questions"])


@router.get("/projects/{project_id}/questions", responses=problems())
def received(project_id: ProjectId, house: TheHouse, me: Requester) -> QuestionsOut:
    """Read what people asked and reported: what waits, the oldest first, and what was answered last."""
    with house.db.reading() as tx:
        own_project(tx, project_id, me, Permission.PROJECT_REVIEW)
        return _received(tx, project_id)


@router.post("/projects/{project_id}/questions/{question_id}/answer", responses=problems(400, 409, 413))
def say(
    project_id: ProjectId, question_id: QuestionId, body: AnsweringIn, house: TheHouse, me: Requester
) -> QuestionsOut:
    """Answer a question or a report, once; the same answer again changes nothing."""
    with house.db.writing() as tx:
        own_project(tx, project_id, me, Permission.PROJECT_REVIEW)
        if project_of(tx, question_id) != project_id:
            raise Refusal("not_found", Kind.MISSING)
        answer(
            tx,
            question_id=question_id,
            by_id=me.person_id,
            text=body.text,
            is_for_all=body.is_for_all,
            now=house.now(),
        )
        return _received(tx, project_id)


@router.get("/me/questions", responses=problems())
def mine(house: TheHouse, me: Annotator) -> OwnQuestionsOut:
    """Read what you asked and reported, the newest first, each with the answer it got."""
    with house.db.reading() as tx:
        return OwnQuestionsOut(questions=[own_out(one) for one in questions_of(tx, person_id=me.person_id)])


@router.post("/me/questions", status_code=201, responses=problems(400, 409, 413))
def send(body: AskIn, house: TheHouse, me: Annotator) -> AskedOut:
    """Ask a project, or report what is wrong with an item of yours; the same words again are the same question."""
    with house.db.writing() as tx:
        asked = Asked(
            project_id=body.project_id,
            item_id=_item(tx, house, me, body),
            text=body.text,
            problem=body.problem,
        )
        return AskedOut(question_id=ask(tx, person_id=me.person_id, asked=asked, now=house.now()))


@router.get("/me/content", responses=problems())
def willing(house: TheHouse, me: Annotator) -> ContentOut:
    """Read to which kinds of hard content you said yes; of all others no work is offered to you."""
    with house.db.reading() as tx:
        return ContentOut(willing=sorted(willing_for(tx, me.person_id)), given_back=[])


@router.post("/me/content", responses=problems(400, 409, 413))
def choose_content(body: ContentIn, house: TheHouse, me: Annotator) -> ContentOut:
    """Say yes to these kinds of hard content and no to all others; what is open of a no is given back, as skipped."""
    with house.db.writing() as tx:
        given_back = choose(tx, person_id=me.person_id, willing=body.willing, now=house.now(), rulebook=house.rulebook)
        return ContentOut(willing=sorted(willing_for(tx, me.person_id)), given_back=list(given_back))


def _received(tx: Transaction, project_id: int) -> QuestionsOut:
    return QuestionsOut(
        waiting=[received_out(one) for one in open_questions(tx, project_id)],
        answered=[received_out(one) for one in answered_questions(tx, project_id)],
    )


def _item(tx: Transaction, house: House, me: Identity, body: AskIn) -> int | None:
    """Return which item a question is about, if any; a project that is not open to the person is not there."""
    if body.assignment_id is not None:
        found = contract(tx, body.assignment_id)
        if found is None or (found.person_id, found.project_id) != (me.person_id, body.project_id):
            raise Refusal("not_found", Kind.MISSING)
        return found.item_id
    project = existing_project(tx, body.project_id)
    if open_item(tx, person_id=me.person_id, project_id=body.project_id) is None:
        clock = clock_view(tx, person_id=me.person_id, now=house.now(), rulebook=house.rulebook)
        if not is_open_to(tx, project, person_id=me.person_id, jurisdiction=clock.floor.jurisdiction):
            raise Refusal("not_found", Kind.MISSING)
    return None
