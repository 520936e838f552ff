"""Questions and reports of annotators, each with the answer it got."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from annotate.questions.rules import ANSWER_MOST, TEXT_MOST, Problem, QuestionKind
from payments.columns import Flag, Instant, Table, Whole, Words, one_of, strict


class Question(Table, table=True):
    """One question or report. An answer may be for everybody on the project; who asked stays a pseudonym."""

    __tablename__ = "question"
    __table_args__ = strict(
        one_of("kind", QuestionKind),
        one_of("problem", Problem),
        CheckConstraint("(kind = 'problem') = (problem IS NOT NULL)", name="problem_named"),
        CheckConstraint(
            f"length(text) <= {TEXT_MOST} AND (length(text) > 0 OR coalesce(problem, 'other') <> 'other')",
            name="text_length",
        ),
        CheckConstraint(f"answer IS NULL OR length(answer) BETWEEN 1 AND {ANSWER_MOST}", name="answer_length"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answer_has_an_instant"),
        CheckConstraint("(answer IS NULL) = (answered_by_id IS NULL)", name="answer_has_a_name"),
        Index("ix_question_project_id", "project_id", "answered_at"),
        Index("ix_question_person_id", "person_id", "project_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    project_id: int = Field(foreign_key="project.id", sa_type=Whole)
    person_id: int = Field(foreign_key="annotator.person_id", sa_type=Whole)
    item_id: int | None = Field(default=None, foreign_key="item.id", sa_type=Whole)
    kind: str = Field(sa_type=Words)
    problem: str | None = Field(default=None, sa_type=Words)
    """What is wrong with the item; None for a question."""
    text: str = Field(sa_type=Words)
    asked_at: datetime = Field(sa_type=Instant)
    answer: str | None = Field(default=None, sa_type=Words)
    is_for_all: bool = Field(default=False, sa_type=Flag)
    answered_by_id: int | None = Field(default=None, foreign_key="person.id", sa_type=Whole)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
