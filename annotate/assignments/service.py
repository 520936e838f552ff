"""Taking answers, taking items back, and holding them: what happens to an item after it was handed to somebody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from annotate.assignments.queries import Contract, contract
from annotate.assignments.rules import NOTE_MAX, AssignmentAct, AssignmentState, Reason, lease_ms, move
from annotate.caps.service import history_of, note_breaches
from annotate.extra_answers.service import Asked, ask_again
from annotate.projects.rules import PayBasis
from annotate.slots.service import count_in, count_out, return_slot, take_slot
from annotate.task_types import TaskType
from annotate.timeclock.queries import offered_at
from annotate.timeclock.rules import Act, Offered, Place
from annotate.timeclock.service import Turn, act_on, finish, take_turn
from payments.columns import json_text
from payments.earnings.rules import PayKind, WorkPay
from payments.earnings.service import record_pay
from payments.events.rules import Fact, annotator_stream
from payments.events.service import append
from payments.hours.queries import closed_ms
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.money import decimal_text
from policies.periods import from_ms
from policies.rulebook import Rulebook

RESULT_BYTES_MAX = 1_000_000
PROBLEMS_MOST = 20
"""So many of the things that are wrong with an answer are named at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What an annotator is told when an answer has arrived. Amounts in micro-units of `currency`."""

    assignment_id: int
    project_id: int
    amount_micros: int
    currency: str
    counted_ms: int
    is_surplus: bool
    is_repeat: bool


_STORED_MS = """
SELECT sum(ended_at - started_at) FROM time_segment
WHERE person_id = :person_id AND started_at >= :since_ms AND assignment_id = :assignment_id AND bucket = 'task'
"""
_SUBMITTED = "UPDATE assignment SET state = :state, submitted_at = :now WHERE id = :assignment_id"
ENDED = """
UPDATE assignment SET state = :state, ended_at = :now, reason = :reason, note = :note WHERE id = :assignment_id
"""
_ANSWER = """
INSERT INTO answer (assignment_id, project_id, result, is_surplus, counted_ms, submitted_at)
VALUES (:assignment_id, :project_id, :result, :is_surplus, :counted_ms, :now)
"""
_RECEIPT = """
SELECT answer.is_surplus, answer.counted_ms,
       (SELECT sum(amount_micros) FROM earning
        WHERE assignment_id = answer.assignment_id AND kind IN ('piece', 'hourly'))
FROM answer WHERE answer.assignment_id = :assignment_id
"""
_RENEW = """
UPDATE assignment SET lease_until_at = :until_ms WHERE id = :assignment_id AND state = 'started'
"""
_RENEW_AHEAD = """
UPDATE assignment SET lease_until_at = :until_ms
WHERE person_id = :person_id AND project_id = :project_id AND state = 'offered'
"""


def submit(  # noqa: PLR0913 - who, which, what, when, and the law and kinds of work it is read by
    tx: Transaction,
    *,
    person_id: int,
    assignment_id: int,
    result: object,
    now: datetime,
    rulebook: Rulebook,
    task_types: Mapping[str, TaskType],
) -> Receipt:
    """Take one answer and book its pay; the same assignment again returns the first receipt, whatever is sent.

    Raises:
        Refusal: `not_found` for somebody else's assignment, `assignment_released`, `not_started`, or what the task type
            objects to, such as `nothing_chosen` or `label_unknown`.
    """
    taken = take_turn(tx, person_id=person_id, now=now, rulebook=rulebook)
    receipt, facts = submit_in(tx, taken, assignment_id=assignment_id, result=result, task_types=task_types)
    facts += note_breaches(tx, taken, history_of(tx, taken))
    time_facts = finish(tx, taken, now=now, rulebook=rulebook)
    append(tx, stream=annotator_stream(person_id), facts=[*time_facts, *facts], now=taken.now)
    return receipt


def submit_in(
    tx: Transaction, taken: Turn, *, assignment_id: int, result: object, task_types: Mapping[str, TaskType]
) -> tuple[Receipt, list[Fact]]:
    """Take one answer within a turn that the caller finishes and logs. Args and Raises: as `submit`."""
    found = contract(tx, assignment_id)
    if found is None or found.person_id != taken.person_id:
        raise Refusal("not_found", Kind.MISSING)
    if found.state in {AssignmentState.SUBMITTED, AssignmentState.ACCEPTED}:
        return _first_receipt(tx, found), []
    if found.state == AssignmentState.RELEASED:
        raise Refusal("assignment_released", Kind.CONFLICT)
    if found.started_ms is None:  # it was offered ahead, and perhaps it went back before it was shown
        raise Refusal("not_started", Kind.CONFLICT)
    taken.kept_digests.add(found.rulebook_digest)  # the law's text was kept when this was offered under it
    text = _checked_result(found, result, task_types)
    state = move(found.state, AssignmentAct.SUBMIT).value
    is_late = found.state == AssignmentState.EXPIRED
    is_surplus = is_late and not take_slot(tx, item_id=found.item_id)
    is_whole_here = _is_whole_in(taken, found)
    act_on(tx, taken, Act.SUBMIT, place=_place(found), offered=_on_the_clock(tx, taken, found))
    counted_ms = taken.counted_ms_of(assignment_id) if is_whole_here else _counted_ms(tx, taken, found)
    tx.send(_SUBMITTED, assignment_id=assignment_id, state=state, now=taken.now_ms)
    answer = {"assignment_id": assignment_id, "project_id": found.project_id, "counted_ms": counted_ms}
    tx.send(_ANSWER, **answer, result=text, is_surplus=int(is_surplus), now=taken.now_ms)
    if is_late:
        count_in(tx, person_id=taken.person_id, project_id=found.project_id)
    if found.extra_answers_most and not is_surplus and not found.is_gold:
        _ask_again(tx, taken, found, task_types)
    body = {**answer, "is_surplus": is_surplus, "result_sha256": sha256(text.encode()).hexdigest()}
    facts = [Fact("answer", {**body, "submitted_ms": taken.now_ms})]
    amount_micros = _pay(tx, taken, found, counted_ms=counted_ms, is_surplus=is_surplus, facts=facts)
    receipt = Receipt(
        assignment_id=assignment_id,
        project_id=found.project_id,
        amount_micros=amount_micros,
        currency=found.currency,
        counted_ms=counted_ms,
        is_surplus=is_surplus,
        is_repeat=False,
    )
    return receipt, facts


def release(  # noqa: PLR0913 - who, which, why, when, and the law
    tx: Transaction,
    *,
    person_id: int,
    assignment_id: int,
    reason: Reason,
    note: str = "",
    now: datetime,
    rulebook: Rulebook,
) -> None:
    """Give an item back; it never counts against the annotator, and the time stays counted. Twice is once.

    Raises:
        Refusal: `not_found`; `assignment_state` for an answer already given.
    """
    taken = take_turn(tx, person_id=person_id, now=now, rulebook=rulebook)
    found = contract(tx, assignment_id)
    if found is None or found.person_id != person_id:
        raise Refusal("not_found", Kind.MISSING)
    if found.state in {AssignmentState.RELEASED, AssignmentState.EXPIRED}:
        return
    state = move(found.state, AssignmentAct.RELEASE)
    act_on(tx, taken, Act.RELEASE, place=_place(found), offered=_on_the_clock(tx, taken, found))
    why = {"reason": Reason(reason).value, "note": note.strip()[:NOTE_MAX] or None}
    tx.run(ENDED, assignment_id=assignment_id, state=state, now=taken.now_ms, **why)
    return_slot(tx, item_id=found.item_id, now_ms=taken.now_ms)
    count_out(tx, person_id=person_id, project_id=found.project_id)
    facts = [Fact("release", {"assignment_id": assignment_id, "reason": why["reason"], "released_ms": taken.now_ms})]
    if found.pay_basis == PayBasis.HOUR:  # an hour's price is for the time, whatever came of it
        counted_ms = _counted_ms(tx, taken, found)
        _pay(tx, taken, found, counted_ms=counted_ms, is_surplus=False, facts=facts)
    time_facts = finish(tx, taken, now=now, rulebook=rulebook)
    append(tx, stream=annotator_stream(person_id), facts=[*time_facts, *facts], now=taken.now)


def heartbeat(
    tx: Transaction, *, person_id: int, now: datetime, rulebook: Rulebook, assignment_id: int | None = None
) -> None:
    """Hear that a person is there: their clock goes on, and what they have open is held for them longer."""
    taken = take_turn(tx, person_id=person_id, now=now, rulebook=rulebook)
    here = taken.state.place.assignment_id
    # Where the page says at which open item they are, the clock goes on with it if nothing else is on it.
    found = contract(tx, assignment_id) if assignment_id is not None and assignment_id != here else None
    is_theirs = found is not None and (found.person_id, found.state) == (person_id, AssignmentState.STARTED)
    place = _place(found) if found is not None and is_theirs else None
    act_on(tx, taken, Act.HEARTBEAT, place=place, offered=offered_at(tx, here))
    here = taken.state.place.assignment_id
    offered = offered_at(tx, here)
    if here is not None and offered is not None:
        until_ms = taken.now_ms + lease_ms(offered.estimated_ms)
        tx.run(_RENEW, assignment_id=here, until_ms=until_ms)
        tx.run(_RENEW_AHEAD, person_id=person_id, project_id=taken.state.place.project_id, until_ms=until_ms)
    facts = finish(tx, taken, now=now, rulebook=rulebook)
    append(tx, stream=annotator_stream(person_id), facts=facts, now=taken.now)


def renew(tx: Transaction, found: Contract, *, now_ms: int) -> int:
    """Hold an open item longer and return until when, milliseconds since 1970."""
    until_ms = now_ms + lease_ms(found.estimated_ms)
    tx.run(_RENEW, assignment_id=found.assignment_id, until_ms=until_ms)
    return until_ms


def _first_receipt(tx: Transaction, found: Contract) -> Receipt:
    is_surplus, counted_ms, amount_micros = tx.one(_RECEIPT, assignment_id=found.assignment_id) or (0, 0, 0)
    return Receipt(
        assignment_id=found.assignment_id,
        project_id=found.project_id,
        amount_micros=int(amount_micros or 0),
        currency=found.currency,
        counted_ms=counted_ms,
        is_surplus=bool(is_surplus),
        is_repeat=True,
    )


def _checked_result(found: Contract, result: object, task_types: Mapping[str, TaskType]) -> str:
    """Return a result as JSON text, or refuse what cannot be an answer to this item."""
    problems = task_types[found.task_type].problems(found.schema, found.content, result)
    if problems:
        named = problems[:PROBLEMS_MOST]
        raise Refusal.of_all([Refusal(problem.code, Kind.UNREADABLE, **problem.params) for problem in named])
    text = json_text(result)
    try:
        size = len(text.encode())
    except UnicodeEncodeError as problem:  # half a character, which no database can keep
        raise Refusal("answer_unreadable", Kind.UNREADABLE) from problem
    if size > RESULT_BYTES_MAX:
        raise Refusal("answer_too_large", Kind.TOO_LARGE, most=RESULT_BYTES_MAX)
    return text


def _ask_again(tx: Transaction, taken: Turn, found: Contract, task_types: Mapping[str, TaskType]) -> None:
    asked = Asked(
        item_id=found.item_id,
        task_type=task_types[found.task_type],
        schema=found.schema,
        overlap=found.overlap,
        extra_answers_most=found.extra_answers_most,
    )
    ask_again(tx, asked, now_ms=taken.now_ms)


def _place(found: Contract) -> Place:
    return Place(found.organisation_id, found.project_id, found.assignment_id)


def _on_the_clock(tx: Transaction, taken: Turn, found: Contract) -> Offered | None:
    """Return what the assignment on the clock fixed: this one's, or another's where the person went on already."""
    here = taken.state.place.assignment_id
    if here is None or here == found.assignment_id:
        fixed = (found.floor_hourly_micros, found.estimated_ms, found.currency, found.measured_p95_ms)
        return Offered(found.assignment_id, *fixed)
    return offered_at(tx, here)


def _is_whole_in(taken: Turn, found: Contract) -> bool:
    """Whether none of an assignment's time is recorded yet: the clock has been on it without a cut since it began."""
    is_on_it = taken.state.place.assignment_id == found.assignment_id
    return is_on_it and found.started_ms is not None and taken.state.stretch_from_ms <= found.started_ms


def _counted_ms(tx: Transaction, taken: Turn, found: Contract) -> int:
    since_ms = found.offered_ms - taken.limits.idle_grace_ms  # the way to an item is counted with it
    about = {"person_id": taken.person_id, "assignment_id": found.assignment_id, "since_ms": since_ms}
    return int(tx.value(_STORED_MS, **about) or 0) + taken.counted_ms_of(found.assignment_id)


def _pay(tx: Transaction, taken: Turn, found: Contract, *, counted_ms: int, is_surplus: bool, facts: list[Fact]) -> int:
    """Book what the answer earns and return it; nothing for an hourly one without counted time, or on a salary."""
    if found.pay_basis == PayBasis.SALARIED:
        return 0
    is_hourly = found.pay_basis == PayBasis.HOUR
    if is_hourly:  # a week that closed while the item was open has paid its time already
        closed = closed_ms(tx, taken.person_id, found.assignment_id, offered_ms=found.offered_ms)
        counted_ms = max(0, counted_ms - closed)
    pay = WorkPay(
        person_id=taken.person_id,
        organisation_id=found.organisation_id,
        project_id=found.project_id,
        assignment_id=found.assignment_id,
        kind=PayKind.HOURLY if is_hourly else PayKind.PIECE,
        quantity=counted_ms if is_hourly else 1,
        rate_micros=found.price_micros,
        currency=found.currency,
        earned_on=taken.today,
        rule=f"offer:{found.assignment_id}",
        rulebook_digest=found.rulebook_digest,
        is_surplus=is_surplus,
        workings={"price": decimal_text(found.price_micros), "counted_ms": counted_ms},
    )
    if pay.amount_micros == 0:
        return 0
    booked = record_pay(tx, pay=pay, now=from_ms(taken.now_ms), pending_ms=taken.limits.silence_ms)
    facts.extend(booked.facts)
    return booked.amount_micros
