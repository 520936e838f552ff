"""One row for each person: how much they have worked, so that a limit is asked without adding anything up."""

from datetime import date

from sqlmodel import Field

from payments.columns import Day, Table, Whole, strict


class RunningTotal(Table, table=True):
    """Counted time of one day, of its week from Monday on, and since a work session; re-made from the totals at need.

    Without `worked_on` it has to be re-made: something that lies further back was counted otherwise.
    """

    __tablename__ = "running_total"
    __table_args__ = strict()

    person_id: int = Field(primary_key=True, foreign_key="annotator.person_id", sa_type=Whole)
    worked_on: date | None = Field(default=None, sa_type=Day)
    monday: date | None = Field(default=None, sa_type=Day)
    first_session_id: int = Field(sa_type=Whole)
    day_ms: int = Field(sa_type=Whole)
    week_ms: int = Field(sa_type=Whole)
    shift_ms: int = Field(sa_type=Whole)
