"""`jornal serve`: the web application, in one process or, on PostgreSQL, in several."""

import socket
from typing import Annotated

import typer

from web.listening import listen
from web.logs import start_logs
from web.running import is_ready, the_house_of
from web.settings import Settings
from web.workers import BACKLOG, supervise

LACKS_MIGRATIONS = "The database lacks migrations: run `jornal db upgrade` first."
ONE_ON_SQLITE = (
    "SQLite serves from one process only, and one is enough for it: start `jornal serve` without --workers, "
    "or set JORNAL_DATABASE_URL to the address of a PostgreSQL database."
)
WRONG_USE = 2


def command(
    host: Annotated[str, typer.Option(help="Address to listen on; empty: JORNAL_HOST.")] = "",
    port: Annotated[int, typer.Option(help="Port to listen on; 0: JORNAL_PORT.")] = 0,
    workers: Annotated[int, typer.Option(help="How many processes; more than one on PostgreSQL only.", min=1)] = 1,
) -> None:
    """Serve the pages; on SQLite also look after what is due, on PostgreSQL `jornal scheduler` does."""
    settings = Settings()
    where = (host or settings.host, port or settings.port)
    with the_house_of(settings) as house:
        if workers > 1 and house.db.is_sqlite:
            typer.echo(ONE_ON_SQLITE, err=True)
            raise typer.Exit(WRONG_USE)
        if not is_ready(house):
            typer.echo(LACKS_MIGRATIONS, err=True)
            raise typer.Exit(1)
        start_logs()
        if workers == 1:
            listen(house, host=where[0], port=where[1])
            return
    family = socket.AF_INET6 if ":" in where[0] else socket.AF_INET
    with socket.create_server(where, family=family, backlog=BACKLOG) as listening:
        supervise(listening, workers=workers)
