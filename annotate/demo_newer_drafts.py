"""What the newer projects of the demonstration ask: names and what ties them, the better reply, outlines in streets."""

from annotate.demo_complaints import COMPLAINS, HAPPENED, Mention
from annotate.demo_streets import Kind, Label
from annotate.projects.rules import ItemOrder, LabelDraft, ProjectDraft

WHICH, STANDING = "cual", "estado"
"""What is asked about each outline by itself."""
KINDS = {
    Kind.BIN: "bote",
    Kind.POLE: "poste",
    Kind.POT: "maceta",
    Kind.BICYCLE: "bicicleta",
    Kind.STALL: "puesto",
    Kind.CRATES: "cajas",
}
FREE, BLOCKED = "libre", "tapada"

_INVENTED = "Los nombres y los datos son inventados. Leer estas instrucciones también se paga."
_COMPLAINTS = f"""\
Marca en la queja **quién**, **dónde**, **qué oficina** y **cuándo**, y une lo que va junto.

- **persona**: nombre y apellido, sin «señora» ni «don».
- **lugar**: el módulo, el edificio o la plaza donde pasó.
- **dependencia**: la oficina que tenía que atender.
- **fecha**: el día, como esté escrito: «lunes», «3 de noviembre».
- Une la persona con la oficina por **{COMPLAINS}**, y la fecha con el lugar por **{HAPPENED}**, si el texto lo dice.

Un programa sugiere algunas marcas y se equivoca a veces: confírmalas, muévelas o bórralas. Las quejas más urgentes
salen primero.

{_INVENTED}
"""
_REPLIES = f"""\
Lee la pregunta y las dos respuestas. Di **cuál ayuda más**, o que ayudan igual, y cuántas estrellas merece la mejor.

- Mejor es la que la persona puede seguir sin volver a preguntar.
- Más larga no es mejor.
- El porqué es libre: una línea basta, y puedes dejarlo en blanco.

{_INVENTED}
"""
_WINDOWS = f"""\
Lee la pregunta y elige **a qué ventanilla** mandarías a la persona.

- **citas y pagos**: sacar o cambiar una cita, precios, devoluciones.
- **trámites**: pasaporte nuevo, renovación, menores, en qué va lo que ya pidió.
- **pérdidas y robos**: lo perdió, se lo robaron o encontró uno.
- Si ninguna ventanilla puede ayudar, elige **ninguna**.

{_INVENTED}
"""
_OUTLINES = """\
Dibuja el contorno de cada **rampa** y de cada **obstáculo**, esquina por esquina.

- De cada obstáculo di **qué es**.
- De cada rampa di si está **libre** o **tapada**.
- Cuatro esquinas bastan casi siempre; el contorno toca los bordes de la cosa.

Las calles son dibujos nuestros. Leer estas instrucciones también se paga.
"""


def _labels(*values: str) -> list[dict[str, str]]:
    return [{"value": value} for value in values]


COMPLAINTS = ProjectDraft(
    name="Quejas: nombres, lugares y oficinas",
    task_type="relations",
    labels=(),
    schema={
        "question": "¿Quién, dónde, qué oficina, cuándo?",
        "labels": _labels(*Mention),
        "relations": _labels(COMPLAINS, HAPPENED),
        "granularity": "word",
    },
    item_order=ItemOrder.PRIORITY,
    instructions=_COMPLAINTS,
    jurisdictions=("MX",),
    currency="MXN",
    price_micros=1_900_000,
    estimated_ms=95_000,
    overlap=2,
)
REPLIES = ProjectDraft(
    name="Dos respuestas: ¿cuál ayuda más?",
    task_type="combined",
    labels=(),
    schema={
        "objects": [
            {"name": "question", "kind": "text", "title": "La pregunta"},
            {"name": "first", "kind": "text", "title": "Respuesta A"},
            {"name": "second", "kind": "text", "title": "Respuesta B"},
        ],
        "controls": [
            {
                "name": "better",
                "kind": "pairwise",
                "about": "first,second",
                "question": "¿Cuál ayuda más?",
                "allow_tie": True,
            },
            {"name": "stars", "kind": "rating", "about": "question", "question": "¿Qué tan buena es?", "most": 5},
            {
                "name": "why",
                "kind": "free_text",
                "about": "question",
                "question": "¿Por qué?",
                "characters_most": 200,
                "is_required": False,
                "when": {"control": "better", "labels": ["left", "right"]},
            },
        ],
    },
    instructions=_REPLIES,
    jurisdictions=("MX",),
    currency="MXN",
    price_micros=1_400_000,
    estimated_ms=70_000,
    overlap=3,
)
WINDOW = ProjectDraft(
    name="¿A qué ventanilla va?",
    question="¿A qué ventanilla va la persona?",
    labels=tuple(map(LabelDraft, ("citas y pagos", "trámites", "pérdidas y robos", "ninguna"))),
    instructions=_WINDOWS,
    jurisdictions=("MX",),
    currency="MXN",
    price_micros=550_000,
    estimated_ms=40_000,
    overlap=2,
)
"""Its price is a guess: people need longer than its requester thought."""
OUTLINES = ProjectDraft(
    name="Contornos de rampas y obstáculos",
    task_type="polygons",
    labels=(),
    schema={
        "question": "¿Dónde hay rampas y obstáculos?",
        "labels": _labels(Label.RAMP, Label.OBSTACLE),
        "attributes": [
            {
                "name": WHICH,
                "kind": "choice",
                "question": "¿Qué es?",
                "labels": _labels(*KINDS.values()),
                "when_labels": [Label.OBSTACLE.value],
                "is_required": True,
            },
            {
                "name": STANDING,
                "kind": "choice",
                "question": "¿Se puede usar?",
                "labels": _labels(FREE, BLOCKED),
                "when_labels": [Label.RAMP.value],
                "is_required": True,
            },
        ],
    },
    instructions=_OUTLINES,
    jurisdictions=("MX",),
    currency="MXN",
    price_micros=3_600_000,
    estimated_ms=180_000,
    overlap=2,
)
