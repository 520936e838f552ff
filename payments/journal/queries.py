"""Reading the ledger out as a journal, transfer by transfer: a large one needs no more memory than a small one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from payments.journal.rules import (
    Entry,
    Format,
    Held,
    closing,
    comment,
    heading,
    opening,
    person_in,
    under_names,
    written,
)
from payments.ledger.rules import Movement
from payments.transaction import Transaction
from policies.periods import from_ms

PAGE_ROWS = 2_000
"""So many rows are held in memory at a time."""

# One moment throughout. SQLite gives every reading transaction that; PostgreSQL has to be asked, first of all.
_ONE_MOMENT = "/*postgresql: SET TRANSACTION ISOLATION LEVEL REPEATABLE READ */"
_TRANSFERS = """
SELECT sequence, happened_at, id, phase, debit_id, credit_id, amount_micros, currency, code, reference, pending_id
FROM ledger_transfer
WHERE sequence > :after AND sequence <= :last AND happened_at >= :from_ms AND happened_at < :to_ms
ORDER BY sequence LIMIT :most
"""
_ENDS = "SELECT max(sequence), min(happened_at), max(happened_at) FROM ledger_transfer"
_CURRENCIES = "SELECT DISTINCT currency FROM ledger_account ORDER BY currency"
_ACCOUNTS = """
SELECT id, currency, debits_posted - credits_posted FROM ledger_account WHERE id > :after ORDER BY id LIMIT :most
"""
_ALWAYS = (date(1970, 1, 1), date(9999, 1, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which transfers a journal shows, and how it calls people.

    Attributes:
        from_on: the first day, in UTC; None: since the beginning.
        to_on: the day after the last one, in UTC.
        organisation_id: only what moved an organisation's money; None: everybody's.
        project_ids: the projects of that organisation.
        names: the pseudonym of each person; None: their numbers, as in the ledger.
        last_sequence: the last transfer; None: the last there is.
    """

    from_on: date | None = None
    to_on: date | None = None
    organisation_id: int | None = None
    project_ids: frozenset[int] = frozenset()
    names: Mapping[int, str] | None = None
    last_sequence: int | None = None

    @property
    def is_whole(self) -> bool:
        """Return whether every transfer is in it, so that sums can be compared with the ledger's counters."""
        return self.organisation_id is None and self.from_on is None and self.to_on is None

    def has(self, movement: Movement) -> bool:
        """Return whether a transfer moved money that the scope is about."""
        return self.organisation_id is None or self._is_theirs(movement.debit_id) or self._is_theirs(movement.credit_id)

    def _is_theirs(self, account_id: str) -> bool:
        kind, number = account_id.split(":")[:2]
        if kind == "organisation":
            return int(number) == self.organisation_id
        return kind in {"project", "purse"} and int(number) in self.project_ids


@dataclass(slots=True)
class _Book:
    """What is written so far: which accounts are open in the journal, and how much stands in it."""

    form: Format
    first_day: date
    opened: set[str] = field(default_factory=set)
    moved: int = 0
    promised: int = 0

    def open(self, account_id: str, currency: str) -> str:
        if account_id in self.opened:
            return ""
        self.opened.add(account_id)
        return opening(self.form, account_id, currency, first_day=self.first_day)

    def add(self, entry: Entry) -> str:
        moved = entry.movement
        if moved.phase in {"pending", "void"}:
            self.promised += 1
            return written(self.form, entry)
        self.moved += 1
        opened = self.open(moved.debit_id, moved.currency) + self.open(moved.credit_id, moved.currency)
        return opened + written(self.form, entry)


def journal(tx: Transaction, *, form: Format, scope: Scope, operator: str, now: datetime) -> Iterator[str]:
    """Yield the journal of the ledger, some lines at a time.

    Args:
        tx: a reading transaction in which nothing was asked before: PostgreSQL then shows one moment throughout.
        form: for which program.
        scope: which transfers.
        operator: the legal name of who runs this.
        now: when it is written.
    """
    tx.run(_ONE_MOMENT)
    last, first_ms, last_ms = tx.one(_ENDS) or (None, None, None)
    yield from _preamble(scope, operator, now)
    if last is None:
        yield comment("Nothing has moved yet.")
        return
    book = _Book(form, scope.from_on or from_ms(first_ms).date())
    yield heading(form, [row[0] for row in tx.run(_CURRENCIES)], first_day=book.first_day)
    for entry in _entries(tx, scope):
        yield book.add(entry)
    if scope.is_whole and scope.last_sequence is None and scope.names is None:
        yield from _asserted(tx, book, from_ms(last_ms).date())
    yield comment("")
    yield comment(f"{book.moved} transfers that moved money, {book.promised} that only set it aside or let it go.")


def people_in(tx: Transaction, scope: Scope) -> tuple[frozenset[int], int]:
    """Return the numbers of the people in a journal, and the last transfer that was looked at.

    Args:
        tx: an open transaction.
        scope: which transfers; without names.
    """
    last = scope.last_sequence if scope.last_sequence is not None else tx.value(_ENDS) or 0
    texts = (
        text
        for entry in _entries(tx, scope, last=last)
        for text in (entry.movement.debit_id, entry.movement.credit_id, entry.movement.reference)
    )
    return frozenset(person for text in texts if (person := person_in(text)) is not None), last


def _preamble(scope: Scope, operator: str, now: datetime) -> Iterator[str]:
    yield comment(f"The ledger of {' '.join(operator.split())}, kept by Jornal, as read at {_iso(now)}.")
    yield comment("Each entry is one transfer: the first account is debited, the second credited. Days are UTC.")
    yield comment("What was only set aside stands in comments. Amounts are exact, in millionths of the main unit.")
    if scope.from_on is not None:
        yield comment(
            f"Transfers from {scope.from_on} to the day before {scope.to_on}; sums are changes in these days."
        )
    if scope.organisation_id is not None:
        yield comment(f"Only money of organisation {scope.organisation_id} and its projects.")
    if scope.names is not None:
        yield comment("People stand under the pseudonyms of one accreditation.")
    yield comment("")


def _asserted(tx: Transaction, book: _Book, last_day: date) -> Iterator[str]:
    """Yield what the ledger's counters say of each account, for the program to compare with its own sums."""
    yield comment("")
    yield comment("What the ledger's own counters hold: your program has just compared them with its sums.")
    after = ""
    while rows := tx.run(_ACCOUNTS, after=after, most=PAGE_ROWS):
        for row in rows:
            held = Held(*row)
            yield book.open(held.account_id, held.currency)
            yield closing(book.form, held, last_day=last_day, day_after=last_day + timedelta(days=1))
        after = rows[-1][0]


def _entries(tx: Transaction, scope: Scope, *, last: int | None = None) -> Iterator[Entry]:
    """Yield the transfers of a scope in the order of the ledger."""
    most = last if last is not None else scope.last_sequence
    bounds = {
        "from_ms": _midnight(scope.from_on or _ALWAYS[0]),
        "to_ms": _midnight(scope.to_on or _ALWAYS[1]),
        "last": 2**53 if most is None else most,
    }
    after = -1
    while rows := tx.run(_TRANSFERS, after=after, most=PAGE_ROWS, **bounds):
        for row in rows:
            entry = Entry(row[0], _iso(from_ms(row[1])), Movement(*row[2:]))
            if scope.has(entry.movement):
                yield entry if scope.names is None else under_names(entry, scope.names)
        after = rows[-1][0]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
