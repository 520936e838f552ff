"""Puts the demonstration in place: its people and its past, made beside the database and moved there when complete."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from annotate.demo import make_past
from annotate.demo_projects import Lent
from web.demo_acts import ask_for_checks, write_old_notice
from web.demo_cast import invite_everyone, password_of
from web.demo_clock import DemoClock
from web.running import the_house_of
from web.settings import Environment, Settings
from web.wiring import House, utc_now

OPERATOR = "Cooperativa Jornal (demostración)"
DATABASE_FILE = "jornal.sqlite"
UNFINISHED_FILE = "unfinished.sqlite"


def demo_settings(folder: Path, *, port: int) -> Settings:
    """Return the settings of a demonstration that keeps everything in one folder."""
    return _settings(folder.absolute(), DATABASE_FILE, port=port)


def put_in_place(settings: Settings, *, now: Callable[[], datetime] = utc_now) -> bool:
    """Make the demonstration's past, unless its database is there already.

    It is made in another file, which takes its place only when it is complete: however it is stopped, the next start
    finds everything or nothing.

    Args:
        settings: of the demonstration.
        now: the clock at whose instant the past ends.

    Returns:
        Whether it was made just now.
    """
    folder = settings.data_dir
    if (folder / DATABASE_FILE).exists():
        return False
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _remove(folder / UNFINISHED_FILE)
    _make(_settings(folder, UNFINISHED_FILE, port=settings.port), clock=now)
    (folder / UNFINISHED_FILE).replace(folder / DATABASE_FILE)
    return True


@contextmanager
def demo_house(settings: Settings) -> Iterator[House]:
    """Open the house of a demonstration that is in place, with a Stripe beside it; its clock can be moved ahead."""
    from web.demo_stripe import stripe_beside, with_stripe  # noqa: PLC0415 - no other command pays for a server in it

    clock = DemoClock(settings.data_dir, tick=utc_now)
    with stripe_beside(settings, now=clock) as stripe, the_house_of(with_stripe(settings, stripe), now=clock) as house:
        yield replace(house, local_stripe=stripe)


def _make(settings: Settings, *, clock: Callable[[], datetime]) -> None:
    with the_house_of(settings, now=clock) as house:
        now = house.now()
        password_hash = house.passwords.hash(password_of(settings.data_dir))
        with house.db.writing() as tx:
            cast = invite_everyone(tx, password_hash=password_hash, rulebook=house.rulebook, now=now)
            write_old_notice(tx, cast, now=now)
        lent = Lent(house.db.writing, house.rulebook, house.task_types, house.files)
        make_past(lent, askers=cast.askers, annotator_ids=cast.annotator_ids, payroll_ids=cast.payroll_ids, now=now)
        with house.db.writing() as tx:
            ask_for_checks(tx, cast, now=now)


def _settings(folder: Path, file_name: str, *, port: int) -> Settings:
    url = f"sqlite:///{folder / file_name}"
    return Settings(
        environment=Environment.DEMO,
        operator_name=OPERATOR,
        operator_id="DEMO-0000",
        operator_relation="socias y socios de la cooperativa (inventada)",
        data_dir=folder,
        database_url=url,
        database_owner_url=url,
        public_url=f"http://127.0.0.1:{port}",
        port=port,
        pretend_money=True,
    )


def _remove(path: Path) -> None:
    """Delete a database that was never finished, with what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.unlink(f"{path}{ending}")  # noqa: PTH108 - three endings of one name
