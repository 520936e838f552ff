"""Reading assignments and answers: one to be answered, and all of a project's for its exports."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from annotate.answer_pages import Answers as Answers
from annotate.answer_rows import AnswerRow as AnswerRow
from annotate.answer_rows import Writing
from annotate.task_types import TaskType
from payments.transaction import Row, Transaction
from policies.periods import from_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """One assignment as it was offered, with its item and how far it is."""

    assignment_id: int
    project_id: int
    organisation_id: int
    item_id: int
    person_id: int
    state: str
    pay_basis: str
    price_micros: int
    currency: str
    estimated_ms: int
    floor_hourly_micros: int
    rulebook_digest: str
    offered_ms: int
    lease_until_ms: int
    content: Mapping[str, Any]
    task_type: str
    schema: Mapping[str, Any]
    started_ms: int | None
    overlap: int
    extra_answers_most: int
    measured_p95_ms: int | None
    """How long a slow answer takes, where it was measured in a pilot before this was offered."""
    is_gold: bool
    """Whether its answer is known: it takes no slot, and comes outside the overlap."""


_CONTRACT_COLUMNS = """
assignment.id, assignment.project_id, assignment.organisation_id, assignment.item_id, assignment.person_id,
assignment.state, assignment.pay_basis, assignment.price_micros, assignment.currency, assignment.estimated_ms,
assignment.floor_hourly_micros, assignment.rulebook_digest, assignment.offered_at, assignment.lease_until_at,
item.content, project.task_type, project.label_schema, assignment.started_at, project.overlap,
project.extra_answers_most, item.gold_use_count,
CASE WHEN assignment.estimated_ms = project.estimated_ms THEN project.p95_ms END
"""
_CONTRACT_FROM = """
FROM assignment JOIN item ON item.id = assignment.item_id JOIN project ON project.id = assignment.project_id
"""
_CONTRACT = f"""
SELECT {_CONTRACT_COLUMNS} {_CONTRACT_FROM}
WHERE assignment.id = :assignment_id /*postgresql: FOR UPDATE OF assignment */
"""
_STARTED = f"""
SELECT {_CONTRACT_COLUMNS} {_CONTRACT_FROM}
WHERE assignment.person_id = :person_id AND assignment.project_id = :project_id AND assignment.state = 'started'
/*postgresql: FOR UPDATE OF assignment */
"""
_TASK_TYPE = "SELECT task_type FROM project WHERE id = :project_id"
_OPEN = f"""
SELECT {_CONTRACT_COLUMNS} {_CONTRACT_FROM}
WHERE assignment.person_id = :person_id AND assignment.project_id = :project_id AND assignment.state = 'started'
"""
_LATE = f"""
SELECT {_CONTRACT_COLUMNS} {_CONTRACT_FROM}
WHERE assignment.id = :assignment_id AND assignment.person_id = :person_id AND assignment.state = 'expired'
"""
_LAST_RECEIVED = """
SELECT assignment_id, earned_at FROM earning
WHERE person_id = :person_id AND earned_on = :day AND project_id = :project_id AND kind IN ('piece', 'hourly')
ORDER BY id DESC LIMIT 1
"""
_PSEUDONYMS = "SELECT person_id, pseudonym FROM pseudonym WHERE project_id = :project_id"


def contract(tx: Transaction, assignment_id: int) -> Contract | None:
    """Return an assignment, locked on PostgreSQL until the transaction ends, or None where there is none of this id."""
    row = tx.one(_CONTRACT, assignment_id=assignment_id)
    return None if row is None else _contract(row)


def started(tx: Transaction, *, person_id: int, project_id: int) -> Contract | None:
    """Return what a person has open in a project, locked as `contract` does, or None."""
    row = tx.one(_STARTED, person_id=person_id, project_id=project_id)
    return None if row is None else _contract(row)


def open_item(tx: Transaction, *, person_id: int, project_id: int) -> Contract | None:
    """Return what a person has open in a project, only to look at it, or None."""
    row = tx.one(_OPEN, person_id=person_id, project_id=project_id)
    return None if row is None else _contract(row)


def late_item(tx: Transaction, *, person_id: int, assignment_id: int) -> Contract | None:
    """Return what went back from a person's hands while they were away, only to look at it, or None."""
    row = tx.one(_LATE, person_id=person_id, assignment_id=assignment_id)
    return None if row is None else _contract(row)


def last_received(tx: Transaction, *, person_id: int, project_id: int, on: date) -> tuple[int, datetime] | None:
    """Return the assignment that a person answered last in a project on a day, and when; None before the first."""
    row = tx.one(_LAST_RECEIVED, person_id=person_id, project_id=project_id, day=on)
    return None if row is None else (row[0], from_ms(row[1]))


def answers_of(  # noqa: PLR0913 - what to read, for whom, and who is told
    tx: Transaction,
    *,
    project_id: int,
    task_types: Mapping[str, TaskType],
    with_surplus: bool,
    with_gold: bool = False,
    person_id: int = 0,
    reached: Callable[[int], None] | None = None,
) -> Answers:
    """Return the answers of a project by item and pseudonym; rejected ones are never among them.

    Args:
        tx: a transaction that stays open until the last one is taken.
        project_id: which project.
        task_types: the project's own says which labels an answer names.
        with_surplus: also answers that came too late for their slot, outside the overlap; then a column says so.
        with_gold: also the items whose answer is known; otherwise they are left out.
        person_id: only this person's; 0: everybody's.
        reached: told after each page how many answers it had.
    """
    labels_of = task_types[str(tx.value(_TASK_TYPE, project_id=project_id))].labels_of
    writing = Writing(pseudonyms_of(tx, project_id=project_id), labels_of, with_surplus=with_surplus)
    return Answers(
        tx, project_id=project_id, writing=writing, with_gold=with_gold, person_id=person_id, reached=reached
    )


def pseudonyms_of(tx: Transaction, *, project_id: int) -> dict[int, str]:
    """Return under which name a project sees each person who was offered its work."""
    return {int(row[0]): str(row[1]) for row in tx.run(_PSEUDONYMS, project_id=project_id)}


def _contract(row: Row) -> Contract:
    return Contract(
        assignment_id=row[0],
        project_id=row[1],
        organisation_id=row[2],
        item_id=row[3],
        person_id=row[4],
        state=row[5],
        pay_basis=row[6],
        price_micros=row[7],
        currency=row[8],
        estimated_ms=row[9],
        floor_hourly_micros=row[10],
        rulebook_digest=row[11],
        offered_ms=row[12],
        lease_until_ms=row[13],
        content=json.loads(row[14]),
        task_type=row[15],
        schema=parsed(row[16]),
        started_ms=row[17],
        overlap=row[18],
        extra_answers_most=row[19],
        is_gold=row[20] is not None,
        measured_p95_ms=row[21],
    )


@lru_cache(maxsize=256)
def parsed(schema: str) -> Mapping[str, Any]:
    """Return what a label schema says; read once for each text, as every answer to a project asks for the same."""
    found: Mapping[str, Any] = json.loads(schema)
    return found
