"""What the people of the demonstration answer: mostly what our own sentences and drawings were made for."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from random import Random
from typing import Any

from annotate.demo_drafts import DRAFTS
from annotate.demo_marks import compared, marked, outlined
from annotate.demo_people import Worker
from annotate.demo_plan import USUAL_LETTERS, Job, chosen
from annotate.demo_streets import HEIGHT, PICTURES, WIDTH, Street, Thing, street
from annotate.labels import FormValues
from annotate.regions import PARTS_OF_THE_WHOLE, Box, region
from policies.money import floor_div

QUESTIONS_FILE, REPORTS_FILE = "demo_questions.csv", "demo_reports.csv"
_COLUMNS = {
    Job.INTENT: (QUESTIONS_FILE, "pregunta", "intencion"),
    Job.URGENCY: (QUESTIONS_FILE, "pregunta", "urgencia"),
    Job.REPORTS: (REPORTS_FILE, "text", "cause"),
}
_TOPICS_OF = {
    "renovación": ("documentos",),
    "primera vez": ("documentos",),
    "pérdida o robo": ("documentos", "seguridad"),
    "cita": ("citas",),
    "costo": ("pagos",),
    "menores": ("documentos", "familia"),
    "estado del trámite": ("plazos",),
}
_WINDOW_OF = {
    "renovación": "trámites",
    "primera vez": "trámites",
    "menores": "trámites",
    "estado del trámite": "trámites",
    "pérdida o robo": "pérdidas y robos",
    "cita": "citas y pagos",
    "costo": "citas y pagos",
}
PICTURE_JOBS = (Job.STREETS, Job.OUTLINES)
_STEADY = 4
"""So many pixels a careful hand is off at most."""
_MISSED_PERCENT = 4
_LETTERS_A_THING = 18


def sentences(file_name: str) -> bytes:
    """Return our own sentences as the CSV file that a requester would upload."""
    return resources.files("annotate").joinpath(file_name).read_bytes()


@cache
def intended(job: Job) -> Mapping[str, str]:
    """Return the label that each sentence was written for, where a project asks for one label."""
    file_name, text, label = _COLUMNS[job]
    rows = csv.DictReader(io.StringIO(sentences(file_name).decode("utf-8")))
    return {row[text]: row[label] for row in rows}


@cache
def topics(text: str) -> tuple[str, ...]:
    """Return the topics of a question: what it asks, and that it is urgent where it says so."""
    found = _TOPICS_OF.get(intended(Job.INTENT)[text], ())
    is_dated = intended(Job.URGENCY)[text] != "sin fecha"
    return tuple(dict.fromkeys((*found, *(("plazos",) if is_dated else ()))))


@cache
def streets() -> Mapping[str, Street]:
    """Return our drawings by the names of their files."""
    return {one.name: one for one in map(street, range(1, PICTURES + 1))}


def labels_of(job: Job) -> list[str]:
    """Return the labels of a project, in their order."""
    return [label.value for label in DRAFTS[job].labels]


def letters_of(job: Job, content: Mapping[str, Any]) -> int:
    """Return how long an item is to read; a picture counts by what there is to box."""
    if job is Job.REPLIES:
        return sum(len(str(content[name])) for name in ("question", "first", "second"))
    if job not in PICTURE_JOBS:
        return len(str(content["text"]))
    return floor_div(USUAL_LETTERS, 3) + _LETTERS_A_THING * len(streets()[str(content["name"])].things)


def form_of(random: Random, worker: Worker, *, job: Job, content: Mapping[str, Any]) -> FormValues:
    """Return the fields of the form as one person fills them in."""
    if job is Job.COMPLAINTS:
        return marked(random, worker, text=str(content["text"]))
    if job is Job.REPLIES:
        return compared(random, worker, question=str(content["question"]))
    if job is Job.OUTLINES:
        return outlined(random, worker, of=streets()[str(content["name"])])
    if job is Job.STREETS:
        drawn = list(_drawn(random, worker, streets()[str(content["name"])]))
        return {"regions.image": json.dumps(drawn)} if drawn else {"nothing": "1"}
    if job is Job.TOPICS:
        ticked = topics(str(content["text"]))
        slips = random.randrange(100) >= worker.right_percent
        ticked = ticked[1:] if slips else ticked
        return {"label": ticked} if ticked else {"nothing": "1"}
    if job is Job.WINDOW:
        meant = _WINDOW_OF.get(intended(Job.INTENT)[str(content["text"])], "ninguna")
    else:
        meant = intended(job)[str(content["text"])]
    return {"label": chosen(random, worker, intended=meant, labels=labels_of(job))}


def _drawn(random: Random, worker: Worker, of: Street) -> Iterator[dict[str, Any]]:
    """Yield the boxes that one person draws: a little off, and now and then a thing is missed."""
    for number, thing in enumerate(of.things, start=1):
        if random.randrange(100) < _MISSED_PERCENT + (100 - worker.right_percent) // 2:
            continue
        yield region(_box(random, thing), region_id=f"r{number}", picture_width=WIDTH, picture_height=HEIGHT)


def _box(random: Random, thing: Thing) -> Box:
    def near(pixel: int, most: int) -> int:
        return min(max(pixel + random.randint(-_STEADY, _STEADY), 0), most)

    left, right = near(thing.left, WIDTH), near(thing.right, WIDTH)
    top, bottom = near(thing.top, HEIGHT), near(thing.bottom, HEIGHT)
    return Box(
        thing.label.value,
        x=floor_div(PARTS_OF_THE_WHOLE * left, WIDTH),
        y=floor_div(PARTS_OF_THE_WHOLE * top, HEIGHT),
        width=floor_div(PARTS_OF_THE_WHOLE * (right - left), WIDTH),
        height=floor_div(PARTS_OF_THE_WHOLE * (bottom - top), HEIGHT),
    )
