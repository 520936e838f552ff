"""Reading who people are: their standing, their law, and who belongs where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from payments.people.rules import Role, StaffRole
from payments.transaction import Row, Transaction
from policies.periods import from_ms


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


# A row for each role, or one without any: all of it is asked with every answer, so it is one question.
_STANDING = """
SELECT person.id, person.name, person.language, person.time_zone, held.kind, held.about, held.role
FROM person LEFT JOIN (
  SELECT 'annotator' AS kind, person_id AS about, '' AS role FROM annotator WHERE person_id = :person_id
  UNION ALL SELECT 'representative', id, '' FROM representative WHERE person_id = :person_id AND ended_at IS NULL
  UNION ALL SELECT 'staff', id, role FROM staff WHERE person_id = :person_id AND ended_at IS NULL
  UNION ALL SELECT 'member', organisation_id, role FROM membership WHERE person_id = :person_id AND ended_at IS NULL
  UNION ALL SELECT 'auditor', id, '' FROM accreditation WHERE person_id = :person_id AND until_at > :now
) AS held ON 1 = 1 WHERE person.id = :person_id
"""


def standing_statement(whose: str) -> str:
    """Return the question that `standing_from` reads, about whom a select names; its parameters and `now` are asked.

    Args:
        whose: a constant SQL select of one person's id, in brackets.
    """
    return _STANDING.replace(":person_id", whose)


def standing_of(tx: Transaction, person_id: int, *, now: datetime) -> Standing | None:
    """Return everything that a person is at `now`, or None where nobody has this id."""
    return standing_from(tx.run(_STANDING, person_id=person_id, now=now))


def standing_from(rows: Sequence[Row]) -> Standing | None:
    """Return everything that a person is, from the rows of `standing_statement`; None where there are none."""
    if not rows:
        return None
    person_id, name, language, time_zone = rows[0][:4]
    roles = [row[4:7] for row in rows]
    return Standing(
        person_id=person_id,
        name=name,
        language=language,
        time_zone=time_zone,
        is_annotator=any(kind == "annotator" for kind, _, _ in roles),
        is_representative=any(kind == "representative" for kind, _, _ in roles),
        staff_roles=frozenset(StaffRole(role) for kind, _, role in roles if kind == "staff"),
        memberships=_memberships([(about, role) for kind, about, role in roles if kind == "member"]),
        accreditation_ids=frozenset(about for kind, about, _ in roles if kind == "auditor"),
    )


def _memberships(rows: list[tuple[int, str]]) -> dict[int, frozenset[Role]]:
    gathered: dict[int, set[Role]] = {}
    for organisation_id, role in rows:
        gathered.setdefault(organisation_id, set()).add(Role(role))
    return {organisation_id: frozenset(roles) for organisation_id, roles in gathered.items()}


_RESIDENCE = """
SELECT jurisdiction, zone, from_on FROM residence
WHERE person_id = :person_id AND from_on <= :day ORDER BY from_on DESC LIMIT 1
"""


def residence_on(tx: Transaction, person_id: int, *, on: date) -> ResidenceView | None:
    """Return whose law protects an annotator on a day, or None before the first residence."""
    row = tx.one(_RESIDENCE, person_id=person_id, day=on)
    if row is None:
        return None
    return ResidenceView(person_id=person_id, jurisdiction=row[0], zone=row[1], from_on=date.fromisoformat(row[2]))


_ACCREDITATIONS = """
SELECT id, person_id, basis, organisation_id, covers_from_on, covers_to_on, until_at FROM accreditation
WHERE person_id = :person_id AND until_at > :now ORDER BY id
"""


def accreditations_of(tx: Transaction, person_id: int, *, now: datetime) -> tuple[AccreditationView, ...]:
    """Return the accreditations of an auditor that have not run out."""
    return tuple(
        AccreditationView(
            id=row[0],
            person_id=row[1],
            basis=row[2],
            organisation_id=row[3],
            covers_from_on=date.fromisoformat(row[4]),
            covers_to_on=date.fromisoformat(row[5]),
            until_at=from_ms(row[6]),
        )
        for row in tx.run(_ACCREDITATIONS, person_id=person_id, now=now)
    )


_PEOPLE = """
SELECT person.id, person.name, roles.role FROM person LEFT JOIN (
  SELECT person_id, 'annotator' AS role FROM annotator
  UNION ALL SELECT person_id, role FROM staff WHERE ended_at IS NULL
  UNION ALL SELECT person_id, role FROM membership WHERE ended_at IS NULL
  UNION ALL SELECT person_id, 'auditor' FROM accreditation WHERE until_at > :now
  UNION ALL SELECT person_id, 'representative' FROM representative WHERE ended_at IS NULL
) AS roles ON roles.person_id = person.id
WHERE person.id > :after_id ORDER BY person.id, roles.role LIMIT :most
"""


def people(tx: Transaction, *, now: datetime, after_id: int = 0, most: int = 500) -> tuple[PersonView, ...]:
    """Return people in the order in which they came, each with what they are.

    Args:
        after_id: leave out everyone up to this id; the last id of one page gives the next page.
        most: rows read at most; a person takes one for each role.
    """
    gathered: dict[int, tuple[str, list[str]]] = {}
    for person_id, name, role in tx.run(_PEOPLE, now=now, after_id=after_id, most=most):
        roles = gathered.setdefault(person_id, (name, []))[1]
        if role and role not in roles:
            roles.append(role)
    return tuple(PersonView(person_id=key, name=name, roles=tuple(roles)) for key, (name, roles) in gathered.items())


_MEMBERS = """
SELECT person.id, person.name, membership.role FROM membership JOIN person ON person.id = membership.person_id
WHERE membership.organisation_id = :organisation_id AND membership.ended_at IS NULL
ORDER BY person.name, person.id, membership.role
"""


def members_of(tx: Transaction, organisation_id: int) -> tuple[PersonView, ...]:
    """Return who belongs to an organisation, each with their roles there."""
    gathered: dict[int, tuple[str, list[str]]] = {}
    for person_id, name, role in tx.run(_MEMBERS, organisation_id=organisation_id):
        gathered.setdefault(person_id, (name, []))[1].append(role)
    return tuple(PersonView(person_id=key, name=name, roles=tuple(roles)) for key, (name, roles) in gathered.items())


def organisations(tx: Transaction) -> tuple[OrganisationView, ...]:
    """Return every organisation, by name."""
    rows = tx.run("SELECT id, name FROM organisation ORDER BY name, id")
    return tuple(OrganisationView(organisation_id=key, name=name) for key, name in rows)


def organisation(tx: Transaction, organisation_id: int) -> OrganisationView | None:
    """Return one organisation, or None."""
    row = tx.one("SELECT id, name FROM organisation WHERE id = :organisation_id", organisation_id=organisation_id)
    return OrganisationView(organisation_id=row[0], name=row[1]) if row else None


def name_of(tx: Transaction, person_id: int) -> str:
    """Return a person's name as they gave it."""
    return str(tx.value("SELECT name FROM person WHERE id = :person_id", person_id=person_id))


_WILLING = "SELECT risk FROM content_choice WHERE person_id = :person_id AND is_willing = 1"


def willing_for(tx: Transaction, person_id: int) -> frozenset[str]:
    """Return the kinds of hard content that an annotator said yes to; nothing chosen means no."""
    return frozenset(row[0] for row in tx.run(_WILLING, person_id=person_id))


_LANGUAGES = "SELECT language FROM reading_language WHERE person_id = :person_id"


def languages_read(tx: Transaction, person_id: int) -> frozenset[str]:
    """Return the languages in which an annotator wants to label; empty where they chose none, which means any."""
    return frozenset(row[0] for row in tx.run(_LANGUAGES, person_id=person_id))


_REPRESENTATIVES = """
SELECT person.id, person.name FROM representative JOIN person ON person.id = representative.person_id
WHERE representative.ended_at IS NULL ORDER BY person.name, person.id
"""


def representatives(tx: Transaction) -> tuple[PersonView, ...]:
    """Return whom annotators elected to speak for them."""
    rows = dict.fromkeys((row[0], row[1]) for row in tx.run(_REPRESENTATIVES))
    return tuple(PersonView(person_id=key, name=name, roles=("representative",)) for key, name in rows)


_BEHIND = """
SELECT person_id FROM auditor_pseudonym WHERE accreditation_id = :accreditation_id AND pseudonym = :pseudonym
"""


def person_behind(tx: Transaction, *, accreditation_id: int, pseudonym: str) -> int | None:
    """Return whom one accreditation sees under a pseudonym, or None where it sees nobody under it."""
    found = tx.value(_BEHIND, accreditation_id=accreditation_id, pseudonym=pseudonym)
    return None if found is None else int(found)
