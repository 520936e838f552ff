"""Pay records as an auditor reads them: the verdict, the picture, one row for each person, all under pseudonyms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from payments.audit.records import PayRecord
from policies.money import coins_down, coins_up
from policies.periods import week_days
from policies.working_time import Bucket
from web.histogram import Histogram, histogram_of
from web.words import N_

BUCKET_WORDS = {
    Bucket.TASK: N_("Task"),
    Bucket.REWORK: N_("Rework"),
    Bucket.INSTRUCTIONS: N_("Instructions"),
    Bucket.QUALIFICATION: N_("Qualification"),
    Bucket.WAITING_REQUESTER: N_("Waiting for the requester"),
    Bucket.WAITING_PLATFORM: N_("Waiting for the platform"),
    Bucket.ADMIN: N_("Administration"),
    Bucket.SEARCH: N_("Looking for work"),
    Bucket.REST: N_("Rest"),
    Bucket.MEAL: N_("Meal, not counted"),
    Bucket.OFF: N_("Off, not counted"),
    Bucket.UNCONFIRMED: N_("Unconfirmed"),
}


NOT_COVERED = (
    (
        N_("Social security"),
        N_("Jornal neither registers anybody nor pays contributions; whether it must, no rule here decides."),
    ),
    (N_("Holidays and paid leave"), N_("The rulebook has no rows of leave, so no day of leave is accrued or paid.")),
    (N_("Tax"), N_("Amounts are before tax; Jornal withholds none and reports none.")),
    (
        N_("Payment to a bank"),
        N_(
            "Recorded is what was sent and what the bank answered; only the bank's own statement shows that it arrived."
        ),
    ),
    (N_("Rejected answers and appeals"), N_("Nobody can reject an answer here yet: every answer is paid.")),
)
"""What pay records here do not show, and why."""

RECORD_WORDS = {
    "events": N_("events in the log"),
    "segments": N_("segments of time"),
    "earnings": N_("amounts earned"),
    "transfers": N_("transfers in the ledger"),
    "closes": N_("closings of weeks"),
    "rulebook_texts": N_("texts of the law"),
}
"""Which counts of a verified bundle are shown, and their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InCoins:
    """The sums of a record in whole minor units, still as micro-units; the exact ones are in the spreadsheet.

    Rounded up, the floor and what an hour brought alike, so whoever stands exactly on the floor reads the same figure
    twice. Only an hour below the floor is rounded down, so that rounding never hides it.
    """

    total_micros: int
    floor_owed_micros: int
    top_up_micros: int
    hourly_micros: int
    floor_micros: int
    missing_micros: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person in the table of a week."""

    pseudonym: str
    record: PayRecord
    coins: InCoins


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencySum:
    """What a week came to in one currency, in whole minor units, rounded up."""

    currency: str
    total_micros: int
    top_up_micros: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekOverview:
    """One week of everyone whom a permission covers.

    Attributes:
        last_on: the Sunday.
        people: how many; below: how many of them are below their floor.
        short_of_rest: how many rested less than was due.
        open: how many weeks are not closed yet, and so projected.
    """

    period: str
    first_on: date
    last_on: date
    people: int
    below: int
    counted_ms: int
    salaried_ms: int
    employed: int
    unconfirmed_ms: int
    rest_taken_ms: int
    rest_due_ms: int
    short_of_rest: int
    open: int
    sums: tuple[CurrencySum, ...]
    bucket_ms: Mapping[Bucket, int]
    histograms: tuple[Histogram, ...]
    rows: tuple[PersonRow, ...]

    @property
    def met(self) -> int:
        """How many people are at or above their floor."""
        return self.people - self.below


def week_overview(period: str, records: Sequence[PayRecord], names: Mapping[int, str]) -> WeekOverview:
    """Return the overview of one week.

    Args:
        period: the ISO week.
        records: one for each person and currency.
        names: the pseudonym of each person.
    """
    first_on, next_on = week_days(period)
    rows = sorted(
        (PersonRow(names[record.person_id], record, in_coins(record)) for record in records),
        key=lambda row: row.pseudonym,
    )
    return WeekOverview(
        period=period,
        first_on=first_on,
        last_on=next_on - timedelta(days=1),
        people=_people(records),
        below=_people(record for record in records if not record.is_at_floor),
        counted_ms=sum(record.counted_ms for record in records),
        salaried_ms=sum(record.salaried_ms for record in records),
        employed=_people(record for record in records if record.salaried_ms),
        unconfirmed_ms=sum(record.unconfirmed_ms for record in records),
        rest_taken_ms=sum(record.rest_taken_ms for record in records),
        rest_due_ms=sum(record.rest_due_ms for record in records),
        short_of_rest=_people(record for record in records if record.rest_taken_ms < record.rest_due_ms),
        open=_people(record for record in records if not record.is_closed),
        sums=_sums(records),
        bucket_ms={
            bucket: ms for bucket in Bucket if (ms := sum(record.bucket_ms.get(bucket, 0) for record in records))
        },
        histograms=_histograms(records),
        rows=tuple(rows),
    )


def in_coins(record: PayRecord) -> InCoins:
    """Return the sums of a record as tables and headlines show them."""
    up = partial(coins_up, currency=record.currency)
    hourly = up if record.is_at_floor else partial(coins_down, currency=record.currency)
    return InCoins(
        total_micros=up(record.total_micros),
        floor_owed_micros=up(record.floor_owed_micros),
        top_up_micros=up(record.top_up_micros),
        hourly_micros=hourly(record.effective_hourly_micros),
        floor_micros=up(record.floor_hourly_micros),
        missing_micros=up(record.missing_micros),
    )


def _people(records: Iterable[PayRecord]) -> int:
    return len({record.person_id for record in records})


def _sums(records: Sequence[PayRecord]) -> tuple[CurrencySum, ...]:
    return tuple(
        CurrencySum(
            currency=currency,
            total_micros=coins_up(sum(each.total_micros for each in records if each.currency == currency), currency),
            top_up_micros=coins_up(sum(each.top_up_micros for each in records if each.currency == currency), currency),
        )
        for currency in sorted({record.currency for record in records})
    )


def _histograms(records: Sequence[PayRecord]) -> tuple[Histogram, ...]:
    """Return one picture for each floor, because one line can stand for one floor only."""
    counted = [record for record in records if record.counted_ms]
    floors = sorted({(record.currency, record.floor_hourly_micros) for record in counted})
    return tuple(
        histogram_of(
            [each.effective_hourly_micros for each in _under(counted, floor) if each.is_at_floor],
            below=sum(not each.is_at_floor for each in _under(counted, floor)),
            floor_micros=floor[1],
            currency=floor[0],
        )
        for floor in floors
    )


def _under(records: Sequence[PayRecord], floor: tuple[str, int]) -> list[PayRecord]:
    return [record for record in records if (record.currency, record.floor_hourly_micros) == floor]
