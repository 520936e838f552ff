"""A small reader of plain-text journals for tests, which knows nothing of how they are written: it only adds up."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from payments.journal.rules import account_id_of

_MICRO = Decimal("0.000001")
_POSTING = re.compile(
    r" +([A-Z][\w:-]*)  (-?[0-9]+\.[0-9]{6}) ([A-Z]{3})(?: = (-?[0-9]+\.[0-9]{6}) [A-Z]{3})?", re.ASCII
)
_BALANCE = re.compile(r"\S+ balance ([A-Z][\w:-]*)  (-?[0-9]+\.[0-9]{6}) ~ 0\.000000 ([A-Z]{3})", re.ASCII)
_OPENED = re.compile(r"(?:account|[0-9-]{10} open) ([A-Z][\w:-]*)(?: ([A-Z]{3}))?", re.ASCII)
_HEAD = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) (?:\*|as counted|balance|open|commodity)", re.ASCII)


@dataclass(slots=True)
class Read:
    """What a journal says.

    Attributes:
        sums: account id -> micro-units, debits less credits.
        asserted: account id -> what the journal says the ledger's counters hold.
        opened: the accounts that it opens, in its order.
        entries: how many transactions moved money; unbalanced: how many of them do not come to nothing.
    """

    sums: Counter[str] = field(default_factory=Counter)
    asserted: dict[str, int] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)
    entries: int = 0
    unbalanced: int = 0
    unread: list[str] = field(default_factory=list)


def read_journal(text: str) -> Read:
    """Add a journal up, line by line."""
    read, open_sums = Read(), defaultdict(int)
    for line in [*text.splitlines(), ""]:
        if not line.startswith(" ") and open_sums:
            read.entries += 1
            read.unbalanced += any(open_sums.values())
            open_sums = defaultdict(int)
        _read_line(line, read, open_sums)
    return read


def _read_line(line: str, read: Read, open_sums: dict[str, int]) -> None:
    if found := _POSTING.fullmatch(line):
        account_id = account_id_of(found[1])
        assert account_id in read.opened, f"{account_id} is used before it is opened"
        if found[4] is not None:
            read.asserted[account_id] = _micros(found[4])
        else:
            read.sums[account_id] += _micros(found[2])
            open_sums[found[3]] += _micros(found[2])
    elif found := _BALANCE.fullmatch(line):
        read.asserted[account_id_of(found[1])] = _micros(found[2])
    elif found := _OPENED.fullmatch(line):
        read.opened.append(account_id_of(found[1]))
    elif line.strip() and not line.startswith((";", " ", "decimal-mark", "commodity")) and not _HEAD.match(line):
        read.unread.append(line)


def _micros(text: str) -> int:
    return int(Decimal(text) / _MICRO)
