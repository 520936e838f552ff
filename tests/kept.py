"""What the database kept of the work on one project, read once and as plain values, for the history checker."""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from payments.audit.bundle import collect
from payments.audit.verify import verify
from payments.transaction import Transaction
from tests.paydays import hold_payday
from web.db import Database


@dataclass(frozen=True, slots=True)
class Item:
    """One datum: how many answers were asked for, and how many slots are open."""

    item_id: int
    asked: int
    open_slots: int


@dataclass(frozen=True, slots=True)
class Given:
    """One assignment as it stands."""

    assignment_id: int
    item_id: int
    person_id: int
    state: str
    lease_ms: int
    """How long it is held after the last sign of life."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One stored answer."""

    assignment_id: int
    is_surplus: bool


@dataclass(frozen=True, slots=True)
class Paid:
    """One amount owed to somebody."""

    person_id: int
    assignment_id: int | None
    kind: str
    amount_micros: int
    carrier: str


@dataclass(frozen=True, slots=True)
class Span:
    """One stored segment of somebody's time."""

    person_id: int
    session_id: int
    bucket: str
    started_ms: int
    ended_ms: int
    floor_hourly_micros: int


@dataclass(frozen=True, slots=True)
class Account:
    """One ledger account's four counters."""

    account_id: str
    normal: str
    has_no_overdraft: bool
    debits_posted: int
    debits_pending: int
    credits_posted: int
    credits_pending: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Everything of one project that the checker compares with what people were told.

    Attributes:
        expired: when each assignment that was ever given back by itself was, milliseconds since 1970.
        seen_ms: each person's last sign of life.
        is_closed: whether the week is closed, so that everybody must have reached the floor.
        findings: what the auditor's verifier says of the whole record.
    """

    items: tuple[Item, ...]
    given: tuple[Given, ...]
    answered: tuple[Answered, ...]
    paid: tuple[Paid, ...]
    spans: tuple[Span, ...]
    accounts: tuple[Account, ...]
    expired: Mapping[int, int]
    seen_ms: Mapping[int, int]
    is_closed: bool
    findings: tuple[str, ...] = ()


_ITEMS = """
SELECT item.id, project.overlap + item.extra_count, item.open_slots
FROM item JOIN project ON project.id = item.project_id WHERE project.id = :project_id
"""
_GIVEN = """
SELECT id, item_id, person_id, state, CASE WHEN estimated_ms > 60000 THEN 10 * estimated_ms ELSE 600000 END
FROM assignment WHERE project_id = :project_id
"""
_ANSWERED = "SELECT assignment_id, is_surplus FROM answer WHERE project_id = :project_id"
_PAID = "SELECT person_id, assignment_id, kind, amount_micros, carrier FROM earning"
_SPANS = "SELECT person_id, work_session_id, bucket, started_at, ended_at, floor_hourly_micros FROM time_segment"
_ACCOUNTS = """
SELECT id, normal, has_no_overdraft, debits_posted, debits_pending, credits_posted, credits_pending FROM ledger_account
"""
_EXPIRED = "SELECT body FROM event WHERE kind = 'expire'"
_SEEN = "SELECT person_id, seen_at FROM clock"
_CLOSED = "SELECT count(*) FROM period_close"


def read_kept(db: Database, project_id: int) -> Kept:
    """Return what the database kept, all of one moment."""
    with db.reading() as tx:
        return _kept(tx, {"project_id": project_id})


def _kept(tx: Transaction, here: dict[str, object]) -> Kept:
    expired = [json.loads(row[0]) for row in tx.run(_EXPIRED)]
    return Kept(
        items=tuple(Item(*row) for row in tx.run(_ITEMS, **here)),
        given=tuple(Given(*row) for row in tx.run(_GIVEN, **here)),
        answered=tuple(Answered(row[0], bool(row[1])) for row in tx.run(_ANSWERED, **here)),
        paid=tuple(Paid(*row) for row in tx.run(_PAID)),
        spans=tuple(Span(*row) for row in tx.run(_SPANS)),
        accounts=tuple(Account(row[0], row[1], bool(row[2]), *map(int, row[3:])) for row in tx.run(_ACCOUNTS)),
        expired={body["assignment_id"]: body["expired_ms"] for body in expired},
        seen_ms=dict(tx.run(_SEEN)),
        is_closed=bool(tx.value(_CLOSED)),
    )


def findings_of(db: Database, *, now: datetime) -> tuple[str, ...]:
    """Return what an auditor who works everything out again finds wrong, after every payday until then."""
    hold_payday(db, now=now)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.zip"
        with path.open("wb") as out, db.reading() as tx:
            collect(tx, period=None, out=out, operator="Cooperativa Jornal", now=now)
        return tuple(str(finding) for finding in verify(path))
