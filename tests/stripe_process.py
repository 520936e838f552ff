"""Four senders of wages, killed again and again: `python -m tests.stripe_process URL FOLDER KEY ADDRESS BEGAN KILLS`."""

import json
import os
import signal
import sys
import time
from pathlib import Path

from pydantic import SecretStr

from tests.cast import RunningClock
from tests.chance import chance_of
from tests.conftest import settings_for
from web.db import Database
from web.paying_out import call_payouts
from web.wiring import House, open_house

AT_ONCE = 4
PACE = 120
"""Two minutes pass in each second, so that nobody waits long for what another one took and never booked."""
LEAST_SECONDS, MOST_SECONDS = 0.02, 0.3
_LEFT = "SELECT count(*) FROM payout_attempt WHERE state = 'sending'"


def main(url: str, folder: str, key: str, address: str, began: str, kills: str) -> dict[str, int]:
    """Kill so many, then let the rest finish; return how many died while there was work left."""
    settings = settings_for(url, Path(folder)).model_copy(
        update={"stripe_key": SecretStr(key), "stripe_address": address}
    )
    house = open_house(settings, now=RunningClock(int(began), pace=PACE))  # no connection is open yet
    chance, living, during = chance_of("kills"), [_born(house, url) for _ in range(AT_ONCE)], 0
    for _ in range(int(kills)):
        time.sleep(chance.uniform(LEAST_SECONDS, MOST_SECONDS))
        victim = living.pop(chance.randrange(AT_ONCE))
        os.kill(victim, signal.SIGKILL)
        os.waitpid(victim, 0)
        living.append(_born(house, url))
        during += bool(_left(url))
    for process in living:
        os.waitpid(process, 0)
    return {"kills": int(kills), "during": during}


def _born(house: House, url: str) -> int:
    """Start one that sends until nothing is on its way any more."""
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        while _left(url):
            call_payouts(house)
            time.sleep(0.05)
        status = 0
    finally:
        os._exit(status)


def _left(url: str) -> int:
    """Look on a connection that is closed again before the next one is born."""
    db = Database(url)
    with db.reading() as tx:
        left = int(tx.value(_LEFT))
    db.dispose()
    return left


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
