"""A published project for programs: stop and go on, raise the price, publish more items, bring it to its end."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Query

from annotate.batches.queries import batch_quote, existing_batch
from annotate.batches.service import publish_batch
from annotate.datasets.queries import batches_of
from annotate.prices.queries import price_rises, raise_quote
from annotate.prices.service import raise_price
from annotate.projects import service
from annotate.projects.rules import ProjectAct
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.money import micros_of
from web.api.v1.caller import Requester
from web.api.v1.problems import problems
from web.api.v1.project_shapes import ProjectOut
from web.api.v1.projects import whole_project
from web.api.v1.running_shapes import (
    BatchesOut,
    BatchOut,
    PricesOut,
    RaiseIn,
    RaiseOut,
    batch_out,
    raise_out,
    rise_out,
)
from web.api.v1.values import BatchId, ProjectId, Something
from web.auth.identity import Identity
from web.auth.permissions import Permission
from web.deps import TheHouse
from web.pages.project_view import own_project
from web.regular.batches import open_items
from web.wiring import House

router = APIRouter(prefix="/api/v1/projects", tags=["projects"])
MOVES = {ProjectAct.PAUSE: service.pause, ProjectAct.RESUME: service.resume, ProjectAct.CLOSE: service.close}
NewPrice = Annotated[Something, Query(description="what the price would be", examples=["1.30"])]


@router.post("/{project_id}/pause", responses=problems(409))
def pause(project_id: ProjectId, house: TheHouse, me: Requester) -> ProjectOut:
    """Stop new offers; what was begun may be finished and is paid."""
    return _act(house, me, project_id, ProjectAct.PAUSE)


@router.post("/{project_id}/resume", responses=problems(409))
def resume(project_id: ProjectId, house: TheHouse, me: Requester) -> ProjectOut:
    """Offer the items again."""
    return _act(house, me, project_id, ProjectAct.RESUME)


@router.post("/{project_id}/close", responses=problems(409))
def close(project_id: ProjectId, house: TheHouse, me: Requester) -> ProjectOut:
    """Stop new offers for good; money comes back once all that was begun is answered, final and settled."""
    return _act(house, me, project_id, ProjectAct.CLOSE)


@router.get("/{project_id}/prices", responses=problems())
def prices(project_id: ProjectId, house: TheHouse, me: Requester) -> PricesOut:
    """List how the price rose, the last time first."""
    with house.db.reading() as tx:
        view = own_project(tx, project_id, me)
        return PricesOut(rises=[rise_out(one, view.currency) for one in price_rises(tx, project_id)])


@router.get("/{project_id}/prices/quote", responses=problems())
def quote_price(project_id: ProjectId, house: TheHouse, me: Requester, amount: NewPrice) -> RaiseOut:
    """Say what another price would cost at most, of all that is still to come."""
    with house.db.reading() as tx:
        view = own_project(tx, project_id, me)
        quoted = raise_quote(tx, project_id, price_micros=micros_of(amount), rulebook=house.rulebook, now=house.now())
    return raise_out(quoted, view)


@router.post("/{project_id}/prices", responses=problems(400, 409, 413))
def raise_it(project_id: ProjectId, body: RaiseIn, house: TheHouse, me: Requester) -> RaiseOut:
    """Pay more for every item that is offered from now on; offers in hand stay as they are."""
    with house.db.reading() as tx:
        view = own_project(tx, project_id, me, Permission.PROJECT_WRITE)
        quoted = raise_quote(
            tx, project_id, price_micros=micros_of(body.amount), rulebook=house.rulebook, now=house.now()
        )
    with house.db.writing() as tx:
        raise_price(tx, quoted=quoted, reason=body.reason, by_id=me.person_id, rulebook=house.rulebook, now=house.now())
    return raise_out(quoted, view)


@router.get("/{project_id}/batches", responses=problems())
def batches(project_id: ProjectId, house: TheHouse, me: Requester) -> BatchesOut:
    """List the last uploads, and which of them wait to be published."""
    with house.db.reading() as tx:
        view = own_project(tx, project_id, me)
        return BatchesOut(batches=[batch_out(one, view.currency) for one in batches_of(tx, project_id)])


@router.get("/{project_id}/batches/{batch_id}", responses=problems())
def one_batch(project_id: ProjectId, batch_id: BatchId, house: TheHouse, me: Requester) -> BatchOut:
    """Read one upload; of one that waits, what it will cost at most."""
    with house.db.reading() as tx:
        return _batch(tx, house, me, project_id, batch_id)


@router.post("/{project_id}/batches/{batch_id}/publish", responses=problems(409))
def publish_one(
    project_id: ProjectId, batch_id: BatchId, house: TheHouse, me: Requester, after: BackgroundTasks
) -> BatchOut:
    """Set the money of an upload aside and offer its items; the first at once, the others within seconds."""
    with house.db.writing() as tx:
        own_project(tx, project_id, me, Permission.PROJECT_WRITE)
        if existing_batch(tx, batch_id).project_id != project_id:
            raise Refusal("not_found", Kind.MISSING)
        publish_batch(tx, batch_id=batch_id, by_id=me.person_id, rulebook=house.rulebook, now=house.now())
        published = _batch(tx, house, me, project_id, batch_id)
    after.add_task(open_items, house)
    return published


def _act(house: House, me: Identity, project_id: int, act: ProjectAct) -> ProjectOut:
    """Do one of the moves and return the project as it stands then."""
    with house.db.writing() as tx:
        own_project(tx, project_id, me, Permission.PROJECT_WRITE)
        MOVES[act](tx, project_id=project_id, by_id=me.person_id, now=house.now())
        return whole_project(tx, house, me, project_id)


def _batch(tx: Transaction, house: House, me: Identity, project_id: int, batch_id: int) -> BatchOut:
    """Return an upload of this project; another's is not there."""
    view, found = own_project(tx, project_id, me), existing_batch(tx, batch_id)
    if found.project_id != project_id:
        raise Refusal("not_found", Kind.MISSING)
    if found.published_at is not None:
        return batch_out(found, view.currency)
    asked = batch_quote(tx, batch_id, rulebook=house.rulebook, now=house.now())
    return batch_out(found, view.currency, ceiling_micros=asked.ceiling_micros)
