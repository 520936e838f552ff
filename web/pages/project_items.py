"""Items: a file comes in, its columns are chosen after a look at it, its rows become items, and bad rows say why."""

from dataclasses import dataclass, replace
from typing import Annotated

import structlog
from fastapi import APIRouter, BackgroundTasks, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel

from annotate.datasets.queries import BatchView, RefusedView, batch, refused_rows
from annotate.datasets.service import Upload, import_file, start_upload, stop_upload
from annotate.imports import Choices, Import, Look, discover
from annotate.projects.queries import ProjectView
from annotate.projects.rules import ProjectAct, move
from policies.errors import Kind, Refusal
from policies.money import floor_div
from web.auth.permissions import Permission
from web.deps import Requester, TheHouse
from web.errors import STATUS, say_refusal
from web.pages.project_view import own_project, shown
from web.receiving import NO_LIMIT_OF_THE_FRAMEWORK, Received, receive_file
from web.refusal_text import SaidRefusal
from web.render import is_fragment, me_of, show
from web.uploads import Kept, is_alive, keep, kept_upload, let_go, note, show_life, upload_of_batch
from web.wiring import House
from web.words import N_

router = APIRouter(prefix="/projects")
log = structlog.get_logger()
ROWS_SHOWN = 5
REFUSED_SHOWN = 200
ENCODINGS = ("utf-8", "utf-16", "windows-1252")
SEPARATORS = {",": N_("commas"), ";": N_("semicolons"), "\t": N_("tabs"), "|": N_("bars")}


class ColumnsForm(BaseModel):
    """What a requester chose about a file."""

    text_column: str = ""
    id_column: str = ""
    encoding: str = ""

    def choices(self) -> Choices:
        """Return it as the formats read it; no column chosen for ids means that there is none."""
        return Choices(
            text_column=self.text_column,
            id_column=self.id_column,
            encoding=self.encoding,
            has_no_ids=not self.id_column,
        )


Typed = Annotated[ColumnsForm, Form()]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchShown:
    """An upload as its page shows it."""

    batch_id: int
    file_name: str
    imported_count: int
    skipped_count: int
    refused_count: int
    is_running: bool
    is_stopped: bool
    percent: int
    read_shown: str
    size_shown: str


@dataclass(frozen=True, slots=True)
class RefusedShown:
    """A refused row with its reason in the reader's words."""

    line: int
    said: SaidRefusal


def own_draft(house: TheHouse, me: Requester, project_id: int) -> ProjectView:
    """Return the draft to which items go; before a single byte of a file is read."""
    with house.db.reading() as tx:
        project = own_project(tx, project_id, me, Permission.PROJECT_WRITE)
    move(project.state, ProjectAct.IMPORT)
    return project


OwnDraft = Annotated[ProjectView, Depends(own_draft)]


async def received(request: Request, house: TheHouse, _draft: OwnDraft) -> Received:
    """Return the file of the form, on disk."""
    return await receive_file(request, field="file", most_bytes=house.settings.upload_max_bytes)


@router.post("/{project_id:int}/uploads", max_body_size=NO_LIMIT_OF_THE_FRAMEWORK)  # noqa: FAST003 - the draft reads it
def upload(
    request: Request, house: TheHouse, draft: OwnDraft, sent: Annotated[Received, Depends(received)]
) -> Response:
    """Keep a file on disk and go on to its columns."""
    kept = keep(
        house.settings.data_dir,
        project_id=draft.project_id,
        file=sent.file,
        file_name=sent.file_name,
        now=house.now(),
    )
    sent.file.close()
    there = f"/projects/{draft.project_id}/uploads/{kept.token}"
    if is_fragment(request):
        return Response(status_code=204, headers={"HX-Redirect": there})
    return RedirectResponse(there, 303)


@router.get("/{project_id:int}/uploads/{token}")  # noqa: FAST003 - the draft reads it
def columns(request: Request, house: TheHouse, draft: OwnDraft, token: str, encoding: str = "") -> HTMLResponse:
    """Show the first rows of a file and ask which columns count."""
    kept = kept_upload(house.settings.data_dir, project_id=draft.project_id, token=token)
    return _columns_page(request, draft, kept, Choices(encoding=encoding))


@router.post("/{project_id:int}/uploads/{token}")  # noqa: FAST003 - the draft reads it
def begin(
    request: Request, house: TheHouse, draft: OwnDraft, after: BackgroundTasks, token: str, form: Typed
) -> Response:
    """Begin to put the rows of a file into the project; the work goes on when the page is left."""
    kept = kept_upload(house.settings.data_dir, project_id=draft.project_id, token=token)
    if kept.batch_id:
        return RedirectResponse(f"/projects/{draft.project_id}/batches/{kept.batch_id}", 303)
    choices = form.choices()
    try:
        with kept.path.open("rb") as file:
            _form_of(kept).open(file, choices)
    except Refusal as refusal:
        return _columns_page(request, draft, kept, choices, refusal=refusal)
    return _start(request, house, draft, replace(kept, choices=choices), after)


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
    if found is None or found.project_id != project_id:
        raise Refusal("not_found", Kind.MISSING)
    seen = _batch_shown(found, at_work=at_work)
    return show(
        request,
        "projects/batch.html",
        block="progress",
        project=shown(project, items=0),
        batch=seen,
        can_go_on=kept is not None,
        stopped=_stopped(request, found, seen),
        refused_rows=[] if seen.is_running else [_refused_shown(request, row) for row in rows],
    )


@router.post("/{project_id:int}/batches/{batch_id:int}/go-on")  # noqa: FAST003 - the draft reads it
def go_on(request: Request, house: TheHouse, draft: OwnDraft, after: BackgroundTasks, batch_id: int) -> Response:
    """Read a file again whose import broke off; what is there already is skipped."""
    kept = upload_of_batch(house.settings.data_dir, project_id=draft.project_id, batch_id=batch_id)
    if kept is None:
        raise Refusal("upload_gone", Kind.MISSING)
    if is_alive(kept, now=house.now()):
        return RedirectResponse(f"/projects/{draft.project_id}/batches/{batch_id}", 303)
    with house.db.writing() as tx:
        stop_upload(tx, project_id=draft.project_id, batch_id=batch_id, code="import_broke_off", now=house.now())
    return _start(request, house, draft, kept, after)


def _start(request: Request, house: House, draft: ProjectView, kept: Kept, after: BackgroundTasks) -> Response:
    """Note the import and let it run after the answer is sent."""
    me = me_of(request)
    assert me is not None, "only people who are logged in have a draft"
    form = _form_of(kept)
    sent = Upload(
        project_id=draft.project_id,
        by_id=me.person_id,
        file_name=kept.file_name,
        size_bytes=kept.size_bytes,
        choices=kept.choices,
    )
    with house.db.writing() as tx:
        batch_id = start_upload(tx, upload=sent, format=form.name, now=house.now())
    begun = replace(kept, batch_id=batch_id)
    note(begun, now=house.now())
    after.add_task(import_kept, house, begun, sent)
    return RedirectResponse(f"/projects/{draft.project_id}/batches/{batch_id}", 303)


def import_kept(house: House, kept: Kept, sent: Upload) -> None:
    """Read a kept file to its end; a chunk is a transaction, and each leaves a sign of life."""
    try:
        with kept.path.open("rb") as file:
            for _ in import_file(
                house.db.writing,
                upload=sent,
                batch_id=kept.batch_id,
                form=_form_of(kept),
                source=file,
                now=house.now,
            ):
                show_life(kept, now=house.now())
    except Refusal as refusal:
        log.info("import_stopped", batch_id=kept.batch_id, code=refusal.code)
    let_go(kept)


def _form_of(kept: Kept) -> Import:
    """Return the format of a file by the end of its name; a table where the name says nothing."""
    forms = discover()
    ending = f".{kept.file_name.rpartition('.')[2].lower()}"
    return next((form for form in forms.values() if ending in form.suffixes), forms["csv"])


def _columns_page(
    request: Request, draft: ProjectView, kept: Kept, choices: Choices, *, refusal: Refusal | None = None
) -> HTMLResponse:
    """Show the columns of a file, or why it cannot be read and what to try."""
    look: Look | None = None
    try:
        with kept.path.open("rb") as file:
            look = _form_of(kept).look(file, choices, most=ROWS_SHOWN)
    except Refusal as unreadable:
        refusal = refusal or unreadable
    return show(
        request,
        "projects/columns.html",
        status=STATUS[refusal.kind] if refusal else 200,
        project=shown(draft, items=0),
        upload=kept,
        found=look,
        rows=[(line, tuple(zip(look.columns, cells, strict=True))) for line, cells in look.rows] if look else [],
        separator=SEPARATORS.get(look.delimiter, "") if look else "",
        size_shown=size_text(kept.size_bytes),
        text_column=choices.text_column or (look.text_column if look else ""),
        id_column=choices.id_column or (look.id_column if look and not choices.has_no_ids else ""),
        encoding=look.encoding if look else choices.encoding,
        encodings=ENCODINGS,
        refusal=say_refusal(request, refusal) if refusal else None,
    )


def _batch_shown(seen: BatchView, *, at_work: bool) -> BatchShown:
    is_running = seen.finished_at is None and at_work
    return BatchShown(
        batch_id=seen.batch_id,
        file_name=seen.file_name,
        imported_count=seen.imported_count,
        skipped_count=seen.skipped_count,
        refused_count=seen.refused_count,
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


def _refused_shown(request: Request, row: RefusedView) -> RefusedShown:
    return RefusedShown(row.line, say_refusal(request, Refusal(row.code, Kind.UNREADABLE, **row.params)))


def size_text(size_bytes: int) -> str:
    """Return a size as people say it: 812 bytes, 14 kB, 2.3 MB."""
    if size_bytes < 1_000:
        return f"{size_bytes} bytes"
    if size_bytes < 1_000_000:
        return f"{floor_div(size_bytes, 1_000)} kB"
    tenths = floor_div(size_bytes, 100_000)
    return f"{floor_div(tenths, 10)}.{tenths % 10} MB"
