"""The place through whose days the walks lead: two projects that wait for annotators, and a morning that is over."""

from dataclasses import dataclass

from annotate.demo_drawing import drawn
from annotate.demo_streets import street
from annotate.projects.rules import LabelDraft
from annotate.questions.rules import Asked
from annotate.questions.service import ask
from annotate.regions import PARTS_OF_THE_WHOLE, Box, region
from annotate.serving.service import submit
from tests.archives import zipped
from tests.browser.site import Site
from tests.cast import Who
from tests.make import make_annotator, make_representative
from tests.picture_work import street_project
from tests.work import RULEBOOK, TASK_TYPES, Work, annotator, running_project

TOPICS = tuple(map(LabelDraft, ("ruido", "alumbrado", "amenaza")))
THINGS = tuple(map(LabelDraft, ("rampa", "guarnición", "obstáculo")))
WINDOWS = 4


@dataclass(frozen=True, slots=True)
class Place:
    """Where everybody walks.

    Attributes:
        complaints: texts with hard content, several labels each.
        streets: pictures to draw boxes on.
    """

    site: Site
    complaints: Work
    streets: Work


def prepare(site: Site) -> Place:
    """Let two people work through a morning, and open two projects for those who come after them."""
    house, clock = site.house, site.clock
    done = running_project(house.db, clock, items=16)
    _call(done, "Secretaría de Trámites")
    with house.db.writing() as tx:
        quick, slow = make_annotator(tx, Who("Marta")), make_annotator(tx, Who("Beto", language="es"))
        make_representative(tx, Who("Delia", language="es"))
    done.answer_many(quick, 6, seconds=40)
    done.answer_many(slow, 6, seconds=120)
    complaints = running_project(
        house.db,
        clock,
        name="Quejas de vecinos",
        question="¿De qué se queja?",
        task_type="choices",
        labels=TOPICS,
        allow_nothing=True,
        items=3 * WINDOWS,
        price_micros=1_400_000,
        content_risks=("violence",),
        content_note="Algunas quejas cuentan amenazas y golpes.",
        instructions="Marca **todo** lo que aplique.\n\n- Si hay una amenaza, márcala siempre.",
    )
    _call(complaints, "Alcaldía Centro")
    streets = street_project(
        house,
        clock,
        pictures=street_files(2 * WINDOWS),
        name="Banquetas y rampas",
        question="¿Qué hay en la calle?",
        labels=THINGS,
        instructions="Dibuja un recuadro alrededor de cada **rampa** y de cada **obstáculo**.",
    )
    _call(streets, "Movilidad Abierta")
    return Place(site, complaints, streets)


def _call(work: Work, name: str) -> None:
    """Give the organisation behind a project a name of its own."""
    with work.db.writing() as tx:
        tx.run("UPDATE organisation SET name = :name WHERE id = :id", name=name, id=work.organisation_id)


def street_files(count: int, *, first: int = 1) -> dict[str, bytes]:
    """Return some of the demonstration's drawings, by file name."""
    return {street(number).name: drawn(street(number)) for number in range(first, first + count)}


def archive_with_a_stranger(count: int, *, first: int) -> bytes:
    """Return an archive of drawings, and one file among them that is none."""
    return zipped(street_files(count, first=first) | {"leeme.txt": b"Fotos de la colonia Centro"})


def somebody_works_and_asks(site: Site, *, project_id: int, name: str) -> None:
    """Let an annotator draw two boxes on one picture, and ask about the next."""
    work = Work(site.house.db, site.clock, project_id, organisation_id=0, requester_id=0)
    person_id = annotator(work.db, name)
    offer = work.next(person_id)
    site.clock.advance(seconds=75)
    quarter = PARTS_OF_THE_WHOLE // 4
    boxes = [
        region(
            Box("rampa", place, place, quarter, quarter), region_id=f"b{place}", picture_width=800, picture_height=600
        )
        for place in (0, quarter)
    ]
    with work.db.writing() as tx:
        submit(
            tx,
            person_id=person_id,
            assignment_id=offer.assignment_id,
            result=boxes,
            now=site.clock(),
            rulebook=RULEBOOK,
            task_types=TASK_TYPES,
        )
        asked = Asked(project_id=project_id, item_id=None, text="¿Una bicicleta amarrada es un obstáculo?")
        ask(tx, person_id=person_id, asked=asked, now=site.clock())
