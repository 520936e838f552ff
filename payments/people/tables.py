"""Who may owe money or be owed it: people, organisations and the standing that each person has."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from payments.columns import Day, Flag, Instant, Table, Whole, Words, one_of, only_where, strict
from payments.people.rules import Role, StaffRole


class Person(Table, table=True):
    """Anyone known here by name; what they may do hangs on the rows below, how they log in on web/auth."""

    __tablename__ = "person"
    __table_args__ = strict()

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    name: str = Field(sa_type=Words)
    language: str = Field(sa_type=Words)
    time_zone: str = Field(sa_type=Words)
    created_at: datetime = Field(sa_type=Instant)


class Annotator(Table, table=True):
    """A person who labels."""

    __tablename__ = "annotator"
    __table_args__ = strict()

    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=Whole)
    joined_at: datetime = Field(sa_type=Instant)


class Residence(Table, table=True):
    """Whose law protects an annotator from a day on; a new row when they move, never an edit."""

    __tablename__ = "residence"
    __table_args__ = strict(UniqueConstraint("person_id", "from_on"))

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    person_id: int = Field(foreign_key="annotator.person_id", sa_type=Whole)
    jurisdiction: str = Field(sa_type=Words)
    zone: str = Field(sa_type=Words)
    from_on: date = Field(sa_type=Day)


class ContentChoice(Table, table=True):
    """Whether an annotator is willing to see content that may be hard to bear; nothing chosen means no."""

    __tablename__ = "content_choice"
    __table_args__ = strict()

    person_id: int = Field(primary_key=True, foreign_key="annotator.person_id", sa_type=Whole)
    risk: str = Field(primary_key=True, sa_type=Words)
    is_willing: bool = Field(sa_type=Flag)
    chosen_at: datetime = Field(sa_type=Instant)


class ReadingLanguage(Table, table=True):
    """A language that an annotator reads well enough to label it; nobody who chose none is left out of any."""

    __tablename__ = "reading_language"
    __table_args__ = strict()

    person_id: int = Field(primary_key=True, foreign_key="annotator.person_id", sa_type=Whole)
    language: str = Field(primary_key=True, sa_type=Words)
    chosen_at: datetime = Field(sa_type=Instant)


class Organisation(Table, table=True):
    """Who asks for work and pays for it."""

    __tablename__ = "organisation"
    __table_args__ = strict()

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    name: str = Field(sa_type=Words)
    created_at: datetime = Field(sa_type=Instant)


class Membership(Table, table=True):
    """A person's role in an organisation, until it ends."""

    __tablename__ = "membership"
    __table_args__ = strict(
        one_of("role", Role),
        Index(
            "one_open_membership", "organisation_id", "person_id", "role", unique=True, **only_where("ended_at IS NULL")
        ),
        Index("ix_membership_person_id", "person_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    organisation_id: int = Field(foreign_key="organisation.id", sa_type=Whole)
    person_id: int = Field(foreign_key="person.id", sa_type=Whole)
    role: str = Field(sa_type=Words)
    since_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class Staff(Table, table=True):
    """A person's role for the operator, until it ends."""

    __tablename__ = "staff"
    __table_args__ = strict(
        one_of("role", StaffRole),
        Index("one_open_staff_role", "person_id", "role", unique=True, **only_where("ended_at IS NULL")),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    person_id: int = Field(foreign_key="person.id", sa_type=Whole)
    role: str = Field(sa_type=Words)
    since_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class Accreditation(Table, table=True):
    """An auditor's permission: who, on what basis, which organisation and dates, until when."""

    __tablename__ = "accreditation"
    __table_args__ = strict(
        CheckConstraint("length(basis) > 0", name="basis_stated"),
        CheckConstraint("covers_to_on > covers_from_on", name="dates_in_order"),
        Index("ix_accreditation_person_id", "person_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    person_id: int = Field(foreign_key="person.id", sa_type=Whole)
    basis: str = Field(sa_type=Words)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", sa_type=Whole)
    covers_from_on: date = Field(sa_type=Day)
    covers_to_on: date = Field(sa_type=Day)
    granted_by_id: int | None = Field(default=None, foreign_key="person.id", sa_type=Whole)
    granted_at: datetime = Field(sa_type=Instant)
    until_at: datetime = Field(sa_type=Instant)


class AuditorPseudonym(Table, table=True):
    """The name under which one accreditation sees one annotator, the same every time."""

    __tablename__ = "auditor_pseudonym"
    __table_args__ = strict(UniqueConstraint("accreditation_id", "pseudonym"))

    accreditation_id: int = Field(primary_key=True, foreign_key="accreditation.id", sa_type=Whole)
    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=Whole)
    pseudonym: str = Field(sa_type=Words)


class Representative(Table, table=True):
    """A person whom annotators elected to speak for them, until the term ends."""

    __tablename__ = "representative"
    __table_args__ = strict()

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    person_id: int = Field(foreign_key="person.id", sa_type=Whole)
    since_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
