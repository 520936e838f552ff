"""The texts of the demonstration's newer projects: complaints with what is marked in them, and pairs of replies."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

_MARKED = re.compile(r"\[(\w+):([^\]]+)\]")


class Mention(StrEnum):
    """What is marked in a complaint."""

    PERSON = "persona"
    PLACE = "lugar"
    OFFICE = "dependencia"
    DATE = "fecha"


COMPLAINS, HAPPENED = "se queja de", "ocurrió en"


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint: what was written, what is named in it, and how urgent the ministry finds it.

    Attributes:
        marks: label, first code point and the one after the last, in the order of the text.
    """

    key: str
    text: str
    marks: tuple[tuple[str, int, int], ...]
    priority: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and two replies to it; which one is better, or "tie", how good that one is, and why."""

    question: str
    first: str
    second: str
    better: str
    stars: int
    why: str


_WRITTEN = (
    (90, ("Soy [persona:Rosa Medina]. El [fecha:3 de noviembre] la rampa de la [dependencia:Oficina de Pasaportes] "
     "estaba cerrada con cajas y mi hermano en silla de ruedas no pudo entrar.")),
    (80, ("En la ventanilla 4 del [lugar:módulo Centro] el [fecha:lunes] trataron mal a mi papá, "
     "[persona:Julián Ortega], porque no oye bien.")),
    (70, ("La [dependencia:Secretaría de Trámites] me citó el [fecha:12 de octubre] en el [lugar:módulo Norte] "
     "y nadie abrió la puerta.")),
    (60, "[persona:Marta Lagos] esperó cuatro horas en [lugar:Plaza Jacarandas] sin sombra ni baño."),
    (40, ("Pagué dos veces. La [dependencia:Caja General] no contesta desde el [fecha:5 de septiembre]. "
     "Atentamente, [persona:Iván Robles].")),
    (75, "A mi vecina [persona:Elvira Sanz] le pidieron dinero aparte en el [lugar:módulo Sur] el [fecha:viernes]."),
    (20, ("El baño del [lugar:módulo Oriente] lleva sin agua desde el [fecha:1 de noviembre]. "
     "La [dependencia:Oficina de Obras] dice que no le toca.")),
    (50, ("Me llamo [persona:Óscar Peña] y mi apellido salió mal. El [lugar:módulo Centro] me manda a la "
     "[dependencia:Oficina de Correcciones] y allá me regresan.")),
    (30, "El elevador del [lugar:edificio Morelos] no sirve; subí cinco pisos con mi bebé el [fecha:9 de octubre]."),
    (65, ("La señora [persona:Carmen Duarte], de la [dependencia:Ventanilla Única], perdió mi acta de nacimiento "
     "el [fecha:20 de octubre].")),
    (25, "En el [lugar:módulo Poniente] ya no dan fichas después de las nueve, aunque el letrero dice diez."),
    (55, ("Mi abuelo, [persona:Tomás Rico], habla zapoteco y en el [lugar:módulo Sur] nadie pudo atenderlo 🙁 "
     "el [fecha:7 de noviembre].")),
    (45, "La [dependencia:Oficina de Pasaportes] cambió mi cita al [lugar:módulo Norte] sin avisarme."),
    (35, ("[persona:Lidia Franco] y yo llegamos el [fecha:martes] y el sistema se había caído en todo el "
     "[lugar:edificio Morelos].")),
)  # fmt: skip
"""Invented, each with how urgent it is."""

PAIRS = (
    Pair("Perdí mi pasaporte en el autobús. ¿Qué hago?", "Levante un acta.",
         "Lo sentimos. Primero levante un acta ante el Ministerio Público; con ella y una identificación, pida "
         "una cita de reposición.", "right", 5, "Dice los pasos en orden."),
    Pair("¿Puedo llevar a mi hija sin su papá?", "Sí, con la autorización firmada por él o con la resolución de un "
         "juez; traiga el acta de nacimiento.", "Depende.", "left", 4, "La otra no responde."),
    Pair("¿Cuánto cuesta el de tres años?", "El precio está en la página.", "Lo encuentra en la tabla de precios de "
         "la página, que cambia cada enero.", "right", 3, "Dice dónde mirar."),
    Pair("Tengo cita mañana y estoy enfermo.", "Puede cambiarla una vez sin costo, hasta dos horas antes, con su "
         "folio.", "Puede cambiarla sin costo con su folio, hasta dos horas antes; solo una vez.", "tie", 4, ""),
    Pair("¿Aceptan mi credencial vencida?", "No.", "Vencida no; sí aceptamos licencia, cartilla o cédula.",
         "right", 4, "Ofrece otra salida."),
    Pair("Mi nombre lleva ñ y salió con n.", "Es un error nuestro: se corrige sin pagar. Lleve su acta al módulo "
         "donde lo recogió.", "El sistema no acepta esa letra.", "left", 5, "Reconoce el error y lo arregla."),
    Pair("¿Cuánto tarda?", "De tres a cinco días hábiles.", "Entre tres y cinco días hábiles.", "tie", 4, ""),
    Pair("Uso silla de ruedas. ¿Hay rampa?", "Sí, por la entrada de la calle lateral; si avisa, alguien le espera "
         "en la puerta.", "Hay rampa.", "left", 5, "Dice por dónde y ofrece ayuda."),
    Pair("¿Puedo pagar en efectivo?", "Solo en el banco, con la hoja que le damos.", "Sí, en cualquier banco de la "
         "lista; imprima la hoja de ayuda antes de ir.", "right", 4, "Avisa de la hoja a tiempo."),
    Pair("No sé leer bien. ¿Quién me ayuda?", "En cada módulo hay una persona que llena el formato con usted, "
         "gratis.", "Lea las instrucciones de la página.", "left", 5, "La otra no entendió la pregunta."),
)  # fmt: skip
"""Invented too."""


@cache
def complaints() -> Mapping[str, Complaint]:
    """Return the complaints by their text."""
    every = (_complaint(number, *one) for number, one in enumerate(_WRITTEN, start=1))
    return {one.text: one for one in every}


def _complaint(number: int, priority: int, written: str) -> Complaint:
    text, marks, end = "", [], 0
    for found in _MARKED.finditer(written):
        text += written[end : found.start()]
        marks.append((found[1], len(text), len(text) + len(found[2])))
        text, end = text + found[2], found.end()
    return Complaint(f"Q{number:02d}", text + written[end:], tuple(marks), priority)


def stretch(text: str, mark: tuple[str, int, int], *, region_id: str) -> dict[str, Any]:
    """Return a marked stretch as an answer holds it."""
    label, start, end = mark
    value = {"start": start, "end": end, "text": text[start:end], "labels": [label]}
    return {"id": region_id, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def complaint_lines() -> bytes:
    """Return the complaints as the JSON lines that a requester would upload, with what their model suggests.

    The model knows places and offices well, takes every third date for none, and says nothing of how they belong.
    """
    return "".join(json.dumps(_line(one), ensure_ascii=False) + "\n" for one in complaints().values()).encode()


def _line(one: Complaint) -> dict[str, Any]:
    seen = [mark for mark in one.marks if mark[0] != Mention.DATE or one.priority % 3]
    result = [
        {**stretch(one.text, mark, region_id=f"m{number}"), "score": 0.93 if mark[0] != Mention.PERSON else 0.71}
        for number, mark in enumerate(seen, start=1)
    ]
    predictions = [{"result": result, "model_version": "nombres-2", "score": 0.85}] if result else []
    return {"id": one.key, "text": one.text, "priority": one.priority, "predictions": predictions}


def pair_lines() -> bytes:
    """Return the pairs of replies as JSON lines."""
    lines = ({"question": one.question, "first": one.first, "second": one.second} for one in PAIRS)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
