"""Handing out work: the next item for one annotator, funded first, never twice, never more than asked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from annotate.assignments.queries import Contract, contract, started
from annotate.assignments.rules import AssignmentAct, AssignmentState, lease_ms, move
from annotate.assignments.service import Receipt, heartbeat, release, renew, submit, submit_in
from annotate.caps.service import history_of, note_breaches
from annotate.funding.service import Filling, fill_purse
from annotate.lapsing.service import accept_due, expire_due
from annotate.offers.queries import Terms, terms_of
from annotate.offers.service import Claimed, claim, claim_ahead, move_cursor, where_claimed, why_short
from annotate.projects.rules import ProjectState, refuse_unwilling
from annotate.serving.queries import offer_of
from annotate.serving.rules import Offer, refuse_unless_allowed
from annotate.task_types import TaskType
from annotate.timeclock.queries import ClockView, offered_at
from annotate.timeclock.rules import Act, Place
from annotate.timeclock.service import Turn, act_on, finish, keep_once, take_turn
from payments.employment.queries import employers_of
from payments.events.rules import Fact, annotator_stream
from payments.events.service import append
from payments.ledger.queries import balance
from payments.ledger.rules import purse
from payments.people.queries import willing_for
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import from_ms
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What came of an answer: the receipt, and the next item or the reason why there is none now."""

    receipt: Receipt
    offer: Offer | None
    refusal: Refusal | None
    clock: ClockView | None = None
    """The person's clock as it stands then, where it is known."""


_ASSIGN = """
INSERT INTO assignment (project_id, organisation_id, item_id, person_id, state, pay_basis, price_micros, currency,
  estimated_ms, jurisdiction, zone, floor_hourly_micros, rulebook_digest, offered_at, started_at, lease_until_at)
VALUES (:project_id, :organisation_id, :item_id, :person_id, :state, :pay_basis, :price_micros, :currency,
  :estimated_ms, :jurisdiction, :zone, :floor_hourly_micros, :rulebook_digest, :offered_ms, :started_ms,
  :lease_until_ms)
RETURNING id
"""
_START_AHEAD = """
UPDATE assignment SET state = :state, started_at = :now, lease_until_at = :lease_until_ms WHERE id = :assignment_id
"""


def next_offer(tx: Transaction, *, person_id: int, project_id: int, now: datetime, rulebook: Rulebook) -> Offer:
    """Offer one item and start its clock; what is open already comes back as it is.

    Raises:
        Refusal: a cap or a rest, as `refuse_unless_allowed`, and `more_may_return` (each with `until`);
            `nothing_left`, `project_paused`, `project_closed`, `reserve_low`, `language_not_read`,
            `person_answers_full`;
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
    return Served(receipt=receipt, offer=offer, refusal=refusal, clock=taken.view())


def _offer(tx: Transaction, taken: Turn, *, project_id: int, rulebook: Rulebook, facts: list[Fact]) -> Offer:
    """Find what this person may be offered, take it, and start its clock. Facts are added as they come about."""
    floor = taken.floor_on(taken.today)
    terms = terms_of(tx, person_id=taken.person_id, project_id=project_id, jurisdiction=floor.jurisdiction)
    if terms.started_id is not None:
        open_one = started(tx, person_id=taken.person_id, project_id=project_id)
        if open_one is not None:
            return _again(tx, taken, terms, open_one)
    history = history_of(tx, taken, is_distressing=bool(terms.content_risks))
    facts += note_breaches(tx, taken, history)
    _refuse_closed(tx, taken, terms)
    _refuse_unrested(taken, history)
    ahead = _started_ahead(tx, taken, terms)
    if ahead is not None:
        keep_once(tx, taken, floor.rulebook_digest, now=taken.now, rulebook=rulebook)
        following = _offer_ahead(tx, taken, terms, where_claimed(terms), facts=facts)
        if following is not None:
            move_cursor(tx, terms, person_id=taken.person_id, taken=[following])
        return ahead
    if not terms.has_room_for(1):
        raise Refusal("person_answers_full", Kind.CONFLICT, most=terms.taken_count)
    if not terms.is_salaried:
        _fund(tx, taken, terms, facts=facts)
    claimed = claim(tx, terms, person_id=taken.person_id, now_ms=taken.now_ms)
    keep_once(tx, taken, floor.rulebook_digest, now=taken.now, rulebook=rulebook)
    assignment_id = _assign(tx, taken, terms, claimed, state=AssignmentState.STARTED, facts=facts)
    _start(tx, taken, terms.organisation_id, project_id, assignment_id)
    following = _offer_ahead(tx, taken, terms, claimed, facts=facts)
    move_cursor(tx, terms, person_id=taken.person_id, taken=[claimed, following] if following else [claimed])
    return Offer(
        assignment_id=assignment_id,
        project_id=project_id,
        project_name=terms.name,
        language=terms.language,
        task_type=terms.task_type,
        content=json.loads(claimed.content),
        schema=terms.schema,
        pay_basis=terms.pay_basis,
        price_micros=terms.price_micros,
        currency=terms.currency,
        estimated_ms=terms.estimated_ms,
        floor_hourly_micros=floor.hourly_micros,
        offered_at=from_ms(taken.now_ms),
        lease_until_at=from_ms(taken.now_ms + lease_ms(terms.estimated_ms)),
    )


def _assign(
    tx: Transaction, taken: Turn, terms: Terms, claimed: Claimed, *, state: AssignmentState, facts: list[Fact]
) -> int:
    """Write the contract of one item at the terms of this moment, and its fact; return its id."""
    floor = taken.floor_on(taken.today)
    fixed = {
        "project_id": terms.project_id,
        "organisation_id": terms.organisation_id,
        "item_id": claimed.item_id,
        "person_id": taken.person_id,
        "pay_basis": terms.pay_basis,
        "price_micros": terms.price_micros,
        "currency": terms.currency,
        "estimated_ms": terms.estimated_ms,
        "jurisdiction": floor.jurisdiction,
        "zone": floor.zone,
        "floor_hourly_micros": floor.hourly_micros,
        "rulebook_digest": floor.rulebook_digest,
        "offered_ms": taken.now_ms,
    }
    held = {
        "state": state.value,
        "started_ms": taken.now_ms if state is AssignmentState.STARTED else None,
        "lease_until_ms": taken.now_ms + lease_ms(terms.estimated_ms),
    }
    assignment_id = int(tx.value(_ASSIGN, **fixed, **held))
    facts.append(Fact("offer", {"assignment_id": assignment_id, **fixed}))
    return assignment_id


def _offer_ahead(tx: Transaction, taken: Turn, terms: Terms, on: Claimed, *, facts: list[Fact]) -> Claimed | None:
    """Offer one more item where pictures take time to load: its money in the purse, its clock not started.

    Near the end of the queue, or where purse and reserve do not hold the money of both, nothing is held back.
    """
    if not on.has_pictures or not terms.has_room_for(2 if on.is_new else 1):
        return None
    if not (terms.is_salaried or _reaches_for_two(tx, taken, terms)):
        return None
    ahead = claim_ahead(tx, terms, person_id=taken.person_id, after=on)
    if ahead is not None:
        _assign(tx, taken, terms, ahead, state=AssignmentState.OFFERED, facts=facts)
    return ahead


def _reaches_for_two(tx: Transaction, taken: Turn, terms: Terms) -> bool:
    """Whether purse and reserve hold the money of two items; the purse may have been filled since it was read."""
    least_micros = 2 * terms.set_aside_micros
    if terms.reserve_micros < 2 * _on_top_micros(taken, terms):
        return False
    purse_id = purse(terms.project_id, taken.person_id)
    return terms.purse_micros >= least_micros or balance(tx, purse_id).available >= least_micros


def _started_ahead(tx: Transaction, taken: Turn, terms: Terms) -> Offer | None:
    """Start what was offered ahead, by the contract fixed then; None where nothing is, or it went back just now."""
    found = None if terms.ahead_id is None else contract(tx, terms.ahead_id)
    if found is None or found.state != AssignmentState.OFFERED:
        return None
    until_ms = taken.now_ms + lease_ms(found.estimated_ms)
    state = move(found.state, AssignmentAct.START).value
    here = {"assignment_id": found.assignment_id, "state": state}
    tx.send(_START_AHEAD, **here, now=taken.now_ms, lease_until_ms=until_ms)
    _start(tx, taken, found.organisation_id, found.project_id, found.assignment_id)
    return offer_of(found, project_name=terms.name, language=terms.language, lease_until_ms=until_ms)


def _again(tx: Transaction, taken: Turn, terms: Terms, found: Contract) -> Offer:
    """Return what the person has open, held for them longer, its clock going on."""
    if taken.state.place.assignment_id != found.assignment_id:
        _start(tx, taken, found.organisation_id, found.project_id, found.assignment_id)
    else:
        act_on(tx, taken, Act.RESUME, offered=offered_at(tx, found.assignment_id))
    until_ms = renew(tx, found, now_ms=taken.now_ms)
    return offer_of(found, project_name=terms.name, language=terms.language, lease_until_ms=until_ms)


def _start(tx: Transaction, taken: Turn, organisation_id: int, project_id: int, assignment_id: int) -> None:
    """Let the clock count an assignment from now on; what it was on before is decided first."""
    place = Place(organisation_id, project_id, assignment_id)
    act_on(tx, taken, Act.START, place=place, offered=offered_at(tx, taken.state.place.assignment_id))


def _refuse_closed(tx: Transaction, taken: Turn, terms: Terms) -> None:
    is_theirs = not terms.is_salaried or terms.organisation_id in employers_of(tx, taken.person_id)
    if terms.state == ProjectState.DRAFT or not terms.is_open_here or not is_theirs:
        raise Refusal("not_found", Kind.MISSING)
    if terms.state != ProjectState.RUNNING:
        raise Refusal(f"project_{terms.state}", Kind.CONFLICT)
    if not terms.is_read:
        raise Refusal("language_not_read", Kind.CONFLICT, items_in=terms.language)
    if terms.content_risks:
        refuse_unwilling(terms.content_risks, willing=willing_for(tx, taken.person_id))


def _refuse_unrested(taken: Turn, history: History) -> None:
    """Refuse new work while a cap or a rest holds it back; time away from hard content counts whole, as it was due."""
    try:
        refuse_unless_allowed(history, limits=taken.limits, now_ms=taken.now_ms)
    except Refusal as why_not:
        if why_not.code == "decompression_due" and taken.limits.exposure is not None:
            owed_ms = max(taken.state.rest_required_ms, taken.limits.exposure.length_ms)
            taken.state, taken.is_changed = replace(taken.state, rest_required_ms=owed_ms), True
        raise


def _on_top_micros(taken: Turn, terms: Terms) -> int:
    """Return what may come on top of one item: by so much the reserve must reach further."""
    percent = taken.limits.reserve_percent if terms.reserve_percent is None else terms.reserve_percent
    return reserve_micros(piece_micros=terms.set_aside_micros, share_percent=percent)


def _fund(tx: Transaction, taken: Turn, terms: Terms, *, facts: list[Fact]) -> None:
    """Make sure that the next item's pay is in the purse, and what comes on top of it in the reserve, or refuse."""
    least_micros = terms.set_aside_micros
    has_more = terms.reserve_micros >= _on_top_micros(taken, terms)
    if has_more and terms.purse_micros >= least_micros:
        return
    filling, who = Filling.SHORT, taken.person_id
    if has_more:
        now = from_ms(taken.now_ms)
        filling = fill_purse(tx, terms.chest, person_id=who, least_micros=least_micros, now=now, facts=facts)
    if filling is not Filling.ENOUGH:
        raise why_short(tx, terms, person_id=who, has_reserve=has_more, now_ms=taken.now_ms)
