"""What every answer asks of the database is found by a key, never by looking through what grows."""

import re

import pytest

from annotate.assignments import queries as assignments
from annotate.assignments import service as answering
from annotate.caps import service as caps
from annotate.extra_answers import service as extra
from annotate.lapsing import service as lapsing
from annotate.offers import queries as terms
from annotate.offers import service as offers
from annotate.timeclock import service as timeclock
from payments.earnings import service as earnings
from payments.events import service as events
from payments.transaction import Transaction
from web.db import Database

HOT = {
    "the clock": timeclock._LOCK,
    "the contract": assignments._CONTRACT,
    "what is open": assignments._STARTED,
    "its time": answering._STORED_MS,
    "what may be offered": terms._TERMS,
    "the next item": offers.CLAIM,
    "the next whose answer is known": offers.CLAIM_GOLD,
    "what was answered to an item": extra._RESULTS,
    "items beyond it": offers.MANY_BEYOND,
    "whether one is open": offers.OPEN_FOR_ME,
    "what others hold": offers.HELD_BY_OTHERS,
    "how long she worked": caps._LATELY,
    "her money": earnings._BEFORE_PAY,
    "her stream": events._HEAD,
    "what lapses": lapsing._DUE,
}
GROWS = (
    "item|assignment|answer|time_segment|earning|ledger_transfer|ledger_account|event|time_total|cursor|work_session"
)
LOOKED_THROUGH = re.compile(rf"(SCAN|Seq Scan on) ({GROWS}|other|session)\b(?! USING)")


def plan(tx: Transaction, statement: str, *, is_sqlite: bool) -> str:
    """Return how the database would find it, as if its tables were large."""
    names = dict.fromkeys(re.findall(r"(?<![:\w]):([a-z_]+)", statement), "1")
    how = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
    return "\n".join(str(row[-1]) for row in tx.run(how + statement, **names))


@pytest.mark.parametrize("what", HOT)
def test_nothing_that_grows_is_looked_through(db: Database, what: str) -> None:
    prelude = "SELECT 1" if db.is_sqlite else "SET LOCAL enable_seqscan = off"

    with db.writing() as tx:
        tx.run(prelude)
        found = plan(tx, HOT[what], is_sqlite=db.is_sqlite)

    assert found
    assert LOOKED_THROUGH.search(found) is None, found
