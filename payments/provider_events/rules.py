"""Whether a message truly comes from the service: signed with what only we two know, now, and not some other day."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from policies.errors import Kind, Refusal
from policies.periods import to_ms

STAMP_MOST = timedelta(minutes=5)
"""So far may the stamp of a message be from our clock, before or after it."""
TRIES_MOST = 20
"""So often is acting on one message tried; then it waits for a person, and the nightly look heals what it was about."""
_SECOND_MS = 1_000


class Came(StrEnum):
    """How we heard: by the service's own call, or when we read its list."""

    CALLED = "called"
    SWEPT = "swept"


class Outcome(StrEnum):
    """What came of a message."""

    WAITING = "waiting"
    APPLIED = "applied"
    """What it is about was read anew, and is as the service says now."""
    IGNORED = "ignored"
    """Of a kind that changes nothing here."""
    UNKNOWN = "unknown"
    """About something that is not ours."""
    OTHER_MODE = "other_mode"
    """From the service's trial world while we use the real one, or the other way round."""
    GIVEN_UP = "given_up"
    """Acting on it failed too often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One message of a service.

    Attributes:
        event_id: the service's own number of it; the same message twice has the same.
        kind: what it says happened: "checkout.session.completed".
        object_id: what it is about; empty where it does not say.
        is_live: whether real money is meant.
        digest: SHA-256 of its bytes as they came.
    """

    event_id: str
    kind: str
    object_id: str
    is_live: bool
    created_at: datetime
    digest: str


def insist_on_signature(body: bytes, header: str, *, secret: str, now: datetime) -> None:
    """Refuse a message that the service did not sign, or not now.

    Args:
        body: the bytes exactly as they came.
        header: the service's header: "t=1790000000,v1=5257a8...".
        secret: what only the service and we know; or several with spaces between: Stripe signs the messages of each of
            its two versions by another one, and lets an old one live beside a new one for a day.
        now: our clock.

    Raises:
        Refusal: `message_unsigned`, `message_stale`, `message_from_the_future`.

    Source: Stripe's documentation of webhook signatures, scheme v1; the stamp of the future is our own rule.
    """
    parts = [part.partition("=") for part in header.split(",")]
    stamps = [value for name, _, value in parts if name.strip() == "t"]
    signed = [value.strip() for name, _, value in parts if name.strip() == "v1"]
    if len(stamps) != 1 or not (stamps[0].isascii() and stamps[0].isdigit() and len(stamps[0]) <= 12):
        raise Refusal("message_unsigned", Kind.UNREADABLE)
    sealed = [
        hmac.new(one.encode(), stamps[0].encode() + b"." + body, hashlib.sha256).hexdigest() for one in secret.split()
    ]
    if not any(hmac.compare_digest(ours.encode(), theirs.encode()) for ours in sealed for theirs in signed):
        raise Refusal("message_unsigned", Kind.UNREADABLE)
    late_ms = to_ms(now) - int(stamps[0]) * _SECOND_MS
    most_ms = STAMP_MOST // timedelta(milliseconds=1)
    if late_ms > most_ms:
        raise Refusal("message_stale", Kind.UNREADABLE)
    if late_ms < -most_ms:
        raise Refusal("message_from_the_future", Kind.UNREADABLE)


def told_by(body: bytes) -> Told:
    """Read a message whose signature was checked.

    Raises:
        Refusal: `message_unreadable`.
    """
    try:
        said = json.loads(body)
        about = said.get("related_object") or (said.get("data") or {}).get("object") or {}
        created = said["created"]
        return Told(
            event_id=_text(said["id"]),
            kind=_text(said["type"]),
            object_id=str(about.get("id") or ""),
            is_live=said.get("livemode") is True,
            created_at=_instant(created),
            digest=hashlib.sha256(body).hexdigest(),
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as problem:
        raise Refusal("message_unreadable", Kind.UNREADABLE) from problem


def _text(value: object) -> str:
    if not isinstance(value, str) or not 5 <= len(value) <= 255:
        raise ValueError("neither a number nor a kind")
    return value


def _instant(created: object) -> datetime:
    """Return when a message says it was made: whole seconds in the old kind of message, ISO text in the new kind."""
    if isinstance(created, str):
        return datetime.fromisoformat(created).astimezone(UTC)
    if not isinstance(created, int):
        raise TypeError("no instant")
    return datetime.fromtimestamp(created, UTC)
