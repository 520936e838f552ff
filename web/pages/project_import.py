"""An import while it runs and when it has ended: how far it is, what was refused and why, and its first pictures."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from annotate.datasets.queries import BatchView, RefusedView, batch, refused_reasons, refused_rows
from annotate.datasets.service import stop_upload
from annotate.pictures.queries import pictures_of_batch
from annotate.projects.queries import ProjectView
from policies.errors import Kind, Refusal
from policies.money import floor_div
from web.deps import Requester, TheHouse
from web.errors import say_refusal
from web.importing import start_import
from web.pages.project_items import own_draft
from web.pages.project_view import own_project, shown
from web.refusal_text import SaidRefusal, title_of
from web.render import language_of, show
from web.rows_to_correct import ENDINGS
from web.show_as import size_text
from web.uploads import is_alive, upload_of_batch

router = APIRouter(prefix="/projects")
OwnDraft = Annotated[ProjectView, Depends(own_draft)]
REFUSED_SHOWN = 200
PICTURES_SHOWN = 12
OF_FILES = frozenset({"zip", "pictures", "voc", "yolo", "huggingface"})
"""Formats of which people know files, not rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchShown:
    """An upload as its page shows it."""

    batch_id: int
    file_name: str
    imported_count: int
    skipped_count: int
    refused_count: int
    is_of_files: bool
    has_originals: bool
    is_running: bool
    is_stopped: bool
    percent: int
    read_shown: str
    size_shown: str


@dataclass(frozen=True, slots=True)
class RefusedShown:
    """A refused row, or file, with its reason in the reader's words.

    Attributes:
        line: of a table or a text; 0 for a file that was refused whole.
        file: which one of those that came together; empty where one came alone.
    """

    line: int
    file: str
    said: SaidRefusal


@dataclass(frozen=True, slots=True)
class ReasonShown:
    """One reason of refusal, and how many rows it holds for."""

    title: str
    row_count: int


@router.get("/{project_id:int}/batches/{batch_id:int}")
def progress(request: Request, house: TheHouse, me: Requester, project_id: int, batch_id: int) -> HTMLResponse:
    """Show how far an import is and which rows it refused.

    The file is looked for before the records are: an import writes down that it ended and lets go of its file after
    that, so read in this order a file that is gone means an import that ended, never one that broke off.
    """
    kept = upload_of_batch(house.settings.data_dir, project_id=project_id, batch_id=batch_id)
    at_work = kept is not None and is_alive(kept, now=house.now())
    with house.db.reading() as tx:
        project = own_project(tx, project_id, me)
        found = batch(tx, batch_id)
        rows = refused_rows(tx, batch_id, most=REFUSED_SHOWN)
        reasons = refused_reasons(tx, batch_id)
        pictures = pictures_of_batch(tx, batch_id, most=PICTURES_SHOWN)
    if found is None or found.project_id != project_id:
        raise Refusal("not_found", Kind.MISSING)
    seen = _batch_shown(found, at_work=at_work)
    return show(
        request,
        "projects/batch.html",
        block="progress",
        project=shown(project, items=0),
        batch=seen,
        is_waiting=found.published_at is None and found.imported_count > 0,
        can_go_on=kept is not None,
        stopped=_stopped(request, found, seen),
        refused_rows=[] if seen.is_running else [_refused_shown(request, row) for row in rows],
        reasons=[_reason_shown(request, code, count) for code, count in reasons],
        pictures=pictures,
    )


@router.post("/{project_id:int}/batches/{batch_id:int}/go-on")  # noqa: FAST003 - the draft reads it
def go_on(house: TheHouse, me: Requester, draft: OwnDraft, after: BackgroundTasks, batch_id: int) -> Response:
    """Read a file again whose import broke off; what is there already is skipped."""
    kept = upload_of_batch(house.settings.data_dir, project_id=draft.project_id, batch_id=batch_id)
    if kept is None:
        raise Refusal("upload_gone", Kind.MISSING)
    with house.db.reading() as tx:
        found = batch(tx, batch_id)
    has_ended = found is not None and found.finished_at is not None
    if is_alive(kept, now=house.now()) and not has_ended:
        return RedirectResponse(f"/projects/{draft.project_id}/batches/{batch_id}", 303)
    with house.db.writing() as tx:
        stop_upload(tx, project_id=draft.project_id, batch_id=batch_id, code="import_broke_off", now=house.now())
    begun = start_import(house, draft, kept, after, by_id=me.person_id)
    return RedirectResponse(f"/projects/{draft.project_id}/batches/{begun}", 303)


def _batch_shown(seen: BatchView, *, at_work: bool) -> BatchShown:
    is_running = seen.finished_at is None and at_work
    return BatchShown(
        batch_id=seen.batch_id,
        file_name=seen.file_name,
        imported_count=seen.imported_count,
        skipped_count=seen.skipped_count,
        refused_count=seen.refused_count,
        is_of_files=seen.format in OF_FILES,
        has_originals=seen.format in ENDINGS,
        is_running=is_running,
        is_stopped=not is_running and (seen.finished_at is None or seen.stopped_code is not None),
        percent=floor_div(100 * seen.read_bytes, seen.size_bytes) if seen.size_bytes else 0,
        read_shown=size_text(seen.read_bytes),
        size_shown=size_text(seen.size_bytes),
    )


def _stopped(request: Request, found: BatchView, seen: BatchShown) -> SaidRefusal | None:
    """Return why an import ended before its file did."""
    if not seen.is_stopped:
        return None
    return say_refusal(request, Refusal(found.stopped_code or "import_broke_off"))


def _reason_shown(request: Request, code: str, count: int) -> ReasonShown:
    return ReasonShown(title_of(code, request.app.state.refusal_texts, language=language_of(request)), count)


def _refused_shown(request: Request, row: RefusedView) -> RefusedShown:
    said = say_refusal(request, Refusal(row.code, Kind.UNREADABLE, **row.params))
    file = str(row.params.get("file", ""))
    line = row.params.get("row", 0) if file else row.line
    return RefusedShown(int(line), file, said)
