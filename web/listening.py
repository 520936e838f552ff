"""Serves the pages of one house until it is stopped, and looks after what is due where nobody else does."""

import uvicorn

from web.app import create_app
from web.jobs import start_scheduler
from web.open_signs import saying_that_we_are_open
from web.shrinking import squeeze_ahead
from web.wiring import House


def listen(house: House, *, host: str, port: int) -> None:
    """Answer browsers until stopped; on SQLite, where one process is all there is, run the scheduler inside.

    Args:
        house: whose pages.
        host: the address to listen on.
        port: the port to listen on.
    """
    squeeze_ahead()
    with saying_that_we_are_open(house):
        scheduler = start_scheduler(house) if house.db.is_sqlite else None
        try:
            uvicorn.run(
                create_app(house),
                host=host,
                port=port,
                access_log=False,
                log_level="warning",
                server_header=False,
                date_header=True,
            )
        finally:
            if scheduler:
                scheduler.shutdown()
