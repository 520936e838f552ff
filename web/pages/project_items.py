"""Items: files come in, columns are chosen after a look at a table, and their rows begin to become items."""

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, BackgroundTasks, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict

from annotate.encoded_lines import ENCODINGS
from annotate.imports import Choices, Import, Look
from annotate.item_objects import Wanted
from annotate.projects.queries import ProjectView
from annotate.projects.rules import ProjectAct, ProjectState, move
from annotate.taken_labels.rules import can_take, missing_labels
from annotate.taken_labels.service import take_labels
from policies.errors import Refusal
from web.auth.permissions import Permission
from web.bringing_in import asks_of, format_of, objects_of, room_for, wanted_by
from web.deps import Requester, TheHouse
from web.errors import STATUS, say_refusal
from web.importing import start_import
from web.pages.project_view import own_project, shown
from web.receiving import NO_LIMIT_OF_THE_FRAMEWORK, Received, receive_files
from web.render import is_fragment, show
from web.show_as import size_text
from web.uploads import Kept, keep, kept_upload, let_go
from web.wiring import House
from web.words import N_

router = APIRouter(prefix="/projects")
ROWS_SHOWN = 5
OBJECT_FIELD = "object."
"""Begins the name of the field that says which column holds an object."""
SEPARATORS = {",": N_("commas"), ";": N_("semicolons"), "\t": N_("tabs"), "|": N_("bars")}


class ColumnsForm(BaseModel):
    """What a requester chose about a file."""

    text_column: str = ""
    id_column: str = ""
    encoding: str = ""
    labels: Literal["suggest", "gold", "ignore"] = "suggest"
    take_labels: bool = False

    model_config = ConfigDict(extra="allow")

    def choices(self) -> Choices:
        """Return it as the formats read it; no column chosen for ids means that there is none."""
        return Choices(
            text_column=self.text_column,
            id_column=self.id_column,
            encoding=self.encoding,
            has_no_ids=not self.id_column,
            labels=self.labels,
            columns={
                name.removeprefix(OBJECT_FIELD): str(column)
                for name, column in (self.model_extra or {}).items()
                if name.startswith(OBJECT_FIELD)
            },
        )


Typed = Annotated[ColumnsForm, Form()]


def own_draft(house: TheHouse, me: Requester, project_id: int) -> ProjectView:
    """Return the draft to which items go; before a single byte of a file is read."""
    with house.db.reading() as tx:
        project = own_project(tx, project_id, me, Permission.PROJECT_WRITE)
    move(project.state, ProjectAct.IMPORT)
    return project


OwnDraft = Annotated[ProjectView, Depends(own_draft)]


async def received(request: Request, house: TheHouse, draft: OwnDraft) -> Received:
    """Return the files of the form, on disk."""
    return await receive_files(request, field="file", room=room_for(house, draft))


@router.post("/{project_id:int}/uploads", max_body_size=NO_LIMIT_OF_THE_FRAMEWORK)  # noqa: FAST003 - the draft reads it
def upload(
    request: Request,
    house: TheHouse,
    me: Requester,
    draft: OwnDraft,
    after: BackgroundTasks,
    sent: Annotated[Received, Depends(received)],
) -> Response:
    """Keep what came on disk, and go on to its columns; pictures and archives have none, and begin at once."""
    folder = house.settings.data_dir
    kept = keep(folder, project_id=draft.project_id, path=sent.path, file_name=sent.file_name, now=house.now())
    there = f"/projects/{draft.project_id}/uploads/{kept.token}"
    try:
        if not _asks_something(house, draft, kept):
            batch_id = start_import(house, draft, kept, after, by_id=me.person_id)
            there = f"/projects/{draft.project_id}/batches/{batch_id}"
    except Refusal:
        let_go(kept)
        raise
    if is_fragment(request):
        return Response(status_code=204, headers={"HX-Redirect": there}, background=after)
    return RedirectResponse(there, 303)


@router.get("/{project_id:int}/uploads/{token}")  # noqa: FAST003 - the draft reads it
def columns(request: Request, house: TheHouse, draft: OwnDraft, token: str, encoding: str = "") -> HTMLResponse:
    """Show the first rows of a file and ask which columns count."""
    kept = kept_upload(house.settings.data_dir, project_id=draft.project_id, token=token)
    choices = Choices(encoding=encoding, wanted=wanted_by(house, draft), objects=objects_of(house, draft))
    return _columns_page(request, _form_of(house, draft, kept), draft, kept, choices)


@router.post("/{project_id:int}/uploads/{token}")  # noqa: FAST003 - the draft reads it
def begin(  # noqa: PLR0913, PLR0917 - who, where, what, and what goes on after the answer
    request: Request,
    house: TheHouse,
    me: Requester,
    draft: OwnDraft,
    after: BackgroundTasks,
    token: str,
    form: Typed,
) -> Response:
    """Begin to put the rows of a file into the project; the work goes on when the page is left."""
    kept = kept_upload(house.settings.data_dir, project_id=draft.project_id, token=token)
    if kept.batch_id:
        return RedirectResponse(f"/projects/{draft.project_id}/batches/{kept.batch_id}", 303)
    reads = _form_of(house, draft, kept)
    choices = form.choices() if reads.asks_columns else replace(form.choices(), has_no_ids=False)  # nobody was asked
    chosen = replace(kept, choices=choices)
    whole = replace(
        chosen.choices, wanted=wanted_by(house, draft), objects=objects_of(house, draft), asks=asks_of(house, draft)
    )
    try:
        with kept.path.open("rb") as file:
            reads.open(file, whole)
        if form.take_labels:
            _take_labels(house, draft, kept, whole, by_id=me.person_id)
    except Refusal as refusal:
        return _columns_page(request, reads, draft, kept, whole, refusal=refusal)
    batch_id = start_import(house, draft, chosen, after, by_id=me.person_id)
    return RedirectResponse(f"/projects/{draft.project_id}/batches/{batch_id}", 303)


def _asks_something(house: House, draft: ProjectView, kept: Kept) -> bool:
    """Return whether a person chooses something about a file: its columns, or what its labels become."""
    form = _form_of(house, draft, kept)
    if form.asks_columns:
        return True
    with kept.path.open("rb") as file:
        return form.look(file, Choices(wanted=wanted_by(house, draft)), most=1).has_labels


def _take_labels(house: House, draft: ProjectView, kept: Kept, choices: Choices, *, by_id: int) -> None:
    """Add to the draft the labels of a file that it has not."""
    with kept.path.open("rb") as file:
        labels = _form_of(house, draft, kept).look(file, choices, most=ROWS_SHOWN).labels
    with house.db.writing() as tx:
        take_labels(
            tx,
            project_id=draft.project_id,
            labels=labels,
            by_id=by_id,
            task_types=house.task_types,
            now=house.now(),
        )


def _form_of(house: House, draft: ProjectView, kept: Kept) -> Import:
    with kept.path.open("rb") as file:
        return format_of(file, kept.file_name, wanted=wanted_by(house, draft))


def _columns_page(
    request: Request,
    form: Import,
    draft: ProjectView,
    kept: Kept,
    choices: Choices,
    *,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    """Show the columns of a file, or why it cannot be read and what to try."""
    look: Look | None = None
    is_draft = draft.state == ProjectState.DRAFT
    try:
        with kept.path.open("rb") as file:
            look = form.look(file, choices, most=ROWS_SHOWN)
    except Refusal as unreadable:
        refusal = refusal or unreadable
    return show(
        request,
        "projects/columns.html",
        status=STATUS[refusal.kind] if refusal else 200,
        project=shown(draft, items=0),
        upload=kept,
        shape=_shape_of(form, choices),
        form_title=form.title,
        labels=look.labels if look else (),
        missing=(missing := _missing(draft, look)),
        can_take=is_draft and can_take(draft.label_schema, task_type=draft.task_type, labels=missing),
        labels_become=choices.labels,
        found=look,
        rows=[(line, tuple(zip(look.columns, cells, strict=True))) for line, cells in look.rows] if look else [],
        separator=SEPARATORS.get(look.delimiter, "") if look else "",
        size_shown=size_text(kept.size_bytes),
        objects=_objects_shown(look, choices) if look and choices.wanted == "objects" else [],
        text_column=choices.text_column or (look.text_column if look else ""),
        id_column=choices.id_column or (look.id_column if look and not choices.has_no_ids else ""),
        encoding=look.encoding if look else choices.encoding,
        encodings=ENCODINGS,
        refusal=say_refusal(request, refusal) if refusal else None,
    )


def _shape_of(form: Import, choices: Choices) -> str:
    """Return what a file is made of, as people think of it: lines, a table, or pieces that have no columns."""
    if form.name == "plain_text":
        return "lines"
    return "pieces" if choices.wanted == "image" or form.name == "conll" else "table"


def _missing(draft: ProjectView, look: Look | None) -> tuple[str, ...]:
    """Return the labels that a file names and the project has not."""
    labels = look.labels if look else ()
    return missing_labels(draft.label_schema, task_type=draft.task_type, labels=labels)


def _objects_shown(look: Look, choices: Choices) -> list[tuple[Wanted, str]]:
    """Return each object that an item has, and which column probably holds it."""
    by_name = {column.casefold(): column for column in reversed(look.columns)}
    return [(one, choices.columns.get(one.name, by_name.get(one.name, ""))) for one in choices.objects]
