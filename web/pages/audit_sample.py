"""A random sample of a week, of people or of answers: its seed is shown and logged, and anyone can draw it again."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from pydantic import BaseModel

from payments.audit.access import Look, permission_for, record_look
from payments.audit.sampling import (
    AnswerRecord,
    SampleOf,
    answer_record,
    answers_paid,
    checked_seed,
    checked_size,
    draw,
)
from payments.people.queries import AccreditationView, accreditations_of, organisations
from payments.people.service import pseudonyms_for_auditor
from payments.spreadsheets import BYTE_ORDER_MARK, csv_line
from policies.money import decimal_text
from web.deps import Auditor, TheHouse
from web.pages.audit import Seen, Under, look_at
from web.pages.audit_sheet import sheet_lines_of
from web.pages.audit_view import PersonRow
from web.render import show
from web.wiring import House

router = APIRouter()
SEED_BYTES = 8
Seed = Annotated[str, Query()]
Size = Annotated[int, Query()]
ANSWER_COLUMNS = (
    "assignment", "person", "period", "earned_on", "organisation_id", "project", "task_ms", "kind", "quantity", "rate",
    "amount", "currency", "carrier", "state", "rule", "rulebook_digest",
)  # fmt: skip


class SampleForm(BaseModel):
    """What to draw; an empty seed asks for a new one."""

    size: int = 10
    of: SampleOf = SampleOf.PEOPLE
    seed: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One drawn answer, and under which pseudonym its annotator is seen."""

    pseudonym: str
    record: AnswerRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What was drawn, of how many; either people or answers."""

    accreditation: AccreditationView
    of: SampleOf
    seed: str
    size: int
    population: int
    people: tuple[PersonRow, ...] = ()
    answers: tuple[AnswerRow, ...] = ()


@router.post("/audit/{week}/sample")
def draw_one(
    week: str, house: TheHouse, auditor: Auditor, form: Annotated[SampleForm, Form()], under: Under = None
) -> Response:
    """Draw a sample, with a new seed or a given one, and show it."""
    seed = checked_seed(form.seed) if form.seed.strip() else secrets.token_hex(SEED_BYTES)
    now = house.now()
    with house.db.reading() as tx:
        permission = permission_for(
            accreditations_of(tx, auditor.person_id, now=now), period=week, accreditation_id=under
        )
    query = urlencode({"seed": seed, "size": checked_size(form.size), "under": permission.id})
    return RedirectResponse(f"/audit/{week}/sample/{form.of}?{query}", 303)


@dataclass(frozen=True, slots=True)
class SampleAsked:
    """Which sample was asked for."""

    period: str
    of: SampleOf
    seed: str
    size: int
    under: int | None


def asked_for(week: str, of: SampleOf, seed: Seed, size: Size, under: Under = None) -> SampleAsked:
    """Return which sample an address asks for."""
    return SampleAsked(week, of, seed, size, under)


TheSample = Annotated[SampleAsked, Depends(asked_for)]


@router.get("/audit/{week}/sample/{of}")  # noqa: FAST003 - asked_for takes them
def sample(request: Request, house: TheHouse, auditor: Auditor, asked: TheSample) -> HTMLResponse:
    """Show a sample."""
    drawn = sample_drawn(house, auditor.person_id, asked)
    with house.db.reading() as tx:
        names = {each.organisation_id: each.name for each in organisations(tx)}
    return show(request, "audit/sample.html", drawn=drawn, period=asked.period, names=names)


@router.get("/audit/{week}/sample/{of}/sample.csv")  # noqa: FAST003 - asked_for takes them
def sample_sheet(house: TheHouse, auditor: Auditor, asked: TheSample) -> StreamingResponse:
    """Give a sample with its records as a spreadsheet."""
    drawn = sample_drawn(house, auditor.person_id, asked)
    is_people = asked.of is SampleOf.PEOPLE
    lines = sheet_lines_of(drawn.people) if is_people else _answer_lines(drawn.answers, asked.period)
    name = f"jornal-{asked.period}-{asked.of}-{drawn.seed}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse((line.encode() for line in lines), media_type="text/csv", headers=headers)


def sample_drawn(house: House, auditor_id: int, asked: SampleAsked) -> Sample:
    """Return a sample; the look, its seed and its size are in the event log before.

    Raises:
        Refusal: `not_found`, `seed_unreadable`, `sample_size_unreadable`.
    """
    seed, size = checked_seed(asked.seed), checked_size(asked.size)
    details: dict[str, object] = {"of": asked.of.value, "seed": seed, "size": size}
    if asked.of is SampleOf.PEOPLE:
        seen = look_at(house, auditor_id, week=asked.period, under=asked.under, what="sample", details=details)
        return _people(seen, seed, size)
    return _answers(house, auditor_id, asked, details)


def _people(seen: Seen, seed: str, size: int) -> Sample:
    names = {row.pseudonym for row in seen.overview.rows}
    order = {name: number for number, name in enumerate(draw(names, seed=seed, size=size))}
    rows = sorted((row for row in seen.overview.rows if row.pseudonym in order), key=lambda row: order[row.pseudonym])
    return Sample(
        accreditation=seen.accreditation,
        of=SampleOf.PEOPLE,
        seed=seed,
        size=size,
        population=len(names),
        people=tuple(rows),
    )


def _answers(house: House, auditor_id: int, asked: SampleAsked, details: dict[str, object]) -> Sample:
    now = house.now()
    with house.db.reading() as tx:
        permissions = accreditations_of(tx, auditor_id, now=now)
        permission = permission_for(permissions, period=asked.period, accreditation_id=asked.under)
        numbers = answers_paid(tx, period=asked.period, organisation_id=permission.organisation_id)
        chosen = draw(numbers, seed=str(details["seed"]), size=asked.size)
        records = [answer_record(tx, period=asked.period, assignment_id=int(number)) for number in chosen]
    people = {record.person_id for record in records}
    with house.db.writing() as tx:
        look = Look(what="sample", period=asked.period, details=details)
        record_look(tx, look, accreditation_id=permission.id, now=now)
        names = pseudonyms_for_auditor(tx, accreditation_id=permission.id, person_ids=people)
    return Sample(
        accreditation=permission,
        of=SampleOf.ANSWERS,
        seed=str(details["seed"]),
        size=asked.size,
        population=len(numbers),
        answers=tuple(AnswerRow(names[record.person_id], record) for record in records),
    )


def _answer_lines(rows: tuple[AnswerRow, ...], period: str) -> Iterator[str]:
    yield BYTE_ORDER_MARK + csv_line(ANSWER_COLUMNS)
    for row in rows:
        one = row.record
        yield csv_line(
            (
                one.assignment_id,
                row.pseudonym,
                period,
                one.earned_on.isoformat(),
                one.organisation_id,
                one.project_id,
                one.task_ms,
                one.kind,
                one.quantity,
                decimal_text(one.rate_micros),
                decimal_text(one.amount_micros),
                one.currency,
                one.carrier,
                one.state,
                one.rule,
                one.rulebook_digest,
            )
        )
