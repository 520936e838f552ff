"""How overtime was reckoned, as pages show it: what an hour of the week was worth, and what other readings give."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast


@dataclass(frozen=True, slots=True, kw_only=True)
class OvertimeShown:
    """The overtime of one place. Micro-units, exact; time in milliseconds.

    Attributes:
        regular_rate_micros: what an hour of the week was worth: everything paid, divided by all its time, rounded up.
        jurisdiction: whose rules.
        rules: the rows it was reckoned by.
        other_micros: what other readings of disputed texts would give, where that is less than what is paid.
    """

    paid_micros: int
    paid_ms: int
    regular_rate_micros: int
    jurisdiction: str
    rules: tuple[str, ...]
    other_micros: tuple[int, ...]


def overtimes_shown(workings: Mapping[str, object]) -> tuple[OvertimeShown, ...]:
    """Return how a line of overtime was reckoned; nothing for any other line."""
    # Any: workings are JSON, written by payments.closing.rules and described there.
    return tuple(_shown(each) for each in cast("list[dict[str, Any]]", workings.get("overtime", [])))


def _shown(overtime: Mapping[str, Any]) -> OvertimeShown:
    amounts: list[int] = [reading["amount_micros"] for reading in overtime["readings"]]
    return OvertimeShown(
        paid_micros=overtime["paid_micros"],
        paid_ms=overtime["paid_ms"],
        regular_rate_micros=overtime["regular_rate_micros"],
        jurisdiction=overtime["rules"][0].partition("/")[0].upper(),
        rules=tuple(overtime["rules"]),
        other_micros=tuple(amount for amount in amounts if amount < max(amounts)),
    )
