"""Answers one question of the policy sandbox: what was asked, of which weeks, under which texts, and who it touches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from policies.comparing import RowDifference, row_differences
from policies.errors import Kind, Refusal
from policies.floors import Floor
from policies.law_file import LawFile
from policies.periods import week_days, week_of
from policies.rulebook import Rulebook
from policies.rulebook_schema import HOUSE
from policies.sandbox import Home, RecordedWeek, RuleSide, is_as_recorded, outcomes
from policies.sandbox_report import Report, report_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorPair:
    """The floor of one place on the first recorded day, and what the other side makes of it."""

    before: Floor
    after: Floor


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxAnswer:
    """What a comparison has to show.

    Attributes:
        periods: the recorded weeks; periods_after: the weeks they are read as on the other side.
        is_as_recorded: whether the rulebook in force gives every minute the floor that it was recorded at.
        changes: the rows that are not the same on both sides; none where only the days differ.
        floors: of each place that the report names; where its text has changed, the digests differ.
    """

    periods: tuple[str, ...]
    periods_after: tuple[str, ...]
    is_as_recorded: bool
    floors: tuple[FloorPair, ...]
    changes: tuple[RowDifference, ...]
    report: Report


def weeks_later(periods: Sequence[str], as_if: date) -> timedelta:
    """Return by how much to move recorded weeks so that the first of them falls into the week of a day."""
    return week_days(week_of(as_if))[0] - week_days(min(periods))[0]


def answer(
    weeks: Sequence[RecordedWeek],
    *,
    periods: Sequence[str],
    before: RuleSide,
    after: RuleSide,
    organisation_id: int | None = None,
) -> SandboxAnswer:
    """Compare recorded weeks under two sides' rules.

    Args:
        weeks: of everyone.
        periods: which weeks were asked for.
        before, after: the rulebook in force, and the draft or the later days.
        organisation_id: only what this organisation caused; None for everything.

    Raises:
        Refusal: `sandbox_nothing_recorded`; or as `outcomes` refuses.
    """
    if not weeks:
        raise Refusal("sandbox_nothing_recorded", Kind.MISSING, periods=", ".join(sorted(periods)))
    report = report_of(outcomes(weeks, before=before, after=after, organisation_id=organisation_id))
    return SandboxAnswer(
        periods=tuple(sorted(periods)),
        periods_after=tuple(week_of(week_days(period)[0] + after.later) for period in sorted(periods)),
        is_as_recorded=all(is_as_recorded(week, before) for week in weeks),
        floors=_floors(weeks, before, after, report),
        changes=tuple(_changes(before.rulebook, after.rulebook)),
        report=report,
    )


def _changes(before: Rulebook, after: Rulebook) -> Iterator[RowDifference]:
    """Yield the rows that are not the same in both rulebooks."""
    codes = {place.code for rulebook in (before, after) for place in rulebook.all_jurisdictions()}
    for code in (HOUSE, *sorted(codes)) if before is not after else ():
        yield from row_differences(_law(before, code), _law(after, code))


def _law(rulebook: Rulebook, code: str) -> LawFile | None:
    try:
        return rulebook.law(code)
    except Refusal:
        return None


def _floors(weeks: Sequence[RecordedWeek], before: RuleSide, after: RuleSide, report: Report) -> tuple[FloorPair, ...]:
    """Return the floors of every place that the report names, on the first day somebody worked there."""
    named = {name for currency in report.currencies for place in currency.places for name in place.places}
    first: dict[tuple[str, str, str], date] = {}
    for week in weeks:
        for time in week.times:
            home = week.home_on(time.worked_on)
            key = home.jurisdiction, home.zone, week.currency
            if key[:2] not in named:
                continue
            first[key] = min(time.worked_on, first.get(key, time.worked_on))
    homes = [(Home(from_on=on, jurisdiction=key[0], zone=key[1]), on, key[2]) for key, on in sorted(first.items())]
    return tuple(
        FloorPair(before=before.floor(home, on, currency=currency), after=after.floor(home, on, currency=currency))
        for home, on, currency in homes
    )
