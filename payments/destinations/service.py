"""Naming the account to which money goes, and noting that a bank sent it back from there."""

from dataclasses import dataclass, field
from datetime import datetime

from payments.destinations.rules import HOLDER_MAX, usable_from
from payments.events.rules import Fact, annotator_stream
from payments.events.service import append, lock
from payments.providers.account_numbers import checked_number, tail_of
from payments.providers.base import AT_SERVICE, DestinationKind, PayoutProvider
from payments.providers.manual_batch import bank_text
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import from_ms, to_ms

_EARLIER = """
SELECT id, number, holder, kind, refused_at IS NOT NULL, usable_from FROM destination
WHERE person_id = :person_id AND currency = :currency AND replaced_at IS NULL
"""
_HOLD_EARLIER = _EARLIER + "/*postgresql: FOR UPDATE */"
_REPLACE = "UPDATE destination SET replaced_at = :now WHERE id = :destination_id AND replaced_at IS NULL"
_ADD = """
INSERT INTO destination (person_id, currency, provider, kind, holder, number, tail, least_minor, added_at, usable_from)
VALUES (:person_id, :currency, :provider, :kind, :holder, :number, :tail, :least_minor, :now, :usable_from) RETURNING id
"""
_REFUSE = """
UPDATE destination SET refused_at = :now, refused_reason = :reason
WHERE id = :destination_id AND refused_at IS NULL RETURNING person_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An account as somebody typed it, or as a service names it; its number never shows in its repr.

    Attributes:
        is_anew: whether something else stands behind the same number now, so that it waits as another would.
    """

    kind: DestinationKind
    currency: str
    holder: str
    number: str = field(repr=False)
    is_anew: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What came of naming an account: `is_change` where it took another one's place."""

    destination_id: int
    tail: str
    usable_from: datetime
    is_change: bool


def name_destination(
    tx: Transaction, *, person_id: int, wanted: Wanted, provider: PayoutProvider, now: datetime
) -> Named:
    """Say where a person's money of one currency goes from now on; the same account again changes nothing.

    A first account can be used at once, any later one after 72 hours. The number of an account that sent money back may
    be given again at once, with the name corrected: no stranger gains by it.

    Args:
        tx: the open transaction.
        person_id: an annotator, who gave their password again.
        wanted: the account.
        provider: who would pay it.
        now: when.

    Raises:
        Refusal: those of `checked_number`; `destination_kind_unknown`, `holder_missing`.
    """
    if wanted.kind not in provider.kinds(wanted.currency):
        raise Refusal("destination_kind_unknown", Kind.UNREADABLE)
    number, holder = checked_number(wanted.kind, wanted.number), " ".join(wanted.holder.split())[:HOLDER_MAX]
    if not (holder if wanted.kind in AT_SERVICE else bank_text(holder)):
        raise Refusal("holder_missing", Kind.UNREADABLE)
    tx.run(_HOLD_EARLIER, person_id=person_id, currency=wanted.currency)  # before the stream, as who books an answer
    lock(tx, stream=annotator_stream(person_id))  # two clicks take turns
    earlier = tx.one(_EARLIER, person_id=person_id, currency=wanted.currency)
    is_same = earlier is not None and earlier[1] == number and earlier[3] == wanted.kind and not wanted.is_anew
    if earlier is not None and is_same and earlier[2] == holder and not earlier[4]:
        return Named(destination_id=earlier[0], tail=tail_of(number), usable_from=from_ms(earlier[5]), is_change=False)
    if earlier is not None:
        tx.count(_REPLACE, destination_id=earlier[0], now=now)
    from_at = usable_from(replaces_another=earlier is not None and not is_same, now=now)
    if earlier is not None and is_same:
        from_at = max(from_at, from_ms(earlier[5]))  # correcting a name never shortens the wait
    said: dict[str, object] = {
        "person_id": person_id,
        "currency": wanted.currency,
        "provider": provider.name,
        "kind": wanted.kind.value,
        "tail": tail_of(number),
    }
    kept = {"holder": holder, "number": number, "least_minor": provider.abilities(wanted.currency).least_minor}
    destination_id = int(tx.value(_ADD, **said, **kept, now=now, usable_from=from_at))
    body = said | {"destination_id": destination_id, "usable_from_ms": to_ms(from_at)}
    append(tx, stream=annotator_stream(person_id), facts=[Fact("destination", body)], now=now)
    return Named(
        destination_id=destination_id,
        tail=tail_of(number),
        usable_from=from_at,
        is_change=earlier is not None and not is_same,
    )


def refuse_destination(tx: Transaction, *, destination_id: int, reason: str, now: datetime, facts: list[Fact]) -> None:
    """Note that a bank sent money back from an account: none goes there any more.

    Args:
        tx: the open transaction.
        destination_id: the account.
        reason: the bank's, in its words.
        now: when.
        facts: the list to which its event goes.
    """
    if tx.run(_REFUSE, destination_id=destination_id, reason=reason or "-", now=now):
        facts.append(Fact("destination_refused", {"destination_id": destination_id, "reason": reason}))
