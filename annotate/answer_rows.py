"""Answers as exports give them, in long form: cells for tables, and lines of JSON that are joined, not made anew."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, NamedTuple, Protocol, runtime_checkable

from annotate.item_keys import HASH_KEY, external_id_of
from annotate.labels import Result
from policies.money import decimal_text
from policies.periods import MS_PER_MINUTE, MS_PER_SECOND, from_ms, seconds_text

REMEMBERED = 4_096
LONGEST_REMEMBERED = 400
"""Longer results are hardly ever the same twice."""

_quoted: Callable[[str], str] = encode_basestring
_HASH_KEY_LENGTH = len(HASH_KEY)
StoredRow = tuple[Any, ...]
"""Item, its key and content, person, result, counted ms, when (ms), surplus, and terms, None for the usual ones."""
# Texts of the parts of an instant and of a span: looked up, as writing a number with zeros costs three times as much.
_SECONDS = tuple(f"{second:02d}" for second in range(60))
_ENDS_OF_MOMENTS = tuple(f".{ms:03d}+00:00" for ms in range(MS_PER_SECOND))
_ENDS_OF_SPANS = tuple(f".{ms:03d}".rstrip("0").rstrip(".") for ms in range(MS_PER_SECOND))


class Terms(NamedTuple):
    """What many answers have in common: pay in micro-units, its currency, the rule, the state, and that as JSON."""

    pay_micros: int = 0
    currency: str = ""
    rule: str = ""
    state: str = ""
    as_json: str = ""


@lru_cache(maxsize=REMEMBERED)
def terms_in(text: str) -> Terms:
    """Return terms as a statement writes them: pay, currency, rule and state with a space between."""
    pay, currency, rule, state = text.split(" ")
    amount = decimal_text(int(pay))
    said = f'"pay":"{amount}","currency":"{currency}","rule":"{rule}","state":"{state}"'
    return Terms(int(pay), currency, rule, state, said)


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

    def cells_of(self, row: StoredRow, usual: Terms) -> AnswerRow:
        """Return an answer by its cells; `usual` are the terms of a row without any."""
        result = json.loads(row[4])
        terms = usual if row[8] is None else terms_in(row[8])
        cells: list[tuple[str, object]] = [
            ("item_id", row[0]),
            ("external_id", external_id_of(row[1])),
            *json.loads(row[2]).items(),
            ("annotator", self.names[row[3]]),
            ("label", ", ".join(self._labels_of(result))),
            ("result", result),
            ("counted_seconds", seconds_text(row[5])),
            ("pay", decimal_text(terms.pay_micros)),
            ("currency", terms.currency),
            ("rule", terms.rule),
            ("state", terms.state),
            ("submitted_at", _moment(row[6])),
        ]
        return AnswerRow([*cells, ("is_surplus", bool(row[7]))] if self.with_surplus else cells)

    def json_lines(self, rows: Sequence[StoredRow], usual: Terms) -> bytes:
        """Return answers as lines of JSON: what is kept as JSON stands there as it is kept; see `cells_of`."""
        names, said_before, usually = self.names, self._said.get, usual.as_json
        quoted, seconds, moments, spans = _quoted, _SECONDS, _ENDS_OF_MOMENTS, _ENDS_OF_SPANS
        ends = ('"}\n', '"}\n') if not self.with_surplus else ('","is_surplus":false}\n', '","is_surplus":true}\n')
        # One expression for all of them, and nothing called that need not be: a million lines cost a third less.
        lines = [
            f'{{"item_id":{item_id},"external_id":{quoted("" if key[:_HASH_KEY_LENGTH] == HASH_KEY else key)},'
            f'{content[1:-1]}{"," if content != "{}" else ""}"annotator":"{names[person]}",'
            f"{said_before(result) or self._say(result)},"
            f'"counted_seconds":"{counted_ms // 1_000}{spans[counted_ms % 1_000]}",'
            f"{usually if own is None else terms_in(own).as_json},"
            f'"submitted_at":"{_minute(at // MS_PER_MINUTE)}{seconds[at // 1_000 % 60]}{moments[at % 1_000]}'
            f"{ends[is_surplus]}"
            for item_id, key, content, person, result, counted_ms, at, is_surplus, own in rows
        ]
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
