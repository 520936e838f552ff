"""Reading paid pilots: how far one is, what was measured so far, and which price follows from it."""

from dataclasses import dataclass
from datetime import date, datetime

from annotate.price_looks.queries import highest_floor
from annotate.price_looks.rules import PersonTime, Times, proposed, times_of
from annotate.projects.queries import ProjectView
from payments.spending.queries import project_spend
from payments.transaction import Row, Transaction
from policies.errors import Kind, Refusal
from policies.periods import from_ms, local_day, to_ms
from policies.pilot import Proposal
from policies.rulebook import Rulebook

_PILOT = """
SELECT pilot.project_id, pilot.batch_id, pilot.sample_count, pilot.each_most, pilot.person_answers_most,
       pilot.pool_count, pilot.started_at, pilot.ended_at, pilot.taken_micros, pilot.taken_at, batch.price_micros
FROM pilot JOIN batch ON batch.id = pilot.batch_id WHERE pilot.project_id = :project_id
"""
# By the answers of the project, which an index finds: while a pilot runs, it has no others.
_PEOPLE = """
SELECT assignment.person_id, count(*), sum(answer.counted_ms) FROM answer
JOIN assignment ON assignment.id = answer.assignment_id JOIN item ON item.id = assignment.item_id
WHERE answer.project_id = :project_id AND item.batch_id = :batch_id
GROUP BY assignment.person_id ORDER BY assignment.person_id
"""
_ANSWERS = """
SELECT answer.counted_ms FROM answer
JOIN assignment ON assignment.id = answer.assignment_id JOIN item ON item.id = assignment.item_id
WHERE answer.project_id = :project_id AND item.batch_id = :batch_id
"""
_READING = """
SELECT coalesce(sum(counted_ms), 0), count(DISTINCT person_id) FROM time_total
WHERE project_id = :project_id AND bucket = 'instructions'
"""
_LIVING = """
SELECT count(*) FROM residence WHERE jurisdiction = :jurisdiction AND from_on <= :day AND NOT EXISTS (
  SELECT 1 FROM residence AS later
  WHERE later.person_id = residence.person_id AND later.from_on > residence.from_on AND later.from_on <= :day)
"""
_TO_COME = """
SELECT (SELECT coalesce(sum(open_slots), 0) FROM item
        WHERE project_id = :project_id AND batch_id = :batch_id AND open_slots > 0),
       (SELECT count(*) FROM assignment JOIN item ON item.id = assignment.item_id
        WHERE assignment.project_id = :project_id AND assignment.state IN ('offered', 'started')
        AND item.batch_id = :batch_id)
"""
_WAIT = """
SELECT coalesce(sum(imported_count), 0) FROM batch WHERE project_id = :project_id AND published_at IS NULL
"""
_ITEMS = "SELECT count(*) FROM item WHERE project_id = :project_id AND gold_use_count IS NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotView:
    """A pilot as it stands.

    Attributes:
        each_most: how many items one person may answer while it runs.
        person_answers_most: the project's own limit for one person; None is none.
        price_micros: what an item, or an hour, paid when it began.
        taken_micros: the price that its requester took; None until then.
    """

    project_id: int
    batch_id: int
    sample_count: int
    each_most: int
    person_answers_most: int | None
    pool_count: int
    started_at: datetime
    ended_at: datetime | None
    taken_micros: int | None
    taken_at: datetime | None
    price_micros: int

    @property
    def is_running(self) -> bool:
        """Whether its items are still offered as a sample."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a pilot measured so far, and what follows from it.

    Attributes:
        people: what each person did, in no order that means anything.
        floor_hourly_micros: the highest floor of today where the project is open.
        beside_micros: what rest, instructions and waiting came to, open weeks as if they closed now.
        proposal: None where fewer than three people took part.
    """

    people: tuple[PersonTime, ...]
    times: Times
    floor_hourly_micros: int
    beside_micros: int
    proposal: Proposal | None


def pilot_of(tx: Transaction, project_id: int) -> PilotView | None:
    """Return the pilot of a project, or None where it has none."""
    row = tx.one(_PILOT, project_id=project_id)
    return None if row is None else _pilot(row)


def existing_pilot(tx: Transaction, project_id: int) -> PilotView:
    """Return the pilot of a project.

    Raises:
        Refusal: `no_pilot`.
    """
    found = pilot_of(tx, project_id)
    if found is None:
        raise Refusal("no_pilot", Kind.CONFLICT)
    return found


def measured(tx: Transaction, view: ProjectView, pilot: PilotView, *, rulebook: Rulebook, now: datetime) -> Measured:
    """Return what a pilot measured so far, with the floor of this day."""
    rows = tx.run(_PEOPLE, project_id=view.project_id, batch_id=pilot.batch_id)
    times = tuple(PersonTime(answer_count=row[1], counted_ms=int(row[2])) for row in rows)
    answers = [row[0] for row in tx.run(_ANSWERS, project_id=view.project_id, batch_id=pilot.batch_id)]
    reading_ms, readers = tx.one(_READING, project_id=view.project_id) or (0, 0)
    taken = times_of(times, answers_ms=answers, instructions_ms=int(reading_ms), reader_count=readers)
    spend = project_spend(tx, view.project_id)
    lines = [*spend.booked_micros.items(), *spend.projected_micros.items()]
    floor = highest_floor(view, rulebook=rulebook, now=now)
    return Measured(
        people=times,
        times=taken,
        floor_hourly_micros=floor,
        beside_micros=sum(micros for kind, micros in lines if kind != "top_up"),
        proposal=proposed(taken, floor_hourly_micros=floor, pool=pilot.pool_count),
    )


def pool_count(tx: Transaction, view: ProjectView, *, rulebook: Rulebook, now: datetime) -> int:
    """Return how many annotators live today where a project is open."""
    places = {place.code: place for place in rulebook.jurisdictions()}
    days: dict[str, date] = {code: local_day(to_ms(now), places[code].time_zone) for code in view.jurisdictions}
    return sum(int(tx.value(_LIVING, jurisdiction=code, day=day.isoformat())) for code, day in days.items())


def to_come_count(tx: Transaction, pilot: PilotView) -> int:
    """Return how many answers of a pilot's items are still to come: open, or in somebody's hands."""
    open_count, held_count = tx.one(_TO_COME, project_id=pilot.project_id, batch_id=pilot.batch_id) or (0, 0)
    return int(open_count) + int(held_count)


def waiting_count(tx: Transaction, project_id: int) -> int:
    """Return how many items of a published project wait for their own money."""
    return int(tx.value(_WAIT, project_id=project_id))


def item_count(tx: Transaction, project_id: int) -> int:
    """Return how many items a project has that are to be answered; those whose answer is known are not among them."""
    return int(tx.value(_ITEMS, project_id=project_id))


def _pilot(row: Row) -> PilotView:
    return PilotView(
        project_id=row[0],
        batch_id=row[1],
        sample_count=row[2],
        each_most=row[3],
        person_answers_most=row[4],
        pool_count=row[5],
        started_at=from_ms(row[6]),
        ended_at=None if row[7] is None else from_ms(row[7]),
        taken_micros=row[8],
        taken_at=None if row[9] is None else from_ms(row[9]),
        price_micros=row[10],
    )
