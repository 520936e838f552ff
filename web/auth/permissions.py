"""Who may do what: one table, read by name; no rule of this kind stands anywhere else."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from payments.people.rules import Role, StaffRole
from policies.errors import Kind, Refusal
from web.auth.identity import Identity


class Permission(StrEnum):
    """What may be allowed, as resource:action; API tokens list these as their scopes."""

    WORK = "work:do"
    OWN_EARNINGS = "earnings:read"
    OWN_RECORD = "record:read"
    PROJECTS = "projects:read"
    PROJECT_READ = "project:read"
    PROJECT_WRITE = "project:write"
    PROJECT_REVIEW = "project:review"
    MEMBERS_READ = "members:read"
    MEMBERS_WRITE = "members:write"
    AUDIT_READ = "audit:read"
    FIGURES_READ = "figures:read"
    PEOPLE_READ = "people:read"
    PEOPLE_WRITE = "people:write"
    PAYDAY_RUN = "payday:run"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something would be done: in which organisation, under which accreditation."""

    organisation_id: int | None = None
    accreditation_id: int | None = None


Predicate = Callable[[Identity, Place], bool]


def _is_annotator(identity: Identity, _place: Place) -> bool:
    return identity.is_annotator


def _is_representative(identity: Identity, _place: Place) -> bool:
    return identity.is_representative


def _is_operator(identity: Identity, _place: Place) -> bool:
    return StaffRole.OPERATOR in identity.staff_roles


def _is_payroll(identity: Identity, _place: Place) -> bool:
    return StaffRole.PAYROLL in identity.staff_roles


def _is_auditor(identity: Identity, place: Place) -> bool:
    if place.accreditation_id is None:
        return bool(identity.accreditation_ids)
    return place.accreditation_id in identity.accreditation_ids


def _has_role(identity: Identity, place: Place, role: Role) -> bool:
    if place.organisation_id is None:
        return any(role in roles for roles in identity.memberships.values())
    return role in identity.memberships.get(place.organisation_id, frozenset())


def _is_requester(identity: Identity, place: Place) -> bool:
    return _has_role(identity, place, Role.REQUESTER)


def _is_reviewer(identity: Identity, place: Place) -> bool:
    return _has_role(identity, place, Role.REVIEWER)


WHO_MAY: dict[Permission, tuple[tuple[Predicate, ...], ...]] = {
    # Each permission: any of these, and in each all of these.
    Permission.WORK: ((_is_annotator,),),
    Permission.OWN_EARNINGS: ((_is_annotator,),),
    Permission.OWN_RECORD: ((_is_annotator,),),
    Permission.PROJECTS: ((_is_requester,), (_is_reviewer,)),
    Permission.PROJECT_READ: ((_is_requester,), (_is_reviewer,)),
    Permission.PROJECT_WRITE: ((_is_requester,),),
    Permission.PROJECT_REVIEW: ((_is_requester,), (_is_reviewer,)),
    Permission.MEMBERS_READ: ((_is_requester,), (_is_operator,)),
    Permission.MEMBERS_WRITE: ((_is_requester,), (_is_operator,)),
    Permission.AUDIT_READ: ((_is_auditor,),),
    Permission.FIGURES_READ: ((_is_representative,), (_is_operator,)),
    Permission.PEOPLE_READ: ((_is_operator,), (_is_payroll,)),
    Permission.PEOPLE_WRITE: ((_is_operator,),),
    Permission.PAYDAY_RUN: ((_is_payroll,), (_is_operator,)),
}


def may(
    identity: Identity,
    permission: Permission,
    *,
    organisation_id: int | None = None,
    accreditation_id: int | None = None,
) -> bool:
    """Return whether a person may do this, there (or anywhere, where no place is given)."""
    if identity.scopes is not None and permission not in identity.scopes:
        return False
    place = Place(organisation_id=organisation_id, accreditation_id=accreditation_id)
    return any(all(holds(identity, place) for holds in every) for every in WHO_MAY[permission])


def insist(
    identity: Identity,
    permission: Permission,
    *,
    organisation_id: int | None = None,
    accreditation_id: int | None = None,
) -> None:
    """Refuse as if nothing were there, when a person may not: strangers learn nothing.

    Raises:
        Refusal: `not_found`.
    """
    if not may(identity, permission, organisation_id=organisation_id, accreditation_id=accreditation_id):
        raise Refusal("not_found", Kind.MISSING)
