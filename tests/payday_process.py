"""Four schedulers on payday, killed again and again: `python -m tests.payday_process URL FOLDER NOW_MS KILLS`, as JSON."""

import json
import os
import signal
import sys
import time
from pathlib import Path

from policies.periods import from_ms
from tests.chance import chance_of
from tests.conftest import settings_for
from web.db import Database
from web.outage import is_outage
from web.payday import Payday, run_payday
from web.wiring import House, open_house

AT_ONCE = 4
LEAST_SECONDS, MOST_SECONDS = 0.005, 0.1
"""So long one of them lives until it is killed: sometimes before its first week, sometimes after several."""

_LEFT = "SELECT (SELECT count(*) FROM owed_week) + (SELECT count(*) FROM earning WHERE state = 'pending')"


def main(url: str, folder: str, now_ms: str, kills: str) -> dict[str, int]:
    """Kill so many, then let the rest finish; return how many died while there was work left."""
    now = from_ms(int(now_ms))
    house = open_house(settings_for(url, Path(folder)), now=lambda: now)  # no connection is open yet: each has its own
    chance, living, during = chance_of("kills"), [_born(house) for _ in range(AT_ONCE)], 0
    for _ in range(int(kills)):
        time.sleep(chance.uniform(LEAST_SECONDS, MOST_SECONDS))
        victim = living.pop(chance.randrange(AT_ONCE))
        os.kill(victim, signal.SIGKILL)
        os.waitpid(victim, 0)
        living.append(_born(house))
        during += _is_left(url)
    for process in living:
        os.waitpid(process, 0)
    return {"kills": int(kills), "during": during}


def _born(house: House) -> int:
    """Start one that holds payday until nothing is due any more."""
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        while _goes_on(house):
            pass
        status = 0
    finally:
        os._exit(status)


def _goes_on(house: House) -> bool:
    """Hold payday once; return whether to look again: something was due, or the file was held for too long by others."""
    try:
        return run_payday(house) != Payday()
    except Exception as problem:  # told from every other by what it is
        if not is_outage(problem):
            raise
        return True


def _is_left(url: str) -> bool:
    """Look on a connection that is closed again before the next one is born."""
    db = Database(url)
    with db.reading() as tx:
        left = bool(tx.value(_LEFT))
    db.dispose()
    return left


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
