"""Which texts of the law records were made under, and how many records cite each."""

from dataclasses import dataclass
from datetime import datetime

from payments.transaction import Transaction
from policies.periods import from_ms

_CITED = """
SELECT digest, sum(earnings), sum(times) FROM (
  SELECT rulebook_digest AS digest, count(*) AS earnings, 0 AS times FROM earning GROUP BY rulebook_digest
  UNION ALL SELECT rulebook_digest, 0, count(*) FROM time_total GROUP BY rulebook_digest
) AS cited GROUP BY digest ORDER BY digest
"""
# What names a place's file and the house's, each with its digest, is a manifest; a file of law is far longer.
_MANIFESTS = """
SELECT digest, kept_at FROM rulebook_text WHERE text LIKE :line AND length(text) < 500 ORDER BY kept_at DESC, digest
"""
_TEXT = "SELECT text FROM rulebook_text WHERE digest = :digest"
_KEPT = "SELECT kept_at FROM rulebook_text WHERE digest = :digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedText:
    """One digest that records cite; `kept_at` is None where its text is not kept, which must not be."""

    digest: str
    earnings: int
    times: int
    kept_at: datetime | None


def cited_texts(tx: Transaction) -> tuple[CitedText, ...]:
    """Return every digest that an earning or a total of time cites."""
    return tuple(_cited(tx, digest, earnings, times) for digest, earnings, times in tx.run(_CITED))


@dataclass(frozen=True, slots=True)
class KeptDigest:
    """A digest under which records of a place were made, and since when its text is kept."""

    digest: str
    kept_at: datetime


def kept_digests(tx: Transaction, code: str) -> tuple[KeptDigest, ...]:
    """Return every digest of one place's law that was ever used here, the newest first.

    Args:
        tx: an open transaction.
        code: a jurisdiction, as the rulebook writes it.
    """
    rows = tx.run(_MANIFESTS, line=f"%{code.lower()}.toml %")
    return tuple(KeptDigest(digest, from_ms(kept)) for digest, kept in rows)


def kept_text(tx: Transaction, digest: str) -> str | None:
    """Return the text behind a digest as it was kept, or None where none was."""
    text = tx.value(_TEXT, digest=digest)
    return None if text is None else str(text)


def _cited(tx: Transaction, digest: str, earnings: int, times: int) -> CitedText:
    kept = tx.value(_KEPT, digest=digest)
    return CitedText(
        digest=digest, earnings=int(earnings), times=int(times), kept_at=None if kept is None else from_ms(kept)
    )
