"""Telling whoever brought money in that it can be used now, with the way back to where they were: once, by letter."""

from datetime import timedelta

from payments.funding.queries import FundingView, arrived_untold
from payments.funding.service import note_told
from payments.people.queries import standing_of
from web.auth.accounts import account_of
from web.letters import post_letter
from web.render import Pages
from web.show_as import Writing
from web.wiring import House

SAW_IT = timedelta(minutes=2)
"""Money that is here so soon, the person who asked for it saw arrive on the page."""


def tell_arrivals(house: House) -> int:
    """Write to each person whose money has come since the last look; return to how many."""
    with house.db.reading() as tx:
        arrived = arrived_untold(tx)
    return sum(_tell(house, one) for one in arrived)


def _tell(house: House, one: FundingView) -> bool:
    """Write one letter; noted before it is sent, so that two processes never send two."""
    with house.db.writing() as tx:
        is_first = note_told(tx, funding_id=one.funding_id, now=house.now())
        standing = standing_of(tx, one.asked_by_id, now=house.now())
        account = account_of(tx, one.asked_by_id)
    assert one.arrived_at is not None, "only what has arrived is told"
    if not is_first or standing is None or account is None or one.arrived_at - one.asked_at < SAW_IT:
        return False
    writing = Writing(house.languages[standing.language], standing.time_zone)
    post_letter(
        house,
        Pages(house.languages),
        account.email,
        "mail/money_arrived.txt",
        standing.language,
        name=standing.name,
        amount=writing.plain_money(one.amount_micros, one.currency),
        link=house.settings.public_url.rstrip("/") + one.back,
    )
    return True
