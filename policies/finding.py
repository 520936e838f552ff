"""What is wrong with a file of law: on which line, what, and how to mend it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

_HEADER = re.compile(r"\s*\[+\s*([A-Za-z0-9_-]+)\s*\]+", re.ASCII)
_KEY = re.compile(r"""\s*["']?([A-Za-z0-9_-]+)["']?\s*=""", re.ASCII)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a file: a row, the first of its table being number 1, and a key in it; or the file itself."""

    table: str = ""
    number: int = 0
    key: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake.

    Attributes:
        what: what is wrong, as a clause: "needs two sources".
        mend: what to do about it, as a sentence.
        rule: the row's name, where it has one already; else `spot` says where.
    """

    what: str
    mend: str
    rule: str = ""
    spot: Spot = Spot()


class Lines:
    """The lines of a file that its rows and keys stand on.

    Args:
        text: the whole file.
        rules: which row each rule's name belongs to.
    """

    def __init__(self, text: str, rules: Mapping[str, Spot]) -> None:
        self._rules = rules
        self._lines = text.splitlines()
        self._rows: defaultdict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(self._lines, start=1):
            header = _HEADER.match(line)
            if header is not None:
                self._rows[header[1]].append(number)

    def text(self, finding: Finding) -> str:
        """Write a finding out: "line 12: mx/limit/max_day_hours/2026-01-01: a limit of no hours. Give it hours."."""
        spot = self._rules.get(finding.rule, finding.spot)
        line = self._line_of(spot)
        where = [f"line {line}"] if line else []
        if finding.rule or spot.table:
            where.append(finding.rule or f"{spot.table} {spot.number}")
        return f"{': '.join([*where, finding.what])}. {finding.mend}"

    def _line_of(self, spot: Spot) -> int:
        """Return the line of a key, or else of its row; 0 where neither stands on a line of its own."""
        headers = self._rows.get(spot.table or spot.key, [0])
        start = headers[min(max(spot.number, 1), len(headers)) - 1]
        after = [number for numbers in self._rows.values() for number in numbers if number > start]
        end = min(after, default=len(self._lines) + 1) - 1
        for number, line in enumerate(self._lines[start:end], start=start + 1):
            found = _KEY.match(line)
            if found is not None and found[1] == spot.key:
                return number
        return start
