"""Time beyond a limit: found once for each day or week, and held against the platform, never against the person."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from payments.columns import Day, Instant, Table, Whole, Words, one_of, strict
from policies.working_time import CapKind


class BreachRow(Table, table=True):
    """One day or week in which somebody worked longer than a limit allows, when it was first found."""

    __tablename__ = "breach"
    __table_args__ = strict(one_of("kind", CapKind), CheckConstraint("over_ms > 0", name="over_positive"))

    person_id: int = Field(primary_key=True, foreign_key="annotator.person_id", sa_type=Whole)
    kind: str = Field(primary_key=True, sa_type=Words)
    begun_on: date = Field(primary_key=True, sa_type=Day)
    """The day, or the week's Monday."""
    rule: str = Field(sa_type=Words)
    over_ms: int = Field(sa_type=Whole)
    found_at: datetime = Field(sa_type=Instant)
