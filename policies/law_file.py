"""One file of the rulebook, read: a place's rows of law, or the house's own standards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policies.rulebook_rows import (
    DatedRow,
    ExampleRow,
    LimitRow,
    LivingWageRow,
    RestRow,
    ReviewRow,
    StandardRow,
    WageRow,
)
from policies.rulebook_rows_pay import OutputWorkRow, OvertimeRow, RestPayRow
from policies.rulebook_rows_time import ExposureRow, MealRow, ShiftRow


@dataclass(frozen=True, slots=True, kw_only=True)
class LawFile:
    """One file of the rulebook, read and checked for shape."""

    code: str
    name: str
    time_zone: str
    default_zone: str
    zone_names: tuple[tuple[str, str], ...]
    wages: tuple[WageRow, ...]
    living_wages: tuple[LivingWageRow, ...]
    limits: tuple[LimitRow, ...]
    rests: tuple[RestRow, ...]
    meals: tuple[MealRow, ...]
    shifts: tuple[ShiftRow, ...]
    exposures: tuple[ExposureRow, ...]
    overtimes: tuple[OvertimeRow, ...]
    rest_pays: tuple[RestPayRow, ...]
    output_works: tuple[OutputWorkRow, ...]
    standards: tuple[StandardRow, ...]
    reviews: tuple[ReviewRow, ...]
    examples: tuple[ExampleRow, ...]

    def resolve_zone(self, zone: str) -> str:
        """Return the zone meant: "general" is the file's default zone where it has none of that name."""
        has_it = any(row.zone == zone for row in self.wages)
        return self.default_zone if zone == "general" and not has_it else zone

    def is_reviewed(self, rule: str) -> bool:
        """Whether a named person has reviewed the row of that name."""
        return any(review.rule == rule for review in self.reviews)

    def rows(self) -> Iterator[DatedRow]:
        """Return every dated row, table by table."""
        yield from self.wages
        yield from self.living_wages
        yield from self.limits
        yield from self.rests
        yield from self.meals
        yield from self.shifts
        yield from self.exposures
        yield from self.overtimes
        yield from self.rest_pays
        yield from self.output_works
        yield from self.standards
