"""Projects: what is asked, of whom, at what price, and where it may be worked on."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from annotate.projects.rules import ItemOrder, PayBasis, ProjectState
from payments.columns import Instant, Json, Table, Whole, Words, one_of, only_where, strict


class Project(Table, table=True):
    """A labelling job. `price_micros` is per item, or per hour of counted task time; zero where a salary pays."""

    __tablename__ = "project"
    __table_args__ = strict(
        one_of("state", ProjectState),
        one_of("pay_basis", PayBasis),
        one_of("item_order", ItemOrder),
        CheckConstraint("overlap BETWEEN 1 AND 9", name="overlap_in_range"),
        CheckConstraint("(price_micros > 0) = (pay_basis <> 'salaried')", name="price_positive"),
        CheckConstraint("estimated_ms BETWEEN 1000 AND 14400000", name="estimate_in_range"),
        Index("ix_project_organisation_id", "organisation_id"),
        Index("ix_project_running", "id", **only_where("state = 'running'")),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    organisation_id: int = Field(foreign_key="organisation.id", sa_type=Whole)
    name: str = Field(sa_type=Words)
    language: str = Field(sa_type=Words)
    task_type: str = Field(sa_type=Words)
    label_schema: dict[str, object] = Field(sa_type=Json)
    instructions: str = Field(sa_type=Words)
    content_note: str = Field(default="", sa_type=Words)
    content_risks: list[str] = Field(default_factory=list, sa_type=Json)
    overlap: int = Field(sa_type=Whole)
    item_order: str = Field(default=ItemOrder.SEQUENCE, sa_type=Words)
    estimated_ms: int = Field(sa_type=Whole)
    pay_basis: str = Field(sa_type=Words)
    price_micros: int = Field(sa_type=Whole)
    currency: str = Field(sa_type=Words)
    fee_permille: int = Field(default=0, sa_type=Whole)
    """Jornal's fee on what is spent, in tenths of a percent; what it was when the project was begun."""
    extra_answers_most: int = Field(default=0, sa_type=Whole)
    """How many more answers than the overlap an item may get, one at a time, where its answers disagree."""
    person_answers_most: int | None = Field(default=None, sa_type=Whole)
    """How many items one annotator may answer here; None is as many as there are."""
    gold_every: int = Field(default=0, sa_type=Whole)
    """After how many answers of a person an item whose answer is known comes next; 0 is never."""
    p95_ms: int | None = Field(default=None, sa_type=Whole)
    """The time within which 95 of 100 answers of its pilot came; None without a pilot: three estimates then."""
    reserve_percent: int | None = Field(default=None, sa_type=Whole)
    """What is set aside beyond pay, as measured in its pilot; None without one: what the rulebook says."""
    state: str = Field(sa_type=Words)
    created_by_id: int = Field(foreign_key="person.id", sa_type=Whole)
    created_at: datetime = Field(sa_type=Instant)
    published_at: datetime | None = Field(default=None, sa_type=Instant)


class ProjectJurisdiction(Table, table=True):
    """One place whose residents may work on a project."""

    __tablename__ = "project_jurisdiction"
    __table_args__ = strict()

    project_id: int = Field(primary_key=True, foreign_key="project.id", sa_type=Whole)
    jurisdiction: str = Field(primary_key=True, sa_type=Words)


class PriceChange(Table, table=True):
    """A rise of a published project's price: items offered from then on pay more; it never falls."""

    __tablename__ = "price_change"
    __table_args__ = strict(
        CheckConstraint("price_micros > price_before_micros AND price_before_micros > 0", name="only_upward"),
        Index("ix_price_change_project_id", "project_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    project_id: int = Field(foreign_key="project.id", sa_type=Whole)
    price_before_micros: int = Field(sa_type=Whole)
    price_micros: int = Field(sa_type=Whole)
    reason: str = Field(default="", sa_type=Words)
    changed_by_id: int = Field(foreign_key="person.id", sa_type=Whole)
    changed_at: datetime = Field(sa_type=Instant)


class Pseudonym(Table, table=True):
    """The name under which a project's requester and its exports see one annotator."""

    __tablename__ = "pseudonym"
    __table_args__ = strict(UniqueConstraint("project_id", "pseudonym"))

    project_id: int = Field(primary_key=True, foreign_key="project.id", sa_type=Whole)
    person_id: int = Field(primary_key=True, foreign_key="annotator.person_id", sa_type=Whole)
    pseudonym: str = Field(sa_type=Words)
