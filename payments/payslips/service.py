"""Issuing payslips: once for each person, week and currency, and again only for what became final afterwards."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from payments.closing.queries import Inputs, inputs_of, unconfirmed
from payments.closing.rules import CLAIM_MS_MAX
from payments.closing.service import take_turn
from payments.earnings.service import owe_week
from payments.events.rules import Fact, annotator_stream
from payments.events.service import append, lock
from payments.ledger.rules import payable, rounding
from payments.ledger.service import transfer
from payments.payslips.queries import forgotten_weeks, payday_ms_of
from payments.payslips.rules import PAYDAY_MS, Composed, Final, Issuer, WeekFacts, compose, payslip_reference, standing
from payments.settling import settled
from payments.transaction import Row, Transaction
from policies.money import micros_per_minor
from policies.periods import from_ms, local_day, to_ms, week_days

NOBODY = Issuer()

_ZONE = "SELECT time_zone FROM person WHERE id = :person_id"
_CURRENCIES = """
SELECT currency FROM owed_week WHERE person_id = :person_id AND period = :period ORDER BY currency
"""
_IS_CLOSED = """
SELECT 1 FROM period_close WHERE person_id = :person_id AND period = :period AND currency = :currency LIMIT 1
"""
_FINALS = """
SELECT id, kind, organisation_id, project_id, carrier, quantity, unit, rate_micros, amount_micros, rule,
  rulebook_digest, workings, final_at
FROM earning WHERE person_id = :person_id AND period = :period AND currency = :currency AND state = 'final'
  AND NOT EXISTS (SELECT 1 FROM payslip_earning WHERE earning_id = earning.id)
ORDER BY id
"""
_BEFORE = """
SELECT count(*), coalesce(sum(total_minor), 0) FROM payslip
WHERE person_id = :person_id AND period = :period AND currency = :currency
"""
_PENDING = """
SELECT coalesce(sum(amount_micros), 0) FROM earning
WHERE person_id = :person_id AND period = :period AND currency = :currency AND state = 'pending'
"""
_HOME = """
SELECT jurisdiction, zone FROM residence WHERE person_id = :person_id AND from_on <= :last_on
ORDER BY from_on DESC, id DESC LIMIT 1
"""
_NAMES = """
SELECT DISTINCT 'project' AS what, project.id, project.name FROM earning JOIN project ON project.id = earning.project_id
WHERE person_id = :person_id AND period = :period
UNION SELECT DISTINCT 'organisation', organisation.id, organisation.name
FROM earning JOIN organisation ON organisation.id = earning.organisation_id
WHERE person_id = :person_id AND period = :period
"""
_ADD = """
INSERT INTO payslip (person_id, period, currency, number, total_micros, total_minor, rounding_micros, digest, body,
  issued_at)
VALUES (:person_id, :period, :currency, :number, :total_micros, :total_minor, :rounding_micros, :digest, :body,
  :issued_ms)
RETURNING id
"""
_ADD_EARNING = "INSERT INTO payslip_earning (earning_id, payslip_id) VALUES (:earning_id, :payslip_id)"
_UNPAID = "INSERT INTO unpaid_payslip (payslip_id) VALUES (:payslip_id)"
_NOT_OWED = "DELETE FROM owed_week WHERE person_id = :person_id AND period = :period AND currency = :currency"


def issue(
    tx: Transaction,
    *,
    person_id: int,
    period: str,
    now: datetime,
    issuer: Issuer = NOBODY,
    payday_ms: int = PAYDAY_MS,
) -> tuple[int, ...]:
    """Issue a payslip for everything of a person's week that is final and stands on none yet.

    Args:
        tx: the open transaction.
        person_id: whose week.
        period: "2026-W47".
        now: when it is issued.
        issuer: who pays, as it stands on the payslip.
        payday_ms: how long after the week's end payday comes, milliseconds; never less than `PAYDAY_MS`.

    Returns:
        The new payslips' ids, one for each currency; none where nothing new is final, where payday has not come, and
        where counted time of the week was not closed yet.
    """
    assert payday_ms >= PAYDAY_MS, "contested answers have until then"
    time_zone = str(tx.value(_ZONE, person_id=person_id))
    if to_ms(now) < payday_ms_of(period, time_zone, payday_ms=payday_ms):
        return ()
    currencies = [row[0] for row in tx.run(_CURRENCIES, person_id=person_id, period=period)]
    issued = [_issue(tx, _Week(person_id, period, currency), time_zone, issuer, now) for currency in currencies]
    return tuple(payslip_id for payslip_id in issued if payslip_id is not None)


def note_forgotten(tx: Transaction) -> int:
    """Note weeks as owed whose final pay stands on no payslip and was not noted; return how many there were."""
    forgotten = forgotten_weeks(tx)
    for person_id, period, currency in forgotten:
        owe_week(tx, person_id=person_id, period=period, currency=currency)
    return len(forgotten)


@dataclass(frozen=True, slots=True)
class _Week:
    """Whose week, in which currency."""

    person_id: int
    period: str
    currency: str

    def values(self) -> dict[str, object]:
        return {"person_id": self.person_id, "period": self.period, "currency": self.currency}


def _issue(tx: Transaction, week: _Week, time_zone: str, issuer: Issuer, now: datetime) -> int | None:
    """Issue one payslip, with the person's account and stream held, so that two paydays at once take turns."""
    take_turn(tx, person_id=week.person_id, currency=week.currency)
    inputs = inputs_of(tx, week.person_id, week.period, week.currency)
    if inputs.counted_ms and tx.one(_IS_CLOSED, **week.values()) is None:
        return None
    waiting, final_ms = _finals(tx, week)
    finals = standing(waiting)
    payslip_id = None
    if finals:
        # Another process' clock may be ahead: a payslip never says that it was issued before what it pays was final.
        at = max(now, from_ms(final_ms))
        composed = compose(_facts_of(tx, week, inputs, time_zone, at), finals, issuer=issuer)
        payslip_id = _store(tx, week, composed, finals, now=at)
    if len(finals) == len(waiting):
        tx.count(_NOT_OWED, **week.values())
    return payslip_id


def _store(tx: Transaction, week: _Week, composed: Composed, finals: Sequence[Final], *, now: datetime) -> int:
    """Write the payslip, what stands on it, that it waits for a payout, the rounding's money and the event, at once."""
    row = week.values() | {
        "digest": composed.digest,
        "issued_ms": to_ms(now),
        "number": composed.number,
        "rounding_micros": composed.rounding_micros,
        "total_micros": composed.total_micros,
        "total_minor": composed.total_minor,
    }
    payslip_id: int = tx.value(_ADD, **row, body=composed.text)
    tx.send(_UNPAID, payslip_id=payslip_id)
    tx.run_many(_ADD_EARNING, [{"earning_id": each.earning_id, "payslip_id": payslip_id} for each in finals])
    facts: list[Fact] = []
    if composed.rounding_micros:
        _round_up(tx, week, composed, now=now, facts=facts)
    facts.append(Fact("payslip", row | {"payslip_id": payslip_id}))
    append(tx, stream=annotator_stream(week.person_id), facts=facts, now=now)
    return payslip_id


def _round_up(tx: Transaction, week: _Week, composed: Composed, *, now: datetime, facts: list[Fact]) -> None:
    """Pay what rounding adds, so that the person's account holds exactly what the payslip says."""
    reference = payslip_reference(week.person_id, week.period, week.currency, composed.number)
    transfer(
        tx,
        id=f"{reference}:rounding",
        debit_id=rounding(week.currency),
        credit_id=payable(week.person_id, week.currency),
        amount_micros=composed.rounding_micros,
        currency=week.currency,
        code="rounding",
        reference=reference,
        now=now,
        facts=facts,
    )


def _finals(tx: Transaction, week: _Week) -> tuple[tuple[Final, ...], int]:
    """Return what is final and stands on no payslip yet, and when the last of it became so, milliseconds since 1970."""
    rows = tx.run(_FINALS, **week.values())
    return tuple(_final(row) for row in rows), max((row[12] for row in rows), default=0)


def _final(row: Row) -> Final:
    return Final(
        earning_id=row[0],
        kind=row[1],
        organisation_id=row[2],
        project_id=row[3],
        carrier=row[4],
        quantity=row[5],
        unit=row[6],
        rate_micros=row[7],
        amount_micros=row[8],
        rule=row[9],
        rulebook_digest=row[10],
        workings=json.loads(row[11]),
    )


def _facts_of(tx: Transaction, week: _Week, inputs: Inputs, time_zone: str, now: datetime) -> WeekFacts:
    person_id, period, currency = week.person_id, week.period, week.currency
    first_on, next_on = week_days(period)
    last_on = next_on - timedelta(days=1)
    count, paid_minor = tx.one(_BEFORE, **week.values()) or (0, 0)
    jurisdiction, zone = tx.one(_HOME, person_id=person_id, last_on=last_on) or ("", "")
    quiet = unconfirmed(tx, person_id, period)
    return WeekFacts(
        person_id=person_id,
        period=period,
        first_on=first_on.isoformat(),
        last_on=last_on.isoformat(),
        time_zone=time_zone,
        jurisdiction=jurisdiction,
        zone=zone,
        currency=currency,
        number=int(count) + 1,
        issued_at=from_ms(to_ms(now)),
        paid_before_micros=int(paid_minor) * micros_per_minor(currency),
        pending_micros=int(tx.value(_PENDING, **week.values())),
        unconfirmed_ms=sum(each.ended_ms - each.started_ms for each in quiet),
        claim_until=_claim_until(min((each.started_ms for each in quiet), default=None), time_zone),
        head=lock(tx, stream=annotator_stream(person_id)),
        names={(row[0], row[1]): row[2] for row in tx.run(_NAMES, person_id=person_id, period=period)},
        times=inputs.times,
        settlement=settled(tx, times=inputs.times, pieces=inputs.pieces, currency=currency),
    )


def _claim_until(started_ms: int | None, time_zone: str) -> str:
    """Return the last day on which the earliest quiet stretch can be claimed; empty where there is none."""
    return "" if started_ms is None else local_day(started_ms + CLAIM_MS_MAX, time_zone).isoformat()
