"""Help for everyone: the guides, the reasons, and the page that says how work is allotted, timed and paid here."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from payments.people.queries import residence_on
from policies.errors import Kind, Refusal
from web.algorithm import algorithm_of
from web.deps import MaybeMe, TheHouse
from web.render import language_of, show, writing_of
from web.rulebook_values import RowValues
from web.shelf import Doc, decisions, guides

FOR_PEOPLE = ("annotators", "requesters", "auditors", "operators", "stripe", "paying-out", "delegates")
FOR_EVERYONE = ("pay", "payslip", "pilot", "words")
router = APIRouter()


@router.get("/help")
def shelf(request: Request, _me: MaybeMe) -> HTMLResponse:
    """List everything there is to read: what everybody may want, a guide for each person, and the rest for builders."""
    found = guides(language_of(request).code)
    placed = (*FOR_EVERYONE, *FOR_PEOPLE)
    return show(
        request,
        "help/page.html",
        for_everyone=[found[slug] for slug in FOR_EVERYONE],
        for_people=[found[slug] for slug in FOR_PEOPLE],
        for_builders=[guide for slug, guide in found.items() if slug not in placed],
        decisions=tuple(decisions().values()),
    )


@router.get("/help/algorithm")
def algorithm(request: Request, house: TheHouse, me: MaybeMe) -> HTMLResponse:
    """Say how work is allotted, timed, rested, priced and refused, with the figures in force now."""
    now = house.now()
    home = None
    if me is not None and me.is_annotator:
        with house.db.reading() as tx:
            home = residence_on(tx, me.person_id, on=now.date())
    return show(
        request,
        "help/algorithm.html",
        algorithm=algorithm_of(house, now=now, home=home),
        row_values=RowValues(language_of(request), writing_of(request)),
    )


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
