"""One amount that is owed, with what it takes to explain it: an earning, or the same line of a week or a payslip."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TimePart:
    """Time under one rate: milliseconds, and micro-units an hour."""

    counted_ms: int
    rate_micros: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One amount to be explained. Amounts in micro-units of `currency`, exact; time in milliseconds.

    Attributes:
        kind: of the earning: piece, hourly, top_up, rest ...
        carrier: who pays: requester, platform, guarantee; `organisation` names the requester.
        count: how many answers; 0 where the amount is for time.
        workings: as the earning has them, written by payments.closing; empty for answers.
    """

    kind: str
    carrier: str
    organisation: str
    count: int
    counted_ms: int
    rate_micros: int
    amount_micros: int
    currency: str
    workings: Mapping[str, Any]  # Any: JSON has no narrower type

    @property
    def of_kind(self) -> str:
        """The line that a correction corrects; else the kind itself."""
        return str(self.workings.get("line", self.kind))

    @property
    def parts(self) -> tuple[TimePart, ...]:
        """The time under each of its rates, of the whole line of this requester."""
        parts: Sequence[Mapping[str, Any]] = self.workings.get("parts", ())
        return tuple(TimePart(part["counted_ms"], part["rate_micros"]) for part in parts)

    @property
    def piece_micros(self) -> int:
        """What tasks paid already, of a line that raises them to the floor; else 0."""
        return int(self.workings.get("piece_micros", 0))

    @property
    def line_micros(self) -> int:
        """What the whole line comes to; the amount may be one project's part of it, or what was still missing."""
        return int(self.workings.get("line_micros", self.amount_micros))

    @property
    def line_ms(self) -> int:
        """The time of the whole line."""
        return sum(part.counted_ms for part in self.parts) or self.counted_ms
