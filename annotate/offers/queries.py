"""Reading, in one go, everything that decides whether a person may have the next item of a project, and which."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from annotate.assignments.queries import parsed
from annotate.funding.service import Chest
from annotate.projects.rules import PayBasis, set_aside_micros
from payments.ledger.rules import purse, reserve
from payments.transaction import Row, Transaction
from policies.errors import Kind, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A project as the next offer of one person would be: its terms now, and how far the person is in it.

    Attributes:
        is_open_here: it is open where the person lives.
        cursor: how far in the queue they are; None before their first item.
        started_id: their open assignment of it.
        ahead_id: their assignment of it that is offered ahead and not started.
        purse_micros: what their purse has free.
        reserve_micros: what the project's reserve has free.
        is_read: the person reads the language of its items, or never said which they read.
        person_answers_most: how many items one person may answer; None is as many as there are.
        gold_every: after how many items of a person one comes whose answer is known; 0 is never.
        taken_count: items of it that the person was handed and did not give back.
        since_gold_count: how many of them came since the last one whose answer is known.
        p95_ms: how long a slow answer takes, as measured in its pilot; None without one.
        reserve_percent: what comes on top of an item, as measured in its pilot; None without one.
    """

    project_id: int
    organisation_id: int
    name: str
    language: str
    task_type: str
    schema: Mapping[str, Any]
    content_risks: tuple[str, ...]
    estimated_ms: int
    pay_basis: str
    price_micros: int
    currency: str
    state: str
    is_open_here: bool
    cursor: Row | None
    started_id: int | None
    ahead_id: int | None
    purse_micros: int
    reserve_micros: int
    is_read: bool
    person_answers_most: int | None
    gold_every: int
    taken_count: int
    since_gold_count: int
    p95_ms: int | None
    reserve_percent: int | None

    @property
    def chest(self) -> Chest:
        """Whose money it is."""
        return Chest(project_id=self.project_id, organisation_id=self.organisation_id, currency=self.currency)

    def has_room_for(self, count: int) -> bool:
        """Whether so many more items do not pass what one person may answer here."""
        return self.person_answers_most is None or self.taken_count + count <= self.person_answers_most

    @property
    def is_salaried(self) -> bool:
        """Whether a salary pays for it: only those whom its organisation employs may work on it."""
        return self.pay_basis == PayBasis.SALARIED

    @property
    def set_aside_micros(self) -> int:
        """What must be in a purse before one item is offered."""
        return set_aside_micros(
            pay_basis=self.pay_basis,
            price_micros=self.price_micros,
            estimated_ms=self.estimated_ms,
            p95_ms=self.p95_ms,
        )


# One row, each part of it by a key of its own: as many items as there may be, nothing here is looked through.
_TERMS = """
SELECT project.id, project.organisation_id, project.name, project.language, project.task_type, project.label_schema,
  project.content_risks, project.estimated_ms, project.pay_basis, project.price_micros, project.currency, project.state,
  EXISTS (SELECT 1 FROM project_jurisdiction AS place
          WHERE place.project_id = project.id AND place.jurisdiction = :jurisdiction),
  cursor.sort_key, cursor.item_id,
  (SELECT id FROM assignment WHERE person_id = :person_id AND project_id = :project_id AND state = 'started'),
  (SELECT id FROM assignment WHERE person_id = :person_id AND project_id = :project_id AND state = 'offered'),
  (SELECT credits_posted - debits_posted - debits_pending FROM ledger_account WHERE id = :purse_id),
  (SELECT credits_posted - debits_posted - debits_pending FROM ledger_account WHERE id = :reserve_id),
  EXISTS (SELECT 1 FROM reading_language AS own
          WHERE own.person_id = :person_id AND own.language = project.language)
  OR NOT EXISTS (SELECT 1 FROM reading_language AS own WHERE own.person_id = :person_id),
  project.person_answers_most, project.gold_every, cursor.taken_count, cursor.since_gold_count,
  project.p95_ms, project.reserve_percent
FROM project LEFT JOIN cursor ON cursor.person_id = :person_id AND cursor.project_id = :project_id
WHERE project.id = :project_id
"""


def terms_of(tx: Transaction, *, person_id: int, project_id: int, jurisdiction: str) -> Terms:
    """Return what a project's next offer to a person would be.

    Args:
        tx: the open transaction, the person's clock locked.
        person_id: who.
        project_id: which project.
        jurisdiction: whose law protects them today.

    Raises:
        Refusal: `not_found`.
    """
    about = {"person_id": person_id, "project_id": project_id, "jurisdiction": jurisdiction}
    row = tx.one(_TERMS, **about, purse_id=purse(project_id, person_id), reserve_id=reserve(project_id))
    if row is None:
        raise Refusal("not_found", Kind.MISSING)
    return Terms(
        project_id=row[0],
        organisation_id=row[1],
        name=row[2],
        language=row[3],
        task_type=row[4],
        schema=parsed(row[5]),
        content_risks=_risks(row[6]),
        estimated_ms=row[7],
        pay_basis=row[8],
        price_micros=row[9],
        currency=row[10],
        state=row[11],
        is_open_here=bool(row[12]),
        cursor=None if row[13] is None else row[13:15],
        started_id=row[15],
        ahead_id=row[16],
        purse_micros=row[17] or 0,
        reserve_micros=row[18] or 0,
        is_read=bool(row[19]),
        person_answers_most=row[20],
        gold_every=row[21],
        taken_count=row[22] or 0,
        since_gold_count=row[23] or 0,
        p95_ms=row[24],
        reserve_percent=row[25],
    )


@lru_cache(maxsize=256)
def _risks(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
