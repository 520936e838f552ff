"""What the local Stripe shows to those who play a part in it: pages it sent people to, and what went through it."""

from dataclasses import dataclass
from datetime import datetime

from web.local_stripe import accounts, money_in, outbound_payments
from web.local_stripe.books import PLATFORM, Books, Json, RefusedError
from web.local_stripe.server import LocalStripe


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A page on which a person gives her bank account.

    Attributes:
        name: as we gave it to Stripe.
        country: two letters.
        is_good: whether it is recent enough; afterwards it leads to `again_at`.
    """

    account_id: str
    name: str
    country: str
    is_good: bool
    back_to: str
    again_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """A page on which an organisation pays.

    Attributes:
        amount_minor: minor units of `currency`, as Stripe counts them.
        takes_transfers: whether a bank transfer is among the ways.
    """

    session_id: str
    amount_minor: int
    currency: str
    is_open: bool
    takes_transfers: bool
    back_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One sum that went through.

    Attributes:
        amount_minor: minor units of `currency`.
        state: in Stripe's word.
        may: what can be let happen to it: `return`, `reverse`, `dispute`, or nothing.
    """

    object_id: str
    amount_minor: int
    currency: str
    state: str
    may: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What is held in one currency, minor units: what can be spent, what cannot yet, and what is there for abroad."""

    currency: str
    available_minor: int
    pending_minor: int
    abroad_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """All of it, the newest first."""

    holdings: tuple[Holding, ...]
    payments: tuple[Row, ...]
    transfers: tuple[Row, ...]
    charges: tuple[Row, ...]

    @property
    def is_any_on_its_way(self) -> bool:
        """Return whether a payment abroad has not arrived yet."""
        return any(row.state == "processing" for row in self.payments)


def link_of(stripe: LocalStripe, link_id: str) -> Link | None:
    """Return a page on which a person gives her bank account, or None where there is none."""
    books = stripe.books
    with books.lock:
        link = books.links.get(link_id)
        if link is None:
            return None
        account = books.get(link["account"], accounts.ACCOUNT)
        details = link["use_case"][link["use_case"]["type"]]
        return Link(
            account_id=account["id"],
            name=account["display_name"] or "",
            country=account["identity"]["country"],
            is_good=books.now() < datetime.fromisoformat(link["expires_at"]),
            back_to=details["return_url"] or details["refresh_url"],
            again_at=details["refresh_url"],
        )


def checkout_of(stripe: LocalStripe, session_id: str) -> Checkout | None:
    """Return a page on which an organisation pays, or None where there is none."""
    books = stripe.books
    with books.lock:
        try:
            session = books.get(session_id, money_in.SESSION)
        except RefusedError:
            return None
        return Checkout(
            session_id=session_id,
            amount_minor=session["amount_total"],
            currency=session["currency"].upper(),
            is_open=session["status"] == "open",
            takes_transfers="customer_balance" in session["payment_method_types"],
            back_to=session["success_url"],
        )


def stage_of(stripe: LocalStripe, *, most: int) -> Stage:
    """Return what went through, at most so many of each kind."""
    books = stripe.books
    with books.lock:
        payments = books.every(outbound_payments.PAYMENT)[: -most - 1 : -1]
        transfers = books.every("transfer")[: -most - 1 : -1]
        charges = books.every("charge")[: -most - 1 : -1]
        return Stage(
            holdings=_holdings(books),
            payments=tuple(_payment_row(one) for one in payments),
            transfers=tuple(_transfer_row(one) for one in transfers),
            charges=tuple(_charge_row(one) for one in charges),
        )


def _holdings(books: Books) -> tuple[Holding, ...]:
    storage = outbound_payments.storage(books)["id"]
    owned = [key.split(" ") for key in (*books.available, *books.pending)]
    currencies = sorted({currency for owner, currency in owned if owner in {PLATFORM, storage}})
    return tuple(
        Holding(
            currency=currency.upper(),
            available_minor=books.held(PLATFORM, currency),
            pending_minor=books.pending.get(f"{PLATFORM} {currency}", 0),
            abroad_minor=books.held(storage, currency),
        )
        for currency in currencies
    )


def _payment_row(one: Json) -> Row:
    credited = one["to"]["credited"]
    may = "return" if one["status"] in {"processing", "posted"} else ""
    return Row(
        object_id=one["id"],
        amount_minor=credited["value"],
        currency=credited["currency"].upper(),
        state=one["status"],
        may=may,
    )


def _transfer_row(one: Json) -> Row:
    state, may = ("reversed", "") if one["reversed"] else ("paid", "reverse")
    return Row(object_id=one["id"], amount_minor=one["amount"], currency=one["currency"].upper(), state=state, may=may)


def _charge_row(one: Json) -> Row:
    state = "disputed" if one["disputed"] else "refunded" if one["refunded"] else str(one["status"])
    may = "dispute" if state == "succeeded" else ""
    return Row(object_id=one["id"], amount_minor=one["amount"], currency=one["currency"].upper(), state=state, may=may)
