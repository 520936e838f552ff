"""`jornal scheduler`: looks after what is due, beside any number of web processes."""

import signal
import threading
from typing import Annotated

import typer

from web.jobs import all_jobs, run_job, start_scheduler
from web.logs import start_logs
from web.running import is_ready, the_house_of


def command(
    *,
    once: Annotated[bool, typer.Option("--once", help="Look after everything that is due now, then end.")] = False,
) -> None:
    """Look after what is due until stopped; a second one beside it changes nothing."""
    start_logs()
    with the_house_of() as house:
        if not is_ready(house):
            typer.echo("The database lacks migrations: run `jornal db upgrade` first.", err=True)
            raise typer.Exit(1)
        if once:
            failed = [job[0] for job in all_jobs() if not run_job(house, job)]
            if failed:
                typer.echo(f"These did not go well; the log says why: {', '.join(failed)}.", err=True)
                raise typer.Exit(1)
            return
        scheduler = start_scheduler(house)
        _wait_for_the_end()
        scheduler.shutdown()


def _wait_for_the_end() -> None:
    """Wait for SIGTERM or Ctrl+C; what runs at that moment is finished by whoever called."""
    stop = threading.Event()
    for kind in (signal.SIGTERM, signal.SIGINT):
        signal.signal(kind, lambda *_: stop.set())
    stop.wait()
