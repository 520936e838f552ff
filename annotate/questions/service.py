"""Asking a project and answering: questions reach the requester under a pseudonym, and an answer comes back."""

from datetime import datetime

from annotate.projects.queries import existing_project
from annotate.projects.rules import ProjectState
from annotate.projects.service import pseudonym_of
from annotate.questions.rules import WAITING_MOST, Asked, check_asked, cleaned
from payments.transaction import Transaction
from policies.errors import Kind, Refusal

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
