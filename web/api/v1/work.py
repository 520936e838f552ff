"""Work for programs: take the next task, hold it, give it back, rest and come back."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Body, Response

from annotate.assignments.queries import Contract, contract
from annotate.assignments.rules import AssignmentState, Reason
from annotate.caps.service import take_rest
from annotate.next_best.queries import projects_proposed
from annotate.presence.service import be_at
from annotate.questions.rules import Problem
from annotate.questions.service import report
from annotate.serving.service import Offer, heartbeat, next_offer, release
from annotate.timeclock.queries import clock_view
from annotate.timeclock.service import resume
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import from_ms
from web.api.v1.caller import Annotator
from web.api.v1.problems import problems
from web.api.v1.values import AssignmentId
from web.api.v1.work_shapes import ClockOut, HeldOut, HereIn, NextIn, PauseIn, ReleaseIn, TaskOut, clock_out, task_out
from web.auth.identity import Identity
from web.deps import TheHouse
from web.wiring import House

router = APIRouter(prefix="/api/v1/work", tags=["work"])
ELSEWHERE = frozenset(
    {
        "more_may_return",
        "reserve_low",
        "project_paused",
        "project_closed",
        "not_found",
        "language_not_read",
        "person_answers_full",
    }
)
"""Reasons of one project; another may still have work. A rest or a full day is due everywhere."""
NOTHING = {"description": "Nothing is left for you, and nothing can return."}
DONE = {"description": "Done; a second time changes nothing."}


@router.post("/next", response_model=TaskOut, responses={204: NOTHING, **problems(400, 409, 413)})
def take_next(house: TheHouse, me: Annotator, body: Annotated[NextIn | None, Body()] = None) -> TaskOut | Response:
    """Offer a task and start its clock; what is in your hands already comes back as it is."""
    asked_id = body.project_id if body else None
    offer = _offer_at(house, me, asked_id) if asked_id else _offer_anywhere(house, me)
    return task_out(offer) if offer else Response(status_code=204)


@router.post("/here", responses=problems(400, 404, 409, 413))
def be_here(house: TheHouse, me: Annotator, body: Annotated[HereIn, Body()]) -> ClockOut:
    """Say, every 15 seconds, that somebody is there without a task: choosing, at paperwork, or waiting for more."""
    now, who = house.now(), {"person_id": me.person_id, "project_id": body.project_id or 0}
    with house.db.writing() as tx:
        be_at(tx, **who, page=body.page, now=now, rulebook=house.rulebook)
        return _clock(tx, house, me, now)


@router.post("/pause", responses=problems(400, 409, 413))
def rest(house: TheHouse, me: Annotator, body: Annotated[PauseIn | None, Body()] = None) -> ClockOut:
    """Begin a rest, or a meal; what is open stays open."""
    now, is_meal = house.now(), bool(body and body.is_meal)
    with house.db.writing() as tx:
        take_rest(tx, person_id=me.person_id, is_meal=is_meal, now=now, rulebook=house.rulebook)
        return _clock(tx, house, me, now)


@router.post("/resume", responses=problems(409))
def come_back(house: TheHouse, me: Annotator) -> ClockOut:
    """End a rest and go on with what was open."""
    now = house.now()
    with house.db.writing() as tx:
        resume(tx, person_id=me.person_id, now=now, rulebook=house.rulebook)
        return _clock(tx, house, me, now)


@router.post("/{assignment_id}/start", responses=problems(409))
def start(assignment_id: AssignmentId, house: TheHouse, me: Annotator) -> TaskOut:
    """Say that the `next` of an answer is on the screen now; its clock goes on."""
    with house.db.writing() as tx:
        project_id = _open(tx, me, assignment_id).project_id
        return task_out(
            next_offer(tx, person_id=me.person_id, project_id=project_id, now=house.now(), rulebook=house.rulebook)
        )


@router.post("/{assignment_id}/heartbeat", responses=problems(409))
def hold(assignment_id: AssignmentId, house: TheHouse, me: Annotator) -> HeldOut:
    """Say that somebody is there, every 15 seconds while they are; nothing else about them is wanted."""
    with house.db.writing() as tx:
        who = {"person_id": me.person_id, "assignment_id": assignment_id}
        heartbeat(tx, **who, now=house.now(), rulebook=house.rulebook)
        found = _open(tx, me, assignment_id)
    return HeldOut(assignment_id=assignment_id, expires_at=from_ms(found.lease_until_ms))


@router.post(
    "/{assignment_id}/release",
    status_code=204,
    response_class=Response,
    responses={204: DONE, **problems(400, 409, 413)},
)
def give_back(
    assignment_id: AssignmentId, house: TheHouse, me: Annotator, body: Annotated[ReleaseIn | None, Body()] = None
) -> None:
    """Give a task back; the time spent on it stays counted."""
    why = body or ReleaseIn()
    if why.reason == Reason.REPORT:
        _report(house, me, assignment_id, why)
        return
    with house.db.writing() as tx:
        release(
            tx,
            person_id=me.person_id,
            assignment_id=assignment_id,
            reason=why.reason,
            note=why.note,
            now=house.now(),
            rulebook=house.rulebook,
        )


def _report(house: House, me: Identity, assignment_id: int, why: ReleaseIn) -> None:
    """Tell the project what is wrong with an item, and give it back; twice is once."""
    problem = why.problem or Problem.OTHER
    if problem is Problem.OTHER and not why.note.strip():
        raise Refusal("note_missing", Kind.UNREADABLE)
    with house.db.writing() as tx:
        found = contract(tx, assignment_id)
        if found is None or found.person_id != me.person_id:
            raise Refusal("not_found", Kind.MISSING)
        report(
            tx,
            person_id=me.person_id,
            project_id=found.project_id,
            assignment_id=assignment_id,
            problem=problem,
            note=why.note,
            is_given_back=True,
            now=house.now(),
            rulebook=house.rulebook,
        )


def _offer_at(house: House, me: Identity, project_id: int) -> Offer | None:
    """Return the next task of one project, or None where nothing is left and nothing can return."""
    try:
        with house.db.writing() as tx:
            return next_offer(
                tx, person_id=me.person_id, project_id=project_id, now=house.now(), rulebook=house.rulebook
            )
    except Refusal as refusal:
        if refusal.code == "nothing_left":
            return None
        raise


def _offer_anywhere(house: House, me: Identity) -> Offer | None:
    """Return the first task that any project has: what is open already, then what is proposed as the next best."""
    now = house.now()
    with house.db.reading() as tx:
        today = clock_view(tx, person_id=me.person_id, now=now, rulebook=house.rulebook).today
        candidates = projects_proposed(tx, person_id=me.person_id, today=today, now=now, rulebook=house.rulebook)
    refusals: list[Refusal] = []
    for project_id in candidates:
        try:
            if offer := _offer_at(house, me, project_id):
                return offer
        except Refusal as refusal:
            if refusal.code not in ELSEWHERE:
                raise
            refusals.append(refusal)
    hopeful = [refusal for refusal in refusals if refusal.code in {"more_may_return", "reserve_low"}]
    if hopeful:
        raise min(hopeful, key=lambda refusal: str(refusal.params.get("until", "~")))
    return None


def _open(tx: Transaction, me: Identity, assignment_id: int) -> Contract:
    """Return an assignment that the person has open.

    Raises:
        Refusal: `not_found`, also for somebody else's; `assignment_state`, where it is not open any more.
    """
    found = contract(tx, assignment_id)
    if found is None or found.person_id != me.person_id:
        raise Refusal("not_found", Kind.MISSING)
    if found.state != AssignmentState.STARTED:
        raise Refusal("assignment_state", Kind.CONFLICT, state=found.state, act="start")
    return found


def _clock(tx: Transaction, house: House, me: Identity, now: datetime) -> ClockOut:
    return clock_out(clock_view(tx, person_id=me.person_id, now=now, rulebook=house.rulebook))
