"""The paid pilot for programs: begin it, read what it shows, end it, take its price and publish the rest."""

from fastapi import APIRouter, BackgroundTasks

from annotate.pilots.queries import item_count, measured, pilot_of, pool_count, to_come_count
from annotate.pilots.rules import sample_for
from annotate.pilots.service import end_pilot, publish_rest, start_pilot, take_price
from annotate.price_looks.queries import looks_of
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.money import micros_of
from web.api.v1.caller import Requester
from web.api.v1.pilot_shapes import PilotIn, PilotOut, TakeIn, pilot_out
from web.api.v1.problems import problems
from web.api.v1.values import ProjectId
from web.auth.identity import Identity
from web.auth.permissions import Permission
from web.deps import TheHouse
from web.pages.project_pilot_view import measured_then
from web.pages.project_view import priced_project
from web.regular.batches import open_items
from web.wiring import House

router = APIRouter(prefix="/api/v1/projects", tags=["projects"])


@router.get("/{project_id}/pilot", responses=problems(409))
def read(project_id: ProjectId, house: TheHouse, me: Requester) -> PilotOut:
    """Read how far a pilot is, the times, the price that it proposes, and what later looks proposed."""
    with house.db.reading() as tx:
        return _pilot(tx, house, me, project_id)


@router.post("/{project_id}/pilot", responses=problems(400, 409, 413))
def begin(project_id: ProjectId, body: PilotIn, house: TheHouse, me: Requester) -> PilotOut:
    """Set the money of a sample aside and offer it; the other items of the draft wait."""
    with house.db.writing() as tx:
        view = priced_project(tx, project_id, me, Permission.PROJECT_WRITE)
        pool = pool_count(tx, view, rulebook=house.rulebook, now=house.now())
        usual = sample_for(item_count=item_count(tx, project_id), overlap=view.overlap, pool=pool)
        start_pilot(
            tx,
            project_id=project_id,
            sample_count=usual.item_count if body.items is None else body.items,
            by_id=me.person_id,
            rulebook=house.rulebook,
            now=house.now(),
        )
        return _pilot(tx, house, me, project_id)


@router.post("/{project_id}/pilot/end", responses=problems(409))
def end(project_id: ProjectId, house: TheHouse, me: Requester) -> PilotOut:
    """Offer nothing more as a sample; what was begun is finished and paid."""
    with house.db.writing() as tx:
        priced_project(tx, project_id, me, Permission.PROJECT_WRITE)
        end_pilot(tx, project_id=project_id, by_id=me.person_id, now=house.now())
        return _pilot(tx, house, me, project_id)


@router.post("/{project_id}/pilot/price", responses=problems(400, 409, 413))
def take(project_id: ProjectId, body: TakeIn, house: TheHouse, me: Requester, after: BackgroundTasks) -> PilotOut:
    """Take the proposed price or a higher one, and publish every item that waits at it, or neither."""
    by_id, law, now = me.person_id, house.rulebook, house.now()
    with house.db.writing() as tx:
        priced_project(tx, project_id, me, Permission.PROJECT_WRITE)
        take_price(tx, project_id=project_id, price_micros=micros_of(body.amount), by_id=by_id, rulebook=law, now=now)
        publish_rest(tx, project_id=project_id, by_id=by_id, rulebook=law, now=now)
        taken = _pilot(tx, house, me, project_id)
    after.add_task(open_items, house)
    return taken


def _pilot(tx: Transaction, house: House, me: Identity, project_id: int) -> PilotOut:
    """Return the pilot of a project of the person's own organisation; another's is not there."""
    view = priced_project(tx, project_id, me, Permission.PROJECT_READ)
    found = pilot_of(tx, project_id)
    if found is None:
        raise Refusal("no_pilot", Kind.CONFLICT)
    looks = looks_of(tx, project_id)
    kept = next((measured_then(look, found) for look in looks if look.checkpoint == 0), None)
    seen = kept or measured(tx, view, found, rulebook=house.rulebook, now=house.now())
    return pilot_out(found, view, seen, looks, to_come_count=to_come_count(tx, found))
