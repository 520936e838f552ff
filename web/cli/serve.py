"""`jornal serve`: the web application, with the scheduler inside where one process is all there is."""

from typing import Annotated

import typer

from web.listening import listen
from web.logs import start_logs
from web.running import is_ready, the_house_of
from web.settings import Settings


def command(
    host: Annotated[str, typer.Option(help="Address to listen on; empty: JORNAL_HOST.")] = "",
    port: Annotated[int, typer.Option(help="Port to listen on; 0: JORNAL_PORT.")] = 0,
) -> None:
    """Serve the pages; on SQLite also look after what is due."""
    start_logs()
    settings = Settings()
    with the_house_of(settings) as house:
        if not is_ready(house):
            typer.echo("The database lacks migrations: run `jornal db upgrade` first.", err=True)
            raise typer.Exit(1)
        listen(house, host=host or settings.host, port=port or settings.port)
