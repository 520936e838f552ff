"""An annotator's word about their own time: it was a meal, it ended earlier, and what they answer to a refusal."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse

from payments.corrections.rules import LINE_LENGTH_MAX
from payments.corrections.service import correct_time, reply_to_refusal
from policies.claimed_time import Correction
from policies.errors import Kind, Refusal
from web.deps import Annotator, TheHouse

router = APIRouter(prefix="/time")


@router.post("/{day}/meal")
def meal(
    day: str, house: TheHouse, me: Annotator, started_ms: Annotated[int, Form()], ended_ms: Annotated[int, Form()]
) -> RedirectResponse:
    """Count a rest of 20 to 30 minutes as a meal."""
    span = {"started_ms": started_ms, "ended_ms": ended_ms}
    with house.db.writing() as tx:
        correct_time(tx, person_id=me.person_id, **span, becomes=Correction.MEAL, now=house.now())
    return _back(day)


@router.post("/{day}/earlier")
def earlier(
    day: str, house: TheHouse, me: Annotator, started_ms: Annotated[int, Form()], ended_ms: Annotated[int, Form()]
) -> RedirectResponse:
    """Count a stretch, or its end from one of its recorded instants on, as the person's own time."""
    span = {"started_ms": started_ms, "ended_ms": ended_ms}
    with house.db.writing() as tx:
        correct_time(tx, person_id=me.person_id, **span, becomes=Correction.OFF, now=house.now())
    return _back(day)


@router.post("/{day}/reply")
def reply(
    day: str,
    house: TheHouse,
    me: Annotator,
    started_ms: Annotated[int, Form()],
    line: Annotated[str, Form(max_length=LINE_LENGTH_MAX)] = "",
) -> RedirectResponse:
    """Keep one line about a refused claim."""
    with house.db.writing() as tx:
        reply_to_refusal(tx, person_id=me.person_id, started_ms=started_ms, line=line, now=house.now())
    return _back(day)


def _back(day: str) -> RedirectResponse:
    try:
        return RedirectResponse(f"/time/{date.fromisoformat(day).isoformat()}#changed", 303)
    except ValueError:
        raise Refusal("not_found", Kind.MISSING) from None
