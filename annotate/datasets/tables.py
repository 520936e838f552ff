"""Items to be labelled and the uploads they came in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from payments.columns import Instant, Json, Table, Whole, Words, only_where, strict


class Batch(Table, table=True):
    """One upload: how many rows became items, how many were there already, how many were refused."""

    __tablename__ = "batch"
    __table_args__ = strict(Index("ix_batch_project_id", "project_id"))

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    project_id: int = Field(foreign_key="project.id", sa_type=Whole)
    file_name: str = Field(sa_type=Words)
    format: str = Field(sa_type=Words)
    encoding: str = Field(default="", sa_type=Words)
    imported_count: int = Field(default=0, sa_type=Whole)
    skipped_count: int = Field(default=0, sa_type=Whole)
    refused_count: int = Field(default=0, sa_type=Whole)
    read_bytes: int = Field(default=0, sa_type=Whole)
    size_bytes: int = Field(default=0, sa_type=Whole)
    started_by_id: int = Field(foreign_key="person.id", sa_type=Whole)
    started_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    stopped_code: str | None = Field(default=None, sa_type=Words)
    price_micros: int | None = Field(default=None, sa_type=Whole)
    """What an item of it paid when it was published; None before."""
    published_at: datetime | None = Field(default=None, sa_type=Instant)
    after_item_id: int | None = Field(default=None, sa_type=Whole)
    """Its items that are still to be opened have ids above this one; None once all of them are open."""


class RefusedRow(Table, table=True):
    """A row of an upload that did not become an item, and why; the first thousand of each upload are kept."""

    __tablename__ = "refused_row"
    __table_args__ = strict(Index("ix_refused_row_batch_id", "batch_id", "line"))

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    batch_id: int = Field(foreign_key="batch.id", sa_type=Whole)
    line: int = Field(sa_type=Whole)
    code: str = Field(sa_type=Words)
    params: dict[str, object] = Field(sa_type=Json)
    original: str = Field(default="", sa_type=Words)
    """The beginning of the row as it came, so that it can be found and corrected."""


class RefusedReason(Table, table=True):
    """How many rows of an upload were refused for one reason, also of those that are not kept."""

    __tablename__ = "refused_reason"
    __table_args__ = strict()

    batch_id: int = Field(primary_key=True, foreign_key="batch.id", sa_type=Whole)
    code: str = Field(primary_key=True, sa_type=Words)
    row_count: int = Field(sa_type=Whole)


class Category(Table, table=True):
    """The number that a COCO file gave one of a project's labels, and what stands above it: kept for the way back."""

    __tablename__ = "category"
    __table_args__ = strict()

    project_id: int = Field(primary_key=True, foreign_key="project.id", sa_type=Whole)
    label: str = Field(primary_key=True, sa_type=Words)
    number: int = Field(sa_type=Whole)
    above: str = Field(default="", sa_type=Words)


class Item(Table, table=True):
    """One datum. `open_slots` says how many more people it may be offered to; `sort_key` and `id` order the queue."""

    __tablename__ = "item"
    __table_args__ = strict(
        UniqueConstraint("project_id", "item_key"),
        CheckConstraint("open_slots >= 0", name="slots_not_negative"),
        Index("ix_item_extra", "project_id", "extra_count", **only_where("extra_count > 0")),
        Index("ix_item_gold", "project_id", "gold_use_count", "id", **only_where("gold_use_count IS NOT NULL")),
        Index("ix_item_open", "project_id", "sort_key", "id", **only_where("open_slots > 0")),
        sqlite_autoincrement=True,
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    project_id: int = Field(foreign_key="project.id", sa_type=Whole)
    batch_id: int = Field(foreign_key="batch.id", sa_type=Whole)
    item_key: str = Field(sa_type=Words)
    content_hash: str = Field(sa_type=Words)
    content: dict[str, object] = Field(sa_type=Json)
    sort_key: int = Field(sa_type=Whole)
    open_slots: int = Field(default=0, sa_type=Whole)
    priority: int = Field(default=0, sa_type=Whole)
    """What its requester gave it, in millionths: how urgent, or how unsure a model is; the highest comes first."""
    extra_count: int = Field(default=0, sa_type=Whole)
    """Answers asked for beyond the overlap because the others disagreed."""
    gold_use_count: int | None = Field(default=None, sa_type=Whole)
    """How often it was handed out as an item whose answer is known; None for every other item."""


class Suggestion(Table, table=True):
    """What a requester's model thinks of an item, shown as a suggestion; it is nobody's answer."""

    __tablename__ = "suggestion"
    __table_args__ = strict()

    item_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=Whole)
    result: str = Field(sa_type=Words)
    model: str = Field(sa_type=Words)


class KnownAnswer(Table, table=True):
    """The answer of an item whose answer is known; nobody who works on the item is shown it."""

    __tablename__ = "known_answer"
    __table_args__ = strict()

    item_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=Whole)
    result: str = Field(sa_type=Words)
