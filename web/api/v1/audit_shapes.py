"""Pay records as an auditor's programs read them: exact figures, under pseudonyms."""

from datetime import date

from pydantic import BaseModel, Field

from web.api.v1.values import Money, money
from web.pages.audit import Permitted, Seen
from web.pages.audit_view import PersonRow


class PermittedOut(BaseModel):
    """One accreditation and the weeks that can be seen under it."""

    accreditation_id: int
    basis: str
    organisation: str = Field(description="whose records; empty: everyone's")
    covers_from_on: date
    covers_to_on: date = Field(description="up to, not including")
    weeks: list[str] = Field(examples=[["2026-W47"]])


class WeeksOut(BaseModel):
    """What you are permitted to see."""

    permitted: list[PermittedOut]


class RecordOut(BaseModel):
    """One person's week in one currency."""

    person: str = Field(description="a pseudonym, the same under one accreditation", examples=["heron-317"])
    is_closed: bool
    revision: int = Field(description="how often the week was closed; 0 while it is open")
    bucket_ms: dict[str, int]
    counted_ms: int = Field(description="counted time that is paid here")
    salaried_ms: int = Field(description="counted time that a salary pays for, outside Jornal")
    unconfirmed_ms: int
    rest_taken_ms: int
    rest_due_ms: int
    piece: Money
    floor_owed: Money
    top_up: Money
    other: Money
    total: Money
    missing_to_floor: Money
    floor_hourly: Money
    effective_hourly: Money


class WeekOut(BaseModel):
    """One week of everyone whom the permission covers."""

    period: str
    accreditation_id: int
    people_count: int
    below_count: int = Field(description="how many are below their floor")
    may_take_bundle: bool
    records: list[RecordOut]


def permitted_out(permitted: Permitted) -> PermittedOut:
    """Return one accreditation."""
    one = permitted.accreditation
    return PermittedOut(
        accreditation_id=one.id,
        basis=one.basis,
        organisation=permitted.organisation_name,
        covers_from_on=one.covers_from_on,
        covers_to_on=one.covers_to_on,
        weeks=list(permitted.periods),
    )


def week_out(seen: Seen) -> WeekOut:
    """Return a week that was looked at."""
    return WeekOut(
        period=seen.overview.period,
        accreditation_id=seen.accreditation.id,
        people_count=seen.overview.people,
        below_count=seen.overview.below,
        may_take_bundle=seen.may_take_bundle,
        records=[record_out(row) for row in seen.overview.rows],
    )


def record_out(row: PersonRow) -> RecordOut:
    """Return one person's week."""
    record, currency = row.record, row.record.currency
    return RecordOut(
        person=row.pseudonym,
        is_closed=record.is_closed,
        revision=record.revision,
        bucket_ms={bucket.value: length_ms for bucket, length_ms in record.bucket_ms.items()},
        counted_ms=record.counted_ms,
        salaried_ms=record.salaried_ms,
        unconfirmed_ms=record.unconfirmed_ms,
        rest_taken_ms=record.rest_taken_ms,
        rest_due_ms=record.rest_due_ms,
        piece=money(record.piece_micros, currency),
        floor_owed=money(record.floor_owed_micros, currency),
        top_up=money(record.top_up_micros, currency),
        other=money(record.other_micros, currency),
        total=money(record.total_micros, currency),
        missing_to_floor=money(record.missing_micros, currency),
        floor_hourly=money(record.floor_hourly_micros, currency),
        effective_hourly=money(record.effective_hourly_micros, currency),
    )
