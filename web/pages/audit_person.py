"""The auditor's screen of one person's week, under a pseudonym: lines, time, rules; the look is logged first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from payments.audit.access import Look, permission_for, record_look
from payments.audit.person import rules_used, spans_of, time_zone_of
from payments.audit.records import PayRecord, pay_records
from payments.closing.queries import week as week_of_person
from payments.people.queries import AccreditationView, accreditations_of, organisations, person_behind
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.deps import Auditor, TheHouse
from web.pages.audit import Under
from web.pages.audit_person_view import LINE_WORDS, Found, PersonWeek, person_week
from web.pages.audit_view import BUCKET_WORDS
from web.pages.time_picture import LOOKS
from web.render import language_of, show
from web.show_as import Writing
from web.wiring import House

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose week was asked for, and under which of the auditor's permissions; None takes the first that covers it."""

    period: str
    pseudonym: str
    under: int | None


def asked_for(week: str, pseudonym: str, under: Under = None) -> Asked:
    """Return whose week an address asks for."""
    return Asked(week, pseudonym, under)


TheAsked = Annotated[Asked, Depends(asked_for)]


@dataclass(frozen=True, slots=True)
class SeenPerson:
    """One person's week, once for each currency, and the permission it was seen under."""

    accreditation: AccreditationView
    person_id: int
    weeks: tuple[PersonWeek, ...]
    organisation_names: dict[int, str]


@router.get("/audit/{week}/people/{pseudonym}")
def one_person(
    week: str, pseudonym: str, request: Request, house: TheHouse, auditor: Auditor, under: Under = None
) -> HTMLResponse:
    """Show one person's week."""
    seen = look_at_person(house, auditor.person_id, Asked(week, pseudonym, under), what="person")
    on_their_clock = Writing(language_of(request), seen.weeks[0].time_zone)
    return show(
        request,
        "audit/person.html",
        seen=seen,
        period=week,
        pseudonym=pseudonym,
        their_clock=on_their_clock.clock,
        bucket_words=BUCKET_WORDS,
        line_words=LINE_WORDS,
        looks=LOOKS,
    )


def look_at_person(house: House, auditor_id: int, asked: Asked, *, what: str) -> SeenPerson:
    """Return a person's week that a permission covers, after the look was written to the event log.

    Raises:
        Refusal: `not_found`: no permission covers the week, or it knows nobody under that pseudonym.
    """
    now = house.now()
    with house.db.reading() as tx:
        permission, person_id = whom(tx, auditor_id, asked, now=now)
        names = {0: "", **{each.organisation_id: each.name for each in organisations(tx)}}
        records = pay_records(
            tx,
            period=asked.period,
            rulebook=house.rulebook,
            organisation_id=permission.organisation_id,
            person_id=person_id,
        )
        weeks = tuple(
            person_week(asked.pseudonym, record, _found(tx, house, record), organisation_id=permission.organisation_id)
            for record in records
        )
    if not weeks:
        raise Refusal("not_found", Kind.MISSING)
    with house.db.writing() as tx:
        look = Look(what=what, period=asked.period, about_person_id=person_id)
        record_look(tx, look, accreditation_id=permission.id, now=now)
    return SeenPerson(permission, person_id, weeks, names)


def whom(tx: Transaction, auditor_id: int, asked: Asked, *, now: datetime) -> tuple[AccreditationView, int]:
    """Return the permission that covers a week, and whom it sees under a pseudonym.

    Raises:
        Refusal: `not_found`.
    """
    permissions = accreditations_of(tx, auditor_id, now=now)
    permission = permission_for(permissions, period=asked.period, accreditation_id=asked.under)
    person_id = person_behind(tx, accreditation_id=permission.id, pseudonym=asked.pseudonym)
    if person_id is None:
        raise Refusal("not_found", Kind.MISSING)
    return permission, person_id


def _found(tx: Transaction, house: House, record: PayRecord) -> Found:
    """Return everything there is about one person's week in one currency."""
    whole = week_of_person(tx, record.person_id, record.period, currency=record.currency)
    assert whole is not None, "a week with a record has time or pay in it"
    spans = spans_of(tx, person_id=record.person_id, period=record.period)
    same_currency = [span for span in spans if span.currency == record.currency]
    return Found(
        week=whole,
        spans=same_currency,
        rules=rules_used(tx, spans=same_currency, rulebook=house.rulebook),
        time_zone=time_zone_of(tx, record.person_id),
    )
