"""Reading whether somebody has to wait for more of a project, and how much waiting or paperwork counts already."""

from datetime import date

from annotate.projects.queries import ProjectView
from annotate.projects.rules import ProjectState
from payments.transaction import Transaction

# The same question that a claim asks, without taking anything.
_OPEN_FOR_ME = """
SELECT 1 FROM item WHERE item.project_id = :project_id AND item.open_slots > 0
  AND NOT EXISTS (SELECT 1 FROM assignment WHERE assignment.item_id = item.id AND assignment.person_id = :person_id)
LIMIT 1
"""
_HELD_BY_OTHERS = """
SELECT 1 FROM assignment AS other
WHERE other.project_id = :project_id AND other.state IN ('offered', 'started') AND other.person_id <> :person_id
  AND NOT EXISTS (SELECT 1 FROM assignment AS mine WHERE mine.item_id = other.item_id AND mine.person_id = :person_id)
LIMIT 1
"""
_WAITED = """
SELECT coalesce(sum(counted_ms), 0) FROM time_total
WHERE person_id = :person_id AND worked_on >= :since_on AND work_session_id = :work_session_id
  AND bucket = 'waiting_requester'
"""
_ADMIN = """
SELECT coalesce(sum(counted_ms), 0) FROM time_total
WHERE person_id = :person_id AND worked_on = :today AND bucket = 'admin'
"""


def must_wait(tx: Transaction, project: ProjectView, *, person_id: int) -> bool:
    """Return whether a project has nothing for a person at this moment, but may have something soon.

    Args:
        tx: an open transaction.
        project: one that is open to the person.
        person_id: who.
    """
    if project.state == ProjectState.PAUSED:
        return True
    me = {"project_id": project.project_id, "person_id": person_id}
    if project.state != ProjectState.RUNNING or tx.value(_OPEN_FOR_ME, **me) is not None:
        return False
    return tx.value(_HELD_BY_OTHERS, **me) is not None


def waited_ms(tx: Transaction, *, person_id: int, work_session_id: int, since_on: date) -> int:
    """Return how much waiting for requesters counts in a work session, milliseconds."""
    about = {"person_id": person_id, "work_session_id": work_session_id, "since_on": since_on}
    return int(tx.value(_WAITED, **about))


def admin_ms(tx: Transaction, *, person_id: int, today: date) -> int:
    """Return how much paperwork counts today, milliseconds."""
    return int(tx.value(_ADMIN, person_id=person_id, today=today))
