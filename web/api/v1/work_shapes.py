"""Work as programs do it: the task in hand, the answer to it, and the clock."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from annotate.assignments.rules import Reason
from annotate.presence.rules import Page
from annotate.questions.rules import Problem
from annotate.serving.service import Offer, Served
from annotate.timeclock.queries import ClockView
from web.api.v1.problems import Problem as ProblemDocument
from web.api.v1.project_shapes import Price
from web.api.v1.values import Id, Money, Words, money_fields

RESULT: list[Any] = [{"from_name": "label", "to_name": "text", "type": "choices", "value": {"choices": ["lost"]}}]


class NextIn(BaseModel):
    """Where to work; anywhere you may, without a project."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"project_id": 1}]})

    project_id: Id | None = None


class OfferOut(BaseModel):
    """The contract, fixed when the item was offered."""

    pay: Price
    estimated_ms: int
    floor_hourly: Money = Field(description="the least that one hour of it pays")
    offered_at: datetime


class TaskOut(BaseModel):
    """One item in your hands. Its clock runs."""

    assignment_id: int
    project_id: int
    project_name: str
    language: str
    task_type: str
    item: dict[str, Any] = Field(description="what is labelled")  # each kind of work has its own
    label_schema: dict[str, Any] = Field(alias="schema", description="what is asked, and the labels")
    offer: OfferOut
    expires_at: datetime = Field(description="held for you until then; a heartbeat holds it longer")


class AnswerIn(BaseModel):
    """An answer, in Label Studio's outer form."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"result": RESULT}]})

    result: list[dict[str, Any]]  # each kind of work fills in its own `value`, and checks it


class EarningOut(BaseModel):
    """What an answer earned; pending until it is accepted, at the latest after 72 hours."""

    amount: str = Field(examples=["1.15"])
    currency: str
    counted_ms: int
    is_surplus: bool = Field(description="it came too late for its slot: outside the overlap, paid alike")
    is_repeat: bool = Field(description="it was answered before; this is the first receipt")


class AnsweredOut(BaseModel):
    """The receipt, and the next task of the same project or the reason why there is none now."""

    assignment_id: int
    earning: EarningOut
    next: TaskOut | None
    why_no_next: ProblemDocument | None


class HeldOut(BaseModel):
    """Until when an item is held for you."""

    assignment_id: int
    expires_at: datetime


class ReleaseIn(BaseModel):
    """Why an item is given back; neither ever counts against you."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "skip"}]})

    reason: Reason = Reason.SKIP
    problem: Problem | None = Field(default=None, description="of a report: what is wrong with the item")
    note: Words = Field(default="", max_length=500, description="of a report: in your words, to the project")


class PauseIn(BaseModel):
    """A rest is paid; a meal is not."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"is_meal": False}]})

    is_meal: bool = Field(default=False, strict=True)


class HereIn(BaseModel):
    """Where somebody is without a task; no time and no length, the server stamps both."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"page": "search"}]})

    page: Page = Field(description="search: choosing work; admin: paperwork; wait: for more of a project")
    project_id: Id | None = Field(default=None, description="of wait: at which project")


class ClockOut(BaseModel):
    """Your clock as it stands."""

    doing: str
    project_id: int | None
    assignment_id: int | None
    is_paused: bool
    is_meal: bool
    is_rest_due: bool
    rest_due_in_ms: int
    rest_until_at: datetime | None
    may_move_rest: bool


def task_out(offer: Offer) -> TaskOut:
    """Return a task in hand."""
    return TaskOut.model_validate(_task_fields(offer))


def answered_out(served: Served, why_no_next: ProblemDocument | None) -> AnsweredOut:
    """Return what came of an answer; all of it is checked at once, as it is asked for all day long.

    Args:
        served: the receipt, and the next item if there is one.
        why_no_next: the reason where there is none.
    """
    receipt, offer = served.receipt, served.offer
    earning = {
        **money_fields(receipt.amount_micros, receipt.currency),
        "counted_ms": receipt.counted_ms,
        "is_surplus": receipt.is_surplus,
        "is_repeat": receipt.is_repeat,
    }
    return AnsweredOut.model_validate(
        {
            "assignment_id": receipt.assignment_id,
            "earning": earning,
            "next": _task_fields(offer) if offer else None,
            "why_no_next": why_no_next,
        }
    )


def _task_fields(offer: Offer) -> dict[str, Any]:
    return {
        "assignment_id": offer.assignment_id,
        "project_id": offer.project_id,
        "project_name": offer.project_name,
        "language": offer.language,
        "task_type": offer.task_type,
        "item": offer.content,
        "schema": offer.schema,
        "offer": {
            "pay": {**money_fields(offer.price_micros, offer.currency), "basis": offer.pay_basis},
            "estimated_ms": offer.estimated_ms,
            "floor_hourly": money_fields(offer.floor_hourly_micros, offer.currency),
            "offered_at": offer.offered_at,
        },
        "expires_at": offer.lease_until_at,
    }


def clock_out(clock: ClockView) -> ClockOut:
    """Return a clock."""
    return ClockOut(
        doing=clock.doing.value,
        project_id=clock.project_id or None,
        assignment_id=clock.assignment_id,
        is_paused=clock.is_paused,
        is_meal=clock.is_meal,
        is_rest_due=clock.is_rest_due,
        rest_due_in_ms=clock.rest_due_in_ms,
        rest_until_at=clock.rest_until_at,
        may_move_rest=clock.may_move_rest,
    )
