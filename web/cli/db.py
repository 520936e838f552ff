"""`jornal db`: brings the database up to date, or checks that it is whole."""

import typer

from web.db_schema import broken_pages, differences, upgrade
from web.keeping.queries import scheduler_seen
from web.running import is_ready, the_house_of
from web.wiring import House

app = typer.Typer(help="The database: bring it up to date, or check it.", no_args_is_help=True)


@app.command("upgrade")
def bring_up_to_date() -> None:
    """Apply every migration that is missing."""
    with the_house_of(is_migrating=False) as house:
        upgrade(house.db)
    typer.echo("The database is up to date.")


@app.command()
def check() -> None:
    """Check that the database is up to date, as the tables say, and unbroken."""
    with the_house_of(is_migrating=False) as house:
        findings = differences(house.db) + broken_pages(house.db)
        if not is_ready(house):
            findings.insert(0, "Migrations are missing: run `jornal db upgrade`.")
        else:
            typer.echo(_about_the_scheduler(house))
    for finding in findings or ["The database is up to date and whole."]:
        typer.echo(finding)
    if findings:
        raise typer.Exit(1)


def _about_the_scheduler(house: House) -> str:
    """Return when somebody last looked after what is due, and what to do where that is long ago."""
    with house.db.reading() as tx:
        seen = scheduler_seen(tx, now=house.now())
    when = seen.at.isoformat(timespec="seconds") if seen.at else "never"
    start = "jornal serve" if house.db.is_sqlite else "jornal scheduler"
    return f"The scheduler was last seen: {when}." + (f" Start one with `{start}`." if seen.is_late else "")
