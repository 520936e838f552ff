"""What the operator sees of the house: which jobs are alive, how much room there is, and what it runs on."""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import SecretStr

from payments.transaction import Transaction
from policies.money import ceil_div
from web.db import Database
from web.jobs import Job
from web.keeping.queries import LastRun
from web.settings import MEGABYTE, Settings
from web.wiring import House
from web.words import N_

LATE_AFTER_TURNS = 3
LATE_GRACE = timedelta(minutes=2)
"""A job is late when three of its turns have passed, and two minutes more for whoever is busy."""

JOB_WORDS = {
    "accept_silent": N_("Accepts answers that nobody contested in time"),
    "charge_fees": N_("Charges the fee on pay that became final"),
    "close_forgotten_periods": N_("Closes weeks that were missed, however long ago"),
    "close_periods": N_("Closes each person's week after its end"),
    "hold_payday": N_("Issues payslips and opens payouts once payday has come"),
    "find_unpaid_weeks": N_("Looks once a day for final pay that stands on no payslip"),
    "hear_payouts": N_("Asks what became of payments that were sent"),
    "call_payouts": N_("Calls services for payments that are due, and notes each answer"),
    "send_payouts": N_("Sends released payments on, a few at a time"),
    "expire_leases": N_("Gives back items whose time is over"),
    "forget_replies": N_("Forgets kept replies to programs after a day"),
    "forget_drafts": N_("Forgets what was begun and not sent after a month"),
    "forget_tries": N_("Forgets old tries at the door"),
    "open_items": N_("Opens the items of published batches"),
    "note_week_breaches": N_("Notes days and weeks that were longer than a limit"),
    "say_that_we_are_open": N_("Leaves a sign of life, so that an outage is nobody's silence"),
    "scheduler": N_("Shows each minute that somebody looks after all of this"),
    "return_leftovers": N_("Returns the money that closed projects did not need"),
    "verify_asked": N_("Verifies the weeks that auditors asked for"),
    "write_datasets": N_("Looks for data sets that were asked for, and writes them"),
    "look_at_prices": N_("Looks at prices again after 30, 100 and 300 answers, upward only"),
    "let_datasets_go": N_("Deletes data sets whose three days are over"),
    "follow_funding": N_("Asks how far the money of organisations has come"),
    "look_at_provider_accounts": N_("Asks services how the accounts stand that people have there"),
    "apply_news": N_("Acts on what payment services told"),
    "tell_arrivals": N_("Writes to those who waited for money that it has come"),
    "sweep_record": N_("Reads each night all that payment services wrote down, and matches it with the ledger"),
}
"""What each job does, for people; one without a sentence here is shown by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobShown:
    """One job: what it does, how often it looks, its last run, and whether it is late.

    `last` is None where it has not run here yet.
    """

    name: str
    says: str
    every_ms: int
    last: LastRun | None
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much is kept, rounded up, and how much room is left, rounded down; in megabytes."""

    database_megabytes: int
    picture_count: int
    picture_megabytes: int
    free_megabytes: int
    disk_megabytes: int


@dataclass(frozen=True, slots=True)
class SettingShown:
    """One setting: its name, what it is for, and its value; of a secret only whether there is one."""

    name: str
    says: str
    value: str
    is_secret: bool
    is_set: bool


_PICTURES = "SELECT count(*), sum(full_bytes + screen_bytes + thumbnail_bytes) FROM picture"


def jobs_shown(jobs: Iterable[Job], runs: Mapping[str, LastRun], *, now: datetime) -> list[JobShown]:
    """Return every job with its last run; the late ones first."""
    shown = [
        JobShown(
            name=name,
            says=JOB_WORDS.get(name, name),
            every_ms=seconds * 1000,
            last=runs.get(name),
            is_late=is_late(runs.get(name), every=timedelta(seconds=seconds), now=now),
        )
        for name, seconds, _ in jobs
    ]
    return sorted(shown, key=lambda job: (not job.is_late, job.name))


def is_late(last: LastRun | None, *, every: timedelta, now: datetime) -> bool:
    """Return whether a job that has run before should have run again by now."""
    return last is not None and now - last.started_at > LATE_AFTER_TURNS * every + LATE_GRACE


def room_of(house: House, tx: Transaction) -> Room:
    """Return how much is kept and how much room is left."""
    count, picture_bytes = tx.one(_PICTURES) or (0, 0)
    house.settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    disk = shutil.disk_usage(house.settings.data_dir)
    return Room(
        database_megabytes=ceil_div(_database_bytes(house.db, tx), MEGABYTE),
        picture_count=int(count),
        picture_megabytes=ceil_div(int(picture_bytes or 0), MEGABYTE),
        free_megabytes=disk.free // MEGABYTE,
        disk_megabytes=disk.total // MEGABYTE,
    )


def _database_bytes(db: Database, tx: Transaction) -> int:
    if db.is_sqlite:
        return int(tx.value("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"))
    return int(tx.value("SELECT pg_database_size(current_database())"))


def settings_shown(settings: Settings) -> list[SettingShown]:
    """Return every setting in use; a secret, or an address that holds one, is never shown."""
    prefix = settings.model_config.get("env_prefix", "")
    return [
        _setting(f"{prefix}{name}".upper(), info.description or "", getattr(settings, name), may_show=info.repr)
        for name, info in type(settings).model_fields.items()
    ]


def _setting(name: str, says: str, value: object, *, may_show: bool) -> SettingShown:
    is_secret = isinstance(value, SecretStr) or not may_show or _has_password(value) or _sounds_secret(name)
    plain = value.get_secret_value() if isinstance(value, SecretStr) else value
    is_set = plain not in (None, "")
    return SettingShown(name, says, "" if is_secret or not is_set else str(plain), is_secret, is_set)


def _sounds_secret(name: str) -> bool:
    return name.endswith(("_KEY", "_SECRET", "_TOKEN", "_PASSWORD"))


def _has_password(value: object) -> bool:
    """Whether an address carries a name or password before its host."""
    return isinstance(value, str) and "://" in value and "@" in value
