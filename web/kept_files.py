"""Hands out scripts, styles and pictures of the pages, which browsers keep for a year."""

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

from web.bundles import digest_of
from web.shrinking import best_coding, names, squeezed

YEAR_SECONDS = 31_536_000
MEDIA_TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}


class KeptFiles(StaticFiles):
    """Static files that browsers keep for a year when their address carries a digest of their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return one file."""
        is_ours = path in names() and scope["method"] in {"GET", "HEAD"}
        answer = await self._small(path, Headers(scope=scope)) if is_ours else await super().get_response(path, scope)
        kept = f"public, max-age={YEAR_SECONDS}, immutable" if scope["query_string"] else "no-cache"
        answer.headers["Cache-Control"] = kept
        return answer

    async def _small(self, name: str, asked: Headers) -> Response:
        """Return a script or a style as small as it gets, or word that the browser has it already."""
        coding = best_coding(asked)
        body = await anyio.to_thread.run_sync(squeezed, name, coding)
        headers = {"ETag": f'"{digest_of(name)}{coding}"', "Vary": "Accept-Encoding"}
        if coding:
            headers["Content-Encoding"] = coding
        answer = Response(body, media_type=MEDIA_TYPES[name.rpartition(".")[2]], headers=headers)
        return NotModifiedResponse(answer.headers) if self.is_not_modified(answer.headers, asked) else answer
