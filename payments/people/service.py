"""Adding people and organisations, and giving or ending what each person may be."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from payments.events.rules import Fact, annotator_stream
from payments.events.service import append
from payments.people.rules import Role, StaffRole, pseudonym
from payments.people.tables import (
    Accreditation,
    Annotator,
    AuditorPseudonym,
    Membership,
    Organisation,
    Person,
    Representative,
    Residence,
    Staff,
)
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import day_start_ms, from_ms

LANGUAGES = ("es", "en", "fr")
NAME_MAX = 200


@dataclass(frozen=True, slots=True)
class AccreditationTerms:
    """What an auditor is permitted.

    Attributes:
        basis: on what ground: a law, a contract clause, an agreement.
        covers_from_on: the first day whose records may be seen.
        covers_to_on: the day after the last of them.
        until_on: the first day (UTC) on which the permission is over.
        organisation_id: whose records; None for everyone's.
    """

    basis: str
    covers_from_on: date
    covers_to_on: date
    until_on: date
    organisation_id: int | None = None


def add_person(tx: Transaction, *, name: str, language: str, time_zone: str, now: datetime) -> int:
    """Record a person and return their id.

    Raises:
        Refusal: `name_missing`, `language_unknown`, `time_zone_unknown`.
    """
    person = Person(
        name=_named(name), language=_known_language(language), time_zone=_known_zone(time_zone), created_at=now
    )
    return _kept(tx, person)


def change_person(tx: Transaction, person_id: int, *, name: str, language: str, time_zone: str) -> None:
    """Change how a person is called, which language they read and where their days begin."""
    person = tx.get_one(Person, person_id)
    person.name, person.language, person.time_zone = _named(name), _known_language(language), _known_zone(time_zone)
    tx.flush()


def change_language(tx: Transaction, person_id: int, *, language: str) -> None:
    """Speak another language to a person from now on."""
    tx.get_one(Person, person_id).language = _known_language(language)
    tx.flush()


_CHOOSE = """
INSERT INTO content_choice (person_id, risk, is_willing, chosen_at) VALUES (:person_id, :risk, :is_willing, :now)
ON CONFLICT (person_id, risk) DO UPDATE SET is_willing = excluded.is_willing, chosen_at = excluded.chosen_at
"""


def choose_content(tx: Transaction, person_id: int, *, willing: Mapping[str, bool], now: datetime) -> None:
    """Keep to which kinds of hard content an annotator says yes or no; neither ever counts against them.

    Args:
        tx: the open transaction.
        person_id: an annotator.
        willing: the answer for each kind; kinds left out stay as they are.
        now: when.
    """
    for risk, is_willing in sorted(willing.items()):
        tx.run(_CHOOSE, person_id=person_id, risk=risk, is_willing=int(is_willing), now=now)


_READ = """
INSERT INTO reading_language (person_id, language, chosen_at) VALUES (:person_id, :language, :now)
"""


def choose_languages(tx: Transaction, person_id: int, *, languages: Collection[str], now: datetime) -> None:
    """Keep in which languages an annotator wants to label; none at all leaves none out."""
    tx.run("DELETE FROM reading_language WHERE person_id = :person_id", person_id=person_id)
    tx.run_many(_READ, [{"person_id": person_id, "language": one, "now": now} for one in sorted(set(languages))])


def add_annotator(
    tx: Transaction, person_id: int, *, jurisdiction: str, zone: str, from_on: date, now: datetime
) -> None:
    """Make a person an annotator whom the law of a jurisdiction protects from a day on."""
    tx.add(Annotator(person_id=person_id, joined_at=now))
    tx.flush()
    move_residence(tx, person_id, jurisdiction=jurisdiction, zone=zone, from_on=from_on, now=now)


def move_residence(
    tx: Transaction, person_id: int, *, jurisdiction: str, zone: str, from_on: date, now: datetime
) -> None:
    """Record whose law protects an annotator from a day on; earlier days keep theirs."""
    tx.add(Residence(person_id=person_id, jurisdiction=jurisdiction, zone=zone, from_on=from_on))
    tx.flush()
    home = {"person_id": person_id, "jurisdiction": jurisdiction, "zone": zone, "from_on": from_on.isoformat()}
    append(tx, stream=annotator_stream(person_id), facts=[Fact("residence", home)], now=now)


def add_organisation(tx: Transaction, *, name: str, now: datetime) -> int:
    """Record an organisation that asks for work and return its id."""
    return _kept(tx, Organisation(name=_named(name), created_at=now))


def add_member(tx: Transaction, person_id: int, *, organisation_id: int, role: Role, now: datetime) -> int:
    """Make a person a member; a role they already have there stays as it is."""
    open_one = _open_membership(tx, person_id, organisation_id=organisation_id, role=role)
    if open_one is not None and open_one.id is not None:
        return open_one.id
    return _kept(
        tx, Membership(organisation_id=organisation_id, person_id=person_id, role=Role(role).value, since_at=now)
    )


def end_membership(tx: Transaction, person_id: int, *, organisation_id: int, role: Role, now: datetime) -> None:
    """End a person's role in an organisation; the last requester stays, so that somebody can be asked.

    Raises:
        Refusal: `not_found`, `last_requester`.
    """
    open_one = _open_membership(tx, person_id, organisation_id=organisation_id, role=role)
    if open_one is None:
        raise Refusal("not_found", Kind.MISSING)
    if role == Role.REQUESTER and _requesters(tx, organisation_id) == 1:
        raise Refusal("last_requester", Kind.CONFLICT)
    open_one.ended_at = now
    tx.flush()


def add_staff(tx: Transaction, person_id: int, *, role: StaffRole, now: datetime) -> int:
    """Give a person a role for the operator; one they already have stays as it is."""
    wanted = (Staff.person_id == person_id, Staff.role == StaffRole(role).value, col(Staff.ended_at).is_(None))
    found = tx.exec(select(Staff).where(*wanted)).first()
    if found is not None and found.id is not None:
        return found.id
    return _kept(tx, Staff(person_id=person_id, role=StaffRole(role).value, since_at=now))


def accredit(
    tx: Transaction,
    person_id: int,
    *,
    terms: AccreditationTerms,
    granted_by_id: int | None,
    now: datetime,
) -> int:
    """Let a person audit and return the accreditation's id.

    Args:
        terms: on what ground, whose records, which days, until when.
        granted_by_id: the operator who granted it; None from the command line.

    Raises:
        Refusal: `basis_missing`, `dates_reversed`.
    """
    if not terms.basis.strip():
        raise Refusal("basis_missing", Kind.UNREADABLE)
    if terms.covers_to_on <= terms.covers_from_on:
        raise Refusal("dates_reversed", Kind.UNREADABLE)
    permission = Accreditation(
        person_id=person_id,
        basis=terms.basis.strip(),
        organisation_id=terms.organisation_id,
        covers_from_on=terms.covers_from_on,
        covers_to_on=terms.covers_to_on,
        granted_by_id=granted_by_id,
        granted_at=now,
        until_at=from_ms(day_start_ms(terms.until_on, "UTC")),
    )
    return _kept(tx, permission)


def elect(tx: Transaction, person_id: int, *, now: datetime) -> int:
    """Record that annotators elected a person to speak for them."""
    return _kept(tx, Representative(person_id=person_id, since_at=now))


def pseudonym_for_auditor(tx: Transaction, *, accreditation_id: int, person_id: int) -> str:
    """Return the name under which one accreditation sees one person, drawn at the first time and kept."""
    kept = tx.get(AuditorPseudonym, (accreditation_id, person_id))
    if kept is not None:
        return kept.pseudonym
    taken = tx.exec(
        select(AuditorPseudonym.pseudonym).where(AuditorPseudonym.accreditation_id == accreditation_id)
    ).all()
    name = pseudonym(secrets.randbelow, taken=frozenset(taken))
    tx.add(AuditorPseudonym(accreditation_id=accreditation_id, person_id=person_id, pseudonym=name))
    tx.flush()
    return name


def pseudonyms_for_auditor(tx: Transaction, *, accreditation_id: int, person_ids: Collection[int]) -> dict[int, str]:
    """Return the names under which one accreditation sees many people; who has none yet gets one, for good."""
    drawn = tx.exec(select(AuditorPseudonym).where(AuditorPseudonym.accreditation_id == accreditation_id)).all()
    names = {row.person_id: row.pseudonym for row in drawn}
    taken = set(names.values())
    for person_id in sorted(set(person_ids) - names.keys()):
        names[person_id] = pseudonym(secrets.randbelow, taken=frozenset(taken))
        taken.add(names[person_id])
        tx.add(AuditorPseudonym(accreditation_id=accreditation_id, person_id=person_id, pseudonym=names[person_id]))
    tx.flush()
    return {person_id: names[person_id] for person_id in person_ids}


def _kept(tx: Transaction, row: Person | Organisation | Membership | Staff | Accreditation | Representative) -> int:
    """Write a row and return the id that the database gave it."""
    tx.add(row)
    tx.flush()
    assert row.id is not None
    return row.id


def _open_membership(tx: Transaction, person_id: int, *, organisation_id: int, role: Role) -> Membership | None:
    wanted = (
        Membership.person_id == person_id,
        Membership.organisation_id == organisation_id,
        Membership.role == Role(role).value,
        col(Membership.ended_at).is_(None),
    )
    return tx.exec(select(Membership).where(*wanted)).first()


_REQUESTERS = """
SELECT count(*) FROM membership
WHERE organisation_id = :organisation_id AND role = 'requester' AND ended_at IS NULL
"""


def _requesters(tx: Transaction, organisation_id: int) -> int:
    return int(tx.value(_REQUESTERS, organisation_id=organisation_id))


def _named(name: str) -> str:
    trimmed = " ".join(name.split())[:NAME_MAX]
    if not trimmed:
        raise Refusal("name_missing", Kind.UNREADABLE)
    return trimmed


def _known_language(language: str) -> str:
    if language not in LANGUAGES:
        raise Refusal("language_unknown", Kind.UNREADABLE, known=", ".join(LANGUAGES))
    return language


def _known_zone(time_zone: str) -> str:
    try:
        return ZoneInfo(time_zone).key
    except (KeyError, ValueError, OSError) as error:  # unknown; not a name; a folder of names, on Python 3.11
        raise Refusal("time_zone_unknown", Kind.UNREADABLE, example="America/Mexico_City") from error
