"""Recording counted time and what an item earns, and making pay final when nobody contested it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import itemgetter

from payments.columns import json_text
from payments.earnings.rules import PENDING_MS, EarningRow, Recorded, Segment, WorkPay, hold_ids
from payments.events.rules import Fact, annotator_stream
from payments.events.service import append
from payments.ledger.rules import Movement, guarantee, payable, purse, reserve
from payments.ledger.service import lock_account, post, record_up_to
from payments.running.service import forget, paid, run_on
from payments.transaction import Transaction
from policies.periods import to_ms

_ADD_SEGMENT = """
INSERT INTO time_segment (person_id, work_session_id, organisation_id, project_id, assignment_id, bucket, started_at,
  ended_at, worked_on, jurisdiction, zone, floor_hourly_micros, currency, rulebook_digest)
VALUES (:person_id, :work_session_id, :organisation_id, :project_id, :assignment_id, :bucket, :started_ms,
  :ended_ms, :worked_on, :jurisdiction, :zone, :floor_hourly_micros, :currency, :rulebook_digest)
"""
_ADD_TO_TOTAL = """
INSERT INTO time_total (person_id, worked_on, work_session_id, organisation_id, project_id, bucket,
  floor_hourly_micros, currency, rulebook_digest, counted_ms)
VALUES (:person_id, :worked_on, :work_session_id, :organisation_id, :project_id, :bucket,
  :floor_hourly_micros, :currency, :rulebook_digest, :counted_ms)
ON CONFLICT (person_id, worked_on, work_session_id, organisation_id, project_id, bucket,
  floor_hourly_micros, currency, rulebook_digest)
DO UPDATE SET counted_ms = time_total.counted_ms + excluded.counted_ms
"""
_TOTAL_KEY = (
    "person_id",
    "worked_on",
    "work_session_id",
    "organisation_id",
    "project_id",
    "bucket",
    "floor_hourly_micros",
    "currency",
    "rulebook_digest",
)
_KEY_OF = itemgetter(*_TOTAL_KEY)
_BOOKED = """
SELECT id, amount_micros, currency, carrier FROM earning WHERE assignment_id = :assignment_id AND kind = :kind
"""
# What the purse has free, with the money's two accounts locked, and whether this was booked before: asked at once.
_BEFORE_PAY = """
SELECT id, currency, credits_posted - debits_posted - debits_pending,
       (SELECT id FROM earning WHERE assignment_id = :assignment_id AND kind = :kind)
FROM /*postgresql: ledger_locked(:debit_id, :credit_id) AS */ ledger_account WHERE id IN (:debit_id, :credit_id)
"""
_ADD_EARNING = """
INSERT INTO earning (person_id, organisation_id, project_id, assignment_id, kind, carrier, period, earned_on, quantity,
  unit, rate_micros, amount_micros, currency, rule, rulebook_digest, workings, state, earned_at, final_due_at, final_at)
VALUES (:person_id, :organisation_id, :project_id, :assignment_id, :kind, :carrier, :period, :earned_on, :quantity,
  :unit, :rate_micros, :amount_micros, :currency, :rule, :rulebook_digest, :workings, :state, :earned_at,
  :final_due_at, :final_at)
RETURNING id
"""
# One person at a time: whoever holds nobody else's money cannot make others wait in a circle.
_DUE = """
SELECT id, person_id, assignment_id, currency, period FROM earning
WHERE state = 'pending' AND final_due_at <= :now AND person_id = (
  SELECT person_id FROM earning WHERE state = 'pending' AND final_due_at <= :now ORDER BY final_due_at, id LIMIT 1)
ORDER BY final_due_at, id LIMIT :limit /*postgresql: FOR UPDATE SKIP LOCKED */
"""
_HELD = "SELECT id, debit_id FROM ledger_transfer WHERE id IN (:purse, :reserve, :guarantee)"
_OWE = """
INSERT INTO owed_week (person_id, period, currency) VALUES (:person_id, :period, :currency) ON CONFLICT DO NOTHING
"""
_MAKE_FINAL = "UPDATE earning SET state = 'final', final_at = :now WHERE id = :earning_id"


def record_time(tx: Transaction, *, segments: Sequence[Segment], now: datetime) -> list[Fact]:
    """Record counted and uncounted time.

    Args:
        tx: the open transaction.
        segments: of one or more people, none longer than 60 seconds, none across a midnight of its person.
        now: when it is recorded; no segment may end later.

    Returns:
        One fact for each segment, to be appended to the person's stream in the same act.
    """
    if not segments:
        return []
    assert max(segment.ended_ms for segment in segments) <= to_ms(now), "time is recorded after it has passed"
    bodies = [segment.body() for segment in segments]
    run_on(tx, bodies)
    tx.run_many(_ADD_SEGMENT, bodies)
    tx.run_many(_ADD_TO_TOTAL, totals_of(bodies))
    return [Fact("time", body) for body in bodies]


def add_to_totals(tx: Transaction, bodies: Sequence[dict[str, object]]) -> None:
    """Add segments of some time ago to the totals; running totals are re-made before they are read again.

    Args:
        tx: the open transaction.
        bodies: what `Segment.body` returned, perhaps with another bucket.
    """
    for person_id in {int(str(body["person_id"])) for body in bodies}:
        forget(tx, person_id)
    tx.run_many(_ADD_TO_TOTAL, totals_of(bodies))


def totals_of(bodies: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Return segments added up by everything that a total tells apart, each with its `counted_ms`."""
    sums: dict[tuple[object, ...], int] = {}
    for body in bodies:
        key = _KEY_OF(body)
        sums[key] = sums.get(key, 0) + _length_ms(body)
    return [dict(zip(_TOTAL_KEY, key, strict=True)) | {"counted_ms": ms} for key, ms in sums.items()]


def record_pay(tx: Transaction, *, pay: WorkPay, now: datetime, pending_ms: int = PENDING_MS) -> Recorded:
    """Book what a submitted assignment earns and hold the money for it; a repeat returns what was booked before.

    The annotator's purse pays first, then the project's reserve, then the platform's guarantee; surplus answers are
    paid by the guarantee alone. Nothing submitted stays unpaid because an account is short.

    Args:
        tx: the open transaction.
        pay: what is earned, above zero.
        now: when it was submitted.
        pending_ms: after how long silence makes it final.

    Returns:
        What was booked, with its facts (holds, then the earning) for the annotator's stream.
    """
    purse_id = purse(pay.project_id, pay.person_id)
    here = {"debit_id": purse_id, "credit_id": payable(pay.person_id, pay.currency)}
    rows = tx.run(_BEFORE_PAY, **here, assignment_id=pay.assignment_id, kind=pay.kind.value)
    if any(row[3] is not None for row in rows):
        return _booked_before(tx, pay)
    facts: list[Fact] = []
    is_opened = len(rows) == len(here) and all(row[1] == pay.currency for row in rows)
    purse_micros = next(row[2] for row in rows if row[0] == purse_id) if is_opened else None
    is_by_guarantee = _hold_all(tx, pay, purse_micros=purse_micros, now=now, facts=facts)
    carrier = "guarantee" if is_by_guarantee else "requester"
    row = _row_of(pay, carrier=carrier, now=now, final_due_at=now + timedelta(milliseconds=pending_ms))
    earning_id = add_earning(tx, row=row, facts=facts)
    paid(tx, row.person_id, row.earned_on, amount_micros=row.amount_micros, currency=row.currency)
    return Recorded(
        earning_id=earning_id,
        amount_micros=row.amount_micros,
        currency=row.currency,
        carrier=carrier,
        is_repeat=False,
        facts=facts,
    )


def _booked_before(tx: Transaction, pay: WorkPay) -> Recorded:
    booked = tx.one(_BOOKED, assignment_id=pay.assignment_id, kind=pay.kind.value)
    assert booked is not None, "it was found just now"
    earning_id, amount_micros, currency, carrier = booked
    return Recorded(
        earning_id=earning_id,
        amount_micros=amount_micros,
        currency=currency,
        carrier=carrier,
        is_repeat=True,
        facts=(),
    )


def add_earning(tx: Transaction, *, row: EarningRow, facts: list[Fact]) -> int:
    """Write one earning and its fact.

    Args:
        tx: the open transaction.
        row: the earning; final at once where it has a `final_at`.
        facts: the list to which its fact goes.

    Returns:
        Its id.
    """
    values = {name: getattr(row, name) for name in EarningRow.__slots__}
    state = "pending" if row.final_at is None else "final"
    earning_id: int = tx.value(_ADD_EARNING, **values | {"workings": json_text(dict(row.workings)), "state": state})
    facts.append(row.fact(earning_id))
    if row.final_at is not None:
        owe_week(tx, person_id=row.person_id, period=row.period, currency=row.currency)
    return earning_id


def owe_week(tx: Transaction, *, person_id: int, period: str, currency: str) -> None:
    """Note that a week holds final pay that stands on no payslip yet; the caller holds the person's account."""
    tx.send(_OWE, person_id=person_id, period=period, currency=currency)


def make_final_due(tx: Transaction, *, now: datetime, limit: int) -> list[int]:
    """Make pay final that nobody contested in time, of the one person who has waited longest: post its holds, log it.

    Call it again, each time in a transaction of its own, until it returns nothing.

    Args:
        tx: the open transaction.
        now: what is due by now.
        limit: at most so many, to keep the transaction short.

    Returns:
        The assignments whose pay became final, so that they can be marked accepted; none, where nothing is due.
    """
    due = tx.run(_DUE, now=now, limit=limit)
    if not due:
        return []
    facts: list[Fact] = []
    for account_id in sorted({payable(row[1], row[3]) for row in due}):
        lock_account(tx, account_id=account_id)
    _post_holds(tx, [row[2] for row in due], now=now, facts=facts)
    for person_id, period, currency in sorted({(row[1], row[4], row[3]) for row in due}):
        owe_week(tx, person_id=person_id, period=period, currency=currency)
    for earning_id, _, assignment_id, *_ in due:
        tx.count(_MAKE_FINAL, earning_id=earning_id, now=now)
        body = {"assignment_id": assignment_id, "earning_id": earning_id, "final_ms": to_ms(now)}
        facts.append(Fact("earning_final", body))
    append(tx, stream=annotator_stream(due[0][1]), facts=facts, now=now)
    return [row[2] for row in due]


def _post_holds(tx: Transaction, assignment_ids: Sequence[int], *, now: datetime, facts: list[Fact]) -> None:
    """Post the holds behind these assignments: on reserves first, then on the guarantee, as an answer takes them.

    Purses come last: another's may be shared out by somebody who holds a reserve already.
    """
    held: list[tuple[int, str, str]] = []
    for assignment_id in assignment_ids:
        purse_hold, reserve_hold, guarantee_hold = hold_ids(assignment_id)
        order = (reserve_hold, guarantee_hold, purse_hold)
        names = {"purse": purse_hold, "reserve": reserve_hold, "guarantee": guarantee_hold}
        held += [(order.index(hold_id), debit_id, hold_id) for hold_id, debit_id in tx.run(_HELD, **names)]
    for _, _, pending_id in sorted(held):
        post(tx, id=f"{pending_id}:post", pending_id=pending_id, now=now, facts=facts)


def _hold_all(tx: Transaction, pay: WorkPay, *, purse_micros: int | None, now: datetime, facts: list[Fact]) -> bool:
    """Hold the whole amount, from as many accounts as it takes, and return whether all of it is the guarantee's.

    `purse_micros` is what the purse has free where its account is known to be open and locked.
    """
    payers = (purse(pay.project_id, pay.person_id), reserve(pay.project_id), guarantee(pay.currency))
    legs = list(zip(hold_ids(pay.assignment_id), payers, strict=True))
    missing_micros = pay.amount_micros
    assert missing_micros > 0, "an earning is above zero"
    held_before_guarantee = 0
    for hold_id, payer in legs[2:] if pay.is_surplus else legs:
        held_before_guarantee = pay.amount_micros - missing_micros
        movement = Movement(
            id=hold_id,
            phase="pending",
            debit_id=payer,
            credit_id=payable(pay.person_id, pay.currency),
            amount_micros=missing_micros,
            currency=pay.currency,
            code=pay.kind.value,
            reference=f"assignment:{pay.assignment_id}",
        )
        free_micros = purse_micros if payer == payers[0] else None
        missing_micros -= record_up_to(tx, movement=movement, now=now, facts=facts, free_micros=free_micros)
        if missing_micros == 0:
            break
    return held_before_guarantee == 0 and payer == guarantee(pay.currency)


def _row_of(pay: WorkPay, *, carrier: str, now: datetime, final_due_at: datetime) -> EarningRow:
    return EarningRow(
        person_id=pay.person_id,
        organisation_id=pay.organisation_id,
        project_id=pay.project_id,
        assignment_id=pay.assignment_id,
        kind=pay.kind.value,
        carrier=carrier,
        period=pay.period,
        earned_on=pay.earned_on,
        quantity=pay.quantity,
        unit=pay.unit,
        rate_micros=pay.rate_micros,
        amount_micros=pay.amount_micros,
        currency=pay.currency,
        rule=pay.rule,
        rulebook_digest=pay.rulebook_digest,
        workings=pay.workings,
        earned_at=now,
        final_due_at=final_due_at,
        final_at=None,
    )


def _length_ms(body: dict[str, object]) -> int:
    started_ms, ended_ms = body["started_ms"], body["ended_ms"]
    assert isinstance(started_ms, int)
    assert isinstance(ended_ms, int)
    return ended_ms - started_ms
