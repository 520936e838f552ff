"""What an annotator wants to be offered: hard content, which a no takes off their hands at once, and languages."""

import json
from collections.abc import Collection
from datetime import datetime

from annotate.assignments.rules import Reason
from annotate.assignments.service import release
from annotate.projects.rules import CONTENT_RISKS, LANGUAGES
from payments.people.service import choose_content, choose_languages
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.rulebook import Rulebook

# Whoever is handed an item in another tab at this moment is waited for: it is given back too, or never handed out.
_TAKE_TURN = "SELECT 1 FROM clock WHERE person_id = :person_id /*postgresql: FOR UPDATE */"
_OPEN_WITH_RISKS = """
SELECT assignment.id, project.content_risks FROM assignment JOIN project ON project.id = assignment.project_id
WHERE assignment.person_id = :person_id AND assignment.state = 'started' AND project.content_risks <> '[]'
ORDER BY assignment.id
"""


def choose(
    tx: Transaction, *, person_id: int, willing: Collection[str], now: datetime, rulebook: Rulebook
) -> tuple[int, ...]:
    """Keep what an annotator is willing to see, and give back the open items that show anything else.

    They are given back as skipped, so that no requester learns why; the time on them stays counted.

    Args:
        tx: the open transaction.
        person_id: an annotator.
        willing: the kinds of hard content they say yes to; all others are a no.
        now: when.
        rulebook: the law by which the time on what is given back is recorded.

    Returns:
        The assignments that were given back.

    Raises:
        Refusal: `risk_unknown`.
    """
    if not set(willing).issubset(CONTENT_RISKS):
        raise Refusal("risk_unknown", Kind.UNREADABLE)
    tx.run(_TAKE_TURN, person_id=person_id)
    choose_content(tx, person_id, willing={risk: risk in willing for risk in CONTENT_RISKS}, now=now)
    rows = tx.run(_OPEN_WITH_RISKS, person_id=person_id)
    given_back = tuple(row[0] for row in rows if not set(json.loads(row[1])).issubset(willing))
    for assignment_id in given_back:
        release(tx, person_id=person_id, assignment_id=assignment_id, reason=Reason.SKIP, now=now, rulebook=rulebook)
    return given_back


def choose_to_read(tx: Transaction, *, person_id: int, languages: Collection[str], now: datetime) -> None:
    """Keep in which languages an annotator wants to label; what is open already may be finished in any.

    Args:
        tx: the open transaction.
        person_id: an annotator.
        languages: codes such as es or nah; none at all means any.
        now: when.

    Raises:
        Refusal: `project_choice` for a language that no project can have.
    """
    for language in languages:
        if language not in LANGUAGES:
            raise Refusal("project_choice", Kind.UNREADABLE, what="language", chosen=language[:40])
    choose_languages(tx, person_id, languages=languages, now=now)
