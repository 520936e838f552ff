"""Rest: when it is due, how long it still lasts, moving it, and coming back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from annotate.caps.queries import notices_for
from annotate.caps.service import take_rest
from annotate.timeclock.queries import ClockView, clock_view
from annotate.timeclock.service import move_rest, resume
from policies.money import ceil_div, coins_up
from policies.periods import MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND, to_ms
from web.deps import Annotator, TheHouse
from web.pages.pay_view import DayPay, day_pay
from web.render import show

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class RestShown:
    """A rest as its page shows it. Lengths in milliseconds or whole minutes; the amount in micro-units, whole cents."""

    is_resting: bool
    is_meal: bool
    is_due: bool
    due_in_ms: int
    left_ms: int
    left_clock: str
    until_at: datetime | None
    is_owed: bool
    """Whether the rest that has begun was due: then all of it is paid."""
    may_move: bool
    length_minutes: int
    movable_minutes: int
    paid_minutes: int
    project_id: int
    has_open_item: bool
    earned_micros: int
    salaried_ms: int
    currency: str
    worth_micros: int
    """What a whole rest pays at the floor, in whole cents; zero where a salary pays for the time."""
    floor_micros: int
    """The floor of one hour, as people are shown it."""


def rest_shown(clock: ClockView, pay: DayPay, *, now: datetime) -> RestShown:
    """Return a rest for its page.

    Args:
        clock: the person's clock.
        pay: their day so far.
        now: this instant.
    """
    rule = clock.limits.rest
    until_ms = to_ms(clock.rest_until_at) if clock.rest_until_at else 0
    worth = clock.floor.hourly_micros * clock.rest_ms
    is_salaried = pay.salaried_ms > 0 and not pay.earned_micros
    left_ms = max(0, until_ms - to_ms(now)) if clock.is_paused else 0
    return RestShown(
        is_resting=clock.is_paused,
        is_meal=clock.is_meal,
        is_due=clock.is_rest_due,
        due_in_ms=clock.rest_due_in_ms,
        left_ms=left_ms,
        left_clock=minutes_and_seconds(left_ms),
        until_at=clock.rest_until_at,
        is_owed=clock.is_rest_owed,
        may_move=clock.may_move_rest,
        length_minutes=clock.rest_ms // MS_PER_MINUTE,
        movable_minutes=rule.movable_ms // MS_PER_MINUTE,
        paid_minutes=rule.paid_per_hour_ms // MS_PER_MINUTE,
        project_id=clock.project_id,
        has_open_item=clock.assignment_id is not None,
        earned_micros=pay.earned_micros,
        salaried_ms=pay.salaried_ms,
        currency=pay.currency,
        worth_micros=0 if is_salaried else coins_up(ceil_div(worth, MS_PER_HOUR), clock.floor.currency),
        floor_micros=coins_up(clock.floor.hourly_micros, clock.floor.currency),
    )


def minutes_and_seconds(milliseconds: int) -> str:
    """Return a length as a clock shows it: 4:12."""
    minutes, rest = divmod(milliseconds, MS_PER_MINUTE)
    return f"{minutes}:{rest // MS_PER_SECOND:02d}"


@router.get("/rest")
def page(request: Request, house: TheHouse, me: Annotator) -> HTMLResponse:
    """Show the rest that is due, has begun, or comes next."""
    now = house.now()
    with house.db.reading() as tx:
        clock = clock_view(tx, person_id=me.person_id, now=now, rulebook=house.rulebook)
        pay = day_pay(tx, me.person_id, on=clock.today, floor=clock.floor)
        notices = notices_for(tx, person_id=me.person_id, clock=clock, now=now)
    return show(request, "rest/page.html", rest=rest_shown(clock, pay, now=now), notices_of_time=notices)


@router.post("/work/pause")
def begin(house: TheHouse, me: Annotator, is_meal: Annotated[bool, Form()] = False) -> RedirectResponse:  # noqa: FBT002
    """Begin a rest, or a meal."""
    with house.db.writing() as tx:
        take_rest(tx, person_id=me.person_id, is_meal=is_meal, now=house.now(), rulebook=house.rulebook)
    return RedirectResponse("/rest", 303)


@router.post("/work/resume")
def end(house: TheHouse, me: Annotator) -> RedirectResponse:
    """Come back from a rest to where the work is chosen."""
    with house.db.writing() as tx:
        resume(tx, person_id=me.person_id, now=house.now(), rulebook=house.rulebook)
    return RedirectResponse("/home", 303)


@router.post("/rest/later")
def put_off(house: TheHouse, me: Annotator) -> RedirectResponse:
    """Move the coming rest, once."""
    now = house.now()
    with house.db.writing() as tx:
        move_rest(tx, person_id=me.person_id, now=now, rulebook=house.rulebook)
        clock = clock_view(tx, person_id=me.person_id, now=now, rulebook=house.rulebook)
    return RedirectResponse(f"/work/{clock.project_id}" if clock.project_id else "/home", 303)
