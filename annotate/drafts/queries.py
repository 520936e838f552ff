"""Reading what an annotator had begun, and the keys that they chose for a project."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotate.suggestions.queries import kept_suggestion
from annotate.suggestions.rules import Suggestion
from payments.transaction import Row, Transaction
from policies.periods import from_ms


@dataclass(frozen=True, slots=True)
class DraftView:
    """The fields of one assignment as they were saved last."""

    assignment_id: int
    fields: Mapping[str, Sequence[str]]
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept for one person beside an item: what they had begun, their keys, and what a model suggests."""

    draft: DraftView | None
    keys: Mapping[str, Mapping[str, str]]
    suggestion: Suggestion | None


_DRAFT = """
SELECT assignment_id, fields, saved_at FROM draft WHERE assignment_id = :assignment_id AND person_id = :person_id
"""
# One statement, because every item that is shown asks for all of it, and most have none of it.
_KEPT = """
SELECT (SELECT keys FROM own_keys WHERE person_id = :person_id AND project_id = :project_id),
       draft.fields, draft.saved_at, suggestion.result, suggestion.model
FROM assignment
LEFT JOIN draft ON draft.assignment_id = assignment.id AND draft.person_id = :person_id
LEFT JOIN suggestion ON suggestion.item_id = assignment.item_id
WHERE assignment.id = :assignment_id
"""
_BEGUN = """
SELECT draft.assignment_id, draft.fields, draft.saved_at
FROM draft JOIN assignment ON assignment.id = draft.assignment_id
WHERE draft.person_id = :person_id AND assignment.project_id = :project_id AND assignment.state = 'expired'
ORDER BY draft.saved_at DESC, draft.assignment_id DESC LIMIT 1
"""
_ASKS = """
SELECT project.task_type, project.label_schema FROM assignment JOIN project ON project.id = assignment.project_id
WHERE assignment.id = :assignment_id AND assignment.person_id = :person_id
"""
_OWN_KEYS = "SELECT keys FROM own_keys WHERE person_id = :person_id AND project_id = :project_id"


def draft_of(tx: Transaction, *, person_id: int, assignment_id: int) -> DraftView | None:
    """Return what a person had begun of an assignment of theirs, or None."""
    return _draft(tx.one(_DRAFT, person_id=person_id, assignment_id=assignment_id))


def kept_for(tx: Transaction, *, person_id: int, project_id: int, assignment_id: int) -> Kept:
    """Return what is kept for a person beside the item that they have open."""
    row = tx.one(_KEPT, person_id=person_id, project_id=project_id, assignment_id=assignment_id)
    if row is None:
        return Kept(None, {}, None)
    return Kept(
        draft=None if row[1] is None else DraftView(assignment_id, json.loads(row[1]), from_ms(row[2])),
        keys=json.loads(row[0]) if row[0] else {},
        suggestion=None if row[3] is None else kept_suggestion(row[3], row[4]),
    )


def begun_of(tx: Transaction, *, person_id: int, project_id: int) -> DraftView | None:
    """Return what a person had begun last of the items that went back while they were away, or None.

    A late answer is still an answer, so what was begun can still be sent.
    """
    return _draft(tx.one(_BEGUN, person_id=person_id, project_id=project_id))


def asked_in(tx: Transaction, *, person_id: int, assignment_id: int) -> tuple[str, Mapping[str, Any]] | None:
    """Return the kind of work and the label schema of an assignment of a person, or None."""
    row = tx.one(_ASKS, assignment_id=assignment_id, person_id=person_id)
    return None if row is None else (row[0], json.loads(row[1]))


def own_keys_of(tx: Transaction, *, person_id: int, project_id: int) -> Mapping[str, Mapping[str, str]]:
    """Return the key that a person chose for each label, by the control's name and the label; empty without any."""
    found = tx.value(_OWN_KEYS, person_id=person_id, project_id=project_id)
    keys: Mapping[str, Mapping[str, str]] = json.loads(found) if found else {}
    return keys


def _draft(row: Row | None) -> DraftView | None:
    return None if row is None else DraftView(row[0], json.loads(row[1]), from_ms(row[2]))
