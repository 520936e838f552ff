"""Reading uploads and items: how far an upload is, which rows it refused and why, and what an item says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from payments.transaction import Transaction
from policies.periods import from_ms

BATCHES_MOST = 100
REFUSED_ROWS_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    """One upload. It runs, or it is finished; `stopped_code` says why it ended before the end of the file."""

    batch_id: int
    project_id: int
    file_name: str
    format: str
    encoding: str
    imported_count: int
    skipped_count: int
    refused_count: int
    read_bytes: int
    size_bytes: int
    started_at: datetime
    finished_at: datetime | None
    stopped_code: str | None


@dataclass(frozen=True, slots=True)
class RefusedRowView:
    """A row that did not become an item: its line in the file, and the refusal."""

    line: int
    code: str
    params: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item as its project holds it; `Any` because each kind of work has its own content."""

    item_id: int
    item_key: str
    content: Mapping[str, Any]


_COLUMNS = """
id, project_id, file_name, format, encoding, imported_count, skipped_count, refused_count, read_bytes, size_bytes,
started_at, finished_at, stopped_code
"""
_BATCHES = f"SELECT {_COLUMNS} FROM batch WHERE project_id = :project_id ORDER BY id DESC LIMIT :most"
_BATCH = f"SELECT {_COLUMNS} FROM batch WHERE id = :batch_id AND project_id = :project_id"
_REFUSED = "SELECT line, code, params FROM refused_row WHERE batch_id = :batch_id ORDER BY line, id LIMIT :most"
_NEXT_ITEM = """
SELECT id, item_key, content FROM item WHERE project_id = :project_id AND id > :after_id ORDER BY id LIMIT 1
"""


def batches_of(tx: Transaction, project_id: int) -> tuple[BatchView, ...]:
    """Return the uploads of a project, the newest first."""
    return tuple(_batch(row) for row in tx.run(_BATCHES, project_id=project_id, most=BATCHES_MOST))


def batch_of(tx: Transaction, *, project_id: int, batch_id: int) -> BatchView | None:
    """Return one upload of a project, or None."""
    row = tx.one(_BATCH, project_id=project_id, batch_id=batch_id)
    return None if row is None else _batch(row)


def refused_rows_of(tx: Transaction, batch_id: int, *, most: int = REFUSED_ROWS_MOST) -> tuple[RefusedRowView, ...]:
    """Return the first rows that an upload refused, in the order of the file."""
    rows = tx.run(_REFUSED, batch_id=batch_id, most=most)
    return tuple(RefusedRowView(line, code, json.loads(params)) for line, code, params in rows)


def next_item(tx: Transaction, project_id: int, *, after_id: int = 0) -> ItemView | None:
    """Return the first item of a project after an id, for a look at it, or None."""
    row = tx.one(_NEXT_ITEM, project_id=project_id, after_id=after_id)
    return None if row is None else ItemView(row[0], row[1], json.loads(row[2]))


def _batch(row: tuple[Any, ...]) -> BatchView:
    return BatchView(
        batch_id=row[0],
        project_id=row[1],
        file_name=row[2],
        format=row[3],
        encoding=row[4],
        imported_count=row[5],
        skipped_count=row[6],
        refused_count=row[7],
        read_bytes=row[8],
        size_bytes=row[9],
        started_at=from_ms(row[10]),
        finished_at=None if row[11] is None else from_ms(row[11]),
        stopped_code=row[12],
    )
