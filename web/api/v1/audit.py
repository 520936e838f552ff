"""The auditor's reads for programs: which weeks, one week's records, its bundle; each look is logged first."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from payments.journal.rules import Format
from payments.people.queries import accreditations_of
from web.api.v1.audit_shapes import WeekOut, WeeksOut, permitted_out, week_out
from web.api.v1.caller import Anybody, Auditor
from web.api.v1.problems import problems
from web.api.v1.values import ID_MOST, WeekText
from web.deps import TheHouse
from web.pages import audit_bundle
from web.pages.audit import look_at, permitted
from web.pages.audit_journal import journal_for

router = APIRouter(prefix="/api/v1/audit", tags=["audit"])
Under = Annotated[int | None, Query(ge=1, le=ID_MOST, description="which accreditation, where you have several")]
Program = Annotated[Format, Query(alias="format", description="for which bookkeeping program")]
TEXT = {"text/plain": {"schema": {"type": "string"}}}
ZIP = {"application/zip": {"schema": {"type": "string", "format": "binary"}}}


@router.get("/weeks", responses=problems())
def weeks(house: TheHouse, me: Auditor) -> WeeksOut:
    """List the weeks that your permissions cover."""
    with house.db.reading() as tx:
        found = [permitted(tx, each) for each in accreditations_of(tx, me.person_id, now=house.now())]
    return WeeksOut(permitted=[permitted_out(each) for each in found])


@router.get("/weeks/{week}", responses=problems())
def one_week(week: WeekText, house: TheHouse, me: Auditor, under: Under = None) -> WeekOut:
    """Read everyone's pay records of a week."""
    return week_out(look_at(house, me.person_id, week=week, under=under, what="period"))


@router.get(
    "/weeks/{week}/bundle",
    response_class=StreamingResponse,
    responses={200: {"description": "A ZIP for `jornal audit verify`.", "content": ZIP}, **problems(403)},
)
def bundle(week: WeekText, house: TheHouse, me: Auditor, under: Under = None) -> StreamingResponse:
    """Take the week's bundle, to be verified anywhere, without us."""
    return audit_bundle.bundle(week, house, me, under)


@router.get(
    "/journal",
    response_class=StreamingResponse,
    responses={200: {"description": "A text for `hledger check` or `bean-check`.", "content": TEXT}, **problems()},
)
def journal(house: TheHouse, me: Anybody, form: Program, under: Under = None) -> StreamingResponse:
    """Take the ledger as a plain-text journal: payroll all of it, auditors what a permission covers."""
    return journal_for(house, me, form=form, under=under)
