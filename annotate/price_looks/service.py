"""Looking at a project's price again after 30, 100 and 300 completions: proposed upward only, and never done alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from annotate.price_looks.queries import highest_floor, look_due, people_times
from annotate.price_looks.rules import PEOPLE_LEAST, PersonTime, Times, times_of
from annotate.projects.queries import existing_project
from annotate.projects.service import hold_project
from payments.columns import json_text
from payments.events.rules import Fact, project_stream
from payments.events.service import append
from payments.transaction import Transaction
from policies.pilot import reproposed_micros
from policies.rulebook import Rulebook

_LOOK = """
INSERT INTO price_look (project_id, checkpoint, person_count, answer_count, floor_hourly_micros, price_micros,
                        proposed_micros, times, looked_at)
VALUES (:project_id, :checkpoint, :person_count, :answer_count, :floor_hourly_micros, :price_micros, :proposed_micros,
        :times, :now)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one look saw: after how many completions (0 is the pilot), the price then, what is proposed, and of whom."""

    checkpoint: int
    price_micros: int
    proposed_micros: int | None
    people: Sequence[PersonTime]

    @property
    def answer_count(self) -> int:
        """How many answers were measured."""
        return sum(one.answer_count for one in self.people)


def look_at_price(tx: Transaction, *, project_id: int, rulebook: Rulebook, now: datetime) -> int | None:
    """Look at a project's price where a checkpoint is reached, and keep what was measured and proposed.

    Nothing is raised: that costs its requester money, and top-ups protect people meanwhile.

    Args:
        tx: the open transaction.
        project_id: which project.
        rulebook: the floor of today.
        now: when.

    Returns:
        The checkpoint, or None where none is due.
    """
    hold_project(tx, project_id)
    checkpoint = look_due(tx, project_id)
    if checkpoint is None:
        return None
    view, people = existing_project(tx, project_id), people_times(tx, project_id)
    times, floor = times_of(people), highest_floor(view, rulebook=rulebook, now=now)
    proposed = None
    if len(times.people_ms) >= PEOPLE_LEAST:
        proposed = reproposed_micros(price_micros=view.price_micros, item_ms=times.people_ms, floor_hourly_micros=floor)
    seen = Seen(checkpoint=checkpoint, price_micros=view.price_micros, proposed_micros=proposed, people=people)
    keep_look(tx, project_id=project_id, seen=seen, times=times, floor_hourly_micros=floor, now=now)
    body = {
        "act": "look",
        "checkpoint": checkpoint,
        "person_count": len(people),
        "answer_count": seen.answer_count,
        "floor_hourly_micros": floor,
        "price_micros": view.price_micros,
        "proposed_micros": proposed,
    }
    append(tx, stream=project_stream(project_id), facts=[Fact("project", body)], now=now)
    return checkpoint


def keep_look(
    tx: Transaction, *, project_id: int, seen: Seen, times: Times, floor_hourly_micros: int, now: datetime
) -> None:
    """Keep what was measured and proposed at one look at the price; its own act logs it."""
    kept = {
        "people": list(times.people_ms),
        "answers": list(times.answers_ms),
        "reading": [times.instructions_ms, times.reader_count],
    }
    tx.run(
        _LOOK,
        project_id=project_id,
        checkpoint=seen.checkpoint,
        person_count=len(seen.people),
        answer_count=seen.answer_count,
        floor_hourly_micros=floor_hourly_micros,
        price_micros=seen.price_micros,
        proposed_micros=seen.proposed_micros,
        times=json_text(kept),
        now=now,
    )
