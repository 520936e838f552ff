"""`jornal policy`: checks the files of law, explains what applies in a place on a day, or tries a draft out."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from policies.answers import checked_text, explained_text
from policies.errors import Refusal
from policies.explaining import refusal_text
from policies.rulebook import Rulebook
from policies.rulebook import check as findings_in
from web.running import the_house_of
from web.sandbox_asking import Question, ask_sandbox, read_draft
from web.sandbox_text import sandbox_json, sandbox_text

app = typer.Typer(help="The law as dated data: check it, have it explained, or try a draft out.", no_args_is_help=True)

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


@app.command()
def compare(
    period: Annotated[list[str], typer.Option(help="A recorded week such as 2026-W46; may be given several times.")],
    draft: Annotated[
        Path | None, typer.Option("--with", help="A draft file of law, in TOML.", exists=True, dir_okay=False)
    ] = None,
    as_if: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Read the first week as the week of this day.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Settle recorded weeks under a draft, or on later days, beside the rulebook in force; nobody's pay changes."""
    question = Question(
        periods=tuple(dict.fromkeys(period)),
        draft=read_draft(draft.read_bytes(), name=draft.name) if draft else None,
        as_if=as_if.date() if as_if else None,
    )
    with the_house_of() as house, house.db.reading() as tx:
        found = ask_sandbox(tx, question, rulebook=house.rulebook)
    typer.echo(sandbox_json(found) if as_json else sandbox_text(found))
