"""Reading what an annotator is offered, and what they have open."""

import json
from dataclasses import dataclass
from datetime import datetime

from annotate.projects.queries import ProjectView, existing_project
from payments.people.queries import residence_on, willing_for
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.floors import Floor
from policies.periods import local_day, to_ms
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
    """Bytes of the first item, to say what it weighs on a phone's data."""


LEFT_MOST = 500
OFFERS_MOST = 50

_OPEN_TO = """
SELECT project.id, project.content_risks
FROM project JOIN project_jurisdiction ON project_jurisdiction.project_id = project.id
WHERE project.state = 'running' AND project_jurisdiction.jurisdiction = :jurisdiction
ORDER BY project.id DESC LIMIT :most
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
_CURSOR = "SELECT sort_key, item_id FROM cursor WHERE person_id = :person_id AND project_id = :project_id"
_STARTED = """
SELECT 1 FROM assignment WHERE person_id = :person_id AND project_id = :project_id AND state = 'started'
"""
_TIME_ZONE = "SELECT time_zone FROM person WHERE id = :person_id"


def offers_for(tx: Transaction, *, person_id: int, now: datetime, rulebook: Rulebook) -> list[OfferCard]:
    """Return the running projects that are open where a person lives, and what is left of each for them.

    Bounded: at most `OFFERS_MOST` projects, and no more than `LEFT_MOST` items of each are looked at.
    """
    today = local_day(to_ms(now), str(tx.value(_TIME_ZONE, person_id=person_id)))
    residence = residence_on(tx, person_id, on=today)
    if residence is None:
        return []
    floor = rulebook.floor(residence.jurisdiction, zone=residence.zone, on=today)
    rows = tx.run(_OPEN_TO, jurisdiction=residence.jurisdiction, most=OFFERS_MOST)
    views = [existing_project(tx, row[0]) for row in rows]
    willing = willing_for(tx, person_id)
    cards = [_offer(tx, view, floor, person_id) for view in views if willing.issuperset(view.content_risks)]
    return [card for card in cards if card.left_count or card.is_started]


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
    rows = tx.run(_OPEN_TO, jurisdiction=residence.jurisdiction, most=OFFERS_MOST)
    borne = [row for row in rows if willing.issuperset(json.loads(row[1]))]
    return tuple(dict.fromkeys(row[0] for row in (*in_hand, *borne)))


def _offer(tx: Transaction, view: ProjectView, floor: Floor, person_id: int) -> OfferCard:
    here = {"person_id": person_id, "project_id": view.project_id}
    sort_key, item_id = tx.one(_CURSOR, **here) or (-1, -1)
    left = tx.one(_LEFT, project_id=view.project_id, sort_key=sort_key, item_id=item_id, most=LEFT_MOST + 1)
    count, size = left or (0, 0)
    return OfferCard(
        project=view,
        floor=floor,
        left_count=min(count, LEFT_MOST),
        is_more_left=count > LEFT_MOST,
        is_started=tx.value(_STARTED, **here) is not None,
        item_bytes=int(size or 0),
    )
