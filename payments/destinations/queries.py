"""Reading where people want their money; never a whole account number."""

from dataclasses import dataclass
from datetime import datetime

from payments.providers.base import DestinationKind
from payments.transaction import Transaction
from policies.periods import from_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationView:
    """An account that a person named.

    Attributes:
        tail: the last four characters of its number; nothing else of it is ever shown.
        usable_from: from when money may go there.
        refused_reason: why its bank sent money back; None while it has not.
    """

    destination_id: int
    person_id: int
    currency: str
    provider: str
    kind: DestinationKind
    holder: str
    tail: str
    added_at: datetime
    usable_from: datetime
    refused_reason: str | None

    def waits(self, now: datetime) -> bool:
        """Return whether money may not go there yet."""
        return now < self.usable_from


_OPEN = """
SELECT id, person_id, currency, provider, kind, holder, tail, added_at, usable_from, refused_reason FROM destination
WHERE person_id = :person_id AND replaced_at IS NULL ORDER BY currency
"""


def destinations_of(tx: Transaction, person_id: int) -> tuple[DestinationView, ...]:
    """Return where a person wants their money: one account for each currency at most."""
    return tuple(
        DestinationView(
            destination_id=row[0],
            person_id=row[1],
            currency=row[2],
            provider=row[3],
            kind=DestinationKind(row[4]),
            holder=row[5],
            tail=row[6],
            added_at=from_ms(row[7]),
            usable_from=from_ms(row[8]),
            refused_reason=row[9],
        )
        for row in tx.run(_OPEN, person_id=person_id)
    )


def destination_of(tx: Transaction, *, person_id: int, currency: str) -> DestinationView | None:
    """Return where a person wants money of one currency, or None."""
    return next((one for one in destinations_of(tx, person_id) if one.currency == currency), None)


_CURRENCIES = """
SELECT currency FROM ledger_account WHERE id LIKE :beginning
UNION SELECT currency FROM payout WHERE person_id = :person_id
UNION SELECT currency FROM destination WHERE person_id = :person_id AND replaced_at IS NULL
"""


def currencies_owed(tx: Transaction, person_id: int) -> tuple[str, ...]:
    """Return in which currencies a person ever earned, or wants to be paid."""
    rows = tx.run(_CURRENCIES, person_id=person_id, beginning=f"annotator:{person_id}:payable:%")
    return tuple(sorted(row[0] for row in rows))
