"""An earlier text of the law that records still cite, beside the one in use: what was different, row by row."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from payments.settling import rulebook_kept
from policies.comparing import row_differences
from policies.errors import Kind, Refusal
from policies.rulebook_schema import HOUSE
from web.deps import MaybeMe, TheHouse
from web.pages.rules import known_code
from web.render import show

router = APIRouter()


@router.get("/rules/{code}/earlier/{digest}")
def earlier(code: str, digest: str, request: Request, house: TheHouse, _me: MaybeMe) -> HTMLResponse:
    """Show what differs between the text behind a digest and today's, in the place's own file and the house's."""
    law = house.rulebook.law(known_code(house.rulebook, code))
    with house.db.reading() as tx:
        kept = rulebook_kept(tx, digest)
    if law.code not in {place.code for place in kept.all_jurisdictions()}:
        raise Refusal("not_found", Kind.MISSING)
    return show(
        request,
        "rules/earlier.html",
        law=law,
        digest=digest,
        digest_now=house.rulebook.digest(law.code),
        changes=tuple(
            change for file in (law.code, HOUSE) for change in row_differences(kept.law(file), house.rulebook.law(file))
        ),
    )
