"""`jornal scheduler`: looks after what is due, beside any number of web processes."""

import threading

from web.jobs import start_scheduler
from web.logs import start_logs
from web.running import the_house_of


def command() -> None:
    """Look after what is due until stopped."""
    start_logs()
    with the_house_of() as house:
        scheduler = start_scheduler(house)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            scheduler.shutdown()
