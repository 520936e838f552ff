"""Handing out work: the next item for one annotator, funded first, never twice, never more than asked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from annotate.assignments.queries import Contract, started
from annotate.assignments.rules import lease_ms
from annotate.assignments.service import Receipt, heartbeat, release, renew, submit, submit_in
from annotate.caps.service import history_of, note_breaches
from annotate.funding.service import IS_MONEY_LEFT, Filling, fill_purse, has_reserve
from annotate.lapsing.service import accept_due, expire_due
from annotate.projects.queries import ProjectView, existing_project
from annotate.projects.rules import ProjectState, refuse_unwilling
from annotate.projects.service import pseudonym_of
from annotate.serving.queries import is_open_to
from annotate.serving.rules import Offer, refuse_unless_allowed
from annotate.task_types import TaskType
from annotate.timeclock.queries import offered_at
from annotate.timeclock.rules import Act, Place
from annotate.timeclock.service import Turn, act_on, finish, take_turn
from payments.events.rules import Fact, annotator_stream
from payments.events.service import append, keep_rulebook
from payments.ledger.rules import escrow
from payments.people.queries import willing_for
from payments.transaction import Row, Transaction
from policies.errors import Kind, Refusal
from policies.periods import MS_PER_SECOND, from_ms
from policies.permission import History
from policies.pricing import reserve_micros
from policies.rulebook import Rulebook

# One annotator's whole work in one place: what is handed out here is answered, given back and held by assignments.
__all__ = [
    "Offer",
    "Receipt",
    "Served",
    "accept_due",
    "expire_due",
    "heartbeat",
    "next_offer",
    "release",
    "submit",
    "submit_and_next",
]

RETRY_MS = 3 * MS_PER_SECOND
"""When work exists but is in somebody's hands this very moment, it is worth asking again so soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What came of an answer: the receipt, and the next item or the reason why there is none now."""

    receipt: Receipt
    offer: Offer | None
    refusal: Refusal | None


# The heart of it. One statement finds the next open item that this person never had, beyond their cursor, and takes
# one of its slots; two people cannot take the same one. On PostgreSQL a locked item is passed over, not waited for.
_CLAIM = """
UPDATE item SET open_slots = open_slots - 1 WHERE id = (
  SELECT item.id FROM item
  WHERE item.project_id = :project_id AND item.open_slots > 0 AND (item.sort_key, item.id) > (:sort_key, :item_id)
    AND NOT EXISTS (SELECT 1 FROM assignment WHERE assignment.item_id = item.id AND assignment.person_id = :person_id)
  ORDER BY item.sort_key, item.id LIMIT 1 /*postgresql: FOR UPDATE OF item SKIP LOCKED */
) RETURNING id, sort_key, content
"""
_OPEN_FOR_ME = """
SELECT 1 FROM item WHERE item.project_id = :project_id AND item.open_slots > 0
  AND NOT EXISTS (SELECT 1 FROM assignment WHERE assignment.item_id = item.id AND assignment.person_id = :person_id)
LIMIT 1
"""
_OPENING = """
SELECT 1 FROM batch WHERE project_id = :project_id AND published_at IS NOT NULL AND after_item_id IS NOT NULL LIMIT 1
"""
# One statement, so that slots and money are of the same moment.
_WHY_SHORT = f"SELECT EXISTS ({_OPEN_FOR_ME}), {IS_MONEY_LEFT}"
_HELD_BY_OTHERS = """
SELECT min(other.lease_until_at) FROM assignment AS other
WHERE other.project_id = :project_id AND other.state IN ('offered', 'started') AND other.person_id <> :person_id
  AND NOT EXISTS (SELECT 1 FROM assignment AS mine WHERE mine.item_id = other.item_id AND mine.person_id = :person_id)
"""
_CURSOR = "SELECT sort_key, item_id FROM cursor WHERE person_id = :person_id AND project_id = :project_id"
_MOVE_CURSOR = """
INSERT INTO cursor (person_id, project_id, sort_key, item_id) VALUES (:person_id, :project_id, :sort_key, :item_id)
ON CONFLICT (person_id, project_id) DO UPDATE SET sort_key = excluded.sort_key, item_id = excluded.item_id
"""
_BEFORE_ALL = (-1, -1)
_ASSIGN = """
INSERT INTO assignment (project_id, organisation_id, item_id, person_id, state, pay_basis, price_micros, currency,
  estimated_ms, jurisdiction, zone, floor_hourly_micros, rulebook_digest, offered_at, started_at, lease_until_at)
VALUES (:project_id, :organisation_id, :item_id, :person_id, 'started', :pay_basis, :price_micros, :currency,
  :estimated_ms, :jurisdiction, :zone, :floor_hourly_micros, :rulebook_digest, :offered_ms, :offered_ms,
  :lease_until_ms)
RETURNING id
"""


def next_offer(tx: Transaction, *, person_id: int, project_id: int, now: datetime, rulebook: Rulebook) -> Offer:
    """Offer one item and start its clock; what is open already comes back as it is.

    Raises:
        Refusal: a cap or a rest, as `refuse_unless_allowed`, and `more_may_return` (each with `until`);
            `nothing_left`, `project_paused`, `project_closed`, `reserve_low`;
            `not_found` where the project is not open to the person.
    """
    taken = take_turn(tx, person_id=person_id, now=now, rulebook=rulebook)
    facts: list[Fact] = []
    offer = _offer(tx, taken, project_id=project_id, rulebook=rulebook, facts=facts)
    time_facts = finish(tx, taken, now=now, rulebook=rulebook)
    append(tx, stream=annotator_stream(person_id), facts=[*time_facts, *facts], now=taken.now)
    return offer


def submit_and_next(  # noqa: PLR0913 - as `submit`
    tx: Transaction,
    *,
    person_id: int,
    assignment_id: int,
    result: object,
    now: datetime,
    rulebook: Rulebook,
    task_types: Mapping[str, TaskType],
) -> Served:
    """Take one answer and hand out the next item of the same project, in one turn; a refused offer keeps the answer.

    Raises:
        Refusal: as `submit`; the reasons of `next_offer` are returned, not raised.
    """
    taken = take_turn(tx, person_id=person_id, now=now, rulebook=rulebook)
    receipt, facts = submit_in(tx, taken, assignment_id=assignment_id, result=result, task_types=task_types)
    offer, refusal = None, None
    try:
        offer = _offer(tx, taken, project_id=receipt.project_id, rulebook=rulebook, facts=facts)
    except Refusal as why_not:
        refusal = why_not
    time_facts = finish(tx, taken, now=now, rulebook=rulebook)
    append(tx, stream=annotator_stream(person_id), facts=[*time_facts, *facts], now=taken.now)
    return Served(receipt=receipt, offer=offer, refusal=refusal)


def _offer(tx: Transaction, taken: Turn, *, project_id: int, rulebook: Rulebook, facts: list[Fact]) -> Offer:
    """Find what this person may be offered, take it, and start its clock. Facts are added as they come about."""
    view = existing_project(tx, project_id)
    open_one = started(tx, person_id=taken.person_id, project_id=project_id)
    if open_one is not None:
        return _again(tx, taken, view, open_one)
    history = history_of(tx, taken, is_distressing=bool(view.content_risks))
    facts += note_breaches(tx, taken, history)
    _refuse_closed(tx, taken, view)
    _refuse_unrested(taken, history)
    if not view.is_salaried:
        _fund(tx, taken, view, facts=facts)
    item_id, content = _claim(tx, taken, view)
    floor = taken.floor_on(taken.today)
    keep_rulebook(tx, rulebook=rulebook, digest=floor.rulebook_digest, now=from_ms(taken.now_ms))
    terms = {
        "project_id": project_id,
        "organisation_id": view.organisation_id,
        "item_id": item_id,
        "person_id": taken.person_id,
        "pay_basis": view.pay_basis,
        "price_micros": view.price_micros,
        "currency": view.currency,
        "estimated_ms": view.estimated_ms,
        "jurisdiction": floor.jurisdiction,
        "zone": floor.zone,
        "floor_hourly_micros": floor.hourly_micros,
        "rulebook_digest": floor.rulebook_digest,
        "offered_ms": taken.now_ms,
    }
    lease_until_ms = taken.now_ms + lease_ms(view.estimated_ms)
    assignment_id = int(tx.value(_ASSIGN, **terms, lease_until_ms=lease_until_ms))
    facts.append(Fact("offer", {"assignment_id": assignment_id, **terms}))
    _start(tx, taken, view, assignment_id)
    return Offer(
        assignment_id=assignment_id,
        project_id=project_id,
        project_name=view.name,
        language=view.language,
        task_type=view.task_type,
        content=content,
        schema=view.label_schema,
        pay_basis=view.pay_basis,
        price_micros=view.price_micros,
        currency=view.currency,
        estimated_ms=view.estimated_ms,
        floor_hourly_micros=floor.hourly_micros,
        offered_at=from_ms(taken.now_ms),
        lease_until_at=from_ms(lease_until_ms),
    )


def _again(tx: Transaction, taken: Turn, view: ProjectView, found: Contract) -> Offer:
    """Return what the person has open, held for them longer, its clock going on."""
    if taken.state.place.assignment_id != found.assignment_id:
        _start(tx, taken, view, found.assignment_id)
    else:
        act_on(tx, taken, Act.RESUME, offered=offered_at(tx, found.assignment_id))
    return Offer(
        assignment_id=found.assignment_id,
        project_id=found.project_id,
        project_name=view.name,
        language=view.language,
        task_type=found.task_type,
        content=found.content,
        schema=found.schema,
        pay_basis=found.pay_basis,
        price_micros=found.price_micros,
        currency=found.currency,
        estimated_ms=found.estimated_ms,
        floor_hourly_micros=found.floor_hourly_micros,
        offered_at=from_ms(found.offered_ms),
        lease_until_at=from_ms(renew(tx, found, now_ms=taken.now_ms)),
    )


def _start(tx: Transaction, taken: Turn, view: ProjectView, assignment_id: int) -> None:
    """Let the clock count an assignment from now on; what it was on before is decided first."""
    place = Place(view.organisation_id, view.project_id, assignment_id)
    act_on(tx, taken, Act.START, place=place, offered=offered_at(tx, taken.state.place.assignment_id))


def _refuse_closed(tx: Transaction, taken: Turn, view: ProjectView) -> None:
    jurisdiction = taken.floor_on(taken.today).jurisdiction
    if not is_open_to(tx, view, person_id=taken.person_id, jurisdiction=jurisdiction):
        raise Refusal("not_found", Kind.MISSING)
    if view.state != ProjectState.RUNNING:
        raise Refusal(f"project_{view.state}", Kind.CONFLICT)
    if view.content_risks:
        refuse_unwilling(view.content_risks, willing=willing_for(tx, taken.person_id))


def _refuse_unrested(taken: Turn, history: History) -> None:
    """Refuse new work while a cap or a rest holds it back; time away from hard content counts whole, as it was due."""
    try:
        refuse_unless_allowed(history, limits=taken.limits, now_ms=taken.now_ms)
    except Refusal as why_not:
        if why_not.code == "decompression_due" and taken.limits.exposure is not None:
            owed_ms = max(taken.state.rest_required_ms, taken.limits.exposure.length_ms)
            taken.state, taken.is_changed = replace(taken.state, rest_required_ms=owed_ms), True
        raise


def _fund(tx: Transaction, taken: Turn, view: ProjectView, *, facts: list[Fact]) -> None:
    """Make sure that the next item's pay is in the purse, and what comes on top of it in the reserve, or refuse."""
    least_micros = view.set_aside_micros
    on_top_micros = reserve_micros(piece_micros=least_micros, share_percent=taken.limits.reserve_percent)
    filling, has_more = Filling.SHORT, has_reserve(tx, view.chest, least_micros=on_top_micros)
    if has_more:
        now = from_ms(taken.now_ms)
        filling = fill_purse(tx, view.chest, person_id=taken.person_id, least_micros=least_micros, now=now, facts=facts)
    if filling is Filling.ENOUGH:
        return
    me = {"person_id": taken.person_id, "project_id": view.project_id}
    why = tx.one(_WHY_SHORT, **me, least_micros=least_micros, escrow_id=escrow(view.project_id))
    assert why is not None, "a question without a table has one row"
    is_open, is_money_left = why
    if is_open and not (has_more and is_money_left):
        raise Refusal("reserve_low", Kind.CONFLICT)
    raise _nothing(tx, taken, me)  # the last money went with the last item, or is in somebody's hands this moment


def _claim(tx: Transaction, taken: Turn, view: ProjectView) -> tuple[int, Mapping[str, Any]]:
    """Take one slot of the next item, from the cursor on, then once more from the front; or say why there is none."""
    me = {"person_id": taken.person_id, "project_id": view.project_id}
    cursor = tx.one(_CURSOR, **me)
    if cursor is None:
        pseudonym_of(tx, **me)
    here = cursor or _BEFORE_ALL
    claimed = _claim_after(tx, me, here) or (_claim_after(tx, me, _BEFORE_ALL) if cursor else None)
    if claimed is None:
        raise _nothing(tx, taken, me)
    item_id, sort_key, content = claimed
    tx.run(_MOVE_CURSOR, **me, sort_key=sort_key, item_id=item_id)
    return item_id, json.loads(content)


def _claim_after(tx: Transaction, me: dict[str, int], cursor: Row) -> Row | None:
    return tx.one(_CLAIM, **me, sort_key=cursor[0], item_id=cursor[1])


def _nothing(tx: Transaction, taken: Turn, me: dict[str, int]) -> Refusal:
    """Return why nothing was claimed: work in somebody's hands may come back, or there is truly none left."""
    is_opening = tx.value(_OPENING, project_id=me["project_id"]) is not None
    if is_opening or tx.value(_OPEN_FOR_ME, **me) is not None:
        return Refusal("more_may_return", Kind.NOT_YET, until=from_ms(taken.now_ms + RETRY_MS).isoformat())
    until_ms = tx.value(_HELD_BY_OTHERS, **me)
    if until_ms is None:
        return Refusal("nothing_left", Kind.CONFLICT)
    return Refusal("more_may_return", Kind.NOT_YET, until=from_ms(max(until_ms, taken.now_ms + RETRY_MS)).isoformat())
