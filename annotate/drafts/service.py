"""Keeping what an annotator has begun, until the answer is there, and the keys that they choose."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from annotate.drafts.rules import refuse_too_large
from payments.columns import json_text
from payments.transaction import Transaction
from policies.errors import Kind, Refusal

# An answer that arrives at the same moment wins: its assignment is locked until it is taken, and open no more then.
_SAVE = """
INSERT INTO draft (assignment_id, person_id, fields, saved_at)
SELECT assignment.id, assignment.person_id, :fields, :now FROM assignment
WHERE assignment.id = :assignment_id AND assignment.person_id = :person_id AND assignment.state = 'started'
/*postgresql: FOR SHARE */
ON CONFLICT (assignment_id) DO UPDATE SET fields = excluded.fields, saved_at = excluded.saved_at
"""
_FORGET = "DELETE FROM draft WHERE assignment_id = :assignment_id AND person_id = :person_id"
_FORGET_OLD = """
DELETE FROM draft WHERE assignment_id IN (
  SELECT draft.assignment_id FROM draft JOIN assignment ON assignment.id = draft.assignment_id
  WHERE draft.saved_at < :before OR assignment.state IN ('submitted', 'accepted', 'released')
  ORDER BY draft.assignment_id LIMIT :limit)
"""
_CHANGE_KEYS = """
INSERT INTO own_keys (person_id, project_id, keys, changed_at) VALUES (:person_id, :project_id, :keys, :now)
ON CONFLICT (person_id, project_id) DO UPDATE SET keys = excluded.keys, changed_at = excluded.changed_at
"""
_USUAL_KEYS = "DELETE FROM own_keys WHERE person_id = :person_id AND project_id = :project_id"


def save_draft(
    tx: Transaction, *, person_id: int, assignment_id: int, fields: Mapping[str, Sequence[str]], now: datetime
) -> None:
    """Keep the fields of an open assignment as they stand now, instead of what was kept before.

    Args:
        tx: an open transaction.
        person_id: whose.
        assignment_id: of which assignment; it must be open in this person's hands.
        fields: each field's name and its texts.
        now: this instant, the only time that is kept.

    Raises:
        Refusal: `begun_too_large`; `not_found` for what is not open, or somebody else's.
    """
    text = json_text({name: list(texts) for name, texts in fields.items()})
    refuse_too_large(text)
    if not tx.count(_SAVE, assignment_id=assignment_id, person_id=person_id, fields=text, now=now):
        raise Refusal("not_found", Kind.MISSING)


def forget_draft(tx: Transaction, *, person_id: int, assignment_id: int) -> None:
    """Delete what was begun, because the answer is there or the item was given back."""
    tx.count(_FORGET, person_id=person_id, assignment_id=assignment_id)


def forget_old_drafts(tx: Transaction, *, before: datetime, limit: int = 100) -> int:
    """Delete some drafts that nobody came back for since an instant, or that were answered or given back elsewhere.

    A page forgets its draft at once; a program, which has none of its own, need not ask whether there is one.

    Returns:
        How many, `limit` at most.
    """
    return tx.count(_FORGET_OLD, before=before, limit=limit)


def change_keys(
    tx: Transaction, *, person_id: int, project_id: int, keys: Mapping[str, Mapping[str, str]], now: datetime
) -> None:
    """Keep the keys that a person chose for a project's labels; `own_keys_sent` has checked them."""
    who = {"person_id": person_id, "project_id": project_id}
    if not keys:
        tx.count(_USUAL_KEYS, **who)
        return
    tx.count(_CHANGE_KEYS, **who, keys=json_text({name: dict(own) for name, own in keys.items()}), now=now)
