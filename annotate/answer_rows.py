"""Answers as exports give them, in long form: cells for tables, and lines of JSON that are joined, not made anew."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, Protocol, runtime_checkable

from annotate.datasets.rules import external_id_of
from annotate.labels import Result
from policies.money import decimal_text
from policies.periods import MS_PER_MINUTE, from_ms, seconds_text

REMEMBERED = 4_096
LONGEST_REMEMBERED = 400
"""Longer results are hardly ever the same twice."""

_amount = lru_cache(maxsize=REMEMBERED)(decimal_text)
_quoted: Callable[[str], str] = encode_basestring
StoredRow = tuple[Any, ...]
"""Item, its key and content, person, result, counted ms, pay, currency, rule, surplus, state, when (ms)."""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer by its cells: a pseudonym, never a name."""

    cells: Sequence[tuple[str, object]]


@runtime_checkable
class JsonLines(Protocol):
    """Answers that can also give themselves as lines of JSON, much faster than cell by cell."""

    def json_lines(self) -> Iterator[bytes]:
        """Yield some lines at a time, each with what `cells` has."""
        ...


class Writing:
    """What all answers of one export share.

    Args:
        names: pseudonyms by person.
        labels_of: the labels that a result names.
        with_surplus: whether a column says which answers came too late for their slot.
    """

    def __init__(
        self, names: Mapping[int, str], labels_of: Callable[[Result], Sequence[str]], *, with_surplus: bool
    ) -> None:
        self.names, self.with_surplus = names, with_surplus
        self._labels_of = labels_of
        self._said: dict[str, str] = {}

    def cells_of(self, row: StoredRow) -> AnswerRow:
        """Return an answer by its cells."""
        result = json.loads(row[4])
        cells: list[tuple[str, object]] = [
            ("item_id", row[0]),
            ("external_id", external_id_of(row[1])),
            *json.loads(row[2]).items(),
            ("annotator", self.names[row[3]]),
            ("label", ", ".join(self._labels_of(result))),
            ("result", result),
            ("counted_seconds", seconds_text(row[5])),
            ("pay", decimal_text(int(row[6] or 0))),
            ("currency", row[7]),
            ("rule", row[8]),
            ("state", row[10]),
            ("submitted_at", _moment(row[11])),
        ]
        return AnswerRow([*cells, ("is_surplus", bool(row[9]))] if self.with_surplus else cells)

    def json_lines(self, rows: Sequence[StoredRow]) -> bytes:
        """Return answers as lines of JSON: what is kept as JSON stands there as it is kept."""
        names, said_before = self.names, self._said
        ends = ("}\n", "}\n") if not self.with_surplus else (',"is_surplus":false}\n', ',"is_surplus":true}\n')
        lines: list[str] = []
        for item_id, key, content, person, result, counted_ms, pay, currency, rule, is_surplus, state, at in rows:
            said = said_before.get(result) or self._say(result)
            shown = f"{content[1:-1]}," if content != "{}" else ""
            minute, rest = divmod(at, MS_PER_MINUTE)
            lines.append(
                f'{{"item_id":{item_id},"external_id":{_quoted(external_id_of(key))},{shown}"annotator":'
                f'"{names[person]}",{said},"counted_seconds":"{counted_ms / 1_000:.15g}","pay":"{_amount(pay or 0)}",'
                f'"currency":"{currency}","rule":"{rule}","state":"{state}","submitted_at":"{_minute(minute)}'
                f'{rest / 1_000:06.3f}+00:00"{ends[is_surplus]}'
            )
        return "".join(lines).encode()

    def _say(self, result: str) -> str:
        """Return label and result as JSON; those of short results are remembered."""
        said = f'"label":{_quoted(", ".join(self._labels_of(json.loads(result))))},"result":{result}'
        if len(result) <= LONGEST_REMEMBERED and len(self._said) < REMEMBERED:
            self._said[result] = said
        return said


def _moment(at_ms: int) -> str:
    return from_ms(at_ms).isoformat(timespec="milliseconds")


@lru_cache(maxsize=REMEMBERED)
def _minute(number: int) -> str:
    """Return the beginning of an instant's text, up to its seconds."""
    return from_ms(number * MS_PER_MINUTE).isoformat(timespec="seconds")[:17]
