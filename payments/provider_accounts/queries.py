"""Reading how people's accounts at services stand, and which are due to be looked at again."""

from dataclasses import dataclass
from datetime import datetime

from payments.provider_accounts.rules import may_go_on
from payments.providers.onboarding import AccountState
from payments.transaction import Row, Transaction
from policies.periods import from_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderAccountView:
    """Somebody's account at a service.

    Attributes:
        row_id: our number of it.
        key: with which it was asked for.
        account_id: the service's name of it; empty while it has not answered.
        proved_at: when the person last gave their password for it.
        changed_at: since when it stands as it does.
    """

    row_id: int
    person_id: int
    person_name: str
    provider: str
    currency: str
    country: str
    key: str
    account_id: str
    state: AccountState
    proved_at: datetime
    changed_at: datetime
    look_at: datetime

    @property
    def is_ready(self) -> bool:
        """Return whether money can go there."""
        return self.state is AccountState.READY

    def may_go_on(self, now: datetime) -> bool:
        """Return whether the person may go on to the service's page without giving their password again."""
        return may_go_on(self.proved_at, now)


_ACCOUNTS = """
SELECT provider_account.id, person_id, person.name, provider, currency, country, key, account_id, state, proved_at,
  changed_at, look_at
FROM provider_account JOIN person ON person.id = person_id
"""
_OF_PERSON = _ACCOUNTS + "WHERE person_id = :person_id AND replaced_at IS NULL ORDER BY provider_account.id"
_ONE = _ACCOUNTS + "WHERE provider_account.id = :row_id AND replaced_at IS NULL"
_BY_ACCOUNT = _ACCOUNTS + "WHERE account_id = :account_id AND replaced_at IS NULL ORDER BY provider_account.id"
_DUE = _ACCOUNTS + "WHERE look_at <= :now AND replaced_at IS NULL ORDER BY look_at LIMIT :most"


def provider_accounts_of(tx: Transaction, person_id: int) -> tuple[ProviderAccountView, ...]:
    """Return a person's accounts at services, one for each service and currency at most."""
    return _views(tx.run(_OF_PERSON, person_id=person_id))


def provider_account(tx: Transaction, row_id: int) -> ProviderAccountView | None:
    """Return one account, or None where another took its place."""
    row = tx.one(_ONE, row_id=row_id)
    return _view(row) if row else None


def provider_accounts_named(tx: Transaction, account_id: str) -> tuple[ProviderAccountView, ...]:
    """Return whose account a service means: one for each currency for which it is used."""
    return _views(tx.run(_BY_ACCOUNT, account_id=account_id))


def due_for_a_look(tx: Transaction, *, now: datetime, most: int) -> tuple[ProviderAccountView, ...]:
    """Return the accounts of which the service should be asked how they stand, the longest due first."""
    return _views(tx.run(_DUE, now=now, most=most))


def _views(rows: list[Row]) -> tuple[ProviderAccountView, ...]:
    return tuple(_view(row) for row in rows)


def _view(row: Row) -> ProviderAccountView:
    return ProviderAccountView(
        row_id=row[0],
        person_id=row[1],
        person_name=row[2],
        provider=row[3],
        currency=row[4],
        country=row[5],
        key=row[6],
        account_id=row[7] or "",
        state=AccountState(row[8]),
        proved_at=from_ms(row[9]),
        changed_at=from_ms(row[10]),
        look_at=from_ms(row[11]),
    )
