"""The rulebook as people read it: each dated row with its value, its dates, its sources and who has read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from policies.law_file import LawFile
from policies.periods import MS_PER_MINUTE, MS_PER_SECOND
from policies.rulebook_rows import (
    Applicability,
    Basis,
    DatedRow,
    LimitName,
    LimitRow,
    RestRow,
    ReviewRow,
    StandardRow,
    Status,
    WageRow,
)
from web.law_words import PER_WORDS, LawWords
from web.show_as import Writing
from web.words import N_, Language

STATUS_WORDS = {
    Status.IN_FORCE: (N_("In force"), "tick"),
    Status.ANNOUNCED: (N_("Announced"), "ring"),
    Status.SUSPENDED: (N_("Suspended"), "square"),
    Status.TRANSITIONAL: (N_("Transitional"), "half"),
    Status.CONFLICT: (N_("The texts disagree"), "triangle"),
}
APPLICABILITY_WORDS = {
    Applicability.LAW: N_("Law"),
    Applicability.VOLUNTARY_STANDARD: N_("A standard adopted freely"),
    Applicability.GUIDANCE: N_("Advice of an authority"),
}
CONFIDENCE_WORDS = {
    "": N_("not stated"),
    "V": N_("read in the source itself"),
    "V2": N_("read in texts about the source"),
    "M": N_("from memory, to be looked up"),
    "D": N_("our own decision or derivation"),
}
LIMIT_WORDS = {
    LimitName.MAX_DAY: N_("Longest day"),
    LimitName.MAX_WEEK: N_("Longest week"),
    LimitName.MAX_NIGHT_SHIFT: N_("Longest night shift"),
    LimitName.MAX_MIXED_SHIFT: N_("Longest mixed shift"),
    LimitName.MAX_AVERAGE_WEEK: N_("Longest week on average"),
    LimitName.MAX_AVERAGE_NIGHT: N_("Longest night shift on average"),
    LimitName.MAX_OVERTIME_DAY: N_("Longest overtime in a day"),
    LimitName.MAX_OVERTIME_WEEK: N_("Longest overtime in a week"),
    LimitName.DAILY_REST: N_("Rest between two days"),
    LimitName.WEEKLY_REST: N_("Rest once a week"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One dated row of the rulebook, ready to be read.

    Attributes:
        last_on: the day before a later row of the same series takes over; None while there is none.
        status, shape: the row's state as a word, and the shape beside it.
        reviews: each named person who read it, and when; empty means unreviewed.
    """

    rule: str
    value: str
    how: str
    from_on: date
    last_on: date | None
    published_on: date | None
    status: str
    shape: str
    applicability: str
    sources: tuple[str, ...]
    confidence: str
    note: str
    reviews: tuple[ReviewRow, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Rows that follow one another, newest first: one wage zone, one limit, the rest, the house standard."""

    anchor: str
    title: str
    rows: tuple[RowView, ...]


class RulebookReader:
    """Turns one file of law into series for one reader.

    Args:
        law: the file.
        house: the house's own file, whose reviews count too.
        language: the reader's.
        writing: writes amounts and days for the reader.
    """

    def __init__(self, law: LawFile, house: LawFile, *, language: Language, writing: Writing) -> None:
        self._law = law
        self._reviews: tuple[ReviewRow, ...] = tuple(dict.fromkeys((*law.reviews, *house.reviews)))
        self._say = language.say
        self._writing = writing
        self._law_words = LawWords(language, writing)

    def series(self) -> tuple[Series, ...]:
        """Return every series of the file."""
        zones, zone_name = dict(self._law.zone_names), self._law_words.zone_name
        wages = (
            self._series(
                f"pay-{zone}",
                self._say(N_("Minimum pay: %(zone)s"), zone=zone_name(zones.get(zone, zone))),
                rows,
            )
            for zone, rows in _grouped((row.zone, row) for row in self._law.wages)
        )
        limits = (
            self._series(name, self._say(LIMIT_WORDS[LimitName(name)]), rows)
            for name, rows in _grouped((row.name.value, row) for row in self._law.limits)
        )
        rests = self._series("rest", self._say(N_("Rest from the screen")), self._law.rests)
        standards = self._series("standard", self._say(N_("House standard")), self._law.standards)
        return tuple(series for series in (*wages, *limits, rests, standards) if series.rows)

    def _series(self, anchor: str, title: str, rows: Iterable[DatedRow]) -> Series:
        ordered = sorted(rows, key=lambda row: (row.effective_from, row.rule), reverse=True)
        return Series(anchor, title, tuple(self._row(row, _last_on(row, ordered)) for row in ordered))

    def _row(self, row: DatedRow, last_on: date | None) -> RowView:
        status, shape = STATUS_WORDS[row.status]
        return RowView(
            rule=row.rule,
            value=self._value(row),
            how=self._how(row),
            from_on=row.effective_from,
            last_on=last_on,
            published_on=row.published_on,
            status=self._say(status),
            shape=shape,
            applicability=self._say(APPLICABILITY_WORDS[row.applicability]),
            sources=row.sources,
            confidence=self._say(CONFIDENCE_WORDS.get(row.confidence, row.confidence)),
            note=row.note,
            reviews=tuple(review for review in self._reviews if review.rule == row.rule),
        )

    def _value(self, row: DatedRow) -> str:
        if isinstance(row, WageRow):
            return f"{self._writing.plain_money(row.value_micros, row.currency)} {self._say(PER_WORDS[row.per])}"
        if isinstance(row, LimitRow):
            return self._say(N_("%(hours)s hours"), hours=self._writing.plain_hours(row.limit_ms))
        if isinstance(row, RestRow):
            length, after = row.length_ms // MS_PER_MINUTE, row.after_ms // MS_PER_MINUTE
            return self._say(N_("%(length)s minutes after %(after)s minutes"), length=length, after=after)
        assert isinstance(row, StandardRow)
        return self._say(N_("beyond any law"))

    def _how(self, row: DatedRow) -> str:
        """Return the formula of a wage, and what else a rest or the standard says."""
        if isinstance(row, WageRow) and row.basis is not Basis.AS_STATED:
            hours = self._writing.plain_hours(row.hours_ms) if row.hours_ms else ""
            basis = self._say(BASIS_WORDS[row.basis], days=row.paid_days, payments=row.payments_a_year, hours=hours)
            return self._say(N_("One hour: %(basis)s"), basis=basis)
        if isinstance(row, RestRow) and row.movable_ms is not None:
            return self._say(N_("may be moved by %(minutes)s minutes"), minutes=row.movable_ms // MS_PER_MINUTE)
        if isinstance(row, StandardRow):
            return self._say(
                N_(
                    "quiet time counts up to %(grace)s seconds; unconfirmed time can be confirmed for %(months)s"
                    " months; searching counts up to %(search)s minutes an hour; the reserve is %(reserve)s percent"
                ),
                grace=row.idle_grace_ms // MS_PER_SECOND,
                months=row.claim_months,
                search=row.search_per_hour_ms // MS_PER_MINUTE,
                reserve=row.reserve_percent,
            )
        return ""


BASIS_WORDS = {
    Basis.PAID_DAYS_OVER_LONGEST_WEEK: N_("the amount × %(days)s paid days ÷ the hours of the longest lawful week"),
    Basis.OVER_HOURS: N_("the amount ÷ %(hours)s hours"),
    Basis.OVER_HOURS_TO_THE_COIN: N_("the amount ÷ %(hours)s hours, rounded up to the coin"),
    Basis.YEAR_OVER_HOURS: N_("the amount × %(payments)s payments a year ÷ %(hours)s hours of a year"),
}


def _last_on(row: DatedRow, series: Iterable[DatedRow]) -> date | None:
    """Return the day before a later row of the same standing takes over, or None while there is none."""
    settled = (Status.IN_FORCE, Status.ANNOUNCED, Status.TRANSITIONAL)
    later = (
        other.effective_from
        for other in series
        if other.effective_from > row.effective_from
        and other.status in settled
        and other.applicability is row.applicability
    )
    following = min(later, default=None)
    return following - timedelta(days=1) if following else None


def _grouped(rows: Iterable[tuple[str, DatedRow]]) -> list[tuple[str, list[DatedRow]]]:
    found: dict[str, list[DatedRow]] = {}
    for key, row in rows:
        found.setdefault(key, []).append(row)
    return list(found.items())
