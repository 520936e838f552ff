"""`jornal audit`: packs the auditor's bundle, checks one without the database, or draws a sample from it again."""

from json import loads
from pathlib import Path
from typing import Annotated

import typer

from payments.audit.bundle import collect
from payments.audit.payslip_file import check_text, figure_of
from payments.audit.report import as_json, readable
from payments.audit.sample_of_bundle import answers_in
from payments.audit.sampling import SAMPLE_MOST, checked_seed, draw
from payments.audit.verify import verify as findings_in
from payments.journal.queries import Scope
from payments.journal.queries import journal as journal_of
from payments.journal.rules import Format
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


@app.command()
def payslip(
    file: Annotated[Path, typer.Argument(help="The JSON of one payslip.", exists=True, dir_okay=False)],
    figure: Annotated[str, typer.Option(help="The check figure on the paper, to compare.")] = "",
) -> None:
    """Work one payslip out again from its own JSON; ends with 1 if anything is wrong. Needs no database."""
    text = file.read_text("utf-8", errors="replace")
    findings = check_text(text, figure=figure)
    for finding in findings:
        typer.echo(finding.line())
    if findings:
        raise typer.Exit(1)
    typer.echo(f"Its sums and its rounding agree. Check figure: {figure_of(loads(text))}. Compare it with the paper.")


@app.command()
def sample(
    file: Annotated[Path, typer.Argument(help="A bundle of one week.", exists=True, dir_okay=False)],
    seed: Annotated[str, typer.Option(help="The seed of the sample.")],
    size: Annotated[int, typer.Option(help="How many answers.", min=1, max=SAMPLE_MOST)] = 10,
) -> None:
    """Draw a sample of answers again from a bundle: prints the numbers of the assignments, in the order of the draw."""
    numbers = answers_in(file)
    for number in draw(numbers, seed=checked_seed(seed), size=size):
        typer.echo(number)


@app.command()
def journal(
    form: Annotated[Format, typer.Option("--format", help="For which bookkeeping program.")],
    out: Annotated[Path | None, typer.Option(help="The file to write; without it, the screen.", dir_okay=False)] = None,
) -> None:
    """Write the whole ledger as a plain-text journal, which `hledger check` or `bean-check` adds up again."""
    with the_house_of() as house, house.db.reading() as tx:
        lines = journal_of(tx, form=form, scope=Scope(), operator=house.settings.operator_name, now=house.now())
        if out is None:
            for line in lines:
                typer.echo(line, nl=False)
            return
        partial = out.with_name(f"{out.name}.part")
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
        partial.replace(out)
    typer.echo(f"Written to {out}.")
