"""Log-in sessions: begun with a fresh secret, followed while they last, listed and ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from payments.transaction import Transaction
from policies.periods import from_ms
from web.auth.secrets import hash_of, new_token
from web.auth.tables import LoginSession

SEEN_EVERY = timedelta(minutes=5)
DEVICE_MAX = 120


@dataclass(frozen=True, slots=True)
class SessionLife:
    """How long a log-in lasts: without use, and at most."""

    idle: timedelta
    most: timedelta


@dataclass(frozen=True, slots=True)
class SessionView:
    """One log-in, as its owner sees it."""

    session_id: int
    person_id: int
    device: str
    created_at: datetime
    seen_at: datetime
    ends_at: datetime


def begin_session(tx: Transaction, person_id: int, *, device: str, life: SessionLife, now: datetime) -> str:
    """Begin a session and return its secret, which is shown to the browser once and kept only as a hash."""
    token = new_token()
    session = LoginSession(
        person_id=person_id,
        token_hash=hash_of(token),
        device=device[:DEVICE_MAX],
        created_at=now,
        seen_at=now,
        ends_at=now + life.most,
    )
    tx.add(session)
    tx.flush()
    return token


_OPEN = """
SELECT id, person_id, device, created_at, seen_at, ends_at FROM login_session
WHERE token_hash = :token_hash AND ended_at IS NULL AND ends_at > :now AND seen_at > :idle_since
"""


def open_session(tx: Transaction, token: str, *, life: SessionLife, now: datetime) -> SessionView | None:
    """Return the session of a secret while it lasts, or None."""
    row = tx.one(_OPEN, token_hash=hash_of(token), now=now, idle_since=now - life.idle)
    return _view(row) if row else None


def is_stale(session: SessionView, *, now: datetime) -> bool:
    """Return whether its last use should be written down again (not at every request: that would be a write each)."""
    return now - session.seen_at >= SEEN_EVERY


def mark_seen(tx: Transaction, session_id: int, *, now: datetime) -> None:
    """Write down that a session is in use."""
    tx.run("UPDATE login_session SET seen_at = :now WHERE id = :id AND seen_at < :now", id=session_id, now=now)


_SESSIONS = """
SELECT id, person_id, device, created_at, seen_at, ends_at FROM login_session
WHERE person_id = :person_id AND ended_at IS NULL AND ends_at > :now AND seen_at > :idle_since ORDER BY seen_at DESC, id
"""


def sessions_of(tx: Transaction, person_id: int, *, life: SessionLife, now: datetime) -> tuple[SessionView, ...]:
    """Return where a person is logged in, the last used first."""
    return tuple(_view(row) for row in tx.run(_SESSIONS, person_id=person_id, now=now, idle_since=now - life.idle))


def end_session(tx: Transaction, session_id: int, *, person_id: int, now: datetime) -> None:
    """End one of a person's own sessions; anybody else's stays as it is."""
    tx.run(
        "UPDATE login_session SET ended_at = :now WHERE id = :id AND person_id = :person AND ended_at IS NULL",
        id=session_id,
        person=person_id,
        now=now,
    )


def end_all_sessions(tx: Transaction, person_id: int, *, besides: int | None, now: datetime) -> None:
    """End all of a person's sessions, besides the one in use where it is named."""
    tx.run(
        "UPDATE login_session SET ended_at = :now WHERE person_id = :person_id AND ended_at IS NULL AND id <> :besides",
        person_id=person_id,
        besides=besides or 0,
        now=now,
    )


def _view(row: tuple[int, int, str, int, int, int]) -> SessionView:
    session_id, person_id, device, created, seen, ends = row
    return SessionView(session_id, person_id, device, from_ms(created), from_ms(seen), from_ms(ends))
