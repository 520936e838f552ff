"""A payslip made by the rules themselves, with the names that people could give things."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from payments.payslips.queries import Payslip, PayslipLine
from payments.payslips.rules import Composed, Final, Issuer, WeekFacts, check_figure_of, compose
from policies.money import micros_of, micros_per_minor
from policies.settlement import TimeTotal, settle
from policies.working_time import Bucket

ISSUED_AT = datetime(2026, 3, 13, 15, 0, tzinfo=UTC)
DIGEST = "d" * 64
TOP_UP = {
    "line": "top_up",
    "line_micros": 31_886_668,
    "piece_micros": 60_000_000,
    "parts": [{"counted_ms": 7_200_000, "rate_micros": 45_943_334, "rulebook_digest": DIGEST}],
}
TIMES = tuple(
    TimeTotal(
        work_session_id=1,
        worked_on=date(2026, 3, day),
        organisation_id=1,
        project_id=7,
        bucket=bucket,
        floor_hourly_micros=45_943_334,
        rulebook_digest=DIGEST,
        counted_ms=ms,
        is_salaried=False,
    )
    for day, bucket, ms in ((2, Bucket.TASK, 7_200_000), (3, Bucket.REST, 360_000), (3, Bucket.UNCONFIRMED, 60_000))
)


def made_payslip(*, project: str = "Street ramps", organisation: str = "Mobility Office", number: int = 1) -> Payslip:
    """Fifty pictures at 1.20 in two hours, raised to the floor, and six minutes of rest."""
    names = {("project", 7): project, ("organisation", 1): organisation}
    issuer = Issuer(name="Cooperativa Jornal", number="CJO260101AB1", relation="members")
    composed = compose(_facts(names, number), _finals(), issuer=issuer)
    return _read(composed)


def week_facts(**changes: Any) -> WeekFacts:  # Any: any field of it
    """An annotator's second week of March 2026 in Mexico City, of which nothing has been paid yet, with some changes."""
    usual = WeekFacts(
        person_id=2,
        period="2026-W10",
        first_on="2026-03-02",
        last_on="2026-03-08",
        time_zone="America/Mexico_City",
        jurisdiction="MX",
        zone="general",
        currency="MXN",
        number=1,
        issued_at=ISSUED_AT,
        paid_before_micros=0,
        pending_micros=0,
        unconfirmed_ms=0,
        claim_until="",
        head=(40, "e" * 64),
        names={},
        times=(),
        settlement=settle(times=(), pieces=(), currency="MXN"),
    )
    return replace(usual, **changes)


def _facts(names: Mapping[tuple[str, int], str], number: int) -> WeekFacts:
    return week_facts(
        number=number,
        paid_before_micros=0 if number == 1 else 10_000_000,
        pending_micros=2_400_000,
        unconfirmed_ms=60_000,
        claim_until="2026-09-02",
        names=names,
        times=TIMES,
        settlement=settle(times=TIMES, pieces=(), currency="MXN"),
    )


def _final(earning_id: int, kind: str, amount_micros: int, **changes: Any) -> Final:  # Any: any field of it
    usual = Final(
        earning_id=earning_id,
        kind=kind,
        organisation_id=1,
        project_id=7,
        carrier="requester",
        quantity=360_000,
        unit="ms",
        rate_micros=45_943_334,
        amount_micros=amount_micros,
        rule=f"settlement/{kind}",
        rulebook_digest=DIGEST,
        workings={},
    )
    return replace(usual, **changes)


def _finals() -> tuple[Final, ...]:
    a_piece = {"quantity": 1, "unit": "item", "rate_micros": 1_200_000}
    pieces = tuple(_final(at, "piece", 1_200_000, rule=f"offer:{at}", **a_piece) for at in range(1, 51))
    top_up = _final(51, "top_up", 31_886_668, quantity=7_200_000, workings=TOP_UP)
    return (*pieces, top_up, _final(52, "rest", 4_594_334))


def _read(composed: Composed) -> Payslip:
    body = json.loads(composed.text)
    return Payslip(
        payslip_id=9,
        person_id=2,
        period="2026-W10",
        currency="MXN",
        number=composed.number,
        is_supplementary=composed.number > 1,
        issued_at=ISSUED_AT,
        total_micros=composed.total_micros,
        total_minor=composed.total_minor,
        rounding_micros=composed.rounding_micros,
        lines=tuple(_line(line) for line in body["lines"]),
        check_figure=check_figure_of(composed.digest),
        digest=composed.digest,
        text=composed.text,
        body=body,
    )


def _line(line: Mapping[str, object]) -> PayslipLine:
    given = {key: line[key] for key in ("kind", "project_id", "organisation_id", "carrier", "quantity", "unit")}
    given |= {key: line[key] for key in ("formula", "rule", "rulebook_digest")}
    return PayslipLine(
        **given,  # type: ignore[arg-type]
        project_name=str(line["project"]),
        organisation_name=str(line["organisation"]),
        rate_micros=micros_of(str(line["rate"])),
        amount_micros=micros_of(str(line["exact"])),
        amount_minor=micros_of(str(line["amount"])) // micros_per_minor("MXN"),
        earning_ids=tuple(line["earning_ids"]),  # type: ignore[arg-type]
        workings=tuple(line["workings"]),  # type: ignore[arg-type]
    )
