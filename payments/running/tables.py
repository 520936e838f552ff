"""One row for each person: how much they have worked and earned today, so that nothing is added up to say so."""

from datetime import date

from sqlmodel import Field

from payments.columns import Day, Table, Whole, Words, strict


class RunningTotal(Table, table=True):
    """Counted time of one day, of its week from Monday on, and since a work session; re-made from the totals at need.

    Without `worked_on` it has to be re-made: something that lies further back was counted otherwise. What the answers
    of that day paid stands beside it: `piece_currency` is empty before the first, and missing where there are several.
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
    piece_currency: str | None = Field(default=None, sa_type=Words)
    piece_micros: int = Field(sa_type=Whole)
