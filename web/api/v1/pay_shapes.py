"""An annotator's pay as programs read it: each amount with its quantity, its rate and its rule."""

from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from payments.closing.queries import PieceGroup, Week, WeekLine
from payments.closing.rules import Stretch
from payments.payslips.queries import Payslip
from policies.money import minor_text
from policies.periods import from_ms
from web.api.v1.values import Money, Words, money


class LineOut(BaseModel):
    """One line. A line that is not booked is what it would be if the week closed now."""

    kind: str = Field(examples=["piece"])
    carrier: str = Field(description="who pays it: requester, platform or guarantee")
    organisation_id: int | None
    project_id: int | None
    count: int = Field(description="how many answers; 0 where the line is for time")
    counted_ms: int = Field(description="how much time; 0 where the line is for answers")
    rate: Money | None = Field(description="for one answer, or for one hour")
    amount: Money
    is_booked: bool
    rule: str
    rulebook_digest: str
    workings: dict[str, Any] = Field(description="the arithmetic; amounts in millionths (`_micros`)")


class StatementOut(BaseModel):
    """A week in one currency. Amounts are exact; `total` is what all lines come to."""

    currency: str
    is_closed: bool
    counted_ms: int
    salaried_ms: int = Field(description="counted time that a salary pays for, outside Jornal")
    total: Money
    pending: Money = Field(description="booked, not yet accepted")
    final: Money
    hourly: Money = Field(description="what one counted hour was paid, rounded down")
    lines: list[LineOut]


class StretchOut(BaseModel):
    """Quiet time that counts once you claim it."""

    project_id: int | None
    started_at: datetime
    ended_at: datetime


class IssuedOut(BaseModel):
    """A payslip as it was issued. It never changes; what becomes final later comes on the next number."""

    payslip_id: int
    period: str = Field(examples=["2026-W47"])
    currency: str = Field(description="three letters", examples=["MXN"])
    number: int = Field(description="1, or 2, 3 ... for what became final after the first")
    is_supplementary: bool
    issued_at: datetime
    total: str = Field(description="what is paid, in whole coins", examples=["97.26"])
    check_figure: str = Field(
        description="the first sixteen digits of `digest`, as on paper", examples=["9f86 d081 884c 7d65"]
    )
    digest: str = Field(description="the SHA-256 of `body` as its one JSON text: sorted keys, no spaces (RFC 8785)")


class IssuedWholeOut(IssuedOut):
    """A payslip with everything that stands on it."""

    body: dict[str, Any] = Field(description="the payslip as it is stored; amounts are decimal texts")


class IssuedListOut(BaseModel):
    """Every payslip, the newest week first."""

    payslips: list[IssuedOut]


class PayslipOut(BaseModel):
    """A week's statement as it stands: final where it is closed, a projection where it is not."""

    period: str = Field(examples=["2026-W47"])
    is_closed: bool
    statements: list[StatementOut] = Field(description="one for each currency; one, unless you moved")
    unconfirmed: list[StretchOut]
    payslips: list[IssuedWholeOut] = Field(description="what was issued for this week, the first first")


class EarningsOut(BaseModel):
    """This week where you live, and the weeks in which anything was recorded."""

    this_week: PayslipOut
    periods: list[str]


class ClaimIn(BaseModel):
    """A quiet stretch, exactly as `unconfirmed` lists it, and what you were doing in one line."""

    model_config = ConfigDict(extra="forbid")

    started_at: AwareDatetime
    ended_at: AwareDatetime
    line: Words = Field(max_length=500, examples=["I read the instructions again"])


class ClaimedOut(BaseModel):
    """What was claimed; it counts as task time from now on."""

    started_at: datetime
    ended_at: datetime
    line: str


def statement_out(week: Week) -> StatementOut:
    """Return a week in one currency."""
    return StatementOut(
        currency=week.currency,
        is_closed=week.is_closed,
        counted_ms=week.counted_ms,
        salaried_ms=week.salaried_ms,
        total=money(week.total_micros, week.currency),
        pending=money(week.pending_micros, week.currency),
        final=money(week.final_micros, week.currency),
        hourly=money(week.effective_hourly_micros, week.currency),
        lines=[
            *(_piece(group, week.currency) for group in week.pieces),
            *(_other(line, week.currency) for line in week.lines),
        ],
    )


def issued_out(slip: Payslip) -> IssuedOut:
    """Return a payslip without what stands on it."""
    return IssuedOut(**_issued(slip))


def issued_whole_out(slip: Payslip) -> IssuedWholeOut:
    """Return a payslip whole."""
    return IssuedWholeOut(**_issued(slip), body=dict(slip.body))


def _issued(slip: Payslip) -> dict[str, Any]:
    return {
        "payslip_id": slip.payslip_id,
        "period": slip.period,
        "currency": slip.currency,
        "number": slip.number,
        "is_supplementary": slip.is_supplementary,
        "issued_at": slip.issued_at,
        "total": minor_text(slip.total_minor, slip.currency),
        "check_figure": slip.check_figure,
        "digest": slip.digest,
    }


def stretch_out(stretch: Stretch) -> StretchOut:
    """Return a quiet stretch."""
    return StretchOut(
        project_id=stretch.project_id or None,
        started_at=from_ms(stretch.started_ms),
        ended_at=from_ms(stretch.ended_ms),
    )


def _piece(group: PieceGroup, currency: str) -> LineOut:
    is_hourly = group.kind == "hourly"
    return LineOut(
        kind=group.kind,
        carrier=group.carrier,
        organisation_id=group.organisation_id or None,
        project_id=group.project_id or None,
        count=group.count,
        counted_ms=group.quantity if is_hourly else 0,
        rate=money(group.rate_micros, currency),
        amount=money(group.amount_micros, currency),
        is_booked=True,
        rule="offer",
        rulebook_digest="",
        workings={},
    )


def _other(line: WeekLine, currency: str) -> LineOut:
    return LineOut(
        kind=line.kind,
        carrier=line.carrier,
        organisation_id=line.organisation_id or None,
        project_id=line.project_id or None,
        count=0,
        counted_ms=line.counted_ms,
        rate=money(line.rate_micros, currency) if line.rate_micros else None,
        amount=money(line.amount_micros, currency),
        is_booked=line.is_booked,
        rule=line.rule,
        rulebook_digest=line.rulebook_digest,
        workings=dict(line.workings),
    )
