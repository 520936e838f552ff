"""The rulebook as people read it: each dated row with its value, its dates, its sources and who has read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from policies.floors import Why
from policies.law_file import LawFile
from policies.rulebook_rows import (
    Applicability,
    DatedRow,
    LimitName,
    ReviewRow,
    Status,
)
from web.law_words import LawWords
from web.rulebook_values import RowValues
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
WHY_WORDS = {
    Why.HIGHEST: N_("The highest wage that applies on this day."),
    Why.CONFLICT: N_("The texts disagree; this is the reading that is better for the worker."),
    Why.CONTINUES: N_("Suspended, but its value continues to apply."),
    Why.LOWER: N_("Not used: another one pays at least as much."),
    Why.REPLACED: N_("Not used: a later row has taken its place."),
    Why.NOT_BEGUN: N_("Not used: it begins later."),
    Why.SUSPENDED: N_("Not used: it is suspended, and nothing says that its value continues."),
    Why.ADVICE: N_("Not used: an authority advises it, and nobody owes it."),
    Why.OTHER_CURRENCY: N_("Not used: it is in another currency, and nothing is exchanged."),
    Why.NONE_LOADED: N_("The house has no money floor of its own here; an operator may load one."),
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
    is_single_source: bool


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
        self._values = RowValues(language, writing)

    def series(self) -> tuple[Series, ...]:
        """Return every series of the file."""
        zones, zone_name = dict(self._law.zone_names), self._law_words.zone_name
        wages = (
            self._series(f"{anchor}-{zone}", self._say(title, zone=zone_name(zones.get(zone, zone))), rows)
            for anchor, title, wage_rows in (
                ("pay", N_("Minimum pay: %(zone)s"), self._law.wages),
                ("living", N_("Living wage: %(zone)s"), self._law.living_wages),
            )
            for zone, rows in _grouped((row.zone, row) for row in wage_rows)
        )
        limits = (
            self._series(name, self._say(LIMIT_WORDS[LimitName(name)]), rows)
            for name, rows in _grouped((row.name.value, row) for row in self._law.limits)
        )
        others = (self._series(anchor, self._say(title), rows) for anchor, title, rows in _others(self._law))
        return tuple(series for series in (*wages, *limits, *others) if series.rows)

    def _series(self, anchor: str, title: str, rows: Iterable[DatedRow]) -> Series:
        ordered = sorted(rows, key=lambda row: (row.effective_from, row.rule), reverse=True)
        return Series(anchor, title, tuple(self._row(row, _last_on(row, ordered)) for row in ordered))

    def _row(self, row: DatedRow, last_on: date | None) -> RowView:
        status, shape = STATUS_WORDS[row.status]
        return RowView(
            rule=row.rule,
            value=self._values.value(row),
            how=self._values.how(row),
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
            is_single_source=row.is_single_source,
        )


def _others(law: LawFile) -> tuple[tuple[str, str, Sequence[DatedRow]], ...]:
    return (
        ("rest", N_("Rest from the screen"), law.rests),
        ("meal", N_("Meal"), law.meals),
        ("shift", N_("Day, mixed and night shifts"), law.shifts),
        ("exposure", N_("Content that distresses"), law.exposures),
        ("overtime", N_("Overtime"), law.overtimes),
        ("rest-pay", N_("Pay for time without pieces"), law.rest_pays),
        ("output", N_("Rated output"), law.output_works),
        ("standard", N_("House standard"), law.standards),
    )


def _last_on(row: DatedRow, series: Iterable[DatedRow]) -> date | None:
    """Return the day before a later row of the same standing takes over, or None while there is none."""
    settled = (Status.IN_FORCE, Status.ANNOUNCED, Status.TRANSITIONAL)
    later = (
        other.effective_from
        for other in series
        if other.effective_from > row.effective_from
        and other.rule.split("/")[:3] == row.rule.split("/")[:3]
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
