"""The people of the demonstration: who they are, what they may do, and the one password that lets each of them in."""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from annotate.demo_plan import TEAM, TIME_ZONE, first_monday
from payments.people.rules import BIRDS, Role, StaffRole
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
from web.auth.accounts import add_account

MINISTRY = "Secretaría de Trámites (demostración)"
PASSWORD_FILE = "demo-password"  # noqa: S105 - a file's name
BASIS = "Demonstration: agreement between the operator and the annotators on independent checks of pay"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is who in the demonstration, by id."""

    organisation_id: int
    requester_id: int
    annotator_ids: dict[str, int]


@dataclass(frozen=True, slots=True)
class Part:
    """One log-in to show: who, with which address, and what they come for."""

    name: str
    email: str
    comes_to: str


def parts() -> list[Part]:
    """Return every log-in of the demonstration, in the order in which a visitor may want to try them."""
    ada, *others = [Part(worker.name, _email(worker.name), "label questions (annotator)") for worker in TEAM]
    return [
        ada,
        Part("Otto Rivas", _email("Otto Rivas"), f"ask for labels (requester of {MINISTRY})"),
        Part("Axel Nava", _email("Axel Nava"), "check pay records (accredited auditor)"),
        Part("Rita Campos", _email("Rita Campos"), "look after quality (reviewer of the same organisation)"),
        Part("Olga Trejo", _email("Olga Trejo"), "run this Jornal (operator)"),
        Part("Pia Solís", _email("Pia Solís"), "payroll"),
        Part("Paz Medina", _email("Paz Medina"), "payroll, the second pair of eyes"),
        Part("Delia Ríos", _email("Delia Ríos"), "speak for the annotators (representative)"),
        *others,
    ]


def password_of(folder: Path) -> str:
    """Return the password of this demonstration, drawn at its first start and kept where only its owner can read it."""
    path = folder / PASSWORD_FILE
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        words = "-".join(secrets.choice(BIRDS) for _ in range(3))
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{words}-{1000 + secrets.randbelow(9000)}")
    return path.read_text(encoding="ascii")


def invite_everyone(tx: Transaction, *, password_hash: str, now: datetime) -> Cast:
    """Record the people of the demonstration as they were before its first day of work.

    Args:
        tx: the transaction.
        password_hash: of the one password of this demonstration.
        now: the moment of the visit; the people joined some days before last week began.
    """
    joined_at = now - timedelta(days=21)

    def person(name: str) -> int:
        return _person(tx, name, password_hash=password_hash, now=joined_at)

    organisation_id = add_organisation(tx, name=MINISTRY, now=joined_at)
    otto, rita = person("Otto Rivas"), person("Rita Campos")
    add_member(tx, otto, organisation_id=organisation_id, role=Role.REQUESTER, now=joined_at)
    add_member(tx, rita, organisation_id=organisation_id, role=Role.REVIEWER, now=joined_at)
    olga = person("Olga Trejo")
    add_staff(tx, olga, role=StaffRole.OPERATOR, now=joined_at)
    for name in ("Pia Solís", "Paz Medina"):
        add_staff(tx, person(name), role=StaffRole.PAYROLL, now=joined_at)
    elect(tx, person("Delia Ríos"), now=joined_at)
    accredit(tx, person("Axel Nava"), terms=_terms(now), granted_by_id=olga, now=joined_at)
    annotators = {worker.key: _annotator(tx, person(worker.name), now=joined_at) for worker in TEAM}
    return Cast(organisation_id=organisation_id, requester_id=otto, annotator_ids=annotators)


def _annotator(tx: Transaction, person_id: int, *, now: datetime) -> int:
    add_annotator(tx, person_id, jurisdiction="MX", zone="general", from_on=now.date(), now=now)
    return person_id


def _person(tx: Transaction, name: str, *, password_hash: str, now: datetime) -> int:
    person_id = add_person(tx, name=name, language="es", time_zone=TIME_ZONE, now=now)
    add_account(tx, person_id, email=_email(name), password_hash=password_hash, now=now)
    return person_id


def _terms(now: datetime) -> AccreditationTerms:
    monday = first_monday(now)
    year = timedelta(days=365)
    return AccreditationTerms(
        basis=BASIS, covers_from_on=monday - timedelta(days=14), covers_to_on=monday + year, until_on=monday + year
    )


def _email(name: str) -> str:
    """Return an address in a domain that can never exist (RFC 2606)."""
    first = name.split(maxsplit=1)[0].lower()
    return f"{first.translate(str.maketrans('áéíóúñ', 'aeioun'))}@jornal.example"
