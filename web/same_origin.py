"""Refuses acts that another site's page tries to do in a person's name."""

from urllib.parse import urlsplit

from fastapi import Request

from policies.errors import Kind, Refusal

KEYED = ("/api/", "/webhooks/")
"""The beginnings of addresses at which a cookie opens nothing."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def refuse_foreign(request: Request) -> None:
    """Refuse an act that did not come from our own pages.

    The rule of Go's CrossOriginProtection: the browser says where a request comes from (Sec-Fetch-Site, else Origin).
    A program that sends a key instead of a cookie cannot be tricked this way and passes; cookies open nothing in /api,
    nor in /webhooks, where services sign what they send.

    Raises:
        Refusal: `foreign_page`.
    """
    is_by_key = request.headers.get("authorization") or request.url.path.startswith(KEYED)
    if request.method in SAFE_METHODS or is_by_key:
        return
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site != "same-origin":
            raise Refusal("foreign_page", Kind.FORBIDDEN)
        return
    if not _is_ours(request):
        raise Refusal("foreign_page", Kind.FORBIDDEN)


def _is_ours(request: Request) -> bool:
    """Return whether an old browser's Origin is ours; no Origin at all is refused too."""
    origin = urlsplit(request.headers.get("origin", ""))
    ours = urlsplit(request.app.state.house.settings.public_url)
    if not origin.netloc:
        return False
    return (origin.scheme, origin.netloc) == (ours.scheme, ours.netloc) or origin.netloc == request.headers.get("host")
