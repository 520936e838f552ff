"""One request as the local Stripe's parts see it, and how a list of objects is answered page by page."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from web.local_stripe import forms
from web.local_stripe.books import Books, Json, RefusedError

PAGE = 10
COMPARED = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that Stripe's contract allows.

    Attributes:
        given: what it brings.
        ids: those in its address.
        account: on whose behalf it is made, "" for our own.
        path: its address.
    """

    given: Json
    ids: tuple[str, ...] = ()
    account: str = ""
    path: str = ""

    def text(self, name: str) -> str | None:
        """Return one text that it brings, if it does."""
        value = self.given.get(name)
        return None if value is None else str(value)


Part = Callable[[Books, Asked], Json]


def newest_first(asked: Asked, found: list[Json]) -> Json:
    """Return a page of a list as Stripe's first version pages: the newest first, after or before one that is named.

    Args:
        asked: with `limit`, `starting_after`, `ending_before` and `created` where they were sent.
        found: all of them, the oldest first.

    Raises:
        RefusedError: the one that is named is not in the list.
    """
    ordered = [one for one in reversed(found) if _is_within(one.get("created", 0), asked.given.get("created"))]
    limit = int(asked.given.get("limit", PAGE))
    after, before = asked.text("starting_after"), asked.text("ending_before")
    if after is not None:
        ordered = ordered[_place(ordered, after) + 1 :]
    if before is not None:
        ordered = ordered[: _place(ordered, before)][-limit:]
    return {"object": "list", "url": asked.path, "has_more": len(ordered) > limit, "data": ordered[:limit]}


def by_page(asked: Asked, found: list[Json]) -> Json:
    """Return a page of a list as Stripe's second version pages: with the address of the next.

    Args:
        asked: with `limit` and our own `page` where they were sent.
        found: all of them, the oldest first.
    """
    ordered = [one for one in reversed(found) if _is_within(one.get("created", ""), asked.given.get("created"))]
    limit, start = int(asked.given.get("limit", PAGE)), int(asked.given.get("page", 0))
    is_more = len(ordered) > start + limit
    rest = [pair for pair in forms.encoded(asked.given) if pair[0] != "page"]
    following = f"{asked.path}?{urlencode([*rest, ('page', str(start + limit))])}" if is_more else None
    return {"data": ordered[start : start + limit], "next_page_url": following, "previous_page_url": None}


def _place(ordered: list[Json], object_id: str) -> int:
    for number, one in enumerate(ordered):
        if one["id"] == object_id:
            return number
    raise RefusedError(f"No such object: '{object_id}'", code="resource_missing")


def _is_within(value: Any, wanted: Any) -> bool:  # seconds or texts, as the version has it
    if wanted is None:
        return True
    if not isinstance(wanted, dict):
        return bool(value == wanted)
    return all(COMPARED[name](_moment(value), _moment(bound)) for name, bound in wanted.items())


def _moment(stamp: int | str) -> float:
    return datetime.fromisoformat(stamp).timestamp() if isinstance(stamp, str) else stamp
