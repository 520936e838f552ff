"""Holds back whoever asks faster than people and their programs need, so that everybody else is served as usual."""

import math
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from fastapi import Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from policies.errors import Kind, Refusal
from web.wiring import House

REMEMBERED = 20_000
"""So many keys and log-ins have a bucket here; whoever was quiet longest begins with a full one again."""
Say = Callable[[Request, Exception], Awaitable[Response]]


class Buckets:
    """A bucket of requests for each key or log-in, which refills with time; kept in this process's memory only.

    Args:
        per_second: so many are put back each second.
        most: so many a full bucket holds.
    """

    def __init__(self, *, per_second: float, most: int) -> None:
        self._per_second, self._most = per_second, most
        self._left: OrderedDict[int, tuple[float, float]] = OrderedDict()

    def take(self, who: int, *, at: float) -> float:
        """Take one request out of somebody's bucket.

        Args:
            who: what tells one sender from another.
            at: seconds of a clock that only goes forward.

        Returns:
            Zero, or the seconds until there is one again; then nothing was taken.
        """
        left, before = self._left.get(who, (self._most, at))
        left = min(self._most, left + (at - before) * self._per_second)
        is_enough = left >= 1
        self._left[who] = (left - is_enough, at)
        self._left.move_to_end(who)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return 0.0 if is_enough else (1 - left) / self._per_second


class Pace:
    """Answers 429 with the time to come back, before anything is looked up for whoever asks too fast.

    Args:
        app: what it surrounds.
        house: its settings and its clock.
        cookie: the name of the log-in's cookie.
        say: how a refusal is said.
    """

    def __init__(self, app: ASGIApp, *, house: House, cookie: str, say: Say) -> None:
        self._app, self._house, self._say = app, house, say
        self._cookie = f"{cookie}=".encode()
        settings = house.settings
        self._buckets = Buckets(per_second=settings.asks_per_second, most=settings.asks_at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        who = self._who(scope) if scope["type"] == "http" else 0
        wait = self._buckets.take(who, at=time.perf_counter()) if who else 0
        if not wait:
            await self._app(scope, receive, send)
            return
        seconds = math.ceil(wait)
        until = self._house.now() + timedelta(seconds=seconds)
        refusal = Refusal("asks_too_fast", Kind.TOO_MANY, until=until.isoformat(), seconds=seconds)
        answer = await self._say(Request(scope, receive), refusal)
        answer.headers["Retry-After"] = str(seconds)
        await answer(scope, receive, send)

    def _who(self, scope: Mapping[str, Any]) -> int:
        """Return a number for the key or the log-in that a request shows; zero for strangers, whom the door limits."""
        if scope["path"].startswith("/static/"):
            return 0
        cookie = b""
        for name, value in scope["headers"]:
            if name == b"authorization":
                return hash(value)
            if name == b"cookie":
                cookie = value
        _, found, rest = cookie.partition(self._cookie)
        return hash(rest.partition(b";")[0]) if found else 0
