"""What the demonstration's invented organisations ask: nine projects, in their own words."""

from collections.abc import Mapping
from enum import StrEnum

from annotate.demo_newer_drafts import COMPLAINTS, OUTLINES, REPLIES, WINDOW
from annotate.demo_plan import Job
from annotate.demo_streets import Label
from annotate.projects.rules import LabelDraft, PayBasis, ProjectDraft


class Client(StrEnum):
    """Who asks for work."""

    MINISTRY = "ministry"
    MOBILITY = "mobility"
    ARCHIVE = "archive"


CLIENT_OF: Mapping[Job, Client] = {
    Job.INTENT: Client.MINISTRY,
    Job.URGENCY: Client.MINISTRY,
    Job.TOPICS: Client.MINISTRY,
    Job.STREETS: Client.MOBILITY,
    Job.REPORTS: Client.ARCHIVE,
    Job.COMPLAINTS: Client.MINISTRY,
    Job.REPLIES: Client.MINISTRY,
    Job.OUTLINES: Client.MOBILITY,
    Job.WINDOW: Client.MINISTRY,
}

_INVENTED = "Los nombres y los datos son inventados. Leer estas instrucciones también se paga."
_INTENT = f"""\
Lee la pregunta y elige **qué necesita** la persona que escribe.

- Si pide dos cosas, elige la que tendría que resolver primero.
- La falta de ortografía no importa; importa lo que la persona quiere.
- Si el pasaporte es de un niño, niña o adolescente, elige **menores**, aunque también sea una renovación.
- Si de verdad no se entiende, o no es sobre pasaportes, elige **otro / no se entiende**.

Ejemplos: «Me robaron la bolsa con el pasaporte» es *pérdida o robo*.
«¿Cuánto tarda en llegar?» es *estado del trámite*.

{_INVENTED}
"""
_URGENCY = f"""\
Lee la pregunta y elige **qué tan pronto** viaja la persona.

- **pronto**: en menos de siete días, o dice que es una emergencia.
- **con fecha**: da una fecha o un plazo más lejano.
- **sin fecha**: no dice cuándo viaja.

Aquí se paga el tiempo, no cada respuesta: lee con calma.

{_INVENTED}
"""
_TOPICS = f"""\
Marca **todos los temas** que toca la pregunta; casi siempre son uno o dos.

- **plazos**: cuándo viaja, cuánto tarda, en qué va.
- **seguridad**: robo, pérdida, documentos ajenos.
- Si no toca ninguno, marca **ninguno de estos**.

Este proyecto es del equipo de la Secretaría: lo paga su salario; aquí se cuidan su tiempo y sus descansos.

{_INVENTED}
"""
_STREETS = """\
Dibuja un recuadro alrededor de cada cosa que ayuda o estorba a quien va en silla de ruedas:

- **guarnición**: el borde entre la banqueta y la calle; un recuadro por cada tramo sin rampa.
- **rampa**: la bajada amarilla, de punta a punta.
- **obstáculo**: todo lo que está parado sobre la banqueta: puestos, macetas, botes, postes, bicicletas, cajas.

El recuadro toca los bordes de la cosa, sin cortarla. De noche y con lluvia vale lo que alcances a ver.

Las calles son dibujos nuestros. Leer estas instrucciones también se paga.
"""
_REPORTS = """\
Read the report and choose **what caused** the injury.

- Choose what happened first: a hand caught after a fall is a **fall**.
- **blade** is a hand tool; a saw or a press that runs by itself is a **machine**.
- If the page does not say, or nothing of the list fits, choose **other**.

The reports mention wounds and blood. You may skip any of them; it never counts against you.
All of them are invented. Reading this is paid too.
"""

DRAFTS: Mapping[Job, ProjectDraft] = {
    Job.INTENT: ProjectDraft(
        name="Preguntas sobre pasaportes",
        question="¿Qué necesita la persona?",
        labels=(
            LabelDraft("renovación", description="Ya tuvo pasaporte y quiere otro."),
            LabelDraft("primera vez", description="Nunca ha tenido pasaporte."),
            LabelDraft("pérdida o robo", description="Lo perdió, se lo robaron o lo encontró."),
            LabelDraft("cita", description="Sacar, cambiar o cancelar una cita."),
            LabelDraft("costo", description="Precio, forma de pago, devolución."),
            LabelDraft("menores", description="El pasaporte es de alguien menor de 18 años."),
            LabelDraft("estado del trámite", description="Ya lo pidió y quiere saber en qué va."),
            LabelDraft("otro / no se entiende", description="No es sobre pasaportes, o no se entiende."),
        ),
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
        labels=(LabelDraft("pronto"), LabelDraft("con fecha"), LabelDraft("sin fecha")),
        instructions=_URGENCY,
        jurisdictions=("MX",),
        currency="MXN",
        pay_basis=PayBasis.HOUR,
        price_micros=66_000_000,
        estimated_ms=50_000,
        overlap=3,
    ),
    Job.TOPICS: ProjectDraft(
        name="Temas de las preguntas (equipo propio)",
        question="¿Qué temas toca la pregunta?",
        task_type="choices",
        labels=tuple(map(LabelDraft, ("documentos", "citas", "pagos", "plazos", "familia", "seguridad"))),
        allow_nothing=True,
        instructions=_TOPICS,
        jurisdictions=("MX",),
        currency="MXN",
        pay_basis=PayBasis.SALARIED,
        price_micros=0,
        estimated_ms=70_000,
        overlap=2,
    ),
    Job.STREETS: ProjectDraft(
        name="Banquetas para todas las personas",
        task_type="boxes",
        question="¿Dónde hay guarniciones, rampas y obstáculos?",
        labels=tuple(LabelDraft(label.value) for label in Label),
        instructions=_STREETS,
        jurisdictions=("MX",),
        currency="MXN",
        price_micros=3_100_000,
        estimated_ms=150_000,
        overlap=3,
    ),
    Job.REPORTS: ProjectDraft(
        name="Accident reports of the old shipyard",
        language="en",
        question="What caused the injury?",
        labels=tuple(map(LabelDraft, ("fall", "machine", "blade", "burn", "vehicle", "other"))),
        instructions=_REPORTS,
        content_risks=("blood",),
        content_note="Short texts that mention wounds and blood; no pictures.",
        jurisdictions=("GB",),
        currency="GBP",
        price_micros=340_000,
        estimated_ms=75_000,
        overlap=4,
    ),
    Job.COMPLAINTS: COMPLAINTS,
    Job.REPLIES: REPLIES,
    Job.OUTLINES: OUTLINES,
    Job.WINDOW: WINDOW,
}
