"""Reading who people are: their standing, their law, and who belongs where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from payments.people.tables import Role, StaffRole
from payments.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that a person is at one moment."""

    person_id: int
    name: str
    language: str
    time_zone: str
    is_annotator: bool
    is_representative: bool
    staff_roles: frozenset[StaffRole]
    memberships: Mapping[int, frozenset[Role]]
    accreditation_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class ResidenceView:
    """Whose law protects an annotator, and since when."""

    person_id: int
    jurisdiction: str
    zone: str
    from_on: date


@dataclass(frozen=True, slots=True)
class AccreditationView:
    """What an auditor may see: on what basis, whose, which days (half-open), until when."""

    id: int
    person_id: int
    basis: str
    organisation_id: int | None
    covers_from_on: date
    covers_to_on: date
    until_at: datetime


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person in a list."""

    person_id: int
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """One organisation in a list."""

    organisation_id: int
    name: str


# One statement, because every request of a logged-in person asks it: kind, whole number, word.
_STANDING = """
SELECT 'person', 0, name || char(10) || language || char(10) || time_zone FROM person WHERE id = :person_id
"""
