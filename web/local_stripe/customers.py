"""Who pays us, as the local Stripe keeps it: bank details to transfer to belong to somebody, named first."""

from web.local_stripe.asked import Asked, Part, newest_first
from web.local_stripe.books import Books, Json

CUSTOMER = "customer"
_TAKEN = ("name", "email", "description", "phone")


def _create(books: Books, asked: Asked) -> Json:
    given = {name: asked.given.get(name) for name in _TAKEN}
    return books.add("cus", {"object": CUSTOMER, "metadata": asked.given.get("metadata") or {}, **given})


def _list(books: Books, asked: Asked) -> Json:
    return newest_first(asked, books.every(CUSTOMER, email=asked.text("email")))


def _retrieve(books: Books, asked: Asked) -> Json:
    return books.get(asked.ids[0], CUSTOMER)


PARTS: dict[tuple[str, str], Part] = {
    ("post", "/v1/customers"): _create,
    ("get", "/v1/customers"): _list,
    ("get", "/v1/customers/{customer}"): _retrieve,
}
