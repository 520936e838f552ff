"""Sends what a browser fetches as small as that browser can open it: what stays the same is squeezed hard, once."""

import gzip
import threading
from functools import cache, lru_cache

import brotli  # type: ignore[import-untyped] # it publishes no types
from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware, GZipResponder
from starlette.types import Receive, Scope, Send

from web.bundles import BUNDLES, FOLDER, static_bytes

SQUEEZED = (".js", ".css", ".svg")
"""Static files that get smaller; pictures are as small as they get."""
HARD, HARD_GZIP = 11, 9
LIGHT = 7
"""For pages made anew each time: two levels above cost twenty times the work and save three bytes in a thousand."""
WINDOW = 18
"""A quarter of a megabyte looked back at: no page that goes this way is longer."""
_LOCKS: dict[tuple[str, str], threading.Lock] = {}


def best_coding(headers: Headers) -> str:
    """Return how a browser wants things squeezed: `br`, else `gzip`, else nothing.

    Browsers say `br` over HTTPS, and to the machine that they run on.
    """
    asked = {each.partition(";")[0].strip() for each in headers.get("accept-encoding", "").split(",")}
    return next((coding for coding in ("br", "gzip") if coding in asked), "")


def squeezed(name: str, coding: str) -> bytes:
    """Return a static file squeezed as hard as it goes; the work is done once for each file.

    Args:
        name: as `static_bytes` takes it.
        coding: `br`, `gzip`, or nothing.
    """
    with _LOCKS.setdefault((name, coding), threading.Lock()):  # two who ask at once wait for one
        return _squeezed(name, coding)


@lru_cache(maxsize=256)
def _squeezed(name: str, coding: str) -> bytes:
    plain = static_bytes(name)
    if coding == "br":
        return bytes(brotli.compress(plain, mode=brotli.MODE_TEXT, quality=HARD))
    return gzip.compress(plain, HARD_GZIP, mtime=0) if coding == "gzip" else plain


def squeeze_ahead() -> threading.Thread:
    """Begin to squeeze every static file, in a thread of its own, so that the first who asks need not wait.

    Returns:
        The thread; it ends by itself within seconds, and holds up nobody meanwhile.
    """
    thread = threading.Thread(target=_squeeze_all, name="squeeze", daemon=True)
    thread.start()
    return thread


@cache
def names() -> tuple[str, ...]:
    """Return every static file that gets smaller, what each page needs first."""
    first = ("all.bundle.js", "jornal.css", "rooms.css")
    alone = (path.name for path in sorted(FOLDER.glob("*.*")) if path.suffix in SQUEEZED)
    return tuple(dict.fromkeys([*first, *BUNDLES, *alone]))


def _squeeze_all() -> None:
    for name in names():
        squeezed(name, "br")


class Shrinking(GZipMiddleware):
    """Squeezes pages with brotli for browsers that open it, and with gzip for others."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or best_coding(Headers(scope=scope)) != "br":
            await super().__call__(scope, receive, send)
            return
        responder = _Responder(
            self.app, self.minimum_size, self.compresslevel, exclude_content_types=self.exclude_content_types
        )
        await responder(scope, receive, send)


class _Responder(GZipResponder):
    """Squeezes a page with brotli; what comes in pieces or is long goes the way of gzip, which holds up nobody."""

    _is_by_gzip = False

    async def apply_compression(self, body: bytes, *, more_body: bool) -> bytes:
        """Return what to send for a piece of the answer, or for all of it."""
        self._is_by_gzip = self._is_by_gzip or more_body or len(body) >= self.thread_minimum_size
        if self._is_by_gzip:
            return await super().apply_compression(body, more_body=more_body)
        self.content_encoding = "br"
        return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=LIGHT, lgwin=WINDOW))
