"""Reading questions and answers: an annotator's own, and what a project answered for everybody."""

from dataclasses import dataclass
from datetime import datetime

from payments.transaction import Row, Transaction
from policies.periods import from_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQuestion:
    """A question or a report as whoever wrote it reads it again."""

    question_id: int
    project_id: int
    project_name: str
    project_language: str
    problem: str
    """What was reported about the item; empty for a question."""
    text: str
    is_about_item: bool
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    is_for_all: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAll:
    """A question with the answer that a project gave to everybody; who asked stays unsaid."""

    question_id: int
    text: str
    answer: str
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedQuestion:
    """A question or a report as the project's organisation reads it: from a pseudonym, with the item it is about."""

    question_id: int
    project_id: int
    pseudonym: str
    problem: str
    """What was reported about the item; empty for a question."""
    text: str
    item_id: int | None
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    answered_by: str
    is_for_all: bool


MINE_MOST = 100
RECEIVED_MOST = 50
TOLD_MOST = 30

_MINE = """
SELECT question.id, question.project_id, project.name, project.language, question.problem, question.text,
       question.item_id, question.asked_at, question.answer, question.answered_at, question.is_for_all
FROM question JOIN project ON project.id = question.project_id
WHERE question.person_id = :person_id ORDER BY question.id DESC LIMIT :most
"""
_TOLD = """
SELECT id, text, answer, answered_at FROM question
WHERE project_id = :project_id AND answered_at IS NOT NULL AND is_for_all = 1 ORDER BY answered_at DESC LIMIT :most
"""
_RECEIVED_COLUMNS = """
question.id, question.project_id, pseudonym.pseudonym, question.problem, question.text, question.item_id,
question.asked_at, question.answer, question.answered_at, person.name, question.is_for_all
FROM question
JOIN pseudonym ON pseudonym.project_id = question.project_id AND pseudonym.person_id = question.person_id
LEFT JOIN person ON person.id = question.answered_by_id
"""
_OPEN_ONES = f"""
SELECT {_RECEIVED_COLUMNS} WHERE question.project_id = :project_id AND question.answered_at IS NULL
ORDER BY question.id LIMIT :most
"""
_ANSWERED_ONES = f"""
SELECT {_RECEIVED_COLUMNS} WHERE question.project_id = :project_id AND question.answered_at IS NOT NULL
ORDER BY question.answered_at DESC, question.id DESC LIMIT :most
"""
_PROJECT_OF = "SELECT project_id FROM question WHERE id = :question_id"
_OPEN_COUNT = """
SELECT count(*), min(asked_at) FROM question WHERE project_id = :project_id AND answered_at IS NULL
"""
_NEWS = """
SELECT count(*) FROM question WHERE person_id = :person_id AND answered_at > :since
"""


def questions_of(tx: Transaction, *, person_id: int, most: int = MINE_MOST) -> tuple[OwnQuestion, ...]:
    """Return what a person asked and reported, the newest first, each with the answer it got."""
    return tuple(
        OwnQuestion(
            question_id=row[0],
            project_id=row[1],
            project_name=row[2],
            project_language=row[3],
            problem=row[4] or "",
            text=row[5],
            is_about_item=row[6] is not None,
            asked_at=from_ms(row[7]),
            answer=row[8] or "",
            answered_at=None if row[9] is None else from_ms(row[9]),
            is_for_all=bool(row[10]),
        )
        for row in tx.run(_MINE, person_id=person_id, most=most)
    )


def told_all(tx: Transaction, *, project_id: int, most: int = TOLD_MOST) -> tuple[ToldAll, ...]:
    """Return what a project answered for everybody, the newest first."""
    return tuple(
        ToldAll(question_id=row[0], text=row[1], answer=row[2], answered_at=from_ms(row[3]))
        for row in tx.run(_TOLD, project_id=project_id, most=most)
    )


def answered_since(tx: Transaction, *, person_id: int, since: datetime) -> int:
    """Return how many of a person's questions were answered after an instant."""
    return int(tx.value(_NEWS, person_id=person_id, since=since))


def open_questions(tx: Transaction, project_id: int, *, most: int = RECEIVED_MOST) -> tuple[ReceivedQuestion, ...]:
    """Return what waits for an answer of a project's organisation, the oldest first."""
    return tuple(_received(row) for row in tx.run(_OPEN_ONES, project_id=project_id, most=most))


def answered_questions(tx: Transaction, project_id: int, *, most: int = RECEIVED_MOST) -> tuple[ReceivedQuestion, ...]:
    """Return what a project's organisation answered, the latest answer first."""
    return tuple(_received(row) for row in tx.run(_ANSWERED_ONES, project_id=project_id, most=most))


def open_count(tx: Transaction, project_id: int) -> tuple[int, datetime | None]:
    """Return how many questions and reports of a project wait for an answer, and since when the oldest."""
    count, oldest_ms = tx.one(_OPEN_COUNT, project_id=project_id) or (0, None)
    return int(count), None if oldest_ms is None else from_ms(oldest_ms)


def project_of(tx: Transaction, question_id: int) -> int | None:
    """Return to which project a question was sent, or None."""
    found = tx.value(_PROJECT_OF, question_id=question_id)
    return None if found is None else int(found)


def _received(row: Row) -> ReceivedQuestion:
    return ReceivedQuestion(
        question_id=row[0],
        project_id=row[1],
        pseudonym=row[2],
        problem=row[3] or "",
        text=row[4],
        item_id=row[5],
        asked_at=from_ms(row[6]),
        answer=row[7] or "",
        answered_at=None if row[8] is None else from_ms(row[8]),
        answered_by=row[9] or "",
        is_for_all=bool(row[10]),
    )
