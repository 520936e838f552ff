"""`jornal audit`: packs the auditor's bundle, or checks one without the database."""

from pathlib import Path
from typing import Annotated

import typer

from payments.audit.bundle import collect
from payments.audit.report import as_json, readable
from payments.audit.verify import verify as findings_in
from web.running import the_house_of

app = typer.Typer(help="The auditor's bundle: make one, or check one.", no_args_is_help=True)


@app.command()
def bundle(
    out: Annotated[Path, typer.Option(help="The file to write.", dir_okay=False)],
    period: Annotated[str, typer.Option(help="Only people who worked in this week, such as 2026-W47.")] = "",
) -> None:
    """Pack every record that pay depends on into one file. It holds no names and no answers."""
    partial = out.with_name(f"{out.name}.part")
    with the_house_of() as house, partial.open("wb") as file, house.db.reading() as tx:
        collect(tx, period=period or None, out=file, operator=house.settings.operator_name, now=house.now())
    partial.replace(out)
    typer.echo(f"Written to {out}. Check it anywhere with: jornal audit verify {out}")


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="A bundle.", exists=True, dir_okay=False)],
    json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Work every record of a bundle out again; ends with 1 if anything is wrong. Needs no database and no network."""
    findings = findings_in(file)
    for line in [as_json(findings)] if json else readable(file, findings):
        typer.echo(line)
    if findings:
        raise typer.Exit(1)
