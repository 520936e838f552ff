"""Turns every "no" and every failure into a page, a fragment or a problem document, in the person's language."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from policies.errors import Kind, Refusal
from web.deps import NotLoggedIn
from web.logs import log
from web.outage import OUTAGES, RETRY_SECONDS, is_outage
from web.refusal_text import SaidRefusal, say
from web.render import is_fragment, language_of, show, writing_of

STATUS = {
    Kind.MISSING: HTTPStatus.NOT_FOUND,
    Kind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Kind.CONFLICT: HTTPStatus.CONFLICT,
    Kind.NOT_YET: HTTPStatus.CONFLICT,
    Kind.UNREADABLE: HTTPStatus.UNPROCESSABLE_ENTITY,
    Kind.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Kind.TOO_MANY: HTTPStatus.TOO_MANY_REQUESTS,
}
FRAMEWORK_CODES = {
    400: "request_unreadable", 404: "not_found", 405: "wrong_method", 413: "body_too_large", 415: "content_unknown",
    422: "form_unreadable",
}  # fmt: skip


def add_error_pages(app: FastAPI) -> None:
    """Give the application its answers for everything that can go wrong."""
    app.add_exception_handler(Refusal, on_refusal)
    app.add_exception_handler(NotLoggedIn, _on_stranger)
    app.add_exception_handler(HTTPException, _on_framework)
    app.add_exception_handler(RequestValidationError, _on_unreadable)
    for kind in OUTAGES:
        app.add_exception_handler(kind, _on_outage)


def say_refusal(request: Request, refusal: Refusal) -> SaidRefusal:
    """Return a refusal in the words of whoever asks, for a page that shows it beside its form."""
    texts = request.app.state.refusal_texts
    return say(refusal, texts, language=language_of(request), writing=writing_of(request))


def wants_json(request: Request) -> bool:
    """Return whether a program asks: below /api, or one that accepts JSON and no page."""
    accept = request.headers.get("accept", "")
    return request.url.path.startswith("/api/") or ("json" in accept and "text/html" not in accept)


def answer_refusal(request: Request, refusal: Refusal, *, status: int | None = None) -> Response:
    """Return the answer to a refusal: a problem document, a fragment or a page."""
    code = int(status or STATUS[refusal.kind])
    said = say_refusal(request, refusal)
    if wants_json(request):
        headers = {"WWW-Authenticate": "Bearer"} if code == HTTPStatus.UNAUTHORIZED else None
        problem = {**problem_of(said, code, refusal.params), **_each_of(said, refusal)}
        return JSONResponse(problem, code, headers, "application/problem+json")
    answer = show(request, "refusal.html", block="refusal", status=code, refusal=said)
    if is_fragment(request):
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#refusal", "innerHTML"
    return answer


def problem_of(said: SaidRefusal, status: int, params: Mapping[str, str | int]) -> dict[str, Any]:
    """Return a problem document (RFC 9457); `next` says what to do, the params go along as they are."""
    return {
        "type": "about:blank",
        "title": _whole(said.title),
        "status": status,
        "detail": _whole(said.reason),
        "code": said.code,
        "next": _whole(said.next_step),
        **({"rule": f"/rules/{said.rule.partition('/')[0]}#{said.rule}"} if said.rule else {}),
        "params": _plain(params),
    }


def _each_of(said: SaidRefusal, refusal: Refusal) -> dict[str, Any]:
    """Return everything that is wrong, where it may be several things at once."""
    if not refusal.each:
        return {}
    pairs = zip(said.each, refusal.each, strict=True)
    return {
        "problems": [
            {
                "code": one.code,
                "text": _whole(f"{one.title}: {one.reason} {one.next_step}"),
                "params": _plain(raw.params),
            }
            for one, raw in pairs
        ]
    }


def _plain(params: Mapping[str, str | int]) -> dict[str, str | int]:
    return {name: _whole(value) if isinstance(value, str) else value for name, value in params.items()}


def _whole(text: str) -> str:
    """Return a text without half characters, which somebody may have sent and nobody can write down."""
    return text.encode(errors="replace").decode()


async def on_refusal(request: Request, error: Exception) -> Response:
    """Answer for a refusal that nobody else said."""
    assert isinstance(error, Refusal)
    return answer_refusal(request, error)


async def _on_stranger(request: Request, _error: Exception) -> Response:
    """Show the door, and come back afterwards; a program gets 401."""
    if wants_json(request):
        return answer_refusal(request, Refusal("key_needed", Kind.FORBIDDEN), status=HTTPStatus.UNAUTHORIZED)
    back = request.url.path if request.method == "GET" else _page_of(request)
    door = f"/door?next={quote(back, safe='/')}"
    if is_fragment(request):
        return Response(status_code=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": door})
    return RedirectResponse(door, HTTPStatus.SEE_OTHER)


def _page_of(request: Request) -> str:
    """Return the path of the page from which htmx sent a form, so that what was begun there is found again."""
    _, _, place = request.headers.get("hx-current-url", "").partition("://")
    return "/" + place.partition("/")[2].partition("?")[0].partition("#")[0]


async def _on_framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = FRAMEWORK_CODES.get(error.status_code, "refused")
    fields = {"fields": "body"} if code == "request_unreadable" else {}
    answer = answer_refusal(request, Refusal(code, Kind.MISSING, **fields), status=error.status_code)
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    return answer


async def _on_unreadable(request: Request, error: Exception) -> Response:
    """Name the fields that could not be read, never their content."""
    assert isinstance(error, RequestValidationError)
    fields = ", ".join(dict.fromkeys(str(found["loc"][-1]) for found in error.errors()))
    code = "request_unreadable" if wants_json(request) else "form_unreadable"
    return answer_refusal(request, Refusal(code, Kind.UNREADABLE, fields=fields))


async def _on_outage(request: Request, error: Exception) -> Response:
    """Ask to come back where the database cannot be reached: what was not acknowledged may be sent again unchanged."""
    if not is_outage(error):
        raise error
    log().warning("database_away", problem=type(error).__name__)
    refusal = Refusal("database_away", Kind.CONFLICT, seconds=RETRY_SECONDS)
    answer = answer_refusal(request, refusal, status=HTTPStatus.SERVICE_UNAVAILABLE)
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


async def answer_crash(scope: Scope, receive: Receive, send: Send, reference: str) -> None:
    """Answer for an exception that nobody foresaw: a page with a reference that the log has too."""
    request = Request(scope, receive)
    refusal = Refusal("crashed", Kind.CONFLICT, reference=reference)
    answer = answer_refusal(request, refusal, status=HTTPStatus.INTERNAL_SERVER_ERROR)
    await answer(scope, receive, send)
