"""Looks at the price of each project after 30, 100 and 300 completions, and keeps what it proposes."""

from annotate.price_looks.queries import look_due, projects_to_look_at
from annotate.price_looks.service import look_at_price
from web.wiring import House


def look_at_prices(house: House) -> None:
    """Look at every price for which a checkpoint is reached, a transaction for each."""
    with house.db.reading() as tx:
        due = [project_id for project_id in projects_to_look_at(tx) if look_due(tx, project_id) is not None]
    for project_id in due:
        with house.db.writing() as tx:
            look_at_price(tx, project_id=project_id, rulebook=house.rulebook, now=house.now())


JOBS = (("look_at_prices", 300, look_at_prices),)
