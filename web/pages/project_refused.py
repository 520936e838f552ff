"""The rows that an import refused, to be downloaded: with their reasons, or alone, to be corrected and sent again."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse

from annotate.datasets.queries import BatchView, batch
from annotate.projects.queries import ProjectView
from payments.spreadsheets import safe_text
from policies.errors import Kind, Refusal
from web.deps import Requester, TheHouse
from web.errors import say_refusal
from web.pages.project_view import own_project
from web.refusal_text import SaidRefusal
from web.refused_report import Reported
from web.rows_to_correct import ENDINGS, TABLES, rows_refused, rows_to_correct

router = APIRouter(prefix="/projects")
ROWS_AT_ONCE = 500
HEADINGS = ("line", "file", "why", "what to do", "row")


def own_batch(house: TheHouse, me: Requester, project_id: int, batch_id: int) -> BatchView:
    """Return an import of one of the requester's own projects."""
    with house.db.reading() as tx:
        project: ProjectView = own_project(tx, project_id, me)
        found = batch(tx, batch_id)
    if found is None or found.project_id != project.project_id:
        raise Refusal("not_found", Kind.MISSING)
    return found


OwnBatch = Annotated[BatchView, Depends(own_batch)]


@router.get("/{project_id:int}/batches/{batch_id:int}/refused.csv")  # noqa: FAST003 - the batch reads them
def as_table(request: Request, house: TheHouse, found: OwnBatch) -> StreamingResponse:
    """Send every refused row with its reason, for a spreadsheet."""
    return _sent(_table(rows_refused(house, found), _saying(request)), found, "csv", "text/csv; charset=utf-8")


@router.get("/{project_id:int}/batches/{batch_id:int}/refused.jsonl")  # noqa: FAST003 - the batch reads them
def as_lines(request: Request, house: TheHouse, found: OwnBatch) -> StreamingResponse:
    """Send every refused row with its reason, for programs."""
    return _sent(_lines(rows_refused(house, found), _saying(request)), found, "jsonl", "application/x-ndjson")


@router.get("/{project_id:int}/batches/{batch_id:int}/refused-rows")  # noqa: FAST003 - the batch reads them
def alone(house: TheHouse, found: OwnBatch) -> StreamingResponse:
    """Send the refused rows as they came, so that they can be corrected and uploaded again."""
    rows = rows_to_correct(house, found)
    if rows is None:
        raise Refusal("not_found", Kind.MISSING)
    media_type = "text/csv; charset=utf-8" if found.format in TABLES else "text/plain; charset=utf-8"
    return _sent(rows, found, ENDINGS[found.format], media_type)


def _saying(request: Request) -> Callable[[Reported], SaidRefusal]:
    return lambda row: say_refusal(request, Refusal(row.code, Kind.UNREADABLE, **row.params))


def _table(rows: Iterator[Reported], say: Callable[[Reported], SaidRefusal]) -> Iterator[bytes]:
    page = io.StringIO(newline="")
    page.write("\ufeff")
    writer = csv.writer(page)
    writer.writerow(HEADINGS)
    for number, row in enumerate(rows, start=1):
        said = say(row)
        line = row.params.get("row", row.line) if "file" in row.params else row.line
        cells = (str(row.params.get("file", "")), f"{said.title}. {said.reason}", said.next_step, row.original)
        writer.writerow([line, *(safe_text(cell) for cell in cells)])
        if number % ROWS_AT_ONCE == 0:
            yield _taken(page)
    yield _taken(page)


def _taken(page: io.StringIO) -> bytes:
    data = page.getvalue().encode("utf-8", "replace")
    page.seek(0)
    page.truncate()
    return data


def _lines(rows: Iterator[Reported], say: Callable[[Reported], SaidRefusal]) -> Iterator[bytes]:
    for row in rows:
        said = say(row)
        why, what = f"{said.title}. {said.reason}", said.next_step
        one = {"line": row.line, "code": row.code, "params": row.params, "why": why, "next": what, "row": row.original}
        yield json.dumps(one, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _sent(pieces: Iterator[bytes], found: BatchView, ending: str, media_type: str) -> StreamingResponse:
    name = f"refused-{found.batch_id}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return StreamingResponse(pieces, media_type=media_type, headers=headers)
