"""A payslip as its page and its paper show it: the record's own figures, none computed anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from payments.audit.person import RuleUsed
from payments.payslips.queries import Payslip, PayslipLine
from policies.floors import Floor
from policies.money import coins_up, micros_of, micros_per_minor
from policies.periods import week_days
from policies.working_time import Bucket, is_counted
from web.pay_owed import Owed


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShown:
    """One line: which project, what it takes to explain it, and what is paid, in whole coins, as micro-units."""

    number: int
    project: str
    project_id: int
    owed: Owed
    amount_micros: int
    rule: str
    rulebook_digest: str
    floors: tuple[tuple[int, Floor], ...]
    """The floors that it was reckoned with, and their rate in micro-units an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequesterShown:
    """What one organisation asked for and pays on this payslip; no name: Jornal itself. Micro-units, milliseconds.

    Rest is not in the time: it belongs to no one requester, and its lines say who pays for how much of it.
    """

    organisation: str
    answers: int
    task_ms: int
    other_ms: int
    floor_owed_micros: int
    piece_micros: int
    top_up_micros: int
    total_micros: int

    @property
    def has_any(self) -> bool:
        """Whether there is anything to show: rest alone belongs to those whose lines pay it."""
        return bool(self.total_micros or self.task_ms or self.other_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayslipShown:
    """One payslip. Amounts in micro-units of `payslip.currency`, time in milliseconds.

    Attributes:
        paid_micros: what is paid, whole coins; `payslip.total_micros` is the exact sum before each line was rounded up.
        week_micros: everything issued for this week until then, this payslip included.
        hourly_micros: what that is for one counted hour.
        floor_micros: the highest floor that the week was recorded under, in whole coins, rounded up.
        claim_until: until when the quiet time can be claimed; None where there is none.
        rules: the floors of the week, with their sources.
    """

    payslip: Payslip
    week: int
    year: int
    first_on: date
    last_on: date
    lines: tuple[LineShown, ...]
    requesters: tuple[RequesterShown, ...]
    bucket_ms: Mapping[Bucket, int]
    paid_micros: int
    week_micros: int
    paid_before_micros: int
    hourly_micros: int
    floor_micros: int
    counted_ms: int
    pending_micros: int
    unconfirmed_ms: int
    claim_until: date | None
    rules: tuple[RuleUsed, ...]

    @property
    def file_name(self) -> str:
        """What a file of it is called, without its ending."""
        return f"payslip-{self.payslip.period}-{self.payslip.number}"


def payslip_shown(payslip: Payslip, *, rules: Sequence[RuleUsed]) -> PayslipShown:
    """Return a payslip for its page and its paper.

    Args:
        payslip: as it was issued.
        rules: the floors that the week's time was recorded under.
    """
    body, currency = payslip.body, payslip.currency
    year, number, _ = week_days(payslip.period)[0].isocalendar()
    return PayslipShown(
        payslip=payslip,
        week=number,
        year=year,
        first_on=date.fromisoformat(body["first_on"]),
        last_on=date.fromisoformat(body["last_on"]),
        lines=tuple(_line(line, at, currency, rules) for at, line in enumerate(payslip.lines, start=1)),
        requesters=tuple(each for each in map(_requester, body["requesters"]) if each.has_any),
        bucket_ms=buckets_of(body["bucket_ms"]),
        paid_micros=payslip.total_minor * micros_per_minor(currency),
        week_micros=micros_of(body["week_total"]),
        paid_before_micros=micros_of(body["paid_before"]),
        hourly_micros=micros_of(body["hourly"]),
        floor_micros=coins_up(max((rule.recorded_micros for rule in rules), default=0), currency),
        counted_ms=body["counted_ms"],
        pending_micros=micros_of(body["pending"]),
        unconfirmed_ms=body["unconfirmed_ms"],
        claim_until=date.fromisoformat(body["claim_until"]) if body["claim_until"] else None,
        rules=tuple(rules),
    )


def owed_of(line: PayslipLine, currency: str) -> Owed:
    """Return what explains a line; where several earnings went into it, their sum and no single working."""
    is_count = line.unit == "item"
    return Owed(
        kind=line.kind,
        carrier=line.carrier,
        organisation=line.organisation_name,
        count=line.quantity if is_count else 0,
        counted_ms=0 if is_count else line.quantity,
        rate_micros=line.rate_micros,
        amount_micros=line.amount_micros,
        currency=currency,
        workings=line.workings[0] if len(line.workings) == 1 else {},
    )


def buckets_of(bucket_ms: Mapping[str, int]) -> dict[Bucket, int]:
    """Return time by bucket in the order in which buckets are shown, only those with any."""
    return {bucket: bucket_ms[bucket.value] for bucket in Bucket if bucket_ms.get(bucket.value)}


def _line(line: PayslipLine, number: int, currency: str, rules: Sequence[RuleUsed]) -> LineShown:
    owed = owed_of(line, currency)
    rates = {part.rate_micros for part in owed.parts}
    used = ((rule.recorded_micros, rule.floor) for rule in rules if rule.recorded_micros in rates)
    floors = {rate: floor for rate, floor in used if floor and floor.hourly_micros == rate}
    return LineShown(
        number=number,
        project=line.project_name,
        project_id=line.project_id,
        owed=owed,
        amount_micros=line.amount_minor * micros_per_minor(currency),
        rule=line.rule,
        rulebook_digest=line.rulebook_digest,
        floors=tuple(sorted(floors.items(), key=lambda each: each[0])),
    )


def _requester(each: Mapping[str, Any]) -> RequesterShown:  # Any: JSON has no narrower type
    times = buckets_of(each["bucket_ms"])
    counted_ms = sum(ms for bucket, ms in times.items() if is_counted(bucket) and bucket is not Bucket.REST)
    task_ms = times.get(Bucket.TASK, 0) + times.get(Bucket.REWORK, 0)
    return RequesterShown(
        organisation=each["organisation"],
        answers=each["answers"],
        task_ms=task_ms,
        other_ms=counted_ms - task_ms,
        floor_owed_micros=micros_of(each["floor_owed"]),
        piece_micros=micros_of(each["pieces"]),
        top_up_micros=micros_of(each["top_up"]),
        total_micros=micros_of(each["total"]),
    )
