"""`jornal payday`: closes weeks, issues payslips and opens payouts, as the scheduler does by itself."""

from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from web.logs import start_logs
from web.payday import Payday, Step, run_payday
from web.running import is_ready, the_house_of

WORDS = {
    Step.ACCEPT: "Answers that nobody contested",
    Step.CLOSE: "Weeks closed",
    Step.PAYSLIP: "Payslips",
    Step.PAYOUT: "Payouts",
}


def command(
    *,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only weeks that ended on this day or before.")
    ] = None,
) -> None:
    """Pay what is due; a second time, or beside the scheduler, it changes nothing."""
    start_logs()
    with the_house_of() as house:
        if not is_ready(house):
            typer.echo("The database lacks migrations: run `jornal db upgrade` first.", err=True)
            raise typer.Exit(1)
        console = Console(stderr=True)
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:,}"))
        with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
            rows = {step: progress.add_task(WORDS[step], total=None) for step in Step}
            done = run_payday(
                house,
                until=until.date() if until else None,
                tell=lambda step, count: progress.advance(rows[step], count),
            )
    _say(done)


def _say(done: Payday) -> None:
    typer.echo(
        f"{done.accepted:,} answers became final, {done.closed:,} weeks were closed, "
        f"{done.payslips:,} payslips issued, {done.payouts:,} payouts opened."
    )
    if done.failed:
        people = ", ".join(f"{person_id} {period}" for person_id, period in done.failed)
        typer.echo(f"These did not go well; the log says why, and the next run tries again: {people}.", err=True)
        raise typer.Exit(1)
