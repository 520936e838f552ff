"""Reads a kept upload into its project after the page was sent, and leaves signs of life on the way."""

from dataclasses import replace

import structlog
from fastapi import BackgroundTasks

from annotate.datasets.service import Upload, start_upload
from annotate.projects.queries import ProjectView
from policies.errors import Refusal
from web.bringing_in import bring_in, format_of, wanted_by
from web.uploads import Kept, let_go, note, show_life
from web.wiring import House

log = structlog.get_logger()


def start_import(house: House, project: ProjectView, kept: Kept, after: BackgroundTasks, *, by_id: int) -> int:
    """Note that an import begins, let it run after the answer is sent, and return its batch.

    Raises:
        Refusal: `project_state`, or that the file is of the other kind.
    """
    choices = replace(kept.choices, wanted=wanted_by(house, project))
    with kept.path.open("rb") as file:
        form = format_of(file, kept.file_name, wanted=choices.wanted)
        if not form.asks_columns:
            form.open(file, choices)
    sent = Upload(
        project_id=project.project_id,
        by_id=by_id,
        file_name=kept.file_name,
        size_bytes=kept.size_bytes,
        choices=choices,
    )
    with house.db.writing() as tx:
        batch_id = start_upload(tx, upload=sent, format=form.name, now=house.now())
    begun = replace(kept, batch_id=batch_id, choices=choices)
    note(begun, now=house.now())
    after.add_task(import_kept, house, begun, sent)
    return batch_id


def import_kept(house: House, kept: Kept, sent: Upload) -> None:
    """Read a kept file to its end; a chunk is a transaction, and each leaves a sign of life.

    What the place of the pictures stopped keeps its file, so that it can go on where it stopped.
    """

    def still_here() -> None:
        show_life(kept, now=house.now())

    try:
        with kept.path.open("rb") as file:
            for _ in bring_in(house, sent, file, batch_id=kept.batch_id, still_here=still_here):
                still_here()
    except Refusal as refusal:
        log.info("import_stopped", batch_id=kept.batch_id, code=refusal.code)
        if refusal.code == "files_unreachable":
            return
    let_go(kept)
