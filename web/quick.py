"""Answers the few calls that come all day long on a short way: one read of the body, one thread, one transaction."""

import asyncio
import gzip
import re
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Any, cast

from fastapi import Request, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from payments.transaction import Transaction
from web.auth.identity import Identity
from web.auth.permissions import Permission, insist
from web.db import Database
from web.deps import NotLoggedIn, asking_in
from web.one_turn import OneTurn, Say, Take
from web.wiring import House

BODY_MAX = 65_536
"""Bytes; what is longer takes the long way, where each route has its limit."""
TOGETHER = 40
"""So many quick calls are worked on at once; whoever waits for the disk in a shared commit is one of them."""
SHRUNK_FROM, SHRINKING = 1_000, 4
"""Answers from so many bytes on are shrunk, at the quickest level that keeps the weight which the offers promise."""
FAMILIAR_MOST = 20_000
"""So many log-ins and keys are remembered as known; whoever shows another is looked up on the long way first."""
_NUMBER = "([1-9][0-9]{0,14})"


class LongWay(Exception):
    """This one is not plain: the framework shall read it, and say what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One quick call as it came: what was sent, and the numbers in its address in their order."""

    request: Request
    body: bytes
    numbers: tuple[int, ...]

    @property
    def house(self) -> House:
        """Return the house."""
        house: House = self.request.app.state.house
        return house

    def header(self, name: str) -> str:
        """Return a header, empty where it was not sent."""
        return str(self.request.headers.get(name, ""))

    def who(self, tx: Transaction, permission: Permission, *, takes_cookies: bool) -> Identity:
        """Return who is asking, read in the transaction of what they do; they stay with the request, to be spoken to.

        Raises:
            NotLoggedIn: nobody we know.
            Refusal: `not_found` where they may not do this.
        """
        me = asking_in(tx, self.request, self.house, takes_cookies=takes_cookies)
        if me is None:
            raise NotLoggedIn
        insist(me, permission)
        return me


@dataclass(frozen=True)
class Quick:
    """One call that has a short way beside its route.

    Attributes:
        path: the route's template.
        kind: the content type it takes; others take the long way.
        read: reads it, in a thread, and returns what does it in a transaction, which returns what makes the answer when
            that is on the disk. Any of the three raises `LongWay` where the framework should answer.
    """

    path: str
    kind: str
    read: Callable[[Asked], Take]
    pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", re.compile(re.sub(r"\{\w+\}", _NUMBER, self.path)))


class QuickWay:
    """Takes the quick calls out of the stream before the framework matches a hundred routes for each.

    What is asked, checked and answered is the same: refusals are said by the application's own error pages.

    Args:
        app: the long way.
        calls: the quick ones; all of them are POST.
    """

    def __init__(self, app: ASGIApp, *, calls: Iterable[Quick]) -> None:
        self._app = app
        self._calls = tuple(calls)
        self._pool = ThreadPoolExecutor(TOGETHER, "quick")
        self._turn: OneTurn | None = None
        self._familiar: OrderedDict[bytes, None] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        found = self._found(scope) if scope["method"] == "POST" else None
        if found is None or _shown(scope) not in self._familiar:
            await self._go_long(scope, receive, send)
            return
        quick, numbers = found
        came = await _came(receive)
        scope["route"] = quick  # it is counted and logged by its template, as on the long way
        request = Request(scope, receive)
        try:
            answer = await self._answer(quick, Asked(request, _whole(came), numbers))
        except LongWay:
            await self._app(scope, _again(came, receive), send)
            return
        await answer(scope, receive, send)

    async def _go_long(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the framework answer, and remember whom it knew: only they may take the writer's turn to be looked up."""
        state = scope.setdefault("state", {})
        await self._app(scope, receive, send)
        if state.get("me") is not None and (shown := _shown(scope)):
            self._familiar[shown] = None
            self._familiar.move_to_end(shown)
            if len(self._familiar) > FAMILIAR_MOST:
                self._familiar.popitem(last=False)

    def _found(self, scope: Scope) -> tuple[Quick, tuple[int, ...]] | None:
        """Return the call that this is, and the numbers in its address; None for everything that is not plain."""
        for quick in self._calls:
            match = quick.pattern.fullmatch(scope["path"])
            if match and _is_plain(scope, quick.kind):
                return quick, tuple(map(int, match.groups()))
        return None

    def _turn_of(self, db: Database) -> OneTurn:
        if self._turn is None:
            self._turn = OneTurn(db, self._pool)
        return self._turn

    async def _answer(self, quick: Quick, asked: Asked) -> Response:
        try:
            db = asked.house.db
            if db.takes_turns:
                return cast("Response", await self._turn_of(db).done(partial(_read, quick, asked)))
            return await asyncio.get_running_loop().run_in_executor(self._pool, _acted, db, quick, asked)
        except LongWay:
            raise
        except Exception as why:
            say = _sayer(asked.request, why)
            if say is None:
                raise
            return await say(asked.request, why)


def _acted(db: Database, quick: Quick, asked: Asked) -> Response:
    """Do a call in a transaction of its own and return the answer."""
    take = _read(quick, asked)
    with db.writing() as tx:
        say = take(tx)
    return cast("Response", say())


def _read(quick: Quick, asked: Asked) -> Take:
    """Return what does a call, its answer shrunk where it is long and the browser can open it."""
    take = quick.read(asked)

    def taken(tx: Transaction) -> Say:
        return partial(_said, take(tx), asked)

    return taken


def _said(say: Say, asked: Asked) -> Response:
    answer = cast("Response", say())
    answer.headers.add_vary_header("Accept-Encoding")
    if len(answer.body) >= SHRUNK_FROM and "gzip" in asked.header("accept-encoding"):
        answer.body = gzip.compress(answer.body, SHRINKING, mtime=0)
        answer.headers["Content-Encoding"] = "gzip"
        answer.headers["Content-Length"] = str(len(answer.body))
    return answer


def _shown(scope: Scope) -> bytes:
    """Return a fingerprint of what a request shows of who sends it, empty where it shows nothing."""
    held = [value for name, value in scope["headers"] if name in {b"authorization", b"cookie"}]
    return sha256(b"\n".join(held)).digest() if held else b""


def _is_plain(scope: Scope, kind: str) -> bool:
    """Return whether the body is of the kind that the call takes, uncompressed, and short by its own account."""
    sent = {bytes(name): bytes(value) for name, value in scope["headers"]}
    length = sent.get(b"content-length", b"")
    return (
        length.isdigit()
        and int(length) <= BODY_MAX
        and sent.get(b"content-type", b"").partition(b";")[0].strip().lower() == kind.encode()
    )


async def _came(receive: Receive) -> list[Message]:
    """Return everything that came of the body; the server lets nobody send more than they announced."""
    came = [await receive()]
    while came[-1].get("more_body"):
        came.append(await receive())
    return came


def _whole(came: Iterable[Message]) -> bytes:
    """Return the whole body.

    Raises:
        LongWay: the line broke before its end; half an answer is none, and the framework throws it away.
    """
    if any(message["type"] != "http.request" for message in came):
        raise LongWay
    return b"".join(message.get("body", b"") for message in came)


def _again(came: Iterable[Message], receive: Receive) -> Receive:
    """Return what gives the framework the body that was read already, and afterwards what still comes."""
    left = deque(came)

    async def receive_again() -> Message:
        return left.popleft() if left else await receive()

    return receive_again


def _sayer(request: Request, why: Exception) -> Callable[[Request, Exception], Awaitable[Response]] | None:
    """Return the application's own answer to a failure of this kind, or None where nobody foresaw it."""
    handlers: Mapping[Any, Any] = request.app.exception_handlers  # starlette types its keys and values as Any
    for kind in type(why).__mro__:
        if kind in handlers:
            return cast("Callable[[Request, Exception], Awaitable[Response]]", handlers[kind])
    return None
