"""Reading what Stripe writes down itself: the lines of both its balances with us, and the news it has told."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from payments.providers.base import Keys
from payments.providers.record import News, RecordLine
from payments.providers.stripe_amounts import our_minor
from payments.providers.stripe_client import opened, stripe_error
from policies.periods import MS_PER_SECOND, from_ms, to_ms

PAGE = 100
_STORAGE_LINES = "trxn_"
_NO_SUCH_WAY = frozenset({403, 404})
"""A key without Global Payouts gets these: then there is no second balance to read."""


class StripeRecord:
    """The payments balance (version 1 of Stripe's interface) and the storage account for Global Payouts (version 2).

    Args:
        keys: with a Stripe key.
    """

    name = "stripe"

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def lines(self, *, since: datetime | None) -> Iterator[RecordLine]:
        """Yield the lines of both balances since then, the newest first in each."""
        client = opened(self._keys)
        wanted: dict[str, Any] = {"limit": PAGE, "expand": ["data.source"]}
        if since is not None:
            wanted["created"] = {"gte": to_ms(since) // MS_PER_SECOND}
        lines = client.v1.balance_transactions.list(wanted)  # type: ignore[arg-type]  # its types are not loaded here
        for line in lines.auto_paging_iter():
            yield _line(line)
        yield from self._storage_lines(client, since)

    def _storage_lines(self, client: Any, since: datetime | None) -> Iterator[RecordLine]:
        """Yield the lines of the storage account; Any: the wall leaves Stripe's types to the files that call it."""
        wanted: dict[str, Any] = {"limit": PAGE}
        if since is not None:
            wanted["created"] = {"gte": _text(since)}
        try:
            for line in client.v2.money_management.transactions.list(wanted).auto_paging_iter():
                if line.status != "void":
                    yield _storage_line(line)
        except stripe_error() as problem:
            if problem.http_status not in _NO_SUCH_WAY:
                raise

    def line(self, line_id: str) -> RecordLine | None:
        """Return one line as it is now, or None where Stripe has none of this number (any more)."""
        client = opened(self._keys)
        try:
            if line_id.startswith(_STORAGE_LINES):
                found = client.v2.money_management.transactions.retrieve(line_id)
                return None if found.status == "void" else _storage_line(found)
            return _line(client.v1.balance_transactions.retrieve(line_id, {"expand": ["source"]}))
        except stripe_error() as problem:
            if problem.http_status not in _NO_SUCH_WAY:
                raise
            return None

    def news(self, *, since: datetime) -> Iterator[News]:
        """Yield what Stripe told since then in both versions; it keeps thirty days of it."""
        client = opened(self._keys)
        first: dict[str, Any] = {"limit": PAGE, "created": {"gte": to_ms(since) // MS_PER_SECOND}}
        events = client.v1.events.list(first)  # type: ignore[arg-type]  # as in `lines`
        for told in events.auto_paging_iter():
            about = told.data.object
            yield News(
                event_id=told.id,
                kind=told.type,
                object_id=str(about["id"]) if "id" in about else "",
                is_live=told.livemode,
                created_at=from_ms(told.created * MS_PER_SECOND),
            )
        second: dict[str, Any] = {"limit": PAGE, "created": {"gte": _text(since)}}
        hints = client.v2.core.events.list(second)  # type: ignore[arg-type]  # as in `lines`
        for hint in hints.auto_paging_iter():
            named = getattr(hint, "related_object", None)
            yield News(
                event_id=hint.id,
                kind=hint.type,
                object_id=str(named.id) if named is not None else "",
                is_live=hint.livemode,
                created_at=_instant(hint.created),
            )


def _line(line: Any) -> RecordLine:
    """Return a line of the payments balance; Any: as in `_storage_lines`."""
    currency = line.currency.upper()
    source: Any = line.source  # a number or any of sixteen kinds of object
    about = "" if source is None or isinstance(source, str) else _about(source)
    return RecordLine(
        line_id=line.id,
        kind=line.type,
        source=source if isinstance(source, str) else str(getattr(source, "id", "") or ""),
        about=about,
        amount_minor=our_minor(line.amount, currency),
        fee_minor=our_minor(line.fee, currency),
        currency=currency,
        is_available=line.status == "available",
        created_at=from_ms(line.created * MS_PER_SECOND),
        available_at=from_ms(line.available_on * MS_PER_SECOND),
    )


def _about(source: Any) -> str:
    """Return the charge behind a refund or a dispute, or the transfer behind a reversal; Any: as in `_line`."""
    said = source.to_dict()
    behind = said.get("charge") or (said.get("transfer") if said.get("object") == "transfer_reversal" else None)
    return behind if isinstance(behind, str) else str((behind or {}).get("id", ""))


def _storage_line(line: Any) -> RecordLine:
    """Return a line of the storage account; Any: a line of the second version has no class of its own name here."""
    flow, currency = line.flow, line.amount.currency.upper()
    made = _instant(line.created)
    return RecordLine(
        line_id=line.id,
        kind=line.category,
        source=str((flow and getattr(flow, flow.type, None)) or ""),
        about="",
        amount_minor=our_minor(line.amount.value, currency),
        fee_minor=0,
        currency=currency,
        is_available=line.status == "posted",
        created_at=made,
        available_at=made,
    )


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _instant(text: Any) -> datetime:
    """Return an instant of the second version, which its library gives as text or as an instant already."""
    found = text if isinstance(text, datetime) else datetime.fromisoformat(str(text))
    return from_ms(to_ms(found.astimezone(UTC)))


def open_record(keys: Keys) -> StripeRecord | None:
    """Return Stripe's record, where there is a key for it."""
    return StripeRecord(keys) if keys.stripe_key else None
