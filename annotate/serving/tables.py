"""Where each annotator stands in each project's queue, so that finding the next item never gets slower."""

from sqlmodel import Field

from payments.columns import Table, Whole, strict


class Cursor(Table, table=True):
    """Up to here all was offered to this annotator or full when they passed; a returned slot goes to the tail."""

    __tablename__ = "cursor"
    __table_args__ = strict()

    person_id: int = Field(primary_key=True, foreign_key="annotator.person_id", sa_type=Whole)
    project_id: int = Field(primary_key=True, foreign_key="project.id", sa_type=Whole)
    sort_key: int = Field(sa_type=Whole)
    item_id: int = Field(sa_type=Whole)
    taken_count: int = Field(default=0, sa_type=Whole)
    """Items that this annotator was handed here and did not give back."""
    since_gold_count: int = Field(default=0, sa_type=Whole)
    """How many of them came since the last one whose answer is known."""
