"""Reading what an annotator is offered, and what they have open."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from annotate.assignments.queries import Contract
from annotate.projects.queries import ProjectView, existing_project
from annotate.projects.rules import ProjectState
from annotate.serving.rules import Offer
from payments.earnings.queries import Pace, paces
from payments.employment.queries import EMPLOYERS, employers_of
from payments.people.queries import residence_on, willing_for
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.floors import Floor
from policies.money import ceil_div
from policies.periods import from_ms, local_day, to_ms
from policies.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCard:
    """A project as one annotator is offered it."""

    project: ProjectView
    floor: Floor
    left_count: int
    """Items left for this person, counted up to `LEFT_MOST`."""
    is_more_left: bool
    is_started: bool
    """Whether the person has an item of it open."""
    item_bytes: int
    """Bytes of the largest item of those, to say what it weighs on a phone's data."""
    picture_bytes: int
    """Bytes of a picture of the next items as the work page shows it, on average, rounded up; 0 without pictures."""
    pace: Pace | None
    """What the person made here lately; None before there is enough to say."""

    @property
    def hourly_micros(self) -> int:
        """What an hour of tasks brings this person: at their own pace, else at the usual; never below the floor."""
        paid = self.pace.hourly_micros if self.pace else self.project.hourly_equivalent_micros
        return max(paid, self.floor.hourly_micros) if not self.project.is_salaried else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class InHand:
    """An item that a person has open, and until when it is kept for them."""

    assignment_id: int
    project_id: int
    project_name: str
    language: str
    kept_until_at: datetime


LEFT_MOST = 500
PICTURES_WEIGHED = 100
PACE_SINCE = timedelta(days=14)
PACE_ANSWERS_LEAST = 10
"""From so many answers of the last two weeks on, a person's own pace says more than the estimate."""
OFFERS_MOST = 50

_READS = """
(project.language IN (SELECT language FROM reading_language WHERE person_id = :person_id)
 OR NOT EXISTS (SELECT 1 FROM reading_language WHERE person_id = :person_id))
"""
# Work that a salary pays for is seen only by those who said themselves that it is theirs.
_OPEN_TO = f"""
SELECT project.id, project.content_risks
FROM project JOIN project_jurisdiction ON project_jurisdiction.project_id = project.id
WHERE project.state = 'running' AND project_jurisdiction.jurisdiction = :jurisdiction
  AND (project.pay_basis <> 'salaried' OR project.organisation_id IN ({EMPLOYERS})) AND {_READS}
ORDER BY project.id DESC LIMIT :most
"""
_UNREAD = """
SELECT DISTINCT project.language
FROM project JOIN project_jurisdiction ON project_jurisdiction.project_id = project.id
WHERE project.state = 'running' AND project_jurisdiction.jurisdiction = :jurisdiction
  AND project.pay_basis <> 'salaried'
  AND project.language NOT IN (SELECT language FROM reading_language WHERE person_id = :person_id)
  AND EXISTS (SELECT 1 FROM reading_language WHERE person_id = :person_id)
"""
_WITHHELD = """
SELECT 1 WHERE EXISTS (SELECT 1 FROM reading_language WHERE person_id = :person_id)
  AND NOT EXISTS (SELECT 1 FROM reading_language WHERE person_id = :person_id AND language = :language)
"""
_PICTURES = """
SELECT count(*), sum(picture.screen_bytes) FROM (
  SELECT id FROM item WHERE project_id = :project_id AND open_slots > 0 ORDER BY sort_key, id LIMIT :most
) AS ahead JOIN item_picture ON item_picture.item_id = ahead.id JOIN picture ON picture.sha256 = item_picture.sha256
"""
_ALL_IN_HAND = """
SELECT assignment.id, assignment.project_id, project.name, project.language, assignment.lease_until_at
FROM assignment JOIN project ON project.id = assignment.project_id
WHERE assignment.person_id = :person_id AND assignment.state = 'started' ORDER BY assignment.offered_at DESC
"""
_IN_HAND = """
SELECT project_id FROM assignment WHERE person_id = :person_id AND state = 'started' ORDER BY id DESC
"""
_LEFT = """
SELECT count(*), max(size) FROM (
  SELECT length(item.content) AS size FROM item
  WHERE item.project_id = :project_id AND item.open_slots > 0
    AND (item.sort_key > :sort_key OR (item.sort_key = :sort_key AND item.id > :item_id)) LIMIT :most
) AS ahead
"""
_CURSOR = "SELECT sort_key, item_id, taken_count FROM cursor WHERE person_id = :person_id AND project_id = :project_id"
_STARTED = """
SELECT 1 FROM assignment WHERE person_id = :person_id AND project_id = :project_id AND state = 'started'
"""
_TIME_ZONE = "SELECT time_zone FROM person WHERE id = :person_id"


def is_open_to(tx: Transaction, project: ProjectView, *, person_id: int, jurisdiction: str) -> bool:
    """Return whether a person may work on a project at all; to others it is as good as none.

    Args:
        tx: an open transaction.
        project: published, or nobody may.
        person_id: who; where a salary pays, only someone who accepted that the organisation employs them.
        jurisdiction: whose law protects them today.
    """
    if project.state == ProjectState.DRAFT or jurisdiction not in project.jurisdictions:
        return False
    return not project.is_salaried or project.organisation_id in employers_of(tx, person_id)


def offers_for(tx: Transaction, *, person_id: int, now: datetime, rulebook: Rulebook) -> list[OfferCard]:
    """Return the running projects that are open where a person lives, and what is left of each for them.

    What is open already comes first, then what pays this person most for an hour. Projects with hard content that the
    person has not said yes to are left out.

    Bounded: at most `OFFERS_MOST` projects, and no more than `LEFT_MOST` items of each are looked at.
    """
    today = local_day(to_ms(now), str(tx.value(_TIME_ZONE, person_id=person_id)))
    residence = residence_on(tx, person_id, on=today)
    if residence is None:
        return []
    floor = rulebook.floor(residence.jurisdiction, zone=residence.zone, on=today)
    rows = tx.run(_OPEN_TO, person_id=person_id, jurisdiction=residence.jurisdiction, most=OFFERS_MOST)
    views = [existing_project(tx, row[0]) for row in rows]
    willing = willing_for(tx, person_id)
    known = paces(tx, person_id, since_on=today - PACE_SINCE)
    cards = [_offer(tx, view, floor, person_id, known) for view in views if willing.issuperset(view.content_risks)]
    found = [card for card in cards if card.left_count or card.is_started]
    return sorted(found, key=lambda card: (not card.is_started, -card.hourly_micros, -card.project.project_id))


def risks_withheld(tx: Transaction, *, person_id: int, now: datetime) -> tuple[str, ...]:
    """Return the kinds of hard content for which running projects are not offered to a person; they may change it."""
    today = local_day(to_ms(now), str(tx.value(_TIME_ZONE, person_id=person_id)))
    residence = residence_on(tx, person_id, on=today)
    rows = (
        tx.run(_OPEN_TO, person_id=person_id, jurisdiction=residence.jurisdiction, most=OFFERS_MOST)
        if residence
        else []
    )
    return tuple(sorted({risk for row in rows for risk in json.loads(row[1])} - willing_for(tx, person_id)))


def languages_withheld(tx: Transaction, *, person_id: int, now: datetime) -> tuple[str, ...]:
    """Return the languages of running projects that are not offered to a person who did not tick them."""
    today = local_day(to_ms(now), str(tx.value(_TIME_ZONE, person_id=person_id)))
    residence = residence_on(tx, person_id, on=today)
    rows = tx.run(_UNREAD, person_id=person_id, jurisdiction=residence.jurisdiction) if residence else []
    return tuple(sorted(row[0] for row in rows))


def is_language_withheld(tx: Transaction, *, person_id: int, language: str) -> bool:
    """Return whether a person ticked languages in which they label, and this is none of them."""
    return tx.value(_WITHHELD, person_id=person_id, language=language) is not None


def in_hand(tx: Transaction, *, person_id: int) -> tuple[InHand, ...]:
    """Return every item that a person has open, the latest first."""
    return tuple(
        InHand(
            assignment_id=row[0],
            project_id=row[1],
            project_name=row[2],
            language=row[3],
            kept_until_at=from_ms(row[4]),
        )
        for row in tx.run(_ALL_IN_HAND, person_id=person_id)
    )


def projects_for(tx: Transaction, *, person_id: int, now: datetime) -> tuple[int, ...]:
    """Return the projects in which a person may find a task: what they have open first, then the newest first.

    Raises:
        Refusal: `no_residence`: nobody knows whose law protects them.
    """
    today = local_day(to_ms(now), str(tx.value(_TIME_ZONE, person_id=person_id)))
    residence = residence_on(tx, person_id, on=today)
    if residence is None:
        raise Refusal("no_residence", Kind.CONFLICT, on=today.isoformat())
    in_hand = tx.run(_IN_HAND, person_id=person_id)
    willing = willing_for(tx, person_id)
    rows = tx.run(_OPEN_TO, person_id=person_id, jurisdiction=residence.jurisdiction, most=OFFERS_MOST)
    borne = [row for row in rows if willing.issuperset(json.loads(row[1]))]
    return tuple(dict.fromkeys(row[0] for row in (*in_hand, *borne)))


def _offer(
    tx: Transaction, view: ProjectView, floor: Floor, person_id: int, known: Mapping[tuple[int, str], Pace]
) -> OfferCard:
    here = {"person_id": person_id, "project_id": view.project_id}
    sort_key, item_id, taken_count = tx.one(_CURSOR, **here) or (-1, -1, 0)
    most = LEFT_MOST + 1
    if view.person_answers_most is not None:  # a project of which one person may answer so many is not offered beyond
        most = max(0, min(most, view.person_answers_most - taken_count))
    left = tx.one(_LEFT, project_id=view.project_id, sort_key=sort_key, item_id=item_id, most=most)
    count, size = left or (0, 0)
    pictures, picture_bytes = tx.one(_PICTURES, project_id=view.project_id, most=PICTURES_WEIGHED) or (0, 0)
    pace = known.get((view.project_id, view.currency))
    return OfferCard(
        project=view,
        floor=floor,
        left_count=min(count, LEFT_MOST),
        is_more_left=count > LEFT_MOST,
        is_started=tx.value(_STARTED, **here) is not None,
        item_bytes=int(size or 0),
        picture_bytes=ceil_div(int(picture_bytes or 0), max(pictures, 1)),
        pace=pace if pace and pace.answer_count >= PACE_ANSWERS_LEAST else None,
    )


_AHEAD = """
SELECT item.content FROM assignment JOIN item ON item.id = assignment.item_id
WHERE assignment.person_id = :person_id AND assignment.project_id = :project_id AND assignment.state = 'offered'
"""


def ahead_of(tx: Transaction, *, person_id: int, project_id: int) -> Mapping[str, Any] | None:
    """Return the content of the item that is offered to a person ahead, so that a page loads its pictures; or None."""
    content = tx.value(_AHEAD, person_id=person_id, project_id=project_id)
    return None if content is None else dict(json.loads(content))


def offer_of(found: Contract, *, project_name: str, language: str, lease_until_ms: int) -> Offer:
    """Return an offer as its contract fixed it."""
    return Offer(
        assignment_id=found.assignment_id,
        project_id=found.project_id,
        project_name=project_name,
        language=language,
        task_type=found.task_type,
        content=found.content,
        schema=found.schema,
        pay_basis=found.pay_basis,
        price_micros=found.price_micros,
        currency=found.currency,
        estimated_ms=found.estimated_ms,
        floor_hourly_micros=found.floor_hourly_micros,
        offered_at=from_ms(found.offered_ms),
        lease_until_at=from_ms(lease_until_ms),
    )
