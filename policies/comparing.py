"""What differs between two rulebooks, or two days of one: the rows, and what holds for people because of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from policies.errors import Kind, Refusal
from policies.floors import Floor
from policies.law_file import LawFile
from policies.limits import LimitReason
from policies.pay_rules import pay_rule_text
from policies.rulebook import Rulebook
from policies.rulebook_rows import DatedRow


class RowChange(StrEnum):
    """What became of a row between one rulebook and another."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    """The row kept its name and says something else: only a draft may do that."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a row before and after, as text."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDifference:
    """One row that is not the same in both rulebooks.

    Attributes:
        before, after: the row on either side; None where that side has none.
        fields: what is different in it; empty for a row that was added or removed.
    """

    rule: str
    change: RowChange
    before: DatedRow | None
    after: DatedRow | None
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a rulebook on a day."""

    rulebook: Rulebook
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One thing that holds in a place on a day.

    Attributes:
        name: a limit's name such as "max_week_hours", or "beyond_the_floor".
        text: what it says, such as "46 hours a week".
        rule: the row it comes from.
    """

    name: str
    text: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What holds for a person in one zone on either side.

    Attributes:
        before, after: the floors; None where that side has none.
        ended, began: what holds on the one side only. A limit that changed is in both, under the same name.
    """

    before: Floor | None
    after: Floor | None
    ended: tuple[Holding, ...]
    began: tuple[Holding, ...]

    @property
    def rise_micros(self) -> int:
        """By how much the hourly floor rises, in micro-units; negative if it falls; zero where a side has none."""
        if self.before is None or self.after is None or self.before.currency != self.after.currency:
            return 0
        return self.after.hourly_micros - self.before.hourly_micros


def row_differences(before: LawFile | None, after: LawFile | None) -> tuple[RowDifference, ...]:
    """Return the rows that differ between two texts of one file, in the order of their names.

    Args:
        before: the file on the one side; None where that side has no such file.
        after: the file on the other.
    """
    old, new = _by_rule(before), _by_rule(after)
    found = (_difference(rule, old.get(rule), new.get(rule)) for rule in sorted(old.keys() | new.keys()))
    return tuple(difference for difference in found if difference is not None)


def compare(before: Side, after: Side, *, jurisdiction: str, zone: str = "general") -> Comparison:
    """Return what changes for a person in a place between two days, or two rulebooks, or both.

    Raises:
        Refusal: `unknown_jurisdiction`, where neither side knows the place.
    """
    if jurisdiction not in _codes(before.rulebook) | _codes(after.rulebook):
        raise Refusal("unknown_jurisdiction", Kind.UNREADABLE, jurisdiction=jurisdiction)
    old, new = (_holdings(side, jurisdiction) for side in (before, after))
    return Comparison(
        before=_floor(before, jurisdiction, zone),
        after=_floor(after, jurisdiction, zone),
        ended=_only_in(old, new),
        began=_only_in(new, old),
    )


def _by_rule(law: LawFile | None) -> dict[str, DatedRow]:
    return {row.rule: row for row in law.rows()} if law is not None else {}


def _difference(rule: str, before: DatedRow | None, after: DatedRow | None) -> RowDifference | None:
    if before == after:
        return None
    if before is None or after is None:
        change = RowChange.REMOVED if after is None else RowChange.ADDED
        return RowDifference(rule=rule, change=change, before=before, after=after)
    changed = tuple(_field_changes(before, after))
    return RowDifference(rule=rule, change=RowChange.CHANGED, before=before, after=after, fields=changed)


def _field_changes(before: DatedRow, after: DatedRow) -> Iterator[FieldChange]:
    for field in fields(after):
        old, new = getattr(before, field.name, None), getattr(after, field.name)
        if old != new:
            yield FieldChange(field.name, _text(old), _text(new))


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(str(part) for part in value)
    return "" if value is None else str(value)


def _codes(rulebook: Rulebook) -> set[str]:
    return {place.code for place in rulebook.all_jurisdictions()}


def _floor(side: Side, jurisdiction: str, zone: str) -> Floor | None:
    try:
        return side.rulebook.floor(jurisdiction, zone=zone, on=side.on)
    except Refusal:
        return None


def _holdings(side: Side, jurisdiction: str) -> list[Holding]:
    """Return the limits and what is paid beyond the floor; empty where that side does not know the place or day."""
    try:
        reasons = side.rulebook.limits(jurisdiction, on=side.on).reasons
        rules = side.rulebook.pay_rules(jurisdiction, on=side.on)
    except Refusal:
        return []
    beyond: Iterable[DatedRow] = (*rules.overtimes, *rules.rest_pays, *rules.output_works)
    return [
        *(_limit_holding(reason) for reason in reasons),
        *(Holding(name="beyond_the_floor", text=pay_rule_text(row), rule=row.rule) for row in beyond),
    ]


def _limit_holding(reason: LimitReason) -> Holding:
    return Holding(name=reason.name, text=reason.shown, rule=reason.rule)


def _only_in(these: Iterable[Holding], those: Iterable[Holding]) -> tuple[Holding, ...]:
    known = {(holding.name, holding.text) for holding in those}
    return tuple(holding for holding in these if (holding.name, holding.text) not in known)
