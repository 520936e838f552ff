"""Settles a person's week under the very texts of law that its time cites, with what that law adds on top."""

from collections.abc import Sequence
from functools import lru_cache, partial

from payments.transaction import Transaction
from policies.premiums import WeekLaw, settle_by_law
from policies.rulebook import Rulebook
from policies.settlement import PieceTotal, Settlement, TimeTotal

# The text behind a digest names the digests of its files.
_TEXTS = """
SELECT digest, text FROM rulebook_text AS kept WHERE digest = :digest OR EXISTS (
  SELECT 1 FROM rulebook_text AS named WHERE named.digest = :digest AND named.text LIKE '%' || kept.digest || '%')
ORDER BY digest
"""
_RULEBOOKS_KEPT = 64


def settled(tx: Transaction, *, times: Sequence[TimeTotal], pieces: Sequence[PieceTotal], currency: str) -> Settlement:
    """Settle one person's week: the floor for each requester, and overtime and premiums where its law has them.

    Args:
        tx: an open transaction; gives the texts that were kept when the time was recorded.
        times: of the week.
        pieces: of the week.
        currency: of every amount.

    Raises:
        Refusal: `rulebook_text_missing` or `rulebook_text_altered`; no pay is computed from a doubtful text.
    """
    return settle_by_law(times=times, pieces=pieces, currency=currency, law=law_kept(tx))


def law_kept(tx: Transaction) -> WeekLaw:
    """Return what looks up the law of time by the digest that it cites; for as long as the transaction is open."""
    return WeekLaw(partial(rulebook_kept, tx))


def rulebook_kept(tx: Transaction, digest: str) -> Rulebook:
    """Return the rulebook behind a digest that records cite, from the texts that were kept with them.

    Raises:
        Refusal: `rulebook_text_missing` or `rulebook_text_altered`.
    """
    return _rulebook(digest, tuple((row[0], row[1]) for row in tx.run(_TEXTS, digest=digest)))


@lru_cache(maxsize=_RULEBOOKS_KEPT)
def _rulebook(digest: str, texts: tuple[tuple[str, str], ...]) -> Rulebook:
    """Read a rulebook from its texts once; the same texts are the same rulebook for ever."""
    return Rulebook.from_texts(dict(texts), digest)
