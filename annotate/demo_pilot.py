"""The project of the demonstration that is tried out first: its paid pilot, begun, answered, ended, its price open."""

from annotate.demo_plan import Job
from annotate.demo_stage import Stage, Steps
from annotate.pilots.service import end_pilot, start_pilot
from annotate.price_looks.queries import projects_to_look_at
from annotate.price_looks.service import look_at_price

SAMPLE_ITEMS = 60


def begin_pilot(stage: Stage) -> Steps:
    """Offer a sample of the project, at a price that was guessed."""
    start_pilot(
        stage.tx,
        project_id=stage.projects[Job.WINDOW],
        sample_count=SAMPLE_ITEMS,
        by_id=stage.asker_of(Job.WINDOW).person_id,
        rulebook=stage.lent.rulebook,
        now=stage.now,
    )
    yield from ()


def finish_pilot(stage: Stage) -> Steps:
    """End the pilot; which price to take is left to the visitor."""
    by_id = stage.asker_of(Job.WINDOW).person_id
    end_pilot(stage.tx, project_id=stage.projects[Job.WINDOW], by_id=by_id, now=stage.now)
    yield from ()


def look_at_prices(stage: Stage) -> None:
    """Look at the price of every project that reached a checkpoint, as the house does by itself."""
    for project_id in projects_to_look_at(stage.tx):
        look_at_price(stage.tx, project_id=project_id, rulebook=stage.lent.rulebook, now=stage.now)
