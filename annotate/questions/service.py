"""Asking a project and answering: questions reach the requester under a pseudonym, and an answer comes back."""

from datetime import datetime

from annotate.assignments.queries import contract
from annotate.assignments.rules import Reason
from annotate.assignments.service import heartbeat, release
from annotate.projects.queries import existing_project
from annotate.projects.rules import ProjectState
from annotate.projects.service import pseudonym_of
from annotate.questions.rules import WAITING_MOST, Asked, check_answer, check_asked, cleaned
from payments.events.rules import Fact, project_stream
from payments.events.service import append
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.rulebook import Rulebook

_HAD_IT = """
SELECT 1 FROM assignment WHERE item_id = :item_id AND person_id = :person_id AND project_id = :project_id
"""
_WAITING = """
SELECT count(*) FROM question WHERE person_id = :person_id AND project_id = :project_id AND answered_at IS NULL
"""
_SAME = """
SELECT id FROM question WHERE person_id = :person_id AND project_id = :project_id AND answered_at IS NULL
  AND kind = :kind AND text = :text AND coalesce(problem, '') = :problem AND coalesce(item_id, 0) = :item_id
"""
_ASK = """
INSERT INTO question (project_id, person_id, item_id, kind, problem, text, asked_at, is_for_all)
VALUES (:project_id, :person_id, :item_id, :kind, :problem, :text, :now, 0) RETURNING id
"""


def ask(tx: Transaction, *, person_id: int, asked: Asked, now: datetime) -> int:
    """Send a question or a report to a project and return its id; the same words again are the same question.

    Args:
        tx: the open transaction.
        person_id: an annotator to whom the project is open (that is the caller's to know), or who had the item.
        asked: to which project, about which item, in which words.
        now: when.

    Raises:
        Refusal: `not_found` for an item that this person never had, or a project that was never published;
            `question_empty`, `question_too_long`, `problem_unknown`, `problem_needs_an_item`, `questions_waiting`.
    """
    check_asked(asked)
    here = {"person_id": person_id, "project_id": asked.project_id}
    if existing_project(tx, asked.project_id).state == ProjectState.DRAFT:
        raise Refusal("not_found", Kind.MISSING)
    if asked.item_id is not None and tx.value(_HAD_IT, **here, item_id=asked.item_id) is None:
        raise Refusal("not_found", Kind.MISSING)
    words = {"kind": asked.kind.value, "text": cleaned(asked.text)}
    same = tx.value(_SAME, **here, **words, problem=asked.problem or "", item_id=asked.item_id or 0)
    if same is not None:
        return int(same)
    if tx.value(_WAITING, **here) >= WAITING_MOST:
        raise Refusal("questions_waiting", Kind.CONFLICT, count=WAITING_MOST)
    pseudonym_of(tx, **here)
    return int(tx.value(_ASK, **here, **words, problem=asked.problem, item_id=asked.item_id, now=now))


_ANSWER = """
UPDATE question SET answer = :text, is_for_all = :is_for_all, answered_by_id = :by_id, answered_at = :now
WHERE id = :question_id AND answered_at IS NULL RETURNING project_id
"""
_ANSWERED = "SELECT answer, answered_by_id, is_for_all FROM question WHERE id = :question_id"


def answer(tx: Transaction, *, question_id: int, by_id: int, text: str, is_for_all: bool, now: datetime) -> None:
    """Answer a question or a report, once; the same words of the same person again change nothing.

    Args:
        tx: the open transaction.
        question_id: which question; that its project is the answerer's own is the caller's to know.
        by_id: the member who answers; the annotator reads their name.
        text: the answer.
        is_for_all: whether everybody on the project reads it too; who asked stays unsaid.
        now: when.

    Raises:
        Refusal: `answer_empty`, `answer_too_long`, `not_found`, `question_answered` where somebody was quicker.
    """
    said = check_answer(text)
    given = {"question_id": question_id, "by_id": by_id, "is_for_all": is_for_all}
    project_id = tx.value(_ANSWER, **given, text=said, now=now)
    if project_id is None:
        before = tx.one(_ANSWERED, question_id=question_id)
        if before is None:
            raise Refusal("not_found", Kind.MISSING)
        if before != (said, by_id, int(is_for_all)):
            raise Refusal("question_answered", Kind.CONFLICT)
        return
    fact = Fact("project", {"act": "answer", **given})
    append(tx, stream=project_stream(project_id), facts=[fact], now=now)


def report(  # noqa: PLR0913 - who, which, what is wrong, what then, when, and the law
    tx: Transaction,
    *,
    person_id: int,
    project_id: int,
    assignment_id: int,
    problem: str,
    note: str,
    is_given_back: bool,
    now: datetime,
    rulebook: Rulebook,
) -> None:
    """Tell a project what is wrong with an item, and give the item back or keep it; neither counts against anybody.

    Raises:
        Refusal: as `ask`; `not_found` for somebody else's assignment, or one of another project.
    """
    found = contract(tx, assignment_id)
    if found is None or (found.person_id, found.project_id) != (person_id, project_id):
        raise Refusal("not_found", Kind.MISSING)
    asked = Asked(project_id=project_id, item_id=found.item_id, text=note, problem=problem)
    ask(tx, person_id=person_id, asked=asked, now=now)
    if not is_given_back:
        heartbeat(tx, person_id=person_id, now=now, rulebook=rulebook)
        return
    release(
        tx,
        person_id=person_id,
        assignment_id=assignment_id,
        reason=Reason.REPORT,
        note=cleaned(note) or problem,
        now=now,
        rulebook=rulebook,
    )
