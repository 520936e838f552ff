"""Turns the rows of one chunk into items: new ones land, known ones are skipped, others are kept with their reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from annotate.gold.service import keep_known_answers
from annotate.intake.first_lines import FirstLines
from annotate.intake.labelling import checked
from annotate.intake.sorting import Fresh, Sorted, twice
from annotate.intake.uploads import Progress, Upload
from annotate.labels import Problem
from annotate.masks.rules import Mask
from annotate.masks.service import keep_masks
from annotate.pictures.rules import PictureMade
from annotate.pictures.service import add_picture, show_picture
from annotate.projects.rules import ProjectAct, ProjectState, move
from annotate.queue_order import ItemOrder, mixed_sort_key, sort_key_of
from annotate.refused_rows.service import keep_refused
from annotate.rows import Bad
from annotate.suggestions.rules import Suggestion
from annotate.suggestions.service import add_suggestions, asks_of
from payments.columns import json_keys
from payments.transaction import Transaction
from policies.errors import Kind, Refusal

_NO_HASH = "0" * 64
ItemRow = tuple[int, int, str, str, str, int, int, int]
"""A new item in the order of `_ADD`; a tuple, as a million of them come from one file."""


@dataclass(slots=True)
class _Chunk:
    """What became of the rows of one chunk."""

    items: list[ItemRow] = field(default_factory=list)
    pictures: list[tuple[str, int, PictureMade]] = field(default_factory=list)
    suggestions: dict[str, Suggestion] = field(default_factory=dict)
    answers: dict[str, Suggestion] = field(default_factory=dict)
    masks: dict[str, tuple[Mask, ...]] = field(default_factory=dict)
    refused: list[Bad] = field(default_factory=list)
    skipped_count: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One import while it runs."""

    upload: Upload
    batch_id: int
    first_lines: FirstLines
    refused: list[Bad] = field(default_factory=list)
    """Those of the last chunk, until they are told."""


_PROJECT = """
SELECT state, overlap, item_order,
       EXISTS (SELECT 1 FROM batch WHERE batch.id = :batch_id AND batch.published_at IS NOT NULL)
FROM project WHERE id = :project_id /*postgresql: FOR SHARE */
"""
# `json_each` of an object gives its keys on both databases, so one text finds a whole chunk's items at once.
# CROSS JOIN makes SQLite begin with the keys; it would read every item of the project for each chunk otherwise.
_KNOWN = """
SELECT item.item_key, item.content_hash, item.batch_id FROM json_each(:keys/*postgresql:::json*/) AS wanted
CROSS JOIN item WHERE item.project_id = :project_id AND item.item_key = wanted.key
"""
_ADD = """
INSERT INTO item (project_id, batch_id, item_key, content_hash, content, sort_key, open_slots, priority)
VALUES (:project_id, :batch_id, :item_key, :content_hash, :content, :sort_key, :open_slots, :priority)
"""
_ITEM_ID = "SELECT id FROM item WHERE project_id = :project_id AND item_key = :item_key"
_COUNT = """
UPDATE batch SET imported_count = imported_count + :imported, skipped_count = skipped_count + :skipped,
                 refused_count = refused_count + :refused, read_bytes = :read_bytes
WHERE id = :batch_id RETURNING imported_count, skipped_count, refused_count
"""


def place_of(tx: Transaction, project_id: int, *, batch_id: int) -> tuple[int, str]:
    """Return how open new items are, and the order, of a project that takes them: none before their batch is paid.

    Raises:
        Refusal: `not_found`, `project_state` for one that takes none, `batch_published`.
    """
    row = tx.one(_PROJECT, project_id=project_id, batch_id=batch_id)
    if row is None:
        raise Refusal("not_found", Kind.MISSING)
    state, overlap, item_order, is_published = row
    move(state, ProjectAct.IMPORT)
    if is_published:
        raise Refusal("batch_published", Kind.CONFLICT)
    return overlap if state == ProjectState.DRAFT else 0, item_order


def import_chunk(tx: Transaction, reading: Reading, found: Sorted, *, now: datetime) -> Progress:
    """Import some rows: new ones become items, known ones are skipped, others are kept with their reason.

    Args:
        tx: the open transaction.
        reading: the import that they are part of.
        found: as many rows as a short transaction bears (`annotate.intake.chunks`), told apart before it began.
        now: when.

    Raises:
        Refusal: as `place_of`.
    """
    project_id, batch_id = reading.upload.project_id, reading.batch_id
    read_bytes = min(found.read_bytes, reading.upload.size_bytes)  # an archive's list is read as well
    place = place_of(tx, project_id, batch_id=batch_id)
    chunk = _looked_up(tx, reading, found, place)
    tx.run_rows(_ADD, chunk.items)
    for key, position, picture in chunk.pictures:
        add_picture(tx, picture, now=now)
        item_id = int(tx.value(_ITEM_ID, project_id=project_id, item_key=key))
        show_picture(tx, picture, item_id=item_id, position=position)
    keep_masks(tx, project_id=project_id, masks=chunk.masks)
    add_suggestions(tx, project_id=project_id, suggestions=chunk.suggestions)
    keep_known_answers(tx, project_id=project_id, answers={key: one.result for key, one in chunk.answers.items()})
    counts = {"imported": len(chunk.items), "skipped": chunk.skipped_count, "refused": len(chunk.refused)}
    after = tx.one(_COUNT, batch_id=batch_id, read_bytes=read_bytes, **counts)
    assert after is not None, "the batch exists while its rows come in"
    reading.refused.extend(chunk.refused)
    keep_refused(tx, batch_id=batch_id, refused=chunk.refused, before=after[2] - len(chunk.refused))
    return Progress(
        batch_id=batch_id,
        imported_count=after[0],
        skipped_count=after[1],
        refused_count=after[2],
        read_bytes=read_bytes,
    )


def _looked_up(tx: Transaction, reading: Reading, found: Sorted, place: tuple[int, str]) -> _Chunk:
    """Sort rows into items to be, rows known before, and rows refused."""
    chunk = _Chunk(refused=found.refused, skipped_count=found.skipped_count)
    project_id, batch_id, first_lines = reading.upload.project_id, reading.batch_id, reading.first_lines
    known = _known(tx, project_id, found.fresh)
    if found.labelled:
        _take_labels(tx, reading.upload, found, known, chunk)
    new = {key: one for key, one in found.fresh.items() if key not in known} if known else found.fresh
    if found.are_plain:
        chunk.items.extend(_plain_items(new, (project_id, batch_id), place))
    else:
        _land(chunk, new, (project_id, batch_id), place)
    for key, (content_hash, came_in) in sorted(known.items(), key=lambda one: found.fresh[one[0]][0].line):
        row = found.fresh[key][0]
        if row.external_id and came_in == batch_id and (line := first_lines.line_of(key)) is not None:
            chunk.refused.append(twice(row, line))
        elif content_hash == found.fresh[key][2]:
            chunk.skipped_count += 1
        else:
            chunk.refused.append(Bad(row.line, "changed_content", {"id": row.external_id[:80]}, row.came_as))
    first_lines.keep(
        [key for key, (row, _, _) in found.fresh.items() if row.external_id],
        [row.line for row, _, _ in found.fresh.values() if row.external_id],
    )
    return chunk


def _plain_items(new: Fresh, home: tuple[int, int], place: tuple[int, str]) -> Iterable[ItemRow]:
    """Return what `_land` would for rows that bring nothing beside their content."""
    project_id, batch_id = home
    open_slots, order = place
    if order == ItemOrder.RANDOM:
        return [
            (project_id, batch_id, key, content_hash, content, mixed_sort_key(content_hash), open_slots, 0)
            for key, (_, content, content_hash) in new.items()
        ]
    usual = sort_key_of(order, content_hash=_NO_HASH, priority=0)
    return [
        (project_id, batch_id, key, content_hash, content, usual, open_slots, 0)
        for key, (_, content, content_hash) in new.items()
    ]


def _land(chunk: _Chunk, new: Fresh, home: tuple[int, int], place: tuple[int, str]) -> None:
    """Put rows that become items into the order of the statement that adds them, and their pictures beside them."""
    project_id, batch_id = home
    open_slots, order = place
    usual = sort_key_of(order, content_hash=_NO_HASH, priority=0)
    for key, (row, content, content_hash) in new.items():
        _, _, _, picture, _, priority, _, pictures, _, masks, _ = row
        if priority or order == ItemOrder.RANDOM:
            sort_key = sort_key_of(order, content_hash=content_hash, priority=priority)
        else:
            sort_key = usual
        chunk.items.append((project_id, batch_id, key, content_hash, content, sort_key, open_slots, priority))
        if masks:
            chunk.masks[key] = masks
        if picture is not None or pictures:
            shown = (picture, *pictures) if picture else pictures
            chunk.pictures.extend((key, position, one) for position, one in enumerate(shown))


def _take_labels(tx: Transaction, upload: Upload, found: Sorted, known: Mapping[str, object], chunk: _Chunk) -> None:
    """Keep what is suggested or known of new rows; one whose labels could not be an answer is refused with its reason.

    Without its labels it would be another item than the one that was sent, and nobody would notice.
    """
    fresh, asks = found.fresh, asks_of(tx, upload.project_id)
    if found.checked is None or found.checked.asks != asks:  # what is asked was changed since the file was opened
        found.checked = checked(found.labelled, asks, upload.task_types)
    for read, kept in ((found.checked.suggestions, chunk.suggestions), (found.checked.answers, chunk.answers)):
        for key, one in read.items():
            if key in known or key not in fresh:
                continue
            if isinstance(one, Problem):
                row = fresh.pop(key)[0]
                chunk.refused.append(Bad(row.line, one.code, one.params, row.came_as))
                chunk.suggestions.pop(key, None)
            else:
                kept[key] = one


def _known(tx: Transaction, project_id: int, fresh: Fresh) -> dict[str, tuple[str, int]]:
    rows = tx.run(_KNOWN, project_id=project_id, keys=json_keys(fresh)) if fresh else []
    return {key: (content_hash, batch_id) for key, content_hash, batch_id in rows}
