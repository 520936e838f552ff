"""What the demonstration's invented ministry asks: two projects about the same questions, in its own words."""

import csv
import io
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import resources

from annotate import imports
from annotate.datasets.service import Upload, Writing, import_file, start_upload
from annotate.demo_plan import Job
from annotate.projects.queries import quote
from annotate.projects.rules import LabelDraft, ProjectDraft
from annotate.projects.service import create_project, publish
from annotate.task_types import TaskType
from payments.ledger.service import fund_organisation
from policies.rulebook import Rulebook

QUESTIONS_FILE = "demo_questions.csv"
QUESTION_COLUMN = "pregunta"
FORMAT = "csv"
TO_SPARE_MICROS = 1_500_000_000  # 1,500.00 MXN for a project that a visitor may make
INTENDED_COLUMNS: Mapping[Job, str] = {Job.INTENT: "intencion", Job.URGENCY: "urgencia"}

_INTENT = """\
Lee la pregunta y elige **qué necesita** la persona que escribe.

- Si pide dos cosas, elige la que tendría que resolver primero.
- La falta de ortografía no importa; importa lo que la persona quiere.
- Si el pasaporte es de un niño, niña o adolescente, elige **menores**, aunque también sea una renovación.
- Si de verdad no se entiende, o no es sobre pasaportes, elige **otro / no se entiende**.

Ejemplos: «Me robaron la bolsa con el pasaporte» es *pérdida o robo*.
«¿Cuánto tarda en llegar?» es *estado del trámite*.

Los nombres y los datos son inventados. Leer estas instrucciones también se paga.
"""
_URGENCY = """\
Lee la pregunta y elige **qué tan pronto** viaja la persona.

- **pronto**: en menos de siete días, o dice que es una emergencia.
- **con fecha**: da una fecha o un plazo más lejano.
- **sin fecha**: no dice cuándo viaja.

Los nombres y los datos son inventados. Leer estas instrucciones también se paga.
"""
_INTENT_LABELS = (
    LabelDraft("renovación", description="Ya tuvo pasaporte y quiere otro."),
    LabelDraft("primera vez", description="Nunca ha tenido pasaporte."),
    LabelDraft("pérdida o robo", description="Lo perdió, se lo robaron o lo encontró."),
    LabelDraft("cita", description="Sacar, cambiar o cancelar una cita."),
    LabelDraft("costo", description="Precio, forma de pago, devolución."),
    LabelDraft("menores", description="El pasaporte es de alguien menor de 18 años."),
    LabelDraft("estado del trámite", description="Ya lo pidió y quiere saber en qué va."),
    LabelDraft("otro / no se entiende", description="No es sobre pasaportes, o no se entiende."),
)
_URGENCY_LABELS = (LabelDraft("pronto"), LabelDraft("con fecha"), LabelDraft("sin fecha"))

DRAFTS: Mapping[Job, ProjectDraft] = {
    Job.INTENT: ProjectDraft(
        name="Preguntas sobre pasaportes",
        question="¿Qué necesita la persona?",
        labels=_INTENT_LABELS,
        instructions=_INTENT,
        jurisdictions=("MX",),
        currency="MXN",
        price_micros=1_150_000,
        estimated_ms=80_000,
        overlap=4,
    ),
    Job.URGENCY: ProjectDraft(
        name="Urgencia del viaje",
        question="¿Qué tan pronto viaja la persona?",
        labels=_URGENCY_LABELS,
        instructions=_URGENCY,
        jurisdictions=("MX",),
        currency="MXN",
        price_micros=700_000,
        estimated_ms=50_000,
        overlap=3,
    ),
}


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and what the house lends them.

    Attributes:
        writing: opens a transaction that commits at its end.
    """

    writing: Writing
    rulebook: Rulebook
    task_types: Mapping[str, TaskType]
    organisation_id: int
    person_id: int


def open_projects(asker: Asker, *, now: datetime) -> dict[Job, int]:
    """Make, fill, fund and publish both projects, and leave the ministry some money to spare."""
    projects = {job: make_project(asker, job, now=now) for job in Job}
    with asker.writing() as tx:
        quotes = [quote(tx, project_id=which, rulebook=asker.rulebook, now=now) for which in projects.values()]
        fund_organisation(
            tx,
            organisation_id=asker.organisation_id,
            amount_micros=sum(one.ceiling_micros for one in quotes) + TO_SPARE_MICROS,
            currency="MXN",
            provider_reference="demonstration",
            now=now,
        )
        for project_id in projects.values():
            publish(tx, project_id=project_id, by_id=asker.person_id, rulebook=asker.rulebook, now=now)
    return projects


def make_project(asker: Asker, job: Job, *, now: datetime) -> int:
    """Make the draft of one project and import its questions."""
    data = questions()
    with asker.writing() as tx:
        project_id = create_project(
            tx,
            draft=DRAFTS[job],
            organisation_id=asker.organisation_id,
            created_by_id=asker.person_id,
            rulebook=asker.rulebook,
            task_types=asker.task_types,
            now=now,
        )
        upload = Upload(project_id=project_id, by_id=asker.person_id, file_name="preguntas.csv", size_bytes=len(data))
        batch_id = start_upload(tx, upload=upload, format=FORMAT, now=now)
    steps = import_file(
        asker.writing,
        upload=upload,
        batch_id=batch_id,
        form=imports.discover()[FORMAT],
        source=io.BytesIO(data),
        now=lambda: now,
    )
    deque(steps, maxlen=0)
    return project_id


def questions() -> bytes:
    """Return our own sentences as the CSV file that a requester would upload."""
    return resources.files("annotate").joinpath(QUESTIONS_FILE).read_bytes()


def intended(job: Job) -> dict[str, str]:
    """Return the label that each question was written for."""
    rows = csv.DictReader(io.StringIO(questions().decode("utf-8")))
    return {row[QUESTION_COLUMN]: row[INTENDED_COLUMNS[job]] for row in rows}


def labels_of(job: Job) -> list[str]:
    """Return the labels of a project, in their order."""
    return [label.value for label in DRAFTS[job].labels]
