"""Reading the looks at a project's price, and which projects are to be looked at again."""

import json
from dataclasses import dataclass
from datetime import datetime

from annotate.price_looks.rules import PersonTime, Times
from annotate.projects.queries import ProjectView, law_of
from payments.transaction import Row, Transaction
from policies.periods import from_ms
from policies.pilot import CHECKPOINTS, checkpoint_due
from policies.rulebook import Rulebook

_LOOKS = """
SELECT checkpoint, person_count, answer_count, floor_hourly_micros, price_micros, proposed_micros, times, looked_at
FROM price_look WHERE project_id = :project_id ORDER BY checkpoint
"""
_RAISED = """
SELECT price_micros FROM price_change
WHERE project_id = :project_id AND changed_at >= :since AND changed_at < :until ORDER BY id DESC LIMIT 1
"""
_PEOPLE = """
SELECT assignment.person_id, count(*), sum(answer.counted_ms) FROM answer
JOIN assignment ON assignment.id = answer.assignment_id
WHERE answer.project_id = :project_id GROUP BY assignment.person_id ORDER BY assignment.person_id
"""
# A pilot has its own look; completions count from its end.
_SINCE = """
SELECT CASE WHEN pilot.project_id IS NULL THEN project.published_at ELSE pilot.ended_at END,
       (SELECT coalesce(max(checkpoint), 0) FROM price_look WHERE price_look.project_id = project.id)
FROM project LEFT JOIN pilot ON pilot.project_id = project.id WHERE project.id = :project_id
"""
_COMPLETED = """
SELECT count(*) FROM (SELECT 1 FROM answer WHERE project_id = :project_id AND is_surplus = 0
                      AND submitted_at >= :since LIMIT :most) AS few
"""
_TO_LOOK_AT = """
SELECT project.id FROM project LEFT JOIN pilot ON pilot.project_id = project.id
WHERE project.state = 'running' AND project.pay_basis = 'item'
  AND (pilot.project_id IS NULL OR pilot.ended_at IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM price_look WHERE price_look.project_id = project.id AND price_look.checkpoint = :last)
ORDER BY project.id
"""
_SEEN = "SELECT 1 FROM price_look WHERE project_id = :project_id LIMIT 1"
_LATEST = 9_007_199_254_740_991


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at a project's price: 0 is the pilot; the others come after so many completions.

    Attributes:
        proposed_micros: None where too few people had answered.
        raised_micros: the price that its requester raised to after it and before the next; None where they did not.
    """

    checkpoint: int
    person_count: int
    answer_count: int
    floor_hourly_micros: int
    price_micros: int
    proposed_micros: int | None
    times: Times
    looked_at: datetime
    raised_micros: int | None

    @property
    def is_higher(self) -> bool:
        """Whether a higher price was proposed than was paid."""
        return self.proposed_micros is not None and self.proposed_micros > self.price_micros


def looks_of(tx: Transaction, project_id: int) -> tuple[Look, ...]:
    """Return every look at a project's price, its pilot first, and what was done after it."""
    rows = tx.run(_LOOKS, project_id=project_id)
    ends = [row[7] for row in rows[1:]] + [_LATEST]
    return tuple(
        _look(row, tx.value(_RAISED, project_id=project_id, since=row[7], until=until))
        for row, until in zip(rows, ends, strict=False)  # no end is needed where there was no look
    )


def is_price_seen(tx: Transaction, project_id: int) -> bool:
    """Return whether a project's price was looked at since it was set."""
    return tx.one(_SEEN, project_id=project_id) is not None


def projects_to_look_at(tx: Transaction) -> tuple[int, ...]:
    """Return the running projects that pay by the item and whose price was not looked at for the last time."""
    return tuple(row[0] for row in tx.run(_TO_LOOK_AT, last=CHECKPOINTS[-1]))


def look_due(tx: Transaction, project_id: int) -> int | None:
    """Return the checkpoint at which a project's price is to be looked at now, or None; none while a pilot runs."""
    since, looked_at = tx.one(_SINCE, project_id=project_id) or (None, 0)
    if since is None:
        return None
    completed = int(tx.value(_COMPLETED, project_id=project_id, since=since, most=CHECKPOINTS[-1]))
    return checkpoint_due(completed=completed, looked_at=int(looked_at))


def people_times(tx: Transaction, project_id: int) -> tuple[PersonTime, ...]:
    """Return what each person answered in a project, and in how much counted time."""
    rows = tx.run(_PEOPLE, project_id=project_id)
    return tuple(PersonTime(answer_count=row[1], counted_ms=int(row[2])) for row in rows)


def highest_floor(view: ProjectView, *, rulebook: Rulebook, now: datetime) -> int:
    """Return the highest floor of today where a project is open, micro-units an hour."""
    floors, _ = law_of(view, rulebook=rulebook, now=now)
    return max(place.floor.hourly_micros for place in floors)


def _look(row: Row, raised_micros: int | None) -> Look:
    kept = json.loads(row[6])
    instructions_ms, reader_count = kept["reading"]
    return Look(
        checkpoint=row[0],
        person_count=row[1],
        answer_count=row[2],
        floor_hourly_micros=row[3],
        price_micros=row[4],
        proposed_micros=row[5],
        times=Times(
            people_ms=tuple(kept["people"]),
            answers_ms=tuple(kept["answers"]),
            instructions_ms=instructions_ms,
            reader_count=reader_count,
        ),
        looked_at=from_ms(row[7]),
        raised_micros=raised_micros,
    )
