"""The operator's room of the law: which rule files are loaded, and which texts records were made under."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from payments.audit.texts_in_use import CitedText, cited_texts
from policies.rulebook import Rulebook
from web.deps import Operator, TheHouse
from web.render import show

router = APIRouter(prefix="/operator")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedFile:
    """One rule file: its place, the digest that new records cite, and whether people can be paid under it."""

    code: str
    name: str
    digest: str
    is_usable: bool


@dataclass(frozen=True, slots=True)
class CitedShown:
    """A digest that records cite, and the place whose file still has it; empty for one of the past."""

    cited: CitedText
    code: str


@router.get("/rules")
def rule_files(request: Request, house: TheHouse, _me: Operator) -> HTMLResponse:
    """Show the rule files that are loaded, and the texts that records cite."""
    loaded = _loaded(house.rulebook)
    with house.db.reading() as tx:
        codes = {file.digest: file.code for file in loaded}
        cited = [CitedShown(each, codes.get(each.digest, "")) for each in cited_texts(tx)]
    return show(request, "operator/rules.html", loaded=loaded, cited=cited)


def _loaded(rulebook: Rulebook) -> list[LoadedFile]:
    return [
        LoadedFile(code=place.code, name=place.name, digest=rulebook.digest(place.code), is_usable=place.is_usable)
        for place in rulebook.all_jurisdictions()
    ]
