"""Stops what is too long to be a form, before it fills memory; routes that take files set a limit of their own."""

from collections.abc import Iterable
from http import HTTPStatus

from fastapi import APIRouter, HTTPException
from fastapi.routing import APIRoute
from starlette.datastructures import Headers
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyLimit:
    """Refuses bodies over a limit with our own words: the framework's limit answers in plain text only.

    Args:
        app: what it surrounds.
        most_bytes: the longest body of a form.
        routers: where the routes are; those with a `max_body_size` are left to it.
    """

    def __init__(self, app: ASGIApp, *, most_bytes: int, routers: Iterable[APIRouter]) -> None:
        self._app = app
        self._most = most_bytes
        routes = (route for router in routers for route in router.routes)
        self._own_limit = [route for route in routes if isinstance(route, APIRoute) and route.max_body_size is not None]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or any(route.matches(scope)[0] is Match.FULL for route in self._own_limit):
            await self._app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "0")
        announced = int(length) if length.isdecimal() else 0
        came = 0

        async def receive_some() -> Message:
            nonlocal came
            message = await receive() if announced <= self._most else {"type": "http.request"}
            came += len(message.get("body", b""))
            if max(announced, came) > self._most:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return message

        await self._app(scope, receive_some, send)
