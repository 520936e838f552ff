"""Reading uploads and items: how far an upload is, which rows it refused and why, and a project's first items."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotate.datasets.rules import item_key_of
from payments.transaction import Row, Transaction
from policies.periods import from_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    """One upload and how far it is. `stopped_code` is the refusal that stopped it."""

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
    published_at: datetime | None
    price_micros: int | None
    """What an item of it paid when it was published."""


@dataclass(frozen=True, slots=True)
class RefusedView:
    """A row that did not become an item, and why."""

    line: int
    code: str
    params: Mapping[str, str | int]
    original: str = ""
    """Its beginning as it came."""


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item, as a preview shows it."""

    item_id: int
    item_key: str
    content: Mapping[str, Any]


_COLUMNS = """
id, project_id, file_name, format, encoding, imported_count, skipped_count, refused_count, read_bytes, size_bytes,
started_at, finished_at, stopped_code, published_at, price_micros
"""
_BATCH = f"SELECT {_COLUMNS} FROM batch WHERE id = :batch_id"
_BATCHES = f"SELECT {_COLUMNS} FROM batch WHERE project_id = :project_id ORDER BY id DESC LIMIT :most"
_REFUSED = """
SELECT line, code, params, original FROM refused_row WHERE batch_id = :batch_id ORDER BY line, id LIMIT :most
"""
_REASONS = """
SELECT code, row_count FROM refused_reason WHERE batch_id = :batch_id ORDER BY row_count DESC, code
"""
_CATEGORIES = "SELECT label, number, above FROM category WHERE project_id = :project_id ORDER BY number, label"
_FIRST_ITEMS = """
SELECT id, item_key, content FROM item WHERE project_id = :project_id ORDER BY id LIMIT :most
"""
_OF_CONTENT = "SELECT 1 FROM item WHERE project_id = :project_id AND item_key = :item_key"
_ITEM = "SELECT id, item_key, content FROM item WHERE id = :item_id AND project_id = :project_id"
_CATEGORIES = "SELECT label, number, above FROM category WHERE project_id = :project_id ORDER BY number"
_ITEM_COUNT = "SELECT count(*) FROM item WHERE project_id = :project_id"


def batch(tx: Transaction, batch_id: int) -> BatchView | None:
    """Return an upload, or None."""
    row = tx.one(_BATCH, batch_id=batch_id)
    return None if row is None else _batch(row)


def batches_of(tx: Transaction, project_id: int, *, most: int = 20) -> tuple[BatchView, ...]:
    """Return a project's uploads, the newest first."""
    return tuple(_batch(row) for row in tx.run(_BATCHES, project_id=project_id, most=most))


def refused_rows(tx: Transaction, batch_id: int, *, most: int = 1_000) -> tuple[RefusedView, ...]:
    """Return the rows that an upload refused, by line; the first thousand of each upload are kept."""
    rows = tx.run(_REFUSED, batch_id=batch_id, most=most)
    return tuple(RefusedView(line, code, json.loads(params), original) for line, code, params, original in rows)


def refused_reasons(tx: Transaction, batch_id: int) -> tuple[tuple[str, int], ...]:
    """Return how many rows an upload refused for each reason, the most frequent first, however many there are."""
    return tuple((code, int(count)) for code, count in tx.run(_REASONS, batch_id=batch_id))


def categories_of(tx: Transaction, project_id: int) -> dict[str, tuple[int, str]]:
    """Return the numbers that a COCO file gave a project's labels, each with what stands above it."""
    return {label: (int(number), above) for label, number, above in tx.run(_CATEGORIES, project_id=project_id)}


def first_items(tx: Transaction, project_id: int, *, most: int = 5) -> tuple[ItemView, ...]:
    """Return the first items of a project, as they came."""
    rows = tx.run(_FIRST_ITEMS, project_id=project_id, most=most)
    return tuple(ItemView(item_id, item_key, json.loads(content)) for item_id, item_key, content in rows)


def has_content(tx: Transaction, project_id: int, content_hash: str) -> bool:
    """Return whether a project has an item of this fingerprint that no id of the requester's own names."""
    return tx.one(_OF_CONTENT, project_id=project_id, item_key=item_key_of("", content_hash)) is not None


def item_of(tx: Transaction, *, project_id: int, item_id: int) -> ItemView | None:
    """Return one item of a project, or None where it has none of this id."""
    row = tx.one(_ITEM, project_id=project_id, item_id=item_id)
    return None if row is None else ItemView(row[0], row[1], json.loads(row[2]))


def item_count(tx: Transaction, project_id: int) -> int:
    """Return how many items a project has."""
    return int(tx.value(_ITEM_COUNT, project_id=project_id))


def category_numbers(tx: Transaction, project_id: int) -> dict[str, tuple[int, str]]:
    """Return the number that a COCO file gave each label, and what stood above it there."""
    return {label: (number, above) for label, number, above in tx.run(_CATEGORIES, project_id=project_id)}


def _batch(row: Row) -> BatchView:
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
        published_at=None if row[13] is None else from_ms(row[13]),
        price_micros=row[14],
    )
