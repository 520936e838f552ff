"""An annotator's own record for programs: earnings, each week's statement, claims, and everything to carry away."""

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from annotate.timeclock.queries import clock_view
from payments.claims.service import claim_time
from payments.closing.queries import currencies_of, unconfirmed, week, weeks
from payments.payslips.queries import payslips_of
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import to_ms, week_days, week_of
from web.api.v1.caller import Annotator, Earner, Recorded
from web.api.v1.pay_shapes import (
    ClaimedOut,
    ClaimIn,
    EarningsOut,
    IssuedListOut,
    PayslipOut,
    issued_out,
    issued_whole_out,
    statement_out,
    stretch_out,
)
from web.api.v1.problems import problems
from web.api.v1.values import WeekText
from web.deps import TheHouse
from web.pages import record

router = APIRouter(prefix="/api/v1/me", tags=["me"])
RECORD = {"application/json": {"schema": {"type": "object"}}}


@router.get("/earnings", responses=problems(409))
def earnings(house: TheHouse, me: Earner) -> EarningsOut:
    """Read this week as it stands, and which other weeks there are."""
    with house.db.reading() as tx:
        clock = clock_view(tx, person_id=me.person_id, now=house.now(), rulebook=house.rulebook)
        return EarningsOut(
            this_week=_payslip(tx, me.person_id, week_of(clock.today)), periods=list(weeks(tx, me.person_id))
        )


@router.get("/payslips", responses=problems())
def payslips(house: TheHouse, me: Earner) -> IssuedListOut:
    """List every payslip that was issued to you; each is read whole with its week."""
    with house.db.reading() as tx:
        return IssuedListOut(payslips=[issued_out(slip) for slip in payslips_of(tx, me.person_id)])


@router.get("/payslips/{period}", responses=problems())
def payslip(period: WeekText, house: TheHouse, me: Earner) -> PayslipOut:
    """Read a week's statement; `is_closed` says whether it still changes. Payslips issued for it stand beside it."""
    _refuse_no_week(period)
    with house.db.reading() as tx:
        return _payslip(tx, me.person_id, period)


@router.post("/claims", responses=problems(400, 409, 413))
def claim(body: ClaimIn, house: TheHouse, me: Annotator) -> ClaimedOut:
    """Count quiet time on your word; the same claim again changes nothing."""
    with house.db.writing() as tx:
        claim_time(
            tx,
            person_id=me.person_id,
            started_ms=to_ms(body.started_at),
            ended_ms=to_ms(body.ended_at),
            line=body.line,
            now=house.now(),
        )
    return ClaimedOut(started_at=body.started_at, ended_at=body.ended_at, line=body.line)


@router.get(
    "/record",
    response_class=StreamingResponse,
    responses={200: {"description": "Everything recorded about you.", "content": RECORD}, **problems()},
)
def whole_record(house: TheHouse, me: Recorded) -> StreamingResponse:
    """Carry away everything: time, pay, claims, answers, the log, as they are stored."""
    return record.download(house, me)


def _payslip(tx: Transaction, person_id: int, period: str) -> PayslipOut:
    found = [week(tx, person_id, period, currency=each) for each in currencies_of(tx, person_id, period)]
    statements = [statement_out(each) for each in found if each]
    return PayslipOut(
        period=period,
        is_closed=bool(statements) and all(each.is_closed for each in statements),
        statements=statements,
        unconfirmed=[stretch_out(each) for each in unconfirmed(tx, person_id, period)],
        payslips=[issued_whole_out(slip) for slip in reversed(payslips_of(tx, person_id, period=period))],
    )


def _refuse_no_week(period: str) -> None:
    try:
        week_days(period)
    except (ValueError, OverflowError):
        raise Refusal("not_found", Kind.MISSING) from None
