"""An annotator's first page: today's pay, the next rest, and the work that is there for them."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from annotate.assignments.queries import open_item
from annotate.serving.queries import offers_for
from annotate.timeclock.queries import clock_view
from payments.closing.queries import unconfirmed
from policies.periods import week_of
from web.deps import Annotator, TheHouse
from web.pages.offer_view import offer_shown
from web.pages.pay_view import day_pay
from web.pages.rest import rest_shown
from web.render import show

router = APIRouter()


@router.get("/home")
def home(request: Request, house: TheHouse, me: Annotator) -> HTMLResponse:
    """Show the day so far and the offers."""
    now = house.now()
    with house.db.reading() as tx:
        clock = clock_view(tx, person_id=me.person_id, now=now, rulebook=house.rulebook)
        pay = day_pay(tx, me.person_id, on=clock.today, floor=clock.floor)
        cards = offers_for(tx, person_id=me.person_id, now=now, rulebook=house.rulebook)
        quiet = unconfirmed(tx, me.person_id, week_of(clock.today))
        held = open_item(tx, person_id=me.person_id, project_id=clock.project_id)
    is_offered = clock.project_id in {card.project.project_id for card in cards}
    return show(
        request,
        "home/page.html",
        today=pay,
        rest=rest_shown(clock, pay, now=now),
        offers=[offer_shown(card, widget=house.task_types[card.project.task_type].widget) for card in cards],
        held_project_id=held.project_id if held and not is_offered else 0,
        unconfirmed_ms=sum(stretch.ended_ms - stretch.started_ms for stretch in quiet),
    )
