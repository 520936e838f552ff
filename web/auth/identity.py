"""Who is asking: one person, their standing, and how they came in."""

from collections.abc import Mapping
from dataclasses import dataclass

from payments.people.queries import Standing
from payments.people.rules import Role, StaffRole


@dataclass(frozen=True, slots=True)
class Identity:
    """A person who proved who they are, with everything that decides what they may do.

    Attributes:
        session_id: the log-in session, None for a program with a token.
        scopes: what a token is limited to; None for a browser, which is limited by standing alone.
    """

    person_id: int
    name: str
    language: str
    time_zone: str
    is_annotator: bool
    is_representative: bool
    staff_roles: frozenset[StaffRole]
    memberships: Mapping[int, frozenset[Role]]
    accreditation_ids: frozenset[int]
    session_id: int | None
    scopes: frozenset[str] | None = None

    @property
    def id(self) -> int:
        """Return the person's id."""
        return self.person_id

    @property
    def is_requester(self) -> bool:
        """Whether the person asks for work in any organisation."""
        return any(Role.REQUESTER in roles for roles in self.memberships.values())

    @property
    def is_reviewer(self) -> bool:
        """Whether the person reviews for any organisation."""
        return any(Role.REVIEWER in roles for roles in self.memberships.values())


def identity_from(standing: Standing, *, session_id: int | None, scopes: frozenset[str] | None = None) -> Identity:
    """Return the identity of a person whose standing was read from the records."""
    return Identity(
        person_id=standing.person_id,
        name=standing.name,
        language=standing.language,
        time_zone=standing.time_zone,
        is_annotator=standing.is_annotator,
        is_representative=standing.is_representative,
        staff_roles=standing.staff_roles,
        memberships=standing.memberships,
        accreditation_ids=standing.accreditation_ids,
        session_id=session_id,
        scopes=scopes,
    )
