"""The table of reports that people uploaded to compare."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from payments.columns import Instant, Table, Whole, Words, strict


class ProviderReport(Table, table=True):
    """A report of the service's own, as somebody uploaded it: its digest, by whom and when."""

    __tablename__ = "provider_report"
    __table_args__ = strict(
        CheckConstraint("length(digest) = 64", name="digest_length"),
        CheckConstraint("line_count > 0", name="lines_counted"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    digest: str = Field(unique=True, sa_type=Words)
    file_name: str = Field(sa_type=Words)
    line_count: int = Field(sa_type=Whole)
    uploaded_by_id: int = Field(foreign_key="person.id", sa_type=Whole)
    uploaded_at: datetime = Field(sa_type=Instant)
