"""Projects for programs: make one, read them, put money in, publish, fetch the answers."""

from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from annotate.exports import discover
from annotate.funding.queries import spent_and_ceiling
from annotate.gold.queries import gold_of
from annotate.gold.service import set_gold_every
from annotate.outgoing import Media
from annotate.progress.queries import project_overview
from annotate.projects.queries import projects_of, quote
from annotate.projects.service import create_project, publish
from annotate.resolution.rules import Resolution
from payments.funding.rules import FundingStage
from payments.funding.service import FundingWanted
from payments.ledger.queries import balance
from payments.ledger.rules import organisation_funds
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.money import micros_of
from web.api.v1.caller import Requester
from web.api.v1.keyed import Key, MaybeKey, answered_before, keep, keyed
from web.api.v1.problems import problems
from web.api.v1.project_shapes import ProjectIn, ProjectOut, ProjectsOut, card_out, project_out
from web.api.v1.values import Money, ProjectId, Something, Words, money
from web.auth.identity import Identity
from web.auth.permissions import Permission, may
from web.deps import TheHouse
from web.money_in import bring_in
from web.pages import project_export
from web.pages.project_view import own_project, provider_of
from web.wiring import House

router = APIRouter(prefix="/api/v1/projects", tags=["projects"])
FORMATS = {one.media_type: {"schema": {"type": "string"}} for one in discover().values()}


class FundIn(BaseModel):
    """Money to add, in the project's currency."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"amount": "500.00"}]})

    amount: Something


class GoldIn(BaseModel):
    """After how many other items of a person one comes whose answer is known."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"every": 20}]})

    every: Annotated[int, Field(strict=True)]


class FundsOut(BaseModel):
    """What arrived, what the organisation can set aside now in this currency, and where to pay what has not arrived."""

    arrived: Money
    available: Money
    stage: FundingStage = FundingStage.ARRIVED
    pay_at: str = Field(default="", description="the payment service's page on which a person pays; else empty")


@router.post("", status_code=201, responses=problems(400, 409, 413))
def create(body: ProjectIn, answer: Response, house: TheHouse, me: Requester, key: MaybeKey = None) -> ProjectOut:
    """Keep a new draft; a price below the floor is refused with the arithmetic and the least lawful price."""
    sent = keyed(me, "projects", key, body)
    with house.db.writing() as tx:
        made = answered_before(tx, house, sent, ProjectOut) or _create(tx, house, me, body)
        keep(tx, sent, made)
    answer.headers["Location"] = f"{router.prefix}/{made.project_id}"
    return made


def _create(tx: Transaction, house: House, me: Identity, body: ProjectIn) -> ProjectOut:
    project_id = create_project(
        tx,
        draft=body.draft(),
        organisation_id=_organisation(me, body.organisation_id),
        created_by_id=me.person_id,
        rulebook=house.rulebook,
        task_types=house.task_types,
        now=house.now(),
        fee_permille=house.settings.fee_permille,
    )
    return whole_project(tx, house, me, project_id)


@router.get("", responses=problems())
def mine(house: TheHouse, me: Requester) -> ProjectsOut:
    """List the projects of your organisations."""
    readable = [key for key in me.memberships if may(me, Permission.PROJECT_READ, organisation_id=key)]
    with house.db.reading() as tx:
        return ProjectsOut(projects=[card_out(card) for card in projects_of(tx, readable)])


@router.get("/{project_id}", responses=problems())
def one(project_id: ProjectId, house: TheHouse, me: Requester) -> ProjectOut:
    """Read one project: what it says, how far it is, what it has cost and can cost at most."""
    with house.db.reading() as tx:
        return whole_project(tx, house, me, project_id)


@router.post("/{project_id}/fund", responses=problems(400, 409, 413))
def fund(project_id: ProjectId, body: FundIn, key: Key, house: TheHouse, me: Requester) -> FundsOut:
    """Bring money in through whoever moves money here, for the project's organisation."""
    with house.db.reading() as tx:
        project = own_project(tx, project_id, me, Permission.PROJECT_WRITE)
    provider, micros = provider_of(house), micros_of(body.amount)
    if provider is None:
        raise Refusal("no_provider", Kind.NOT_YET)
    sent = keyed(me, f"fund/{project_id}", key, body)
    with house.db.writing() as tx:  # before the money: a key is never used for two amounts
        before = answered_before(tx, house, sent, FundsOut)
    if before:
        return before
    name = sha256(f"{me.person_id}:{project_id}:{micros}:{key}".encode()).hexdigest()[:32]
    wanted = FundingWanted(
        organisation_id=project.organisation_id,
        provider=provider.name,
        reference=name,
        amount_micros=micros,
        currency=project.currency,
        back=f"/projects/{project_id}#cost",
    )
    found = bring_in(house, wanted=wanted, by_id=me.person_id)
    with house.db.writing() as tx:
        available = balance(tx, organisation_funds(project.organisation_id, project.currency)).available
        funds = FundsOut(
            arrived=money(micros if found.stage is FundingStage.ARRIVED else 0, project.currency),
            available=money(available, project.currency),
            stage=found.stage,
            pay_at=found.go_to,
        )
        keep(tx, sent, funds)
    return funds


@router.put("/{project_id}/gold", responses=problems(400, 409))
def set_gold(project_id: ProjectId, body: GoldIn, house: TheHouse, me: Requester) -> ProjectOut:
    """Say how often items come whose answer is known, 0 for never; while it is a draft, as their pay is set aside."""
    with house.db.writing() as tx:
        own_project(tx, project_id, me, Permission.PROJECT_WRITE)
        set_gold_every(tx, project_id=project_id, every=body.every, by_id=me.person_id, now=house.now())
        return whole_project(tx, house, me, project_id)


@router.post("/{project_id}/publish", responses=problems(409))
def go_public(project_id: ProjectId, house: TheHouse, me: Requester) -> ProjectOut:
    """Set the ceiling aside and offer the items, or say what is missing."""
    with house.db.writing() as tx:
        own_project(tx, project_id, me, Permission.PROJECT_WRITE)
        publish(tx, project_id=project_id, by_id=me.person_id, rulebook=house.rulebook, now=house.now())
        return whole_project(tx, house, me, project_id)


@router.get(
    "/{project_id}/export",
    response_class=StreamingResponse,
    responses={200: {"description": "The answers, a line for each.", "content": FORMATS}, **problems()},
)
def export(  # noqa: PLR0913, PLR0917 - each is one thing that is asked for
    project_id: ProjectId,
    house: TheHouse,
    me: Requester,
    format: Annotated[Words, Query(description=", ".join(sorted(discover())))] = project_export.FIRST,  # noqa: A002
    surplus: Annotated[bool, Query(description="also answers that came too late, marked")] = False,  # noqa: FBT002
    resolution: Annotated[Words, Query(description=", ".join(Resolution))] = Resolution.ALL_ANSWERS,
    media: Annotated[Words, Query(description=", ".join(Media))] = Media.LEFT_OUT,
    archive: Annotated[bool, Query(description="a ZIP with the labour card and what was lost")] = False,  # noqa: FBT002
) -> StreamingResponse:
    """Stream the answers under pseudonyms, in one file, or in a ZIP where a format or a choice has several."""
    return project_export.export(
        house, me, project_id, format, "yes" if surplus else "", resolution, media, "yes" if archive else ""
    )


def _organisation(me: Identity, asked_id: int | None) -> int:
    """Return for whom a project is made; another's organisation is as good as none."""
    writable = [key for key in sorted(me.memberships) if may(me, Permission.PROJECT_WRITE, organisation_id=key)]
    if not writable or (asked_id is not None and asked_id not in writable):
        raise Refusal("not_found", Kind.MISSING)
    return asked_id or writable[0]


def whole_project(tx: Transaction, house: House, me: Identity, project_id: int) -> ProjectOut:
    """Return everything about a project of the person's own organisation."""
    view = own_project(tx, project_id, me)
    far = project_overview(tx, project_id, now=house.now())
    asked = quote(tx, project_id=project_id, rulebook=house.rulebook, now=house.now())
    gold = gold_of(tx, project_id)
    return project_out(view, far, asked, gold, spent_and_ceiling=spent_and_ceiling(tx, project_id))
