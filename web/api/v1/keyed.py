"""The Idempotency-Key of programs: a request sent again under its key is answered as it was, and done once."""

from typing import Annotated, TypeVar

from fastapi import Header
from pydantic import BaseModel

from payments.transaction import Transaction
from web.api.v1.values import Words
from web.auth.identity import Identity
from web.keeping.replies.service import Keyed, keep_reply, reply_before
from web.wiring import House

ABOUT = "the same request again is answered as the first one, for a day; another request under it is refused"
MaybeKey = Annotated[Words | None, Header(alias="Idempotency-Key", min_length=1, max_length=200, description=ABOUT)]
Key = Annotated[Words, Header(alias="Idempotency-Key", min_length=1, max_length=200, description=ABOUT)]


def keyed(me: Identity, call: str, key: str | None, body: BaseModel) -> Keyed | None:
    """Return a request under its key; None where none was sent."""
    if key is None:
        return None
    return Keyed(me.person_id, call, key, body.model_dump_json(by_alias=True))


Reply = TypeVar("Reply", bound=BaseModel)


def answered_before(tx: Transaction, house: House, request: Keyed | None, reply: type[Reply]) -> Reply | None:
    """Return what this request was answered before.

    Raises:
        Refusal: `key_for_something_else`.
    """
    found = reply_before(tx, request, now=house.now()) if request else None
    return None if found is None else reply.model_validate(found)


def keep(tx: Transaction, request: Keyed | None, reply: BaseModel) -> None:
    """Keep an answer in the transaction of what was done, so that there is never one without the other."""
    if request:
        keep_reply(tx, request, reply.model_dump(mode="json", by_alias=True))
