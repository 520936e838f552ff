"""The bench without HTTP: every person calls the services directly."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from annotate.serving.service import next_offer, submit_and_next
from policies.errors import Refusal
from web.bench.crowd import LABELS
from web.bench.cycles import Act
from web.bench.work import Bench


@contextmanager
def at_work(bench: Bench) -> Iterator[tuple[list[Act], Callable[[], float]]]:
    """Yield everyone's submit-and-next, and what tells this process's processor time."""
    yield [_act_of(bench, person_id) for person_id in bench.annotator_ids], time.process_time


def _act_of(bench: Bench, person_id: int) -> Act:
    """Return one person's submit-and-next, each time with a clock that has moved on."""
    house, current = bench.house, [_first(bench, person_id)]
    kind = house.task_types["choice"]

    def act() -> bool:
        offered = current[0]
        if offered is None:
            return False
        result = kind.from_form({}, {"label": LABELS[offered % len(LABELS)]})
        with house.db.writing() as tx:
            served = submit_and_next(
                tx,
                person_id=person_id,
                assignment_id=offered,
                result=result,
                now=house.now(),
                rulebook=house.rulebook,
                task_types=house.task_types,
            )
        current[0] = served.offer.assignment_id if served.offer else None
        return True

    return act


def _first(bench: Bench, person_id: int) -> int | None:
    try:
        with bench.house.db.writing() as tx:
            return next_offer(
                tx,
                person_id=person_id,
                project_id=bench.project_id,
                now=bench.house.now(),
                rulebook=bench.house.rulebook,
            ).assignment_id
    except Refusal:
        return None
