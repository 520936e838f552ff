"""Sends the answers of a project as a file, a piece at a time, in whichever format was chosen."""

import re
from collections.abc import Iterator

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from annotate.assignments.queries import answers_of
from annotate.exports import Export, chosen_format, discover
from annotate.projects.queries import ProjectView
from annotate.projects.service import note_export
from web.deps import Requester, TheHouse
from web.pages.project_view import own_project
from web.wiring import House

router = APIRouter(prefix="/projects")
FIRST = "jsonl"


def formats(task_type: str) -> list[Export]:
    """Return the formats in which answers of a kind of work can go out, the one for programs first."""
    fitting = (one for one in discover().values() if one.fits(task_type))
    return sorted(fitting, key=lambda one: (one.name != FIRST, one.name))


@router.get("/{project_id:int}/export")
def export(
    house: TheHouse,
    me: Requester,
    project_id: int,
    format: str = FIRST,  # noqa: A002 - its own word
    surplus: str = "",
) -> StreamingResponse:
    """Send the answers; those that came too late for their slot only where they are asked for, and marked."""
    with house.db.reading() as tx:
        project = own_project(tx, project_id, me)
    form = chosen_format(format, task_type=project.task_type)
    with house.db.writing() as tx:
        note_export(tx, project_id=project_id, by_id=me.person_id, format=form.name, now=house.now())
    name = re.sub(r"[^a-z0-9]+", "-", project.name.lower()).strip("-") or "project"
    return StreamingResponse(
        _pieces(house, project, form, with_surplus=bool(surplus)),
        media_type=form.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}-{project_id}{form.suffix}"',
            "Cache-Control": "private, no-store",
        },
    )


def _pieces(house: House, project: ProjectView, form: Export, *, with_surplus: bool) -> Iterator[bytes]:
    """Yield the file; the transaction stays open so that the answers are those of one moment."""
    with house.db.reading() as tx:
        answers = answers_of(tx, project_id=project.project_id, task_types=house.task_types, with_surplus=with_surplus)
        yield from form.write(answers, schema=project.label_schema)
