"""Brings a file into a project: which format reads it, where its pictures go, and what of it is in already."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from annotate.darkroom.developing import Limits
from annotate.darkroom.kinds import is_archive
from annotate.darkroom.process import DarkRoom
from annotate.datasets.queries import has_content
from annotate.datasets.service import Progress, Upload, import_file
from annotate.imports import Import, form_for
from annotate.incoming.archive import names_inside
from annotate.intake.keeping_pictures import Desk, KeepingPictures
from annotate.item_objects import Wanted
from annotate.label_schema import parts_of
from annotate.labels import label_values
from annotate.projects.queries import ProjectView, existing_project
from annotate.rows import Asked
from web.receiving import Room
from web.refused_report import RefusedReport
from web.wiring import House

KIND_BYTES = 65_536
"""So much of a file tells one kind of JSON from another."""


def wanted_by(house: House, project: ProjectView) -> str:
    """Return what a project labels: "text" or "image" where an item is just that, else "objects"."""
    objects = objects_of(house, project)
    alone = objects[0].name if len(objects) == 1 else ""
    return alone if alone in {"text", "image"} else "objects"


def objects_of(house: House, project: ProjectView) -> tuple[Wanted, ...]:
    """Return what each item of a project has."""
    parts = parts_of(project.task_type, project.label_schema, house.task_types)
    return tuple(Wanted(name=one.name, kind=one.kind, is_optional=one.is_optional) for one in parts.objects)


def asks_of(house: House, project: ProjectView) -> tuple[Asked, ...]:
    """Return what a project asks, as the labels of a file have to answer it."""
    parts = parts_of(project.task_type, project.label_schema, house.task_types)
    return tuple(
        Asked(name=one.name, kind=one.kind, about=one.about, labels=tuple(label_values(one.schema)))
        for one in parts.controls
    )


def room_for(house: House, project: ProjectView) -> Room:
    """Return how much may be sent to a project at once, and where it goes."""
    settings = house.settings
    return Room(
        folder=settings.data_dir / "uploads" / "incoming",
        most_bytes=settings.upload_max_bytes,
        archive_bytes=settings.archive_max_bytes,
        wants_pictures=wanted_by(house, project) != "text",
    )


def format_of(file: BinaryIO, file_name: str, *, wanted: str) -> Import:
    """Return the format that reads a file; it is left at its beginning.

    Raises:
        Refusal: `file_for_texts` or `file_for_pictures`, for a file of the other kind.
    """
    file.seek(0)
    head = file.read(KIND_BYTES)
    file.seek(0)
    inside = names_inside(file) if is_archive(head) else ()
    return form_for(file_name, head, wanted=wanted, inside=inside)


def bring_in(
    house: House,
    upload: Upload,
    file: BinaryIO,
    *,
    batch_id: int,
    still_here: Callable[[], None] = lambda: None,
) -> Iterator[Progress]:
    """Read a file to its end, a transaction for each chunk; its pictures are kept outside of them.

    Args:
        house: where.
        upload: what, whose, and how it is read.
        file: at its beginning.
        batch_id: from `start_upload`.
        still_here: called before each slow step, so that others see that somebody is at work.

    Yields:
        Progress after each chunk.

    Raises:
        Refusal: the file cannot be read at all, or what keeps its pictures does not answer.
    """
    form = format_of(file, upload.file_name, wanted=upload.choices.wanted)
    with house.db.reading() as tx:
        project = existing_project(tx, upload.project_id)
    choices = replace(upload.choices, objects=objects_of(house, project), asks=asks_of(house, project))
    report = RefusedReport(house.settings.data_dir, project_id=upload.project_id, batch_id=batch_id)
    upload = replace(upload, choices=choices, tell_columns=report.note_columns, tell_refused=report.add)
    with DarkRoom() as making, report:
        desk = Desk(
            files=house.files,
            limits=picture_limits(house),
            making=making,
            is_known=lambda content_hash: _is_known(house, upload.project_id, content_hash),
            still_here=still_here,
        )
        keeping = KeepingPictures(form, desk, file_name=upload.file_name)
        yield from import_file(
            house.db.writing, upload=upload, batch_id=batch_id, form=keeping, source=file, now=house.now
        )


def picture_limits(house: House) -> Limits:
    """Return how large a picture may be here."""
    settings = house.settings
    return Limits(most_bytes=settings.picture_max_bytes, most_pixels=settings.picture_max_pixels)


def _is_known(house: House, project_id: int, content_hash: str) -> bool:
    with house.db.reading() as tx:
        return has_content(tx, project_id, content_hash)
