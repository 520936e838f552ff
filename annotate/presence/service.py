"""Counting what somebody does without an item open: their page says which one it is, and the server does the rest."""

from datetime import datetime, timedelta

from annotate.assignments.service import heartbeat
from annotate.caps.service import history_of
from annotate.presence.queries import admin_ms, must_wait, waited_ms
from annotate.presence.rules import ACTS, ADMIN_MS_MAX, HOUSE, WAIT_MS_MAX, Page, act_of, is_resting
from annotate.projects.queries import ProjectView, existing_project
from annotate.serving.queries import is_open_to
from annotate.serving.rules import refuse_unless_allowed
from annotate.timeclock.rules import Act, Doing, Place
from annotate.timeclock.service import Turn, act_on, finish, look, take_turn
from payments.events.rules import annotator_stream
from payments.events.service import append
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.rulebook import Rulebook

READING_WAITS_FOR = frozenset(
    {"day_cap_reached", "week_cap_reached", "shift_cap_reached", "daily_rest_due", "weekly_rest_due"}
)
"""What holds back the reading of instructions as it holds back a new item; a rest from the screen does not."""


def be_at(
    tx: Transaction, *, person_id: int, page: Page, now: datetime, rulebook: Rulebook, project_id: int = 0
) -> None:
    """Hear that somebody is at a page without an item on it.

    Beside an open item it is a sign of life for that item; while the person rests it changes nothing.

    Args:
        tx: the open transaction.
        person_id: an annotator.
        page: which page.
        now: when the sign arrived.
        rulebook: asked for floors and limits.
        project_id: of the page where one waits for more of a project.

    Raises:
        Refusal: `not_found` for somebody who is no annotator, or a project that is not open to them.
    """
    taken = take_turn(tx, person_id=person_id, now=now, rulebook=rulebook)
    act, place = ACTS[page], HOUSE
    if page is Page.WAIT:
        act, place = _waiting(tx, taken, _project(tx, taken, project_id))
    if taken.state.doing is Doing.TASK:
        heartbeat(tx, person_id=person_id, now=now, rulebook=rulebook)
        return
    if is_resting(taken.state) or _is_enough(tx, taken, act):
        return
    act_on(tx, taken, act_of(taken.state, act, place, now_ms=taken.now_ms, limits=taken.limits), place=place)
    append(tx, stream=annotator_stream(person_id), facts=finish(tx, taken, now=now, rulebook=rulebook), now=taken.now)


def read_instructions(tx: Transaction, *, person_id: int, place: Place, now: datetime, rulebook: Rulebook) -> None:
    """Begin to read a project's instructions, unless the day, the week or the rest between two days holds work back.

    Raises:
        Refusal: as `refuse_unless_allowed`, of `READING_WAITS_FOR`.
    """
    taken = take_turn(tx, person_id=person_id, now=now, rulebook=rulebook)
    try:
        refuse_unless_allowed(history_of(tx, taken), limits=taken.limits, now_ms=taken.now_ms)
    except Refusal as why_not:
        if why_not.code in READING_WAITS_FOR:
            raise
    look(tx, person_id=person_id, place=place, now=now, rulebook=rulebook)


def _project(tx: Transaction, taken: Turn, project_id: int) -> ProjectView:
    view = existing_project(tx, project_id)
    jurisdiction = taken.floor_on(taken.today).jurisdiction
    if not is_open_to(tx, view, person_id=taken.person_id, jurisdiction=jurisdiction):
        raise Refusal("not_found", Kind.MISSING)
    return view


def _waiting(tx: Transaction, taken: Turn, project: ProjectView) -> tuple[Act, Place]:
    """Return what staying at a project without an item is: waiting that its requester caused, or choosing work."""
    if must_wait(tx, project, person_id=taken.person_id):
        return Act.WAIT, Place(project.organisation_id, project.project_id)
    return Act.SEARCH, HOUSE


def _is_enough(tx: Transaction, taken: Turn, act: Act) -> bool:
    """Whether so much of it counts already that more of it is no act: then it is a gap like any other."""
    if act is Act.ADMIN:
        return admin_ms(tx, person_id=taken.person_id, today=taken.today) >= ADMIN_MS_MAX
    if act is Act.WAIT:
        since_on = taken.today - timedelta(days=1)
        about = {"person_id": taken.person_id, "work_session_id": taken.work_session_id}
        return waited_ms(tx, **about, since_on=since_on) >= WAIT_MS_MAX
    return False
