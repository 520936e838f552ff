"""Sends the answers of a project as a file, a piece at a time, in whichever format was chosen."""

import re
from collections.abc import Iterator

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from annotate.datasets_out import Choice, checked_format, is_zip, pieces
from annotate.exports import Export, discover
from annotate.projects.queries import ProjectView
from annotate.projects.service import note_export
from web.deps import Requester, TheHouse
from web.leaving import choice_from, leaving_of
from web.pages.project_view import own_project
from web.wiring import House

router = APIRouter(prefix="/projects")
FIRST = "jsonl"


def formats(task_type: str) -> list[Export]:
    """Return the formats in which answers of a kind of work can go out, the one for programs first."""
    fitting = (one for one in discover().values() if one.fits(task_type))
    return sorted(fitting, key=lambda one: (one.name != FIRST, one.name))


@router.get("/{project_id:int}/export")
def export(  # noqa: PLR0913, PLR0917 - each is one thing that was chosen
    house: TheHouse,
    me: Requester,
    project_id: int,
    format: str = FIRST,  # noqa: A002 - its own word
    surplus: str = "",
    resolution: str = "",
    media: str = "",
    archive: str = "",
) -> StreamingResponse:
    """Send the answers; those that came too late for their slot only where they are asked for, and marked."""
    with house.db.reading() as tx:
        project = own_project(tx, project_id, me)
    choice = choice_from(
        form=format, resolution=resolution, media=media, with_surplus=bool(surplus), is_archive=bool(archive)
    )
    form = checked_format(project, choice)
    with house.db.writing() as tx:
        note_export(tx, project_id=project_id, by_id=me.person_id, format=form.name, now=house.now())
    suffix = ".zip" if is_zip(form, choice) else form.suffix
    return StreamingResponse(
        _pieces(house, project, choice),
        media_type="application/zip" if is_zip(form, choice) else form.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{file_name(project, suffix)}"',
            "Cache-Control": "private, no-store",
        },
    )


def file_name(project: ProjectView, suffix: str, what: str = "") -> str:
    """Return what a project's answers are called when they are saved."""
    name = re.sub(r"[^a-z0-9]+", "-", project.name.lower()).strip("-") or "project"
    return f"{name}-{project.project_id}{what}{suffix}"


def _pieces(house: House, project: ProjectView, choice: Choice) -> Iterator[bytes]:
    """Yield the file; the transaction stays open so that the answers are those of one moment."""
    with house.db.reading() as tx:
        yield from pieces(tx, project, choice, leaving_of(house))
