"""Reading what an annotator had begun, and the keys that they chose for a project."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from payments.transaction import Row, Transaction
from policies.periods import from_ms


@dataclass(frozen=True, slots=True)
class DraftView:
    """The fields of one assignment as they were saved last."""

    assignment_id: int
    fields: Mapping[str, Sequence[str]]
    saved_at: datetime


_DRAFT = """
SELECT assignment_id, fields, saved_at FROM draft WHERE assignment_id = :assignment_id AND person_id = :person_id
"""
_BEGUN = """
SELECT draft.assignment_id, draft.fields, draft.saved_at
FROM draft JOIN assignment ON assignment.id = draft.assignment_id
WHERE draft.person_id = :person_id AND assignment.project_id = :project_id AND assignment.state = 'expired'
ORDER BY draft.saved_at DESC, draft.assignment_id DESC LIMIT 1
"""
_OWN_KEYS = "SELECT keys FROM own_keys WHERE person_id = :person_id AND project_id = :project_id"


def draft_of(tx: Transaction, *, person_id: int, assignment_id: int) -> DraftView | None:
    """Return what a person had begun of an assignment of theirs, or None."""
    return _draft(tx.one(_DRAFT, person_id=person_id, assignment_id=assignment_id))


def begun_of(tx: Transaction, *, person_id: int, project_id: int) -> DraftView | None:
    """Return what a person had begun last of the items that went back while they were away, or None.

    A late answer is still an answer, so what was begun can still be sent.
    """
    return _draft(tx.one(_BEGUN, person_id=person_id, project_id=project_id))


def own_keys_of(tx: Transaction, *, person_id: int, project_id: int) -> Mapping[str, Mapping[str, str]]:
    """Return the key that a person chose for each label, by the control's name and the label; empty without any."""
    found = tx.value(_OWN_KEYS, person_id=person_id, project_id=project_id)
    keys: Mapping[str, Mapping[str, str]] = json.loads(found) if found else {}
    return keys


def _draft(row: Row | None) -> DraftView | None:
    return None if row is None else DraftView(row[0], json.loads(row[1]), from_ms(row[2]))
