"""Builders: put people and things in place through the real services, with everything that a test does not care about."""

from datetime import date, datetime
from functools import cache

from pwdlib.hashers.argon2 import Argon2Hasher

from payments.people.rules import Role, StaffRole
from payments.people.service import (
    AccreditationTerms,
    accredit,
    add_annotator,
    add_member,
    add_organisation,
    add_person,
    add_staff,
    elect,
)
from payments.transaction import Transaction
from tests.cast import BEGINNING, COVERED, PASSWORD, Who
from web.auth.accounts import add_account


@cache
def password_hash() -> str:
    """The hash of the cast's one password: of the real kind, but quick, as people log in a thousand times in a run."""
    return Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def make_person(tx: Transaction, who: Who, *, now: datetime = BEGINNING) -> int:
    """Add a person of the cast with an account; their password is `PASSWORD`."""
    person_id = add_person(tx, name=who.name, language=who.language, time_zone=who.time_zone, now=now)
    add_account(tx, person_id, email=who.email, password_hash=password_hash(), now=now)
    return person_id


def make_annotator(
    tx: Transaction, who: Who, *, jurisdiction: str = "MX", zone: str = "general", now: datetime = BEGINNING
) -> int:
    person_id = make_person(tx, who, now=now)
    add_annotator(tx, person_id, jurisdiction=jurisdiction, zone=zone, from_on=date(2026, 1, 1), now=now)
    return person_id


def make_organisation(tx: Transaction, name: str = "Mobility Office", *, now: datetime = BEGINNING) -> int:
    return add_organisation(tx, name=name, now=now)


def make_member(
    tx: Transaction, who: Who, *, organisation_id: int, role: Role = Role.REQUESTER, now: datetime = BEGINNING
) -> int:
    person_id = make_person(tx, who, now=now)
    add_member(tx, person_id, organisation_id=organisation_id, role=role, now=now)
    return person_id


def make_staff(tx: Transaction, who: Who, *, role: StaffRole = StaffRole.OPERATOR, now: datetime = BEGINNING) -> int:
    person_id = make_person(tx, who, now=now)
    add_staff(tx, person_id, role=role, now=now)
    return person_id


def make_representative(tx: Transaction, who: Who, *, now: datetime = BEGINNING) -> int:
    person_id = make_person(tx, who, now=now)
    elect(tx, person_id, now=now)
    return person_id


def make_auditor(
    tx: Transaction,
    who: Who,
    *,
    organisation_id: int | None = None,
    until_on: date = date(2027, 6, 1),
    now: datetime = BEGINNING,
) -> tuple[int, int]:
    """Add an auditor and return (person_id, accreditation_id)."""
    person_id = make_person(tx, who, now=now)
    terms = AccreditationTerms("LFT article 540", *COVERED, until_on, organisation_id)
    return person_id, accredit(tx, person_id, terms=terms, granted_by_id=None, now=now)
