"""What the local Stripe keeps: its objects, what each holds in each currency, and what it has to tell."""

import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from web.local_stripe import library, shapes

Json = dict[str, Any]  # one of Stripe's objects: whatever JSON its class declares
PLATFORM = "platform"
"""Whose money it is that no account holds: ours."""
LOOKED_UP = {
    ("transfer", "transfer_group"),
    ("transfer", "destination"),
    ("balance_transaction", "source"),
}
"""By which fields that never change objects are found without reading all of their kind."""


class RefusedError(Exception):
    """A request that Stripe understood and turned down, as it would say so."""

    def __init__(self, message: str, *, code: str, status: int = 400, kind: str = "invalid_request_error") -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"error": {"type": kind, "code": code, "message": message}}


@dataclass(slots=True)
class Books:
    """Everything the local Stripe remembers; one request at a time looks into it, holding the lock.

    Attributes:
        now: its clock, the house's.
        pages_at: the address of the pages to which it sends people.
        objects: by id, in the order in which they came.
        available, pending: minor units, by "owner currency".
        waiting: ids of events that nobody was told of yet.
        owners: whose account a line or a way of being paid belongs to, by its id.
        asked_for: what a page to pay on was asked to say of its payment, by its id.
        changes: grows with every change, so that what did not change is not kept again.
        links: pages to which people were sent, by the last part of their address.
        answers: what was answered to each idempotency key.
        key: the only one that it takes.
        webhook_secret: with which it signs what it tells.
        violations: requests that Stripe's contract does not allow, each in a sentence.
    """

    now: Callable[[], datetime]
    pages_at: str = ""
    objects: dict[str, Json] = field(default_factory=dict)
    available: dict[str, int] = field(default_factory=dict)
    pending: dict[str, int] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)
    links: dict[str, Json] = field(default_factory=dict)
    asked_for: dict[str, Json] = field(default_factory=dict)
    answers: dict[str, Json] = field(default_factory=dict)
    key: str = field(default_factory=lambda: f"sk_test_{secrets.token_hex(16)}")
    webhook_secret: str = field(default_factory=lambda: f"whsec_{secrets.token_hex(16)}")
    violations: list[str] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    last_number: int = 0
    changes: int = 0
    kept_until: int = -1
    kinds: dict[str, list[str]] = field(default_factory=dict)

    def add(self, prefix: str, given: Json) -> Json:
        """Keep a new object and return it with its id, its fields complete.

        Args:
            prefix: of its id, for example `tr`.
            given: its fields, with its kind in `object`; without `id`, `livemode`, and `created` where it is now.
        """
        fields = shapes.declared(given["object"])
        created = self.instant() if given["object"].startswith("v2.") else self.seconds()
        usual = {"id": self.next_id(prefix), "livemode": False, "created": created}
        made = shapes.whole({name: value for name, value in usual.items() if name in fields} | given)
        self.objects[made["id"]] = made
        for key in _listed_under(made):
            self.kinds.setdefault(key, []).append(made["id"])
        return made

    def next_id(self, prefix: str) -> str:
        """Return an id that nothing had before."""
        self.last_number += 1
        self.changes += 1
        return f"{prefix}_local{self.last_number:014d}"

    def get(self, object_id: str, kind: str) -> Json:
        """Return one object of a kind.

        Raises:
            RefusedError: there is none of this id, as Stripe says it.
        """
        found = self.objects.get(object_id)
        if found is None or found["object"] != kind:
            noun = kind.rpartition(".")[2].replace("_", " ")
            raise RefusedError(f"No such {noun}: '{object_id}'", code="resource_missing", status=404)
        return found

    def every(self, kind: str, **wanted: str | bool | None) -> list[Json]:
        """Return the objects of a kind whose fields are as wanted, the oldest first; None wants nothing."""
        asked = {name: value for name, value in wanted.items() if value is not None}
        keys = [f"{kind} {name} {value}" for name, value in asked.items() if (kind, name) in LOOKED_UP]
        ids = self.kinds.get((keys or [kind])[0], [])
        found = (self.objects[object_id] for object_id in ids)
        return [one for one in found if all(one.get(name) == value for name, value in asked.items())]

    def seconds(self) -> int:
        """Return now, as Stripe's first version says it."""
        return int(self.now().timestamp())

    def instant(self) -> str:
        """Return now, as Stripe's second version says it."""
        at = self.now().astimezone(UTC)
        return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"

    def held(self, owner: str, currency: str) -> int:
        """Return what an owner has available, minor units."""
        return self.available.get(f"{owner} {currency}", 0)

    def move(self, owner: str, currency: str, amount: int, *, is_pending: bool = False) -> None:
        """Add to what an owner holds, or take from it where the amount is below zero."""
        self.changes += 1
        holding = self.pending if is_pending else self.available
        key = f"{owner} {currency}"
        holding[key] = holding.get(key, 0) + amount

    def tell(self, kind: str, about: Json) -> None:
        """Note an event about an object as it is now; it waits to be delivered."""
        event = self.add(
            "evt",
            {
                "object": "event",
                "api_version": library.api_version(),
                "data": {"object": json.loads(json.dumps(about))},
                "pending_webhooks": 1,
                "request": {"id": None, "idempotency_key": None},
                "type": kind,
            },
        )
        self.waiting.append(event["id"])

    def hint(self, kind: str, about: Json, address: str) -> None:
        """Note an event of Stripe's second version: it names its object and leaves it to be read again."""
        event = self.add("evt", {"object": "v2.core.event", "type": kind})
        event["related_object"] = {"id": about["id"], "type": about["object"], "url": f"{address}/{about['id']}"}
        self.waiting.append(event["id"])


def _listed_under(made: Json) -> list[str]:
    kind = made["object"]
    return [kind, *(f"{kind} {name} {made.get(name)}" for about, name in sorted(LOOKED_UP) if about == kind)]
