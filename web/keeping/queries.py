"""Reading what keeps the house in order: when each job last ran, what stands above the pages, what was verified."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from payments.transaction import Transaction
from policies.periods import from_ms

SCHEDULER = "scheduler"
"""The job whose last run is the scheduler's sign of life."""
SCHEDULER_QUIET = timedelta(minutes=5)
"""A scheduler that was not seen for so long is taken for dead: it shows itself each minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRun:
    """The last run of one job."""

    name: str
    state: str
    started_at: datetime
    finished_at: datetime | None
    result: str
    last_good_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """One notice to everybody: its sentence in each language, from when, until when."""

    notice_id: int
    texts: Mapping[str, str]
    from_at: datetime
    until_at: datetime | None
    written_by: str

    def text_in(self, code: str) -> tuple[str, str]:
        """Return the sentence in a language, or in the first it has, and which language that is."""
        found = code if code in self.texts else next(iter(self.texts))
        return found, self.texts[found]

    def is_over(self, now: datetime) -> bool:
        """Return whether nobody sees it any more."""
        return self.until_at is not None and self.until_at <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationView:
    """One verification that an auditor asked for.

    Attributes:
        state: waiting, running, done or failed.
        step: what a running one does now: collecting or verifying.
        findings: each with code, where and says.
        records: how many of each kind of record were read.
    """

    run_id: int
    period: str
    state: str
    asked_at: datetime
    finished_at: datetime | None
    step: str
    problem: str
    findings: tuple[Mapping[str, str], ...]
    records: Mapping[str, int]

    @property
    def is_over(self) -> bool:
        """Whether it will not change any more."""
        return self.state in {"done", "failed"}


_SEEN = "SELECT started_at FROM job_run WHERE name = :name"
_RUNS = "SELECT name, state, started_at, finished_at, result, last_good_at FROM job_run ORDER BY name"
_NOTICES = """
SELECT notice.id, texts, from_at, until_at, person.name FROM notice JOIN person ON person.id = notice.written_by_id
"""
_NOTICES_NOW = f"{_NOTICES} WHERE from_at <= :now AND (until_at IS NULL OR until_at > :now) ORDER BY from_at, notice.id"
_LAST_NOTICES = f"{_NOTICES} ORDER BY notice.id DESC LIMIT :most"
_VERIFICATION = """
SELECT id, period, state, asked_at, finished_at, outcome FROM verification_run
WHERE accreditation_id = :accreditation_id AND period = :period ORDER BY id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class SchedulerSeen:
    """When the scheduler last showed itself, None for never, and whether that is too long ago."""

    at: datetime | None
    is_late: bool


def scheduler_seen(tx: Transaction, *, now: datetime) -> SchedulerSeen:
    """Return when the scheduler last showed itself; without it no item comes back and no week is closed."""
    at = _instant(tx.value(_SEEN, name=SCHEDULER))
    return SchedulerSeen(at, is_late=at is None or now - at > SCHEDULER_QUIET)


def last_runs(tx: Transaction) -> dict[str, LastRun]:
    """Return the last run of every job that ever ran, by its name."""
    rows = tx.run(_RUNS)
    return {
        row[0]: LastRun(
            name=row[0],
            state=row[1],
            started_at=from_ms(row[2]),
            finished_at=_instant(row[3]),
            result=row[4],
            last_good_at=_instant(row[5]),
        )
        for row in rows
    }


def notices_now(tx: Transaction, *, now: datetime) -> tuple[NoticeView, ...]:
    """Return what stands above every page at this moment."""
    return tuple(_notice(row) for row in tx.run(_NOTICES_NOW, now=now))


def last_notices(tx: Transaction, *, most: int = 20) -> tuple[NoticeView, ...]:
    """Return the notices written last, the newest first."""
    return tuple(_notice(row) for row in tx.run(_LAST_NOTICES, most=most))


def last_verification(tx: Transaction, *, accreditation_id: int, period: str) -> VerificationView | None:
    """Return the verification of a week that was asked for last under one accreditation, or None."""
    row = tx.one(_VERIFICATION, accreditation_id=accreditation_id, period=period)
    if row is None:
        return None
    outcome = json.loads(row[5])
    return VerificationView(
        run_id=row[0],
        period=row[1],
        state=row[2],
        asked_at=from_ms(row[3]),
        finished_at=_instant(row[4]),
        step=outcome.get("step", ""),
        problem=outcome.get("problem", ""),
        findings=tuple(outcome.get("findings", ())),
        records=outcome.get("records", {}),
    )


def _notice(row: tuple[int, str, int, int | None, str]) -> NoticeView:
    return NoticeView(
        notice_id=row[0],
        texts=json.loads(row[1]),
        from_at=from_ms(row[2]),
        until_at=_instant(row[3]),
        written_by=row[4],
    )


def _instant(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else from_ms(milliseconds)
