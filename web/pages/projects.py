"""The list of an organisation's projects: where each stands, how far it is, what it has cost and can cost at most."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from annotate.funding.queries import spent_and_ceiling
from annotate.projects.queries import ProjectCard, projects_of, quote
from annotate.projects.rules import ProjectState
from payments.transaction import Transaction
from policies.money import coins_up
from web.auth.permissions import Permission, may
from web.deps import Requester, TheHouse
from web.pages.project_view import STATE_WORDS
from web.render import show
from web.wiring import House

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One project of the list; amounts in whole minor units, rounded up."""

    project_id: int
    name: str
    state_word: str
    shape: str
    done: int
    asked: int
    currency: str
    spent_micros: int
    ceiling_micros: int


@router.get("/projects")
def projects(request: Request, house: TheHouse, me: Requester) -> HTMLResponse:
    """Show the projects of the person's organisations."""
    with house.db.reading() as tx:
        mine = [key for key in me.memberships if may(me, Permission.PROJECT_READ, organisation_id=key)]
        rows = [_row(tx, card, house) for card in projects_of(tx, mine)]
    may_write = may(me, Permission.PROJECT_WRITE)
    return show(request, "projects/list.html", projects=rows, may_write=may_write)


def _row(tx: Transaction, card: ProjectCard, house: House) -> Row:
    word, shape = STATE_WORDS[ProjectState(card.state)]
    spent_micros, ceiling_micros = spent_and_ceiling(tx, card.project_id)
    if card.state == ProjectState.DRAFT:
        ceiling_micros = quote(tx, project_id=card.project_id, rulebook=house.rulebook, now=house.now()).ceiling_micros
    return Row(
        project_id=card.project_id,
        name=card.name,
        state_word=word,
        shape=shape,
        done=card.answer_count,
        asked=card.asked_count,
        currency=card.currency,
        spent_micros=coins_up(spent_micros, card.currency),
        ceiling_micros=coins_up(ceiling_micros, card.currency),
    )
