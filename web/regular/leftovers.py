"""Gives back what closed projects did not need, once all their work is answered, final and settled."""

from annotate.ceilings.service import return_money
from annotate.funding.queries import closed_with_money
from policies.errors import Refusal
from web.logs import log
from web.wiring import House


def return_leftovers(house: House) -> None:
    """Return the money of every closed project that owes nothing any more, each in a transaction of its own."""
    with house.db.reading() as tx:
        waiting = closed_with_money(tx)
    for project_id in waiting:
        try:
            with house.db.writing() as tx:
                return_money(tx, project_id=project_id, by_id=None, now=house.now())
        except Refusal as refusal:
            if refusal.code not in {"money_still_needed", "not_enough_money"}:  # the next look tries again
                log().exception("money_not_returned", project_id=project_id)


JOBS = (("return_leftovers", 3600, return_leftovers),)
