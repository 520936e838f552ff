"""Which rows of law apply on a day: the newest settled one, and every one it is in conflict with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from policies.rulebook_rows import DatedRow, Status

_Dated = TypeVar("_Dated", bound=DatedRow)


def in_force(rows: Iterable[_Dated], *, on: date) -> tuple[_Dated, ...]:
    """Return the rows of one series that apply on a day: one, or several where the texts disagree.

    An announced row applies from its date. A suspended row does not apply unless it says that its value continues.
    A row in conflict competes with the last settled row and with every conflict since; the caller takes the one
    that is better for the worker.

    Args:
        rows: rows of one series, such as the general minimum wage of one jurisdiction, in any order.
        on: the day.
    """
    begun = sorted(
        (row for row in rows if row.effective_from <= on and _applies(row)),
        key=lambda row: (row.effective_from, row.rule),
    )
    settled = [row for row in begun if row.status is not Status.CONFLICT][-1:]
    since = settled[0].effective_from if settled else date.min
    disputed = [row for row in begun if row.status is Status.CONFLICT and row.effective_from >= since]
    return (*settled, *disputed)


def _applies(row: DatedRow) -> bool:
    return row.status is not Status.SUSPENDED or row.applies_while_suspended
