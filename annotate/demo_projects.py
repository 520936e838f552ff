"""What the demonstration's invented ministry asks: two projects about the same questions, in its own words."""

import csv
import io
from collections.abc import Mapping
from importlib import resources

from annotate.demo_plan import Job
from annotate.projects.rules import LabelDraft, ProjectDraft

QUESTIONS_FILE = "demo_questions.csv"
QUESTION_COLUMN = "pregunta"
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
        name="Preguntas sobre pasaportes: ¿qué necesita la persona?",
        labels=_INTENT_LABELS,
        instructions=_INTENT,
        jurisdictions=("MX",),
        currency="MXN",
        price_micros=600_000,
        estimated_ms=45_000,
        overlap=4,
    ),
    Job.URGENCY: ProjectDraft(
        name="Preguntas sobre pasaportes: ¿qué tan pronto viaja?",
        labels=_URGENCY_LABELS,
        instructions=_URGENCY,
        jurisdictions=("MX",),
        currency="MXN",
        price_micros=350_000,
        estimated_ms=25_000,
        overlap=3,
    ),
}


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
