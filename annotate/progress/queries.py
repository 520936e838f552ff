"""Reading how far a project is: answers so far, who works, and at which pace."""

from dataclasses import dataclass
from datetime import datetime

from annotate.progress.rules import Pace, pace_of
from annotate.projects.queries import ProjectCard, project_card
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import from_ms, to_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectOverview:
    """How far a running project is."""

    card: ProjectCard
    submitted_count: int
    accepted_count: int
    surplus_count: int
    open_count: int
    """Assignments that people are working on now."""
    people_count: int
    first_answer_at: datetime | None
    last_answer_at: datetime | None
    pace: Pace | None
    """Of the last days; None where there are too few answers to say."""
    expected_end_at: datetime | None
    """At that pace; None where it cannot be said, or when everything is answered."""


PACE_ANSWERS_MOST = 500
_STATES = "SELECT state, count(*) FROM assignment WHERE project_id = :project_id GROUP BY state"
_ANSWERS = """
SELECT sum(is_surplus), min(submitted_at), max(submitted_at) FROM answer WHERE project_id = :project_id
"""
_PEOPLE = "SELECT count(*) FROM pseudonym WHERE project_id = :project_id"
_LAST_ANSWERS = """
SELECT submitted_at FROM answer WHERE project_id = :project_id ORDER BY assignment_id DESC LIMIT :most
"""


def project_overview(tx: Transaction, project_id: int, *, now: datetime) -> ProjectOverview:
    """Return how far a project is.

    Raises:
        Refusal: `not_found`.
    """
    card = project_card(tx, project_id)
    if card is None:
        raise Refusal("not_found", Kind.MISSING)
    states = {str(row[0]): int(row[1]) for row in tx.run(_STATES, project_id=project_id)}
    surplus, first, last = tx.one(_ANSWERS, project_id=project_id) or (0, None, None)
    rows = tx.run(_LAST_ANSWERS, project_id=project_id, most=PACE_ANSWERS_MOST)
    left = card.asked_count - card.answer_count
    pace = pace_of([row[0] for row in rows], now_ms=to_ms(now))
    return ProjectOverview(
        card=card,
        submitted_count=states.get("submitted", 0) + states.get("accepted", 0),
        accepted_count=states.get("accepted", 0),
        surplus_count=int(surplus or 0),
        open_count=states.get("started", 0) + states.get("offered", 0),
        people_count=int(tx.value(_PEOPLE, project_id=project_id)),
        first_answer_at=None if first is None else from_ms(first),
        last_answer_at=None if last is None else from_ms(last),
        pace=pace,
        expected_end_at=from_ms(to_ms(now) + pace.time_for_ms(left)) if pace and left > 0 else None,
    )
