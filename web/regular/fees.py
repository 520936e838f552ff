"""Charges the fee on pay that became final, once a day; a project without a fee is never touched."""

from annotate.ceilings.service import charge
from annotate.funding.queries import projects_with_fees
from web.wiring import House


def charge_fees(house: House) -> None:
    """Charge every project's fee so far, each in a transaction of its own."""
    with house.db.reading() as tx:
        waiting = projects_with_fees(tx)
    for project_id in waiting:
        with house.db.writing() as tx:
            charge(tx, project_id=project_id, now=house.now())


JOBS = (("charge_fees", 86_400, charge_fees),)
