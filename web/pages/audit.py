"""The auditor's screens: which weeks may be seen, one week of everyone, its spreadsheet; each look is logged first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from payments.audit.access import Look, may_take_bundle, permission_for, record_look
from payments.audit.records import pay_records, periods_between
from payments.audit.sampling import SAMPLE_MOST as PEOPLE_MOST
from payments.people.queries import AccreditationView, accreditations_of, organisation
from payments.people.service import pseudonyms_for_auditor
from payments.transaction import Transaction
from web.deps import Auditor, TheHouse
from web.keeping.queries import last_verification
from web.pages.audit_overview import WEEKS_TOGETHER, Overview, overview_of
from web.pages.audit_sheet import sheet_lines
from web.pages.audit_view import BUCKET_WORDS, NOT_COVERED, RECORD_WORDS, WeekOverview, week_overview
from web.render import show
from web.wiring import House

ROWS_SHOWN = 300
router = APIRouter()
Under = Annotated[int | None, Query(description="which accreditation, where a person has several")]


@dataclass(frozen=True, slots=True)
class Permitted:
    """One accreditation, whose records it covers, and the weeks that can be seen under it."""

    accreditation: AccreditationView
    organisation_name: str
    periods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look at a week showed, under which permission."""

    accreditation: AccreditationView
    organisation_name: str
    overview: WeekOverview
    may_take_bundle: bool


@router.get("/audit")
def periods(request: Request, house: TheHouse, auditor: Auditor) -> HTMLResponse:
    """Show the last weeks of each permission together, and list all that it covers; the looks are logged."""
    now = house.now()
    with house.db.reading() as tx:
        found = [permitted(tx, each) for each in accreditations_of(tx, auditor.person_id, now=now)]
        seen = [(each, _together(tx, house, each)) for each in found]
    with house.db.writing() as tx:
        for each, overview in seen:
            if overview is not None:
                look = Look(what="overview", period=overview.periods[0], details={"last": overview.periods[-1]})
                record_look(tx, look, accreditation_id=each.accreditation.id, now=now)
    return show(request, "audit/periods.html", seen=seen, operator=house.settings, not_covered=NOT_COVERED)


def _together(tx: Transaction, house: House, each: Permitted) -> Overview | None:
    """Return the last weeks of a permission together; None before anything was recorded."""
    periods = each.periods[:WEEKS_TOGETHER]
    if not periods:
        return None
    organisation_id = each.accreditation.organisation_id
    records = [
        record
        for period in periods
        for record in pay_records(tx, period=period, rulebook=house.rulebook, organisation_id=organisation_id)
    ]
    return overview_of(tx, records, periods=periods, is_everyone=organisation_id is None)


@router.get("/audit/{week}")
def one_week(week: str, request: Request, house: TheHouse, auditor: Auditor, under: Under = None) -> HTMLResponse:
    """Show everyone's week: is anybody below the floor, and what does the rest look like."""
    seen = look_at(house, auditor.person_id, week=week, under=under, what="period")
    with house.db.reading() as tx:
        verified = last_verification(tx, accreditation_id=seen.accreditation.id, period=week)
    return show(
        request,
        "audit/week.html",
        seen=seen,
        week=seen.overview,
        rows=seen.overview.rows[:ROWS_SHOWN],
        bucket_words=BUCKET_WORDS,
        record_words=RECORD_WORDS,
        verified=verified,
        people_most=PEOPLE_MOST,
        not_covered=NOT_COVERED,
    )


@router.get("/audit/{week}/spreadsheet.csv")
def spreadsheet(week: str, house: TheHouse, auditor: Auditor, under: Under = None) -> StreamingResponse:
    """Give the week's pay records as a spreadsheet."""
    seen = look_at(house, auditor.person_id, week=week, under=under, what="spreadsheet")
    headers = {"Content-Disposition": f'attachment; filename="jornal-{seen.overview.period}.csv"'}
    return StreamingResponse(_encoded(sheet_lines(seen.overview)), media_type="text/csv", headers=headers)


def look_at(
    house: House,
    person_id: int,
    *,
    week: str,
    under: int | None,
    what: str,
    details: Mapping[str, object] | None = None,
) -> Seen:
    """Return a week that a permission covers, after the look was written to the event log.

    Raises:
        Refusal: `not_found`, where no permission covers that week.
    """
    now = house.now()
    with house.db.reading() as tx:
        permission = permission_for(accreditations_of(tx, person_id, now=now), period=week, accreditation_id=under)
        organisation_name = _organisation_name(tx, permission)
        records = pay_records(tx, period=week, rulebook=house.rulebook, organisation_id=permission.organisation_id)
        may_take = may_take_bundle(tx, permission=permission, period=week)
    with house.db.writing() as tx:
        record_look(tx, Look(what=what, period=week, details=details or {}), accreditation_id=permission.id, now=now)
        names = pseudonyms_for_auditor(
            tx, accreditation_id=permission.id, person_ids={record.person_id for record in records}
        )
    return Seen(permission, organisation_name, week_overview(week, records, names), may_take)


def permitted(tx: Transaction, permission: AccreditationView) -> Permitted:
    """Return an accreditation with whose records it covers and the weeks that can be seen under it."""
    return Permitted(
        permission,
        _organisation_name(tx, permission),
        periods_between(tx, first_on=permission.covers_from_on, next_on=permission.covers_to_on),
    )


def _organisation_name(tx: Transaction, permission: AccreditationView) -> str:
    """Return whose records a permission is limited to; empty for everyone's."""
    if permission.organisation_id is None:
        return ""
    found = organisation(tx, permission.organisation_id)
    return found.name if found else ""


def _encoded(lines: Iterator[str]) -> Iterator[bytes]:
    for line in lines:
        yield line.encode()
