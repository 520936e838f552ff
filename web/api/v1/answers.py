"""Answers of programs: one call takes the answer, books its pay, and brings the next task."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from annotate.serving.service import Served, submit_and_next
from payments.transaction import Transaction
from policies.errors import Refusal
from web.api.v1.caller import Annotator
from web.api.v1.keyed import MaybeKey, answered_before, keep, keyed
from web.api.v1.problems import Problem, problems
from web.api.v1.values import AssignmentId
from web.api.v1.work_shapes import AnsweredOut, AnswerIn, answered_out
from web.auth.identity import Identity
from web.auth.permissions import Permission
from web.deps import TheHouse
from web.errors import STATUS, problem_of, say_refusal
from web.one_turn import Say, Take
from web.quick import Asked, LongWay, Quick
from web.wiring import House

router = APIRouter(prefix="/api/v1/work", tags=["work"])


@router.post("/{assignment_id}/answer", responses=problems(400, 409, 413))
def answer(
    assignment_id: AssignmentId,
    body: AnswerIn,
    request: Request,
    house: TheHouse,
    me: Annotator,
    key: MaybeKey = None,
) -> AnsweredOut:
    """Take an answer, once; sent again it changes nothing and returns the first receipt."""
    with house.db.writing() as tx:
        return _take(tx, request, house, me, assignment_id, body, key=key)


def quick_answer(asked: Asked) -> Take:
    """Take an answer on the short way: who it is from is read in the transaction that takes it."""
    key, house = asked.header("idempotency-key"), asked.house
    if key:
        raise LongWay  # it is checked and kept there
    try:
        body = AnswerIn.model_validate_json(asked.body)
    except ValidationError as why:
        raise LongWay from why

    def take(tx: Transaction) -> Say:
        me = asked.who(tx, Permission.WORK, takes_cookies=False)
        receipt = _take(tx, asked.request, house, me, asked.numbers[0], body, key=None)
        return lambda: Response(receipt.model_dump_json(by_alias=True), media_type="application/json")

    return take


QUICK = (Quick("/api/v1/work/{assignment_id}/answer", "application/json", quick_answer),)


def _take(  # noqa: PLR0913 - what both ways have read of it
    tx: Transaction,
    request: Request,
    house: House,
    me: Identity,
    assignment_id: int,
    body: AnswerIn,
    *,
    key: str | None,
) -> AnsweredOut:
    sent = keyed(me, f"answer/{assignment_id}", key, body)
    before = answered_before(tx, house, sent, AnsweredOut)
    if before:
        return before
    served = submit_and_next(
        tx,
        person_id=me.person_id,
        assignment_id=assignment_id,
        result=body.result,
        now=house.now(),
        rulebook=house.rulebook,
        task_types=house.task_types,
    )
    receipt = answered_out(served, _problem(request, served))
    keep(tx, sent, receipt)
    return receipt


def _problem(request: Request, served: Served) -> Problem | None:
    """Return why there is no next task now, in the words that asking for it would get."""
    refusal: Refusal | None = served.refusal
    if refusal is None:
        return None
    status = int(STATUS.get(refusal.kind, HTTPStatus.CONFLICT))
    return Problem(**problem_of(say_refusal(request, refusal), status, refusal.params))
