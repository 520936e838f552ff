"""Reading which of a person's offers to propose first, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from annotate.next_best.rules import Candidate, Why, rank
from annotate.serving.queries import OfferCard, offers_for, projects_for
from payments.transaction import Transaction
from policies.rulebook import Rulebook

_ANSWERED = """
SELECT project_id, count(*) FROM earning
WHERE person_id = :person_id AND earned_on = :today AND kind IN ('piece', 'hourly') GROUP BY project_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """The offers of a person in the order in which they are proposed.

    Attributes:
        cards: the offers, the next best first.
        why: why that one; None where there are none.
        instead_of: the name of what pays a little more, where variety decided; else empty.
        answered_count: how many of that other one the person answered today; else of the first.
    """

    cards: tuple[OfferCard, ...]
    why: Why | None
    instead_of: str
    answered_count: int


def proposed_for(tx: Transaction, *, person_id: int, today: date, now: datetime, rulebook: Rulebook) -> Proposed:
    """Return what a person may choose from, the next best first. Bounded as `offers_for` is.

    Args:
        tx: an open transaction.
        person_id: an annotator.
        today: the day it is where they live.
        now: this instant.
        rulebook: the law by which their floor is known.
    """
    cards = offers_for(tx, person_id=person_id, now=now, rulebook=rulebook)
    answered = {int(row[0]): int(row[1]) for row in tx.run(_ANSWERED, person_id=person_id, today=today)}
    return _proposed(cards, answered)


def _proposed(cards: Sequence[OfferCard], answered: dict[int, int]) -> Proposed:
    found = rank([_candidate(card, answered) for card in cards])
    by_id = {card.project.project_id: card for card in cards}
    if found is None:
        return Proposed(cards=(), why=None, instead_of="", answered_count=0)
    other_id = found.instead_of_id
    return Proposed(
        cards=tuple(by_id[project_id] for project_id in found.project_ids),
        why=found.why,
        instead_of=by_id[other_id].project.name if other_id is not None else "",
        answered_count=answered.get(found.project_ids[0] if other_id is None else other_id, 0),
    )


def _candidate(card: OfferCard, answered: dict[int, int]) -> Candidate:
    return Candidate(
        project_id=card.project.project_id,
        hourly_micros=card.hourly_micros,
        answered_count=answered.get(card.project.project_id, 0),
        is_started=card.is_started,
        has_left=card.left_count > 0,
    )


def projects_proposed(
    tx: Transaction, *, person_id: int, today: date, now: datetime, rulebook: Rulebook
) -> tuple[int, ...]:
    """Return every project in which a person may find a task, the next best first. Args: as `proposed_for`.

    Raises:
        Refusal: `no_residence`: nobody knows whose law protects them.
    """
    known = projects_for(tx, person_id=person_id, now=now)
    found = proposed_for(tx, person_id=person_id, today=today, now=now, rulebook=rulebook)
    return tuple(dict.fromkeys((*(card.project.project_id for card in found.cards), *known)))
