"""`jornal demo`: a Jornal with people and a past, on this machine, ready to be tried in a minute."""

import logging
import socket
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from web.demo import demo_house, demo_settings, put_in_place
from web.demo_cast import parts, password_of
from web.listening import listen
from web.logs import start_logs
from web.settings import Settings


def command(
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    data: Annotated[Path, typer.Option(help="Where everything is kept; delete it to begin anew.")] = Path(".jornal"),
) -> None:
    """Try Jornal: three organisations, eight projects, three weeks of work; what you do is kept until you delete it."""
    start_logs(logging.WARNING)
    refuse_taken_port(port)
    settings = demo_settings(data, port=port)
    console = Console()
    with console.status("Making the demonstration's people and their past three weeks; this takes some seconds."):
        put_in_place(settings)
    show_the_way(console, settings)
    with demo_house(settings) as house:
        listen(house, host=settings.host, port=settings.port)


def show_the_way(console: Console, settings: Settings) -> None:
    """Print the address, everyone's log-in and the one password."""
    table = Table(title="Everyone's password is the same; it is below.", title_justify="left")
    for heading in ("Who", "Comes to", "Address to log in with"):
        table.add_column(heading, no_wrap=heading != "Comes to")
    for part in parts():
        if part.is_main:
            table.add_row(part.name, part.comes_to, part.email)
    console.print(table)
    console.print(f"More annotators: {', '.join(part.email for part in parts() if not part.is_main)}", soft_wrap=True)
    console.print(f"Password: [bold]{password_of(settings.data_dir)}[/bold]")
    console.print(f"Open [bold]{settings.public_url}[/bold] in a browser. Money here is pretend. Stop with Ctrl+C.")
    console.print(f"Rather not wait for a rest, or for Sunday? Move the clock: {settings.public_url}/demo/time")


def refuse_taken_port(port: int) -> None:
    """End with advice where something else listens on the port already."""
    with socket.socket() as knock:
        is_taken = knock.connect_ex(("127.0.0.1", port)) == 0
    if is_taken:
        typer.echo(f"Something else listens on port {port}. Try another: jornal demo --port 8010", err=True)
        raise typer.Exit(1)
