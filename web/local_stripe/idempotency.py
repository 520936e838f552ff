"""Answers the same request only once: what was answered to a key is answered again, for as long as Stripe keeps it."""

import hashlib
import json
from dataclasses import dataclass, field

from web.local_stripe.books import Books, Json

FIRST_VERSION_SECONDS = 24 * 3600
SECOND_VERSION_SECONDS = 30 * 24 * 3600
LONGEST = 255


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer.

    Attributes:
        status: of HTTP.
        body: JSON.
        headers: beyond the usual ones.
    """

    status: int
    body: Json
    headers: dict[str, str] = field(default_factory=dict)


def digest_of(method: str, path: str, given: Json) -> str:
    """Return what stays the same as long as a request does."""
    return hashlib.sha256(json.dumps([method, path, given], sort_keys=True).encode()).hexdigest()


def answered(books: Books, key: str, digest: str, *, is_second_version: bool) -> Reply | None:
    """Return what was answered to a key before, or None where it is new or was forgotten.

    Args:
        books: where it is kept.
        key: the sender's.
        digest: of the request as it is now; another one than before is refused.
        is_second_version: how long Stripe remembers depends on it.
    """
    if len(key) > LONGEST:
        return refused("Idempotency keys are at most 255 characters.")
    known = books.answers.get(key)
    if known is None or books.seconds() - known["at"] >= _remembered(is_second_version=is_second_version):
        return None
    if known["digest"] != digest:
        return refused(
            "Keys for idempotent requests can only be used with the same parameters they were first used with. "
            f"Try using a key other than '{key}' if you meant to execute a different request."
        )
    body: Json = json.loads(known["body"])
    return Reply(known["status"], body, {"Idempotent-Replayed": "true", "Original-Request": known["request"]})


def keep(books: Books, key: str, digest: str, reply: Reply, request_id: str) -> None:
    """Remember what was answered to a key; an empty key is not remembered."""
    if key:
        books.answers[key] = {
            "digest": digest,
            "status": reply.status,
            "body": json.dumps(reply.body),  # a text is a fifth of what its objects take
            "at": books.seconds(),
            "request": request_id,
        }


def refused(message: str) -> Reply:
    """Return the answer to a key that is used wrongly."""
    return Reply(400, {"error": {"type": "idempotency_error", "message": message}})


def _remembered(*, is_second_version: bool) -> int:
    return SECOND_VERSION_SECONDS if is_second_version else FIRST_VERSION_SECONDS
