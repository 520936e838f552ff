"""Reading payslips: one of them, or all of a person."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from payments.payslips.rules import check_figure_of
from payments.transaction import Row, Transaction
from policies.money import floor_div, micros_of, micros_per_minor
from policies.periods import day_start_ms, from_ms, local_day, to_ms, week_days, week_of

_COLUMNS = (
    "id, person_id, period, currency, number, total_micros, total_minor, rounding_micros, digest, body, issued_at"
)
_ANSWERS_BY_DAY = """
SELECT earned_on, sum(amount_micros) FROM payslip_earning JOIN earning ON earning.id = payslip_earning.earning_id
WHERE payslip_id = :payslip_id AND kind IN ('piece', 'hourly') GROUP BY earned_on
"""
_ONE = f"SELECT {_COLUMNS} FROM payslip WHERE id = :payslip_id"
# Where several weeks of one person are owed, the oldest comes first.
_OWED = """
SELECT DISTINCT owed.period, owed.person_id, person.time_zone
FROM owed_week AS owed JOIN person ON person.id = owed.person_id
WHERE owed.period < :next_period AND (owed.period > :after_period
  OR (owed.period = :after_period AND owed.person_id > :after_person))
ORDER BY owed.period, owed.person_id LIMIT :most
"""
_FORGOTTEN = """
SELECT DISTINCT person_id, period, currency FROM earning
WHERE state = 'final' AND NOT EXISTS (SELECT 1 FROM payslip_earning WHERE earning_id = earning.id)
  AND NOT EXISTS (SELECT 1 FROM owed_week AS owed WHERE owed.person_id = earning.person_id
    AND owed.period = earning.period AND owed.currency = earning.currency)
"""
_EARLIEST_ZONE = "Pacific/Kiritimati"
_OF_PERSON = f"""
SELECT {_COLUMNS} FROM payslip WHERE person_id = :person_id AND (:period = '' OR period = :period)
ORDER BY period DESC, currency, number DESC
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayslipLine:
    """Earnings of one kind, project, carrier, rate and rule. Amounts in micro-units, and what is paid in whole coins.

    Attributes:
        project_id: 0 where the platform carries it; so is `organisation_id`, and the names are empty.
        quantity: answers, or milliseconds; `unit` says which: "item" or "ms".
        rate_micros: for one answer or one hour; 0 where several rates went into it: then `workings` has each.
        amount_micros: exact.
        amount_minor: rounded up once, in favour of the person.
        formula: what a calculator does: "quantity x rate", "hours x rate", "floor - pieces" ...
        workings: for everything but answers, the whole arithmetic of each earning behind the line.
    """

    kind: str
    project_id: int
    organisation_id: int
    project_name: str
    organisation_name: str
    carrier: str
    quantity: int
    unit: str
    rate_micros: int
    amount_micros: int
    amount_minor: int
    formula: str
    rule: str
    rulebook_digest: str
    earning_ids: tuple[int, ...]
    workings: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Payslip:
    """What one person is paid for one week in one currency, as it was issued; it never changes.

    Attributes:
        number: 1, or 2, 3 ... for what became final after the first.
        total_minor: what is paid, whole coins.
        rounding_micros: what rounding each line up adds to the exact sum.
        check_figure: to compare on paper; the first sixteen digits of the SHA-256 of `body`.
        body: the whole payslip as it is stored.
    """

    payslip_id: int
    person_id: int
    period: str
    currency: str
    number: int
    is_supplementary: bool
    issued_at: datetime
    total_micros: int
    total_minor: int
    rounding_micros: int
    lines: tuple[PayslipLine, ...]
    check_figure: str
    digest: str
    text: str
    body: Mapping[str, Any]  # JSON has no narrower type


def payslip(tx: Transaction, payslip_id: int) -> Payslip | None:
    """Return one payslip, or None where there is none; whose it is, the caller checks."""
    row = tx.one(_ONE, payslip_id=payslip_id)
    return None if row is None else _payslip(row)


def payslips_of(tx: Transaction, person_id: int, *, period: str = "") -> tuple[Payslip, ...]:
    """Return a person's payslips, those of the newest week first, the latest of a week first.

    Args:
        tx: an open transaction.
        person_id: whose.
        period: only of this week, such as "2026-W47"; empty for all.
    """
    return tuple(_payslip(row) for row in tx.run(_OF_PERSON, person_id=person_id, period=period))


def answers_paid_by_day(tx: Transaction, payslip_id: int) -> dict[date, int]:
    """Return what the answers on one payslip paid, by the day where their person lives, micro-units."""
    rows = tx.run(_ANSWERS_BY_DAY, payslip_id=payslip_id)
    return {date.fromisoformat(row[0]): int(row[1]) for row in rows}


def payday_ms_of(period: str, time_zone: str, *, payday_ms: int) -> int:
    """Return the first instant at which a week may be paid, milliseconds since 1970.

    Args:
        period: "2026-W47".
        time_zone: where its person lives.
        payday_ms: how long after the week's end, milliseconds.
    """
    return day_start_ms(week_days(period)[1], time_zone) + payday_ms


def payslips_due(
    tx: Transaction, *, now: datetime, payday_ms: int, after: tuple[str, int] = ("", 0), limit: int = 100
) -> list[tuple[str, int]]:
    """Return weeks whose payday has come and in which something final stands on no payslip.

    Args:
        tx: an open transaction.
        now: the instant.
        payday_ms: how long after a week's end payday comes, milliseconds.
        after: only what comes after this one; the last of the list before, so that each is looked at once.
        limit: at most so many are looked at.

    Returns:
        (period, person), the oldest week first; empty where nothing is left.
    """
    next_period = week_of(local_day(to_ms(now) - payday_ms, _EARLIEST_ZONE))
    rows = tx.run(_OWED, next_period=next_period, after_period=after[0], after_person=after[1], most=limit)
    due = [(period, person) for period, person, zone in rows if _has_come(period, zone, now, payday_ms)]
    if rows and not due:  # a full page of people whose payday comes some hours later
        return payslips_due(tx, now=now, payday_ms=payday_ms, after=rows[-1][:2], limit=limit)
    return due


def forgotten_weeks(tx: Transaction) -> list[tuple[int, str, str]]:
    """Return (person, period, currency) in which something final is neither on a payslip nor noted as owed.

    There should be none; it reads every earning, so it is asked once a day.
    """
    return [(row[0], row[1], row[2]) for row in tx.run(_FORGOTTEN)]


def _has_come(period: str, time_zone: str, now: datetime, payday_ms: int) -> bool:
    return payday_ms_of(period, time_zone, payday_ms=payday_ms) <= to_ms(now)


def _payslip(row: Row) -> Payslip:
    body = json.loads(row[9])
    return Payslip(
        payslip_id=row[0],
        person_id=row[1],
        period=row[2],
        currency=row[3],
        number=row[4],
        is_supplementary=row[4] > 1,
        issued_at=from_ms(row[10]),
        total_micros=row[5],
        total_minor=row[6],
        rounding_micros=row[7],
        lines=tuple(_line(line, row[3]) for line in body["lines"]),
        check_figure=check_figure_of(row[8]),
        digest=row[8],
        text=row[9],
        body=body,
    )


def _line(line: Mapping[str, Any], currency: str) -> PayslipLine:
    return PayslipLine(
        kind=line["kind"],
        project_id=line["project_id"],
        organisation_id=line["organisation_id"],
        project_name=line["project"],
        organisation_name=line["organisation"],
        carrier=line["carrier"],
        quantity=line["quantity"],
        unit=line["unit"],
        rate_micros=micros_of(line["rate"]),
        amount_micros=micros_of(line["exact"]),
        amount_minor=floor_div(micros_of(line["amount"]), micros_per_minor(currency)),
        formula=line["formula"],
        rule=line["rule"],
        rulebook_digest=line["rulebook_digest"],
        earning_ids=tuple(line["earning_ids"]),
        workings=tuple(line["workings"]),
    )
