"""Closing a person's week: booking what is owed beyond piece pay, once, and later only what comes on top."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from payments.closing.queries import Inputs, carrier_of, currencies_of, inputs_of
from payments.closing.rules import SETTLEMENT_RULE, Share, shares_of
from payments.earnings.rules import EarningRow
from payments.earnings.service import add_earning
from payments.events.rules import Fact, annotator_stream
from payments.events.service import append, lock
from payments.hours.queries import HOURS_RULE, HoursDue, hours_due
from payments.ledger.rules import Movement, guarantee, payable, platform_wages, reserve
from payments.ledger.service import lock_account, open_account, record_up_to
from payments.running.service import hold
from payments.settling import settled
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import day_start_ms, from_ms, to_ms, week_days
from policies.settlement import PieceTotal

_BOOKED = """
SELECT rule, organisation_id, sum(amount_micros) FROM earning
WHERE person_id = :person_id AND period = :period AND currency = :currency AND kind NOT IN ('piece', 'hourly')
GROUP BY rule, organisation_id
"""
_LATEST = """
SELECT revision, counted_ms, piece_micros FROM period_close
WHERE person_id = :person_id AND period = :period AND currency = :currency ORDER BY revision DESC LIMIT 1
"""
_ADD_CLOSE = """
INSERT INTO period_close (person_id, period, currency, revision, counted_ms, piece_micros, total_micros, pooled_micros,
  closed_at)
VALUES (:person_id, :period, :currency, :revision, :counted_ms, :piece_micros, :total_micros, :pooled_micros,
  :closed_ms)
"""
_CURRENCY = "SELECT currency FROM ledger_account WHERE id = :account_id"
_ZONE = "SELECT time_zone FROM person WHERE id = :person_id"


def close_period(tx: Transaction, *, person_id: int, period: str, now: datetime) -> bool:
    """Settle a person's week and book every line of it; closing again books only what has come on top since.

    What a project's reserve cannot pay, the platform's guarantee pays; the platform pays for its own time. Money booked
    is never taken back.

    Args:
        tx: the open transaction.
        person_id: whose week.
        period: "2026-W47"; it must have ended in the person's time zone.
        now: when it is closed.

    Returns:
        Whether anything was new.

    Raises:
        Refusal: `period_still_open` (until).

    Law: the rule of each line is cited by its digest; research in DESIGN.md section 4, promise 2.
    """
    _refuse_open_period(tx, person_id, period, now)
    keys = [_Key(person_id, period, currency) for currency in currencies_of(tx, person_id, period)]
    return sum(_close(tx, key, now) for key in keys) > 0


def take_turn(tx: Transaction, *, person_id: int, currency: str) -> None:
    """Hold a person's account, running totals and stream until the transaction ends, so that nothing is logged then.

    In this order everywhere, so that no two acts wait for each other in a circle.
    """
    account_id = payable(person_id, currency)
    open_account(tx, account_id=account_id, currency=currency)
    lock_account(tx, account_id=account_id)
    hold(tx, person_id)
    lock(tx, stream=annotator_stream(person_id))


def ends_ms(tx: Transaction, person_id: int, period: str) -> int:
    """Return the first millisecond after a week in the person's time zone."""
    return day_start_ms(week_days(period)[1], str(tx.value(_ZONE, person_id=person_id)))


@dataclass(frozen=True, slots=True)
class _Key:
    person_id: int
    period: str
    currency: str

    def values(self) -> dict[str, object]:
        return {"person_id": self.person_id, "period": self.period, "currency": self.currency}


def _close(tx: Transaction, key: _Key, now: datetime) -> bool:
    """Close one currency of a week, with the person's account and stream held, so that nothing is logged meanwhile."""
    take_turn(tx, person_id=key.person_id, currency=key.currency)
    hours = hours_due(tx, key.person_id, key.period, key.currency)
    inputs = _with_hours(inputs_of(tx, key.person_id, key.period, key.currency), hours)
    settlement = settled(tx, times=inputs.times, pieces=inputs.pieces, currency=key.currency)
    booked = _booked(tx, key)
    shares = shares_of(settlement, times=inputs.times, pieces=inputs.pieces, booked=booked)
    revision, counted_ms, piece_micros = tx.one(_LATEST, **key.values()) or (0, -1, -1)
    if not shares and (counted_ms, piece_micros) == (inputs.counted_ms, settlement.piece_micros):
        return False
    facts: list[Fact] = []
    projects = {share.project_id for share in shares if share.project_id} | {due.project_id for due in hours}
    for account_id in sorted(reserve(project_id) for project_id in projects):
        lock_account(tx, account_id=account_id)  # in one order, so that two weeks never wait for each other in a circle
    for number, due in enumerate(hours, start=len(shares)):
        _book_hours(tx, key, due, id_start=f"close:{_id(key)}:{revision + 1}:{number}", now=now, facts=facts)
    for number, share in enumerate(shares):
        _book(tx, key, share, id_start=f"close:{_id(key)}:{revision + 1}:{number}", now=now, facts=facts)
    total_micros = settlement.piece_micros + sum(booked.values()) + sum(share.amount_micros for share in shares)
    close = key.values() | {
        "revision": revision + 1,
        "counted_ms": inputs.counted_ms,
        "piece_micros": settlement.piece_micros,
        "total_micros": total_micros,
        "pooled_micros": settlement.pooled_micros,
        "closed_ms": to_ms(now),
    }
    tx.count(_ADD_CLOSE, **close)
    append(tx, stream=annotator_stream(key.person_id), facts=[*facts, Fact("period_close", close)], now=now)
    return True


def _book(tx: Transaction, key: _Key, share: Share, *, id_start: str, now: datetime, facts: list[Fact]) -> None:
    """Move the money of one share and write its earning: a correction where the week had been closed before."""
    leg = _Leg(share.project_id, share.amount_micros, share.kind.value)
    carrier = _pay(tx, key, leg, id_start=id_start, now=now, facts=facts)
    is_first = id_start.split(":")[-2] == "1"
    row = EarningRow(
        person_id=key.person_id,
        organisation_id=share.organisation_id,
        project_id=share.project_id,
        assignment_id=None,
        kind=share.kind.value if is_first else "correction",
        carrier=carrier,
        period=key.period,
        earned_on=week_days(key.period)[1] - timedelta(days=1),
        quantity=share.counted_ms,
        unit="ms",
        rate_micros=share.rate_micros,
        amount_micros=share.amount_micros,
        currency=key.currency,
        rule=f"{SETTLEMENT_RULE}{share.kind.value}",
        rulebook_digest=share.rulebook_digest,
        workings=share.workings,
        earned_at=now,
        final_due_at=now,
        final_at=now,
    )
    add_earning(tx, row=row, facts=facts)


def _with_hours(inputs: Inputs, hours: tuple[HoursDue, ...]) -> Inputs:
    """Return what a week is settled from with the hours that are paid at this closing."""
    more = tuple(
        PieceTotal(organisation_id=due.organisation_id, project_id=due.project_id, amount_micros=due.amount_micros)
        for due in hours
    )
    return replace(inputs, pieces=(*inputs.pieces, *more))


def _book_hours(tx: Transaction, key: _Key, due: HoursDue, *, id_start: str, now: datetime, facts: list[Fact]) -> None:
    """Pay hours at their price that no answer has paid: claimed silence, and items that never came back."""
    leg = _Leg(due.project_id, due.amount_micros, "hourly")
    carrier = _pay(tx, key, leg, id_start=id_start, now=now, facts=facts)
    parts = [{"assignment_id": which, "counted_ms": ms} for which, ms in sorted(due.due_ms.items())]
    row = EarningRow(
        person_id=key.person_id,
        organisation_id=due.organisation_id,
        project_id=due.project_id,
        assignment_id=None,
        kind="hourly",
        carrier=carrier,
        period=key.period,
        earned_on=week_days(key.period)[1] - timedelta(days=1),
        quantity=due.counted_ms,
        unit="ms",
        rate_micros=due.rate_micros,
        amount_micros=due.amount_micros,
        currency=key.currency,
        rule=HOURS_RULE,
        rulebook_digest=due.rulebook_digest,
        workings={"assignments": parts},
        earned_at=now,
        final_due_at=now,
        final_at=now,
    )
    add_earning(tx, row=row, facts=facts)


@dataclass(frozen=True, slots=True)
class _Leg:
    """An amount that a project carries; project 0 is the platform."""

    project_id: int
    amount_micros: int
    code: str


def _pay(tx: Transaction, key: _Key, share: _Leg, *, id_start: str, now: datetime, facts: list[Fact]) -> str:
    """Move a share's money to the annotator and return who carries it."""
    if share.project_id == 0:
        legs = [("wages", platform_wages(key.currency))]
    else:
        legs = [("reserve", reserve(share.project_id)), ("guarantee", guarantee(key.currency))]
        if tx.value(_CURRENCY, account_id=reserve(share.project_id)) not in {key.currency, None}:
            legs.pop(0)  # the person moved to another country meanwhile; money is never exchanged
    missing_micros = share.amount_micros
    paid: list[str] = []
    for leg, payer in legs:
        movement = Movement(
            id=f"{id_start}:{leg}",
            phase="single",
            debit_id=payer,
            credit_id=payable(key.person_id, key.currency),
            amount_micros=missing_micros,
            currency=key.currency,
            code=share.code,
            reference=f"close:{_id(key)}",
        )
        moved_micros = record_up_to(tx, movement=movement, now=now, facts=facts) if missing_micros else 0
        missing_micros -= moved_micros
        paid += [leg] if moved_micros else []
    return "guarantee" if paid == ["guarantee"] else carrier_of(share.project_id)


def _id(key: _Key) -> str:
    return f"{key.person_id}:{key.period}:{key.currency}"


def _booked(tx: Transaction, key: _Key) -> dict[tuple[str, int], int]:
    """Return what earlier closings booked, by line and requester; a correction counts for the line that it corrects."""
    return {
        (rule.removeprefix(SETTLEMENT_RULE), organisation_id): int(amount_micros)
        for rule, organisation_id, amount_micros in tx.run(_BOOKED, **key.values())
    }


def _refuse_open_period(tx: Transaction, person_id: int, period: str, now: datetime) -> None:
    open_until_ms = ends_ms(tx, person_id, period)
    if to_ms(now) < open_until_ms:
        raise Refusal("period_still_open", Kind.NOT_YET, until=from_ms(open_until_ms).isoformat())
