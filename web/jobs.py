"""Work that the house does by itself: each job looks for what is due, so that running it twice changes nothing."""

import logging
import pkgutil
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

from apscheduler.schedulers.background import BackgroundScheduler

from web import regular
from web.keeping.queries import SCHEDULER
from web.keeping.service import job_began, job_ended
from web.logs import log
from web.wiring import House, utc_now

FIRST_LOOK = timedelta(minutes=1)
Job = tuple[str, int, Callable[[House], object]]
"""How the log calls it, the seconds until the next look, and what does everything that is due."""


def all_jobs() -> tuple[Job, ...]:
    """Return every job, from the `JOBS` of each file of web/regular."""
    modules = [import_module(found.name) for found in pkgutil.iter_modules(regular.__path__, f"{regular.__name__}.")]
    return tuple(job for module in modules for job in module.JOBS)


def run_job(house: House, job: Job) -> bool:
    """Run one job and note when, and what came of it; what goes wrong is logged, and the next look tries again.

    Returns:
        Whether it went well.
    """
    name, _, work = job
    try:
        with house.db.writing() as tx:
            job_began(tx, name=name, now=house.now())
        result, is_good = _said(work(house)), True
    except Exception as problem:  # noqa: BLE001 - one failing job must not stop the others
        log().exception("job_failed", job=name)
        result, is_good = type(problem).__name__, False
    try:
        with house.db.writing() as tx:
            job_ended(tx, name=name, is_good=is_good, result=result, now=house.now())
    except Exception:  # noqa: BLE001 - a database that cannot be reached must not stop the clockwork
        log().exception("job_not_noted", job=name)
        return False
    return is_good


def _said(came_back: object) -> str:
    """Return what a job says of itself in a few words; most say nothing."""
    return str(came_back) if isinstance(came_back, str | int) and not isinstance(came_back, bool) else ""


def start_scheduler(house: House) -> BackgroundScheduler:
    """Start looking after everything, in threads of this process; the caller shuts it down.

    It only ticks: what is due is read from the database, so a second scheduler does no harm, and a missed tick is
    made up for by the next one. The first look comes within a minute of the start, so that a house that is started
    anew each day also does what is done once a day; its own sign of life comes at once.
    """
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick missed because its job still runs is no news
    scheduler, began = BackgroundScheduler(timezone="UTC"), utc_now()
    for job in all_jobs():
        wait = timedelta() if job[0] == SCHEDULER else min(timedelta(seconds=job[1]), FIRST_LOOK)
        scheduler.add_job(
            run_job,
            "interval",
            (house, job),
            seconds=job[1],
            id=job[0],
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            next_run_time=began + wait,
            jitter=min(job[1] // 10, int(timedelta(minutes=1).total_seconds())) or None,
        )
    scheduler.start()
    return scheduler
