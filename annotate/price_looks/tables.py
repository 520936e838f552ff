"""Every look at a project's price: what was measured then, and what was proposed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from payments.columns import Instant, Json, Table, Whole, strict


class PriceLook(Table, table=True):
    """One look at a project's price: 0 is its pilot, then after 30, 100 and 300 completions, upward only."""

    __tablename__ = "price_look"
    __table_args__ = strict(
        UniqueConstraint("project_id", "checkpoint"),
        CheckConstraint("checkpoint IN (0, 30, 100, 300)", name="checkpoint_known"),
        CheckConstraint("proposed_micros IS NULL OR checkpoint = 0 OR proposed_micros >= price_micros", name="upward"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    project_id: int = Field(foreign_key="project.id", sa_type=Whole)
    checkpoint: int = Field(sa_type=Whole)
    person_count: int = Field(sa_type=Whole)
    answer_count: int = Field(sa_type=Whole)
    floor_hourly_micros: int = Field(sa_type=Whole)
    price_micros: int = Field(sa_type=Whole)
    """What an item paid when this was looked at."""
    proposed_micros: int | None = Field(default=None, sa_type=Whole)
    """The price that was proposed; None where too few people had answered to propose any."""
    times: dict[str, object] = Field(sa_type=Json)
    """What was measured: of each person the milliseconds that an item took, sorted; of a pilot also of each answer."""
    looked_at: datetime = Field(sa_type=Instant)
