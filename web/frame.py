"""What surrounds every request: its id, its safety headers, its log line and its measure."""

import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.logs import log
from web.measures import Measures

OnCrash = Callable[[Scope, Receive, Send, str], Awaitable[None]]
ID_BYTES, NONCE_BYTES = 8, 16
HTTP_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def content_policy(nonce: str, *, holds_frames: bool = False, is_framed: bool = False) -> str:
    """Return the content security policy: our own scripts only, known by the nonce of this one answer.

    Args:
        nonce: of this answer.
        holds_frames: whether the page may show another page of ours inside it.
        is_framed: whether it may stand inside a page of ours, which nothing may by itself.
    """
    frames = "frame-src 'self'; " if holds_frames else ""
    around = "'self'" if is_framed else "'none'"
    return (
        "default-src 'none'; "
        f"script-src 'nonce-{nonce}' 'strict-dynamic'; "
        "style-src 'self'; img-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        f"{frames}form-action 'self'; frame-ancestors {around}; base-uri 'none'; object-src 'none'"
    )


SAFETY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), payment=()",
}


POLICY = b"content-security-policy"


class Frame:
    """The outermost layer of the application.

    Args:
        app: what it surrounds.
        measures: where requests are counted.
        is_secure: whether people reach us over https, so that browsers may be told to insist on it.
        on_crash: answers for an exception that nobody foresaw, given its reference.
    """

    def __init__(self, app: ASGIApp, *, measures: Measures, is_secure: bool, on_crash: OnCrash) -> None:
        self._app = app
        self._measures = measures
        safety = {**SAFETY, "Strict-Transport-Security": "max-age=31536000"} if is_secure else SAFETY
        self._safety = [(name.lower().encode(), value.encode()) for name, value in safety.items()]
        self._on_crash = on_crash

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        (request_id, nonce), began, status = _drawn(), time.perf_counter(), 0
        scope.setdefault("state", {}).update(request_id=request_id, nonce=nonce)

        async def send_safely(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._make_safe(message, nonce, request_id)
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, send_safely)
            except Exception:  # noqa: BLE001 - the last wall: nobody sees a stack, the operator sees all of it
                log().exception("crashed", route=_route(scope))
                if status == 0:
                    await self._on_crash(scope, receive, send_safely, request_id)
            self._note(scope, status, time.perf_counter() - began)

    def _make_safe(self, message: Message, nonce: str, request_id: str) -> None:
        headers = [(bytes(name).lower(), value) for name, value in message["headers"]]
        own = {name for name, _ in headers}
        if POLICY not in own:
            headers.append((POLICY, content_policy(nonce).encode()))
        headers.append((b"x-request-id", request_id.encode()))
        headers += [pair for pair in self._safety if pair[0] not in own]
        message["headers"] = headers

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in HTTP_METHODS else "other"
        route = _route(scope)
        self._measures.count(method=method, route=route, status=status, seconds=seconds)
        log().info("answered", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


def _drawn() -> tuple[str, str]:
    """Return a request's id and its nonce, drawn at once: each draw lets another thread in before it returns."""
    drawn = secrets.token_bytes(ID_BYTES + NONCE_BYTES)
    return drawn[:ID_BYTES].hex(), urlsafe_b64encode(drawn[ID_BYTES:]).decode().rstrip("=")


def _route(scope: Scope) -> str:
    """Return the template of the route, such as /projects/{project_id}; never the path itself, which may hold ids."""
    return str(getattr(scope.get("route"), "path", "none"))
