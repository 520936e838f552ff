"""Reading payouts: where each stands and why, what is due in each currency, and when somebody's money arrives."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from payments.payouts.rules import PayoutState, Standing, arrives_on, standing_of
from payments.payslips.queries import payday_ms_of
from payments.payslips.rules import PAYDAY_MS
from payments.transaction import Row, Transaction
from policies.periods import from_ms, local_day, to_ms, week_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutView:
    """One payout, where it stands, and what the last attempt came to.

    Attributes:
        standing: the word behind what people read about it.
        amount_minor: minor units of `currency`.
        tail: the last characters of the account: of the one it was sent to, else of the one it will go to; or empty.
        usable_from: from when money may go to the account that the person named last.
        tracking: the bank's tracking key of the last attempt, or empty.
        reason: why the last attempt did not arrive, in the bank's words, or empty.
        frozen_reason: why people have to look at it first, or empty.
        joined_id: the later payout as part of which this one goes, being too small to be sent alone; or None.
        joined_period: the week of that one, or empty.
        joined_count: how many smaller ones go as part of this one; their amounts are in `amount_minor`.
    """

    payout_id: int
    payslip_id: int
    person_id: int
    person_name: str
    period: str
    currency: str
    amount_minor: int
    standing: Standing
    tail: str
    usable_from: datetime | None
    opened_at: datetime
    changed_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None
    tracking: str
    reason: str
    key: str
    run_id: int | None
    frozen_reason: str
    frozen_by_id: int | None
    joined_id: int | None
    joined_period: str
    joined_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """When somebody's next money is expected, and where; `standing` is None as long as the week is not paid out yet."""

    on: date
    tail: str
    standing: Standing | None


_PAYOUTS = """
SELECT payout.id, payout.payslip_id, payout.person_id, person.name, payslip.period, payout.currency,
  payout.amount_minor, payout.state, destination.id, destination.refused_at, destination.usable_from, destination.tail,
  payout.opened_at, payout.changed_at, attempt.sent_at, attempt.answered_at, attempt.tracking, attempt.reason,
  attempt.key, attempt.run_id, sent_to.tail, payout.frozen_reason, payout.frozen_by_id, destination.refused_reason,
  COALESCE(payout.amount_minor < destination.least_minor, 1 = 0),
  payout.joined_id, later.period, (SELECT count(*) FROM payout AS small WHERE small.joined_id = payout.id),
  EXISTS (SELECT 1 FROM payout_run JOIN payout_pause ON payout_pause.provider = payout_run.provider
    AND payout_pause.currency = payout_run.currency WHERE payout_run.id = attempt.run_id
    AND attempt.state = 'sending' AND payout_pause.ended_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM payout_calling WHERE payout_calling.attempt_id = attempt.id))
FROM payout JOIN payslip ON payslip.id = payout.payslip_id JOIN person ON person.id = payout.person_id
LEFT JOIN destination ON destination.person_id = payout.person_id AND destination.currency = payout.currency
  AND destination.replaced_at IS NULL
LEFT JOIN payout_attempt AS attempt ON attempt.id = (SELECT max(tried.id) FROM payout_attempt AS tried
  WHERE tried.payout_id = payout.id AND tried.state <> 'withdrawn')
LEFT JOIN destination AS sent_to ON sent_to.id = attempt.destination_id
LEFT JOIN payout AS bigger ON bigger.id = payout.joined_id LEFT JOIN payslip AS later ON later.id = bigger.payslip_id
"""
_OF_PAYSLIP = _PAYOUTS + "WHERE payout.payslip_id = :payslip_id"
_ONE = _PAYOUTS + "WHERE payout.id = :payout_id"
_OF_PERSON = _PAYOUTS + "WHERE payout.person_id = :person_id ORDER BY payout.id DESC LIMIT :most"
_OPEN = (
    _PAYOUTS + "WHERE payout.state NOT IN ('paid', 'joined') AND payout.id > :after_id ORDER BY payout.id LIMIT :most"
)
_ALL = _PAYOUTS + "WHERE payout.id > :after_id ORDER BY payout.id LIMIT :most"
_LAST_PAID = _PAYOUTS + "WHERE payout.state = 'paid' ORDER BY payout.changed_at DESC, payout.id DESC LIMIT :most"
_NOT_THERE = frozenset({Standing.RETURNED, Standing.TOO_SMALL})
"""Nothing goes to the account that was named last, until another is."""
_STANDING_OF_OLD = frozenset({Standing.WAITS_FOR_MONEY, Standing.SENT, Standing.PAID})


def payout_of(tx: Transaction, payslip_id: int, *, now: datetime) -> PayoutView | None:
    """Return the payout of a payslip, or None before there is one."""
    row = tx.one(_OF_PAYSLIP, payslip_id=payslip_id)
    return _view(row, now=now) if row else None


def payout(tx: Transaction, payout_id: int, *, now: datetime) -> PayoutView | None:
    """Return one payout, or None."""
    row = tx.one(_ONE, payout_id=payout_id)
    return _view(row, now=now) if row else None


def payouts_of(tx: Transaction, person_id: int, *, now: datetime, most: int = 60) -> tuple[PayoutView, ...]:
    """Return the payouts of one person, the newest first."""
    return tuple(_view(row, now=now) for row in tx.run(_OF_PERSON, person_id=person_id, most=most))


def open_payouts_shown(tx: Transaction, *, now: datetime, after_id: int = 0, most: int = 200) -> tuple[PayoutView, ...]:
    """Return the payouts that have not arrived, the oldest first, page by page."""
    return tuple(_view(row, now=now) for row in tx.run(_OPEN, after_id=after_id, most=most))


def all_payouts(tx: Transaction, *, now: datetime, after_id: int = 0, most: int = 500) -> tuple[PayoutView, ...]:
    """Return every payout there ever was, the oldest first, page by page."""
    return tuple(_view(row, now=now) for row in tx.run(_ALL, after_id=after_id, most=most))


def last_paid(tx: Transaction, *, now: datetime, most: int = 20) -> tuple[PayoutView, ...]:
    """Return the payouts that arrived last, the newest first."""
    return tuple(_view(row, now=now) for row in tx.run(_LAST_PAID, most=most))


def _view(row: Row, *, now: datetime) -> PayoutView:
    usable_from = None if row[10] is None else from_ms(row[10])
    standing = standing_of(
        row[7],
        has_account=row[8] is not None,
        is_refused=row[9] is not None,
        is_too_small=bool(row[24]),
        usable_from=usable_from,
        now=now,
    )
    if standing is Standing.SENT and row[28]:
        standing = Standing.WAITS_FOR_MONEY
    return PayoutView(
        payout_id=row[0],
        payslip_id=row[1],
        person_id=row[2],
        person_name=row[3],
        period=row[4],
        currency=row[5],
        amount_minor=row[6],
        standing=standing,
        tail=(row[20] if standing in _STANDING_OF_OLD else row[11]) or "",
        usable_from=usable_from,
        opened_at=from_ms(row[12]),
        changed_at=from_ms(row[13]),
        sent_at=None if row[14] is None else from_ms(row[14]),
        answered_at=None if row[15] is None else from_ms(row[15]),
        tracking=row[16] or "",
        reason=(row[23] if standing is Standing.RETURNED else row[17]) or "",
        key=row[18] or "",
        run_id=row[19],
        frozen_reason=row[21] or "",
        frozen_by_id=row[22],
        joined_id=row[25],
        joined_period=row[26] or "",
        joined_count=int(row[27]),
    )


_NEWEST_UNPAID = """
SELECT payout.id FROM payout WHERE payout.person_id = :person_id AND payout.state NOT IN ('paid', 'joined')
ORDER BY payout.id LIMIT 1
"""
_WORKED = """
SELECT min(earning.period), min(earning.currency) FROM earning LEFT JOIN payslip_earning
  ON payslip_earning.earning_id = earning.id
WHERE earning.person_id = :person_id AND payslip_earning.earning_id IS NULL AND earning.period >= :since
"""
_TAIL = """
SELECT tail FROM destination WHERE person_id = :person_id AND currency = :currency AND replaced_at IS NULL
"""
_ZONE = "SELECT time_zone FROM person WHERE id = :person_id"
_LOOKED_BACK = timedelta(days=21)


def next_arrival(tx: Transaction, person_id: int, *, now: datetime, payday_ms: int = PAYDAY_MS) -> Arrival | None:
    """Return when a person's next money is expected, and at which account; None where none is on its way or earned.

    Args:
        tx: an open transaction.
        person_id: an annotator.
        now: when this is asked.
        payday_ms: how long after a week's end payday comes, milliseconds.
    """
    zone = str(tx.value(_ZONE, person_id=person_id))
    today = local_day(to_ms(now), zone)
    waiting = tx.value(_NEWEST_UNPAID, person_id=person_id)
    if waiting is not None:
        row = tx.one(_ONE, payout_id=waiting)
        assert row is not None, "it was found just now"
        view = _view(row, now=now)
        earliest = today if view.usable_from is None else max(today, local_day(to_ms(view.usable_from), zone))
        tail = "" if view.standing in _NOT_THERE else view.tail
        return Arrival(on=arrives_on(earliest), tail=tail, standing=view.standing)
    found = tx.one(_WORKED, person_id=person_id, since=week_of(today - _LOOKED_BACK))
    if found is None or found[0] is None:
        return None
    tail = tx.value(_TAIL, person_id=person_id, currency=found[1]) or ""
    payday = local_day(payday_ms_of(found[0], zone, payday_ms=payday_ms), zone)
    return Arrival(on=arrives_on(max(today, payday)), tail=tail, standing=None)


_PAID_BETWEEN = """
SELECT payslip.person_id, going.state FROM payslip LEFT JOIN payout ON payout.payslip_id = payslip.id
LEFT JOIN payout AS going ON going.id = COALESCE(payout.joined_id, payout.id)
WHERE payslip.period BETWEEN :first AND :last
"""


def paid_between(tx: Transaction, *, first: str, last: str) -> tuple[tuple[int, bool], ...]:
    """Return, for each payslip of some weeks, whose it is and whether a bank has said that its money was paid.

    Args:
        tx: an open transaction.
        first: the first week, as "2026-W09".
        last: the last one, itself among them.
    """
    rows = tx.run(_PAID_BETWEEN, first=first, last=last)
    return tuple((int(person_id), state == PayoutState.PAID) for person_id, state in rows)
