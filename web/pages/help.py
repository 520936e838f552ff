"""Help for everyone: the guides, the reasons, and the page that says how work is allotted, timed and paid here."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from policies.errors import Kind, Refusal
from web.algorithm import algorithm_of
from web.deps import MaybeMe, TheHouse
from web.render import language_of, show
from web.shelf import Doc, decisions, guides

router = APIRouter()


@router.get("/help")
def shelf(request: Request, _me: MaybeMe) -> HTMLResponse:
    """List everything there is to read."""
    found = guides(language_of(request).code)
    return show(request, "help/page.html", guides=tuple(found.values()), decisions=tuple(decisions().values()))


@router.get("/help/algorithm")
def algorithm(request: Request, house: TheHouse, _me: MaybeMe) -> HTMLResponse:
    """Say how work is allotted, timed, rested, priced and refused, with the figures in force now."""
    return show(request, "help/algorithm.html", algorithm=algorithm_of(house, now=house.now()))


@router.get("/help/decisions/{slug}")
def decision(slug: str, request: Request, _me: MaybeMe) -> HTMLResponse:
    """Show why one thing is built as it is."""
    return show(request, "help/doc.html", doc=_found(decisions(), slug))


@router.get("/help/{slug}")
def guide(slug: str, request: Request, _me: MaybeMe) -> HTMLResponse:
    """Show one guide, in the reader's language where it is written in it."""
    return show(request, "help/doc.html", doc=_found(guides(language_of(request).code), slug))


def _found(docs: dict[str, Doc], slug: str) -> Doc:
    if slug not in docs:
        raise Refusal("not_found", Kind.MISSING)
    return docs[slug]
