"""Writing the event log: every act that pay depends on, in the same transaction as the act itself."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from payments.events.rules import FIRST_PREVIOUS, PLATFORM, Fact, canonical, commitment_of, seal
from payments.transaction import Transaction
from policies.periods import to_ms

SALT_BYTES = 16

_HEAD = "SELECT sequence, hash FROM event_stream WHERE stream = :stream /*postgresql: FOR UPDATE */"
_OPEN = """INSERT INTO event_stream (stream, sequence, hash) VALUES (:stream, 0, :first) ON CONFLICT DO NOTHING"""
_ADD = """
INSERT INTO event (stream, sequence, kind, logged_at, previous_hash, salt, body, hash)
VALUES (:stream, :sequence, :kind, :logged_ms, :previous_hash, :salt, :body, :hash)
"""
_MOVE = "UPDATE event_stream SET sequence = :sequence, hash = :hash WHERE stream = :stream"
_IS_KEPT = "SELECT 1 FROM rulebook_text WHERE digest = :digest"
_KEEP = """
INSERT INTO rulebook_text (digest, text, kept_at) SELECT :digest, :text, :now
WHERE NOT EXISTS (SELECT 1 FROM rulebook_text WHERE digest = :digest) ON CONFLICT DO NOTHING
"""


class KeepsTexts(Protocol):
    """A rulebook that can give the full text behind a digest (policies.rulebook.Rulebook)."""

    def texts(self, digest: str) -> dict[str, str]:
        """Return digest -> full text of the manifest and of every file that it names."""
        ...


def append(tx: Transaction, *, stream: str, facts: Sequence[Fact], now: datetime) -> None:
    """Add facts to the end of a stream, in their order; one call for one act.

    Args:
        tx: the open transaction of the act.
        stream: from `annotator_stream` and its siblings.
        facts: what happened; none does nothing.
        now: when it is logged.
    """
    if not facts:
        return
    sequence, previous = lock(tx, stream=stream)
    rows = list(_sealed(stream, facts, after=(sequence, previous), logged_ms=to_ms(now)))
    tx.run_many(_ADD, rows)
    tx.send(_MOVE, stream=stream, sequence=sequence + len(rows), hash=rows[-1]["hash"])


def lock(tx: Transaction, *, stream: str) -> tuple[int, str]:
    """Hold a stream until the transaction ends, so that nothing is logged between reading and logging; return its head.

    Returns:
        The sequence and the hash of its last event.
    """
    row = tx.one(_HEAD, stream=stream)
    if row is None:
        tx.count(_OPEN, stream=stream, first=FIRST_PREVIOUS)
        row = tx.one(_HEAD, stream=stream)
    assert row is not None, "the stream was opened just now"
    return row[0], row[1]


def keep_rulebook(tx: Transaction, *, rulebook: KeepsTexts, digest: str, now: datetime) -> None:
    """Keep the full text of the law behind a digest, the first time that a record cites it.

    Args:
        tx: the open transaction.
        rulebook: gives the texts.
        digest: what the record cites.
        now: when it is kept.
    """
    if tx.one(_IS_KEPT, digest=digest):
        return
    lock(tx, stream=PLATFORM)  # two first users take turns: the second finds the texts kept
    if tx.one(_IS_KEPT, digest=digest):
        return
    texts = rulebook.texts(digest)
    assert digest in texts, "the manifest is among the texts"
    for part, text in sorted(texts.items()):
        tx.run(_KEEP, digest=part, text=text, now=now)
    append(tx, stream=PLATFORM, facts=[Fact("rulebook", {"digest": digest, "texts": sorted(texts)})], now=now)


def _sealed(
    stream: str, facts: Sequence[Fact], *, after: tuple[int, str], logged_ms: int
) -> Iterator[dict[str, object]]:
    sequence, previous = after
    salts = secrets.token_hex(SALT_BYTES * len(facts))
    for number, fact in enumerate(facts):
        sequence += 1
        body = fact.text or canonical(fact.body)
        salt = salts[number * SALT_BYTES * 2 : (number + 1) * SALT_BYTES * 2]
        sealed = seal(
            stream=stream,
            sequence=sequence,
            previous_hash=previous,
            kind=fact.kind,
            logged_ms=logged_ms,
            commitment=commitment_of(salt, body),
        )
        yield {
            "stream": stream,
            "sequence": sequence,
            "kind": fact.kind,
            "logged_ms": logged_ms,
            "previous_hash": previous,
            "salt": salt,
            "body": body,
            "hash": sealed,
        }
        previous = sealed
