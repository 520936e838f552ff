"""Items for programs: JSON lines as the body, or files in a form; good rows land, each bad row says why."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from pydantic import BaseModel, Field

from annotate.datasets.queries import RefusedView, batch, refused_reasons, refused_rows
from annotate.datasets.service import Upload, start_upload
from annotate.file_names import own_name
from annotate.imports import Choices
from annotate.projects.queries import ProjectView
from annotate.projects.rules import ProjectAct, move
from policies.errors import Kind, Refusal
from web.api.v1.caller import Requester
from web.api.v1.problems import problems
from web.api.v1.values import ProjectId, Words
from web.auth.permissions import Permission
from web.bringing_in import bring_in, format_of, room_for, wanted_by
from web.deps import TheHouse
from web.errors import say_refusal
from web.pages.project_view import own_project
from web.receiving import NO_LIMIT_OF_THE_FRAMEWORK, Received, receive_body, receive_files

router = APIRouter(prefix="/api/v1/projects", tags=["projects"])
LINES = ("application/x-ndjson", "application/jsonl", "application/x-jsonlines")
FORM = "multipart/form-data"
BODY = {
    "required": True,
    "content": {
        LINES[0]: {
            "schema": {"type": "string"},
            "example": '{"id": "q-1", "text": "When can I renew?"}\n{"id": "q-2", "text": "It was stolen."}\n',
        },
        FORM: {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {
                        "type": "array",
                        "minItems": 1,
                        "items": {"type": "string", "format": "binary"},
                        "description": "a table, a text, JSON, a picture or a ZIP; for several files, several times",
                    }
                },
            }
        },
    },
}


class RefusedRow(BaseModel):
    """A row, or a file, that did not become an item. A row's line is where it begins; a file's, its place."""

    line: int
    why: str
    code: str
    params: dict[str, str | int]
    row: str = Field(description="its beginning as it came")


class ImportedOut(BaseModel):
    """What became of the rows. Of the refused ones, the first thousand are listed."""

    batch_id: int
    imported: int
    skipped: int = Field(description="known before, with the same content")
    refused_count: int
    refused_by_reason: dict[str, int]
    refused: list[RefusedRow]


def own_draft(project_id: ProjectId, house: TheHouse, me: Requester) -> ProjectView:
    """Return the draft to which items go; before a single byte of them is read."""
    with house.db.reading() as tx:
        project = own_project(tx, project_id, me, Permission.PROJECT_WRITE)
    move(project.state, ProjectAct.IMPORT)
    return project


OwnDraft = Annotated[ProjectView, Depends(own_draft)]


async def received(request: Request, house: TheHouse, draft: OwnDraft) -> Received:
    """Return what was sent, on disk."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == FORM:
        return await receive_files(request, field="file", room=room_for(house, draft))
    if kind not in LINES:
        raise HTTPException(415)
    return await receive_body(request, file_name="request.jsonl", room=room_for(house, draft))


@router.post(
    "/{project_id}/items",  # noqa: FAST003 - the draft reads it
    max_body_size=NO_LIMIT_OF_THE_FRAMEWORK,
    openapi_extra={"requestBody": BODY},
    responses=problems(409, 413, 415),
)
def add(  # noqa: PLR0913, PLR0917 - who, where, what, and how it is read
    request: Request,
    house: TheHouse,
    me: Requester,
    draft: OwnDraft,
    sent: Annotated[Received, Depends(received)],
    text: Annotated[Words, Query(description="the column that is labelled; empty: found by its name")] = "",
    id: Annotated[Words, Query(description="the column with your own ids; empty: found by its name")] = "",  # noqa: A002
    labels: Annotated[
        Literal["suggest", "gold", "ignore"], Query(description="what the file's own labels become")
    ] = "suggest",
    encoding: Annotated[Words, Query(description="utf-8, utf-16 or windows-1252; empty: found out")] = "",
    item: Annotated[Literal["line", "file"], Query(description="of plain text files, what one item is")] = "line",
) -> ImportedOut:
    """Bring items in; idempotent by your own id, or by content where there is none."""
    with sent.opened() as file:
        file.seek(0, 2)
        upload = Upload(
            project_id=draft.project_id,
            by_id=me.person_id,
            file_name=own_name(sent.file_name),
            size_bytes=file.tell(),
            choices=Choices(
                text_column=text,
                id_column=id,
                encoding=encoding,
                wanted=wanted_by(house, draft),
                labels=labels,
                is_whole_file=item == "file",
            ),
        )
        form = format_of(file, upload.file_name, wanted=upload.choices.wanted)
        with house.db.writing() as tx:
            batch_id = start_upload(tx, upload=upload, format=form.name, now=house.now())
        for _ in bring_in(house, upload, file, batch_id=batch_id):
            pass
    with house.db.reading() as tx:
        done, rows = batch(tx, batch_id), refused_rows(tx, batch_id)
        reasons = refused_reasons(tx, batch_id)
    assert done is not None, "the batch was made just now"
    return ImportedOut(
        batch_id=batch_id,
        imported=done.imported_count,
        skipped=done.skipped_count,
        refused_count=done.refused_count,
        refused_by_reason=dict(reasons),
        refused=[_row(request, row) for row in rows],
    )


def _row(request: Request, row: RefusedView) -> RefusedRow:
    said = say_refusal(request, Refusal(row.code, Kind.UNREADABLE, **row.params))
    return RefusedRow(
        line=row.line, why=f"{said.title}. {said.reason}", code=row.code, params=dict(row.params), row=row.original
    )
