"""A shift of the demonstration, step by step: reading, item after item, rests when due, and what goes wrong."""

from collections.abc import Generator
from datetime import datetime, timedelta
from typing import Any

from annotate.assignments.rules import Reason
from annotate.demo_answers import form_of, letters_of
from annotate.demo_plan import Odd, Planned, signs_of_life, thinking_ms
from annotate.demo_requests import answer_later, ask_project, claim_later, report_item
from annotate.demo_stage import Desk, Stage, Steps
from annotate.serving.service import Offer, heartbeat, next_offer, release, submit, submit_and_next
from annotate.timeclock.rules import Place
from annotate.timeclock.service import look, move_rest, pause, resume
from annotate.willingness.service import choose
from policies.errors import Refusal

READING = (timedelta(seconds=50), timedelta(seconds=45))
"""A sign of life on the way, so that all of it counts."""
QUIET = timedelta(minutes=14)
AWAY = {Odd.PAUSE: timedelta(minutes=6), Odd.MEAL: timedelta(minutes=34)}
"""How long people go away in the middle of a shift, with an item open."""
COMING_BACK = timedelta(seconds=20)
WORTH_WAITING = timedelta(minutes=45)
SKIP_AFTER = timedelta(seconds=9)
REPORT_AFTER = timedelta(seconds=24)

Asking = Generator[datetime, None, Offer | None]
"""Steps that end with an item in hand, or with none."""


def work(stage: Stage, one: Planned, *, week: int) -> Steps:
    """Work one shift until its end; what is in hand then is still answered."""
    desk = Desk(stage, one, week)
    yield from begin(desk)
    silence = QUIET if one.shift.odd is Odd.QUIET else timedelta()
    is_away_next = one.shift.odd in AWAY
    offer = yield from ask(desk)
    while offer is not None:
        if is_away_next and stage.now >= one.starts_at + timedelta(minutes=one.shift.minutes // 2):
            is_away_next = False
            yield from rest(desk, stage.now + AWAY[one.shift.odd], is_meal=one.shift.odd is Odd.MEAL)
        yield from think(desk, offer, silence=silence)
        silence = timedelta()
        if stage.now >= one.ends_at:
            submit(stage.tx, task_types=stage.lent.task_types, **answer(desk, offer), **desk.me)
            break
        offer = yield from answer_and_go_on(desk, offer)
    end(desk)


def begin(desk: Desk) -> Steps:
    """Read the instructions, and do what this shift begins with."""
    stage, odd = desk.stage, desk.planned.shift.odd
    organisation_id = stage.asker_of(desk.job).organisation_id
    look(stage.tx, place=Place(organisation_id, desk.project_id), **desk.me)
    for part in READING:
        yield stage.now + part
        heartbeat(stage.tx, **desk.me)
    if odd is Odd.QUESTION:
        answer_later(stage, ask_project(desk), job=desk.job, week=desk.week)
    if odd is Odd.SKIP:
        yield from give_one_back(desk)
    if odd is Odd.PROBLEM:
        yield from report_one(desk)


def end(desk: Desk) -> None:
    """Do what comes after a shift: a quiet stretch is claimed the day after, and somebody has had enough of blood."""
    odd = desk.planned.shift.odd
    if odd is Odd.QUIET:
        claim_later(desk)
    if odd is Odd.UNWILLING:
        choose(desk.stage.tx, willing=(), **desk.me)


def ask(desk: Desk) -> Asking:
    """Ask for an item, resting first where a rest is due; None where there is none for this person now."""
    while True:
        try:
            with desk.stage.tx.begin_nested():
                return next_offer(desk.stage.tx, project_id=desk.project_id, **desk.me)
        except Refusal as refusal:
            reason = refusal
        if not (yield from wait_out(desk, reason)):
            return None


def answer_and_go_on(desk: Desk, offer: Offer) -> Asking:
    """Answer an item and take the next one, after the rest that is due before it."""
    stage = desk.stage
    served = submit_and_next(stage.tx, task_types=stage.lent.task_types, **answer(desk, offer), **desk.me)
    if served.refusal is None:
        return served.offer
    if not (yield from wait_out(desk, served.refusal)):
        return None
    return (yield from ask(desk))


def wait_out(desk: Desk, refusal: Refusal) -> Generator[datetime, None, bool]:
    """Rest until a refusal is over and return True; or return False where that is not worth waiting for."""
    stage, until = desk.stage, refusal.params.get("until")
    is_late = desk.planned.shift.odd is Odd.LATE_REST and refusal.code == "rest_due"
    if is_late and refusal.params.get("may_move") == 1:
        move_rest(stage.tx, **desk.me)
        return True
    if until is None or datetime.fromisoformat(str(until)) - stage.now > WORTH_WAITING:
        return False
    yield from rest(desk, datetime.fromisoformat(str(until)) + COMING_BACK, is_meal=refusal.code == "meal_due")
    return True


def think(desk: Desk, offer: Offer, *, silence: timedelta) -> Steps:
    """Let the time pass that an item takes, with signs of life; a long silence first, where one was planned."""
    if silence:
        yield desk.stage.now + silence
        heartbeat(desk.stage.tx, **desk.me)
    letters = letters_of(desk.job, offer.content)
    took_ms = thinking_ms(desk.stage.random, desk.worker, job=desk.job, letters=letters)
    *waits, last = signs_of_life(took_ms)
    for wait_ms in waits:
        yield desk.stage.now + timedelta(milliseconds=wait_ms)
        heartbeat(desk.stage.tx, **desk.me)
    yield desk.stage.now + timedelta(milliseconds=last)


def answer(desk: Desk, offer: Offer) -> dict[str, Any]:
    """Return what this person answers to which assignment."""
    form = form_of(desk.stage.random, desk.worker, job=desk.job, content=offer.content)
    result = desk.stage.lent.task_types[offer.task_type].from_form(offer.schema, form)
    return {"assignment_id": offer.assignment_id, "result": result}


def give_one_back(desk: Desk) -> Steps:
    """Look at one item and leave it to somebody else."""
    offer = yield from ask(desk)
    yield desk.stage.now + SKIP_AFTER
    if offer is not None:
        release(desk.stage.tx, assignment_id=offer.assignment_id, reason=Reason.SKIP, **desk.me)


def report_one(desk: Desk) -> Steps:
    """Look at one item and say what is wrong with it."""
    offer = yield from ask(desk)
    yield desk.stage.now + REPORT_AFTER
    if offer is not None:
        report_item(desk, offer)


def rest(desk: Desk, until: datetime, *, is_meal: bool = False) -> Steps:
    """Rest or eat, and come back."""
    pause(desk.stage.tx, is_meal=is_meal, **desk.me)
    yield until
    resume(desk.stage.tx, **desk.me)
