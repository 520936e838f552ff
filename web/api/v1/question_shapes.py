"""Questions and reports as programs write and read them, and the choice of hard content."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from annotate.projects.rules import CONTENT_RISKS
from annotate.questions.queries import OwnQuestion, ReceivedQuestion
from annotate.questions.rules import ANSWER_MOST, TEXT_MOST, Problem
from web.api.v1.values import Id, Words

ASKED: dict[str, Any] = {"project_id": 1, "text": "Is a question about fees a renewal?"}


class AskIn(BaseModel):
    """A question to a project; with `assignment_id` about its item, with `problem` a report of what is wrong."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [ASKED]})

    project_id: Id
    assignment_id: Id | None = Field(default=None, description="an item that you have or had; a report needs it")
    problem: Problem | None = None
    text: Words = Field(default="", max_length=TEXT_MOST, description="a report may do without")


class AskedOut(BaseModel):
    """The question that was sent."""

    question_id: int


class OwnQuestionOut(BaseModel):
    """A question or a report of yours, with its answer."""

    question_id: int
    project_id: int
    problem: str | None
    text: str
    is_about_item: bool
    asked_at: datetime
    answer: str | None
    answered_at: datetime | None


class OwnQuestionsOut(BaseModel):
    """Your questions and reports, the newest first."""

    questions: list[OwnQuestionOut]


class AnsweringIn(BaseModel):
    """What whoever asked is told."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "Yes.", "is_for_all": True}]})

    text: Words = Field(max_length=ANSWER_MOST)
    is_for_all: bool = Field(default=False, strict=True, description="everybody on the project reads it too")


class QuestionOut(BaseModel):
    """A question or a report as its project reads it."""

    question_id: int
    pseudonym: str
    problem: str | None
    text: str
    item_id: int | None
    asked_at: datetime
    answer: str | None
    answered_at: datetime | None
    answered_by: str | None
    is_for_all: bool


class QuestionsOut(BaseModel):
    """What waits for an answer, the oldest first, and what was answered, the latest first; fifty of each."""

    waiting: list[QuestionOut]
    answered: list[QuestionOut]


class ContentIn(BaseModel):
    """The kinds of hard content that you are willing to see; a no to all others."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"willing": ["blood"]}]})

    willing: list[Words] = Field(max_length=len(CONTENT_RISKS), description=f"any of {', '.join(CONTENT_RISKS)}")


class ContentOut(BaseModel):
    """What you are willing to see."""

    willing: list[str]
    given_back: list[int] = Field(description="assignments that were given back because of a no")


def own_out(one: OwnQuestion) -> OwnQuestionOut:
    """Return a question as whoever asked reads it."""
    return OwnQuestionOut(
        question_id=one.question_id,
        project_id=one.project_id,
        problem=one.problem or None,
        text=one.text,
        is_about_item=one.is_about_item,
        asked_at=one.asked_at,
        answer=one.answer or None,
        answered_at=one.answered_at,
    )


def received_out(one: ReceivedQuestion) -> QuestionOut:
    """Return a question as its project reads it."""
    return QuestionOut(
        question_id=one.question_id,
        pseudonym=one.pseudonym,
        problem=one.problem or None,
        text=one.text,
        item_id=one.item_id,
        asked_at=one.asked_at,
        answer=one.answer or None,
        answered_at=one.answered_at,
        answered_by=one.answered_by or None,
        is_for_all=one.is_for_all,
    )
