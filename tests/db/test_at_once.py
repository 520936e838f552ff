"""Rita clicks twice: money that arrives twice at the same moment is booked once, and neither click fails."""

import threading
from concurrent.futures import ThreadPoolExecutor

from tests.cast import Clock
from tests.work import draft_project, fund
from web.db import Database

TOGETHER = 8


def test_the_same_payment_sent_eight_times_at_once_is_one_payment_and_no_error(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)
    start = threading.Barrier(TOGETHER)

    def pay(_number: int) -> None:
        start.wait(timeout=30)
        fund(work, 1_000_000)

    with ThreadPoolExecutor(TOGETHER) as pool:
        list(pool.map(pay, range(TOGETHER)))

    assert work.rows("SELECT count(*), sum(amount_micros) FROM ledger_transfer") == [(1, 1_000_000)]
