"""What people of the demonstration say to each other: questions and answers, reports, claims, more work, better pay."""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

from annotate.batches.service import publish_batch
from annotate.demo_answers import streets
from annotate.demo_plan import WEEKS, Job
from annotate.demo_projects import FIRST_STREETS, Streets, bring_streets
from annotate.demo_stage import Desk, Stage, Steps
from annotate.prices.queries import raise_quote
from annotate.prices.service import raise_price
from annotate.questions.rules import Asked, Problem
from annotate.questions.service import answer, ask, report
from annotate.serving.service import Offer
from payments.claims.service import claim_time
from payments.closing.queries import unconfirmed
from policies.periods import MS_PER_MINUTE, local_day, to_ms, week_of

RAISED_MICROS = 3_400_000
ANSWERED_AFTER = timedelta(hours=5)
CLAIMED_AFTER = timedelta(hours=26)
WORTH_CLAIMING_MS = 5 * MS_PER_MINUTE
THIS_WEEK = WEEKS - 1
"""What is asked in the week of the visit waits for the visitor."""

_QUESTIONS: Mapping[tuple[Job, int], tuple[str, str]] = {
    (Job.INTENT, 1): (
        "Si piden renovar y además cambiar la cita, ¿elijo renovación o cita?",
        "Lo que tendría que resolver primero: casi siempre la cita. Ya lo agregamos a los ejemplos.",
    ),
    (Job.INTENT, 2): ("¿Qué elijo si preguntan por la visa y no por el pasaporte?", ""),
    (Job.STREETS, 1): (
        "Un puesto tapa la mitad de una rampa. ¿Dibujo la rampa completa o solo lo que se ve?",
        "Solo lo que se ve. Gracias por preguntar: vale para todas las calles.",
    ),
    (Job.REPORTS, 1): (
        "A ladder broke and the man was cut by a saw while falling. Fall or machine?",
        "Fall: it happened first. Thank you, we had not thought of that one.",
    ),
}
_REPORTS: Mapping[Job, tuple[Problem, str]] = {
    Job.INTENT: (Problem.DOES_NOT_BELONG, "Pregunta por el formato de la escuela, no por pasaportes."),
    Job.STREETS: (Problem.OTHER, "Con la lluvia no se distingue dónde termina la guarnición."),
}


def ask_project(desk: Desk) -> int:
    """Ask the project what its instructions leave open, and return the question."""
    text, _ = _QUESTIONS[desk.job, desk.week]
    asked = Asked(project_id=desk.project_id, item_id=None, text=text)
    return ask(desk.stage.tx, person_id=desk.person_id, asked=asked, now=desk.stage.now)


def answer_later(stage: Stage, question_id: int, *, job: Job, week: int) -> None:
    """Let the requester answer some hours later, unless there is no answer yet."""
    _, text = _QUESTIONS[job, week]
    if text:
        stage.begin(stage.now + ANSWERED_AFTER, _answer(stage, question_id, job=job, text=text))


def _answer(stage: Stage, question_id: int, *, job: Job, text: str) -> Steps:
    by_id = stage.asker_of(job).person_id
    answer(stage.tx, question_id=question_id, by_id=by_id, text=text, is_for_all=True, now=stage.now)
    yield from ()


def report_item(desk: Desk, offer: Offer) -> None:
    """Say what is wrong with an item and give it back."""
    problem, note = _REPORTS[desk.job]
    report(
        desk.stage.tx,
        project_id=desk.project_id,
        assignment_id=offer.assignment_id,
        problem=problem,
        note=note,
        is_given_back=True,
        **desk.me,
    )


def claim_later(desk: Desk) -> None:
    """Let a person claim their quiet stretch the day after; the latest is left for the visitor to claim."""
    if desk.week < THIS_WEEK:
        desk.stage.begin(desk.stage.now + CLAIMED_AFTER, _claim(desk))


def _claim(desk: Desk) -> Steps:
    stage = desk.stage
    period = week_of(local_day(to_ms(desk.planned.starts_at), desk.worker.home.time_zone))
    for quiet in unconfirmed(stage.tx, desk.person_id, period):
        if quiet.ended_ms - quiet.started_ms < WORTH_CLAIMING_MS:
            continue
        claim_time(
            stage.tx,
            person_id=desk.person_id,
            started_ms=quiet.started_ms,
            ended_ms=quiet.ended_ms,
            line="Buscaba en las instrucciones un caso parecido; no toqué la pantalla.",
            now=stage.now,
        )
    yield from ()


def add_streets(stage: Stage) -> Steps:
    """Pay more for each street from now on, and bring in the other pictures as a second batch."""
    lent, tx, project_id = stage.lent, stage.tx, stage.projects[Job.STREETS]
    asker = stage.asker_of(Job.STREETS)
    quoted = raise_quote(tx, project_id, price_micros=RAISED_MICROS, rulebook=lent.rulebook, now=stage.now)
    raise_price(
        tx,
        quoted=quoted,
        reason="Las primeras calles tomaron más tiempo del que pensamos.",
        by_id=asker.person_id,
        rulebook=lent.rulebook,
        now=stage.now,
    )
    parcel = Streets(asker, project_id, "calles-2.zip", tuple(streets())[FIRST_STREETS:])
    batch_id = bring_streets(replace(lent, writing=lambda: nullcontext(tx)), parcel, now=stage.now)
    publish_batch(tx, batch_id=batch_id, by_id=asker.person_id, rulebook=lent.rulebook, now=stage.now)
    yield from ()
