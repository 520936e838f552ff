"""`jornal policy`: checks the files of law, or explains what applies in a place on a day."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from policies.answers import checked_text, explained_text
from policies.errors import Refusal
from policies.explaining import refusal_text
from policies.rulebook import Rulebook
from policies.rulebook import check as findings_in

app = typer.Typer(help="The law as dated data: check it, or have it explained.", no_args_is_help=True)

Folder = Annotated[Path | None, typer.Option(help="A folder of *.toml files of law.", exists=True, file_okay=False)]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


@app.command()
def check(folder: Folder = None, as_json: AsJson = False) -> None:
    """Look for mistakes in the files of law and work their examples."""
    findings = findings_in(folder)
    typer.echo(checked_text(findings, as_json=as_json))
    if findings:
        raise typer.Exit(1)


@app.command()
def explain(
    place: Annotated[str, typer.Argument(help="Such as MX or MX-general.")],
    date: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="Such as 2026-03-02.")],
    zone: Annotated[str, typer.Option(help="Such as ZLFN, where the place does not name it.")] = "",
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Show the floor and the limits of a place on a day, with their arithmetic and sources."""
    try:
        text = explained_text(Rulebook.load(folder), place, zone=zone, on=date.date(), as_json=as_json)
    except Refusal as refusal:
        typer.echo(refusal_text(refusal), err=True)
        raise typer.Exit(1) from refusal
    typer.echo(text)
