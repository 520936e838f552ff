"""What a payslip says, computed once from what became final: lines, rounding, and the figure by which it is checked.

What was paid is never taken back. A correction downwards only lowers what is still to be paid: each is set against
the same week's other earnings as far as these reach, and otherwise waits: no payslip comes to less than nothing.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from payments.events.rules import canonical
from policies.money import decimal_text, floor_div, micros_per_minor, minor_text, minor_up
from policies.periods import MS_PER_HOUR
from policies.settlement import Settlement, TimeTotal
from policies.working_time import Bucket

FORMAT = "jornal-payslip-1"
PAYDAY_MS = 96 * MS_PER_HOUR
"""Payday comes so long after a week's end at the earliest: by then silence has made the last answer's pay final."""

_KINDS = (
    "piece", "hourly", "top_up", "rest", "instructions", "qualification", "waiting", "admin", "search", "overtime",
    "premium", "correction",
)  # fmt: skip
_FORMULAS = {
    "piece": "quantity x rate",
    "top_up": "floor - pieces",
    "overtime": "overtime hours x premium",
    "correction": "owed now - booked before",
}
_HOURS = "hours x rate"
_PIECES = frozenset({"piece", "hourly"})
_FIGURE_DIGITS = 16
_GROUP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who pays, as it states of itself, and which rules of allotting, timing and pricing were in force that day."""

    name: str = ""
    number: str = ""
    relation: str = ""
    algorithm_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Final:
    """An earning that nobody can change any more, as far as a payslip shows it."""

    earning_id: int
    kind: str
    organisation_id: int
    project_id: int
    carrier: str
    quantity: int
    unit: str
    rate_micros: int
    amount_micros: int
    rule: str
    rulebook_digest: str
    workings: Mapping[str, Any]  # JSON has no narrower type


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekFacts:
    """What stands on a payslip beside its lines. Instants and days are texts already; amounts micro-units.

    Attributes:
        number: of this payslip, among those of the week and currency.
        paid_before_micros: what the payslips before it came to.
        head: sequence and hash of the person's event stream when this was issued.
        names: of projects ("project", id) and organisations ("organisation", id).
    """

    person_id: int
    period: str
    first_on: str
    last_on: str
    time_zone: str
    jurisdiction: str
    zone: str
    currency: str
    number: int
    issued_at: datetime
    paid_before_micros: int
    pending_micros: int
    unconfirmed_ms: int
    claim_until: str
    head: tuple[int, str]
    names: Mapping[tuple[str, int], str]
    times: Sequence[TimeTotal]
    settlement: Settlement


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A payslip ready to be stored: its one text, the text's SHA-256, and what it comes to."""

    number: int
    text: str
    digest: str
    total_micros: int
    total_minor: int
    rounding_micros: int


def standing(finals: Sequence[Final]) -> tuple[Final, ...]:
    """Return which of these go on the next payslip: all, but downward corrections only as far as the rest reaches.

    Args:
        finals: of one person, week and currency, none on a payslip yet.

    Returns:
        In the order of their ids; none where nothing would be paid.
    """
    chosen = [final for final in finals if final.amount_micros >= 0]
    left_micros = sum(final.amount_micros for final in chosen)
    for final in sorted(finals, key=lambda each: each.earning_id):
        if final.amount_micros < 0 < left_micros + final.amount_micros:
            chosen.append(final)
            left_micros += final.amount_micros
    return tuple(sorted(chosen, key=lambda each: each.earning_id)) if left_micros > 0 else ()


def compose(week: WeekFacts, finals: Sequence[Final], *, issuer: Issuer) -> Composed:
    """Write a payslip; the same facts give the same bytes.

    Args:
        week: what stands beside the lines.
        finals: what `standing` returned, at least one.
        issuer: who pays.
    """
    lines = _lines(week, finals)
    total_micros = sum(final.amount_micros for final in finals)
    total_minor = sum(minor_up(micros, week.currency) for _, micros in lines)
    paid_micros = total_minor * micros_per_minor(week.currency)
    total = minor_text(total_minor, week.currency)
    text = canonical(
        {
            **_heading(week, issuer),
            **_hours(week, paid_micros),
            "deductions": [],
            "exact_total": decimal_text(total_micros),
            "gross": total,
            "lines": [line for line, _ in lines],
            "net": total,
            "requesters": _requesters(week, finals),
            "rounding": decimal_text(paid_micros - total_micros),
            "rulebook_digests": sorted({final.rulebook_digest for final in finals}),
            "total": total,
        }
    )
    return Composed(
        number=week.number,
        text=text,
        digest=digest_of(text),
        total_micros=total_micros,
        total_minor=total_minor,
        rounding_micros=paid_micros - total_micros,
    )


def payslip_reference(person_id: int, period: str, currency: str, number: int) -> str:
    """Return by what name the ledger knows a payslip."""
    return f"payslip:{person_id}:{period}:{currency}:{number}"


def digest_of(text: str) -> str:
    """Return the SHA-256 of a payslip's text, as `sha256sum` prints it for the file."""
    return sha256(text.encode()).hexdigest()


def check_figure_of(digest: str) -> str:
    """Return the figure that stands on paper: the first sixteen hexadecimal digits of the SHA-256, four by four.

    Anyone with the JSON file sees the same digits with `sha256sum`.
    """
    start = digest[:_FIGURE_DIGITS]
    return " ".join(start[at : at + _GROUP] for at in range(0, _FIGURE_DIGITS, _GROUP))


def line_rule(rule: str) -> str:
    """Return the rule of a line from that of an earning in it: "offer:17" is the offer of one answer, "offer" of all.

    Which offer each answer was made under, its earning says; a line for each would be rounded up each by itself.
    """
    return rule.partition(":")[0]


def _lines(week: WeekFacts, finals: Sequence[Final]) -> list[tuple[dict[str, object], int]]:
    """Return the lines in their order, each with its exact amount."""
    groups: defaultdict[tuple[object, ...], list[Final]] = defaultdict(list)
    for final in finals:
        groups[_group(final)].append(final)
    return [_line(week, groups[key]) for key in sorted(groups)]


def _group(final: Final) -> tuple[object, ...]:
    place = (_KINDS.index(final.kind), final.organisation_id, final.project_id)
    return (*place, final.carrier, final.unit, final.rate_micros, line_rule(final.rule), final.rulebook_digest)


def _line(week: WeekFacts, group: Sequence[Final]) -> tuple[dict[str, object], int]:
    like, micros = group[0], sum(final.amount_micros for final in group)
    workings = [] if like.kind in _PIECES else [dict(final.workings) for final in group]
    line: dict[str, object] = {
        "amount": minor_text(minor_up(micros, week.currency), week.currency),
        "carrier": like.carrier,
        "earning_ids": [final.earning_id for final in group],
        "exact": decimal_text(micros),
        "formula": _FORMULAS.get(like.kind, _HOURS),
        "kind": like.kind,
        "organisation": week.names.get(("organisation", like.organisation_id), ""),
        "organisation_id": like.organisation_id,
        "project": week.names.get(("project", like.project_id), ""),
        "project_id": like.project_id,
        "quantity": sum(final.quantity for final in group),
        "rate": decimal_text(like.rate_micros),
        "rule": line_rule(like.rule),
        "rulebook_digest": like.rulebook_digest,
        "unit": like.unit,
        "workings": workings,
    }
    return line, micros


def _heading(week: WeekFacts, issuer: Issuer) -> dict[str, object]:
    return {
        "algorithm_digest": issuer.algorithm_digest,
        "currency": week.currency,
        "first_on": week.first_on,
        "format": FORMAT,
        "is_supplementary": week.number > 1,
        "issued_at": week.issued_at.isoformat(timespec="milliseconds"),
        "last_on": week.last_on,
        "number": week.number,
        "operator": {"name": issuer.name, "number": issuer.number, "relation": issuer.relation},
        "period": week.period,
        "person_id": week.person_id,
        "residence": {"jurisdiction": week.jurisdiction, "zone": week.zone},
        "stream_head": {"hash": week.head[1], "sequence": week.head[0]},
        "time_zone": week.time_zone,
    }


def _hours(week: WeekFacts, paid_micros: int) -> dict[str, object]:
    """Return the whole week's time, and what an hour of it was paid with everything issued until now."""
    week_micros = week.paid_before_micros + paid_micros
    counted_ms = week.settlement.counted_ms
    hourly_micros = floor_div(week_micros * MS_PER_HOUR, counted_ms) if counted_ms else 0
    return {
        "bucket_ms": _bucket_ms(week.times),
        "claim_until": week.claim_until,
        "counted_ms": counted_ms,
        "hourly": decimal_text(hourly_micros),
        "paid_before": decimal_text(week.paid_before_micros),
        "pending": decimal_text(week.pending_micros),
        "unconfirmed_ms": week.unconfirmed_ms,
        "week_total": decimal_text(week_micros),
    }


def _requesters(week: WeekFacts, finals: Sequence[Final]) -> list[dict[str, object]]:
    """Return, for each organisation (0: the platform), its time of the whole week and what this payslip has from it."""
    floors = {each.organisation_id: each.floor_owed_micros for each in week.settlement.requesters}
    involved = {final.organisation_id for final in finals} | {time.organisation_id for time in week.times}
    found: list[dict[str, object]] = []
    for organisation_id in sorted(involved):
        theirs = [final for final in finals if final.organisation_id == organisation_id]
        pieces = [final for final in theirs if final.kind in _PIECES]
        top_ups = [final for final in theirs if final.kind == "top_up"]
        found.append(
            {
                "answers": sum(final.kind == "piece" for final in theirs),
                "bucket_ms": _bucket_ms([time for time in week.times if time.organisation_id == organisation_id]),
                "floor_owed": decimal_text(floors.get(organisation_id, 0)),
                "organisation": week.names.get(("organisation", organisation_id), ""),
                "organisation_id": organisation_id,
                "pieces": decimal_text(sum(final.amount_micros for final in pieces)),
                "top_up": decimal_text(sum(final.amount_micros for final in top_ups)),
                "total": decimal_text(sum(final.amount_micros for final in theirs)),
            }
        )
    return found


def _bucket_ms(times: Sequence[TimeTotal]) -> dict[str, int]:
    sums = {bucket.value: sum(time.counted_ms for time in times if time.bucket is bucket) for bucket in Bucket}
    return {bucket: ms for bucket, ms in sums.items() if ms}
