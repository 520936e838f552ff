"""The people of the demonstration: who they are, what they may do, and the one password that lets each of them in."""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from annotate.demo_drafts import Client
from annotate.demo_people import BRITAIN, MEXICO, TEAM, Worker
from annotate.demo_plan import first_monday, local
from annotate.demo_projects import Asker
from annotate.willingness.service import choose
from payments.employment.service import accept_employment, state_employment
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
from policies.rulebook import Rulebook
from web.auth.accounts import add_account

ORGANISATIONS: Mapping[Client, str] = {
    Client.MINISTRY: "Secretaría de Trámites (demostración)",
    Client.MOBILITY: "Movilidad Abierta (demostración)",
    Client.ARCHIVE: "Harbour Archive (demonstration)",
}
MINISTRY = ORGANISATIONS[Client.MINISTRY]
PASSWORD_FILE = "demo-password"  # noqa: S105 - a file's name
BASIS = "Demonstration: agreement between the operator and the annotators on independent checks of pay"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is who in the demonstration, by id."""

    askers: Mapping[Client, Asker]
    annotator_ids: Mapping[str, int]
    operator_id: int
    payroll_ids: tuple[int, int]
    auditor_id: int
    accreditation_id: int


@dataclass(frozen=True, slots=True)
class Part:
    """One log-in to show: who, with which address, and what they come for; `is_main` for those to try first."""

    name: str
    email: str
    comes_to: str
    is_main: bool = True


def parts() -> list[Part]:
    """Return every log-in of the demonstration, in the order in which a visitor may want to try them."""
    ada, *others = [Part(worker.name, _email(worker.name), _labels(worker), is_main=False) for worker in TEAM]
    shown = {"Lucía Prado", "Leo Arce", "Grace Osei"}
    return [
        Part(ada.name, ada.email, ada.comes_to),
        Part("Otto Rivas", _email("Otto Rivas"), f"ask for labels (requester of {MINISTRY})"),
        Part("Axel Nava", _email("Axel Nava"), "check pay records (accredited auditor)"),
        Part("Rita Campos", _email("Rita Campos"), "look after quality (reviewer of the same organisation)"),
        Part("Olga Trejo", _email("Olga Trejo"), "run this Jornal (operator)"),
        Part("Pia Solís", _email("Pia Solís"), "payroll"),
        Part("Paz Medina", _email("Paz Medina"), "payroll, the second pair of eyes"),
        Part("Delia Duarte", _email("Delia Duarte"), "speak for the annotators (representative)"),
        Part("Sol Herrera", _email("Sol Herrera"), f"ask for boxes in pictures ({ORGANISATIONS[Client.MOBILITY]})"),
        Part("Iris Blake", _email("Iris Blake"), f"ask for labels in English ({ORGANISATIONS[Client.ARCHIVE]})"),
        *(Part(one.name, one.email, one.comes_to, is_main=one.name in shown) for one in others),
    ]


def _labels(worker: Worker) -> str:
    if worker.is_employed:
        return f"label questions (on the salary of {MINISTRY})"
    if worker.home is BRITAIN:
        return "label reports that mention blood (annotator, Great Britain)"
    where = "" if worker.home is MEXICO else ", northern border"
    return f"label questions{' and streets' if where else ''} (annotator{where})"


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


def invite_everyone(tx: Transaction, *, password_hash: str, rulebook: Rulebook, now: datetime) -> Cast:
    """Record the people of the demonstration as they were before its first day of work.

    Args:
        tx: the transaction.
        password_hash: of the one password of this demonstration.
        rulebook: the law, by which annotators choose what they see.
        now: the moment of the visit; the people joined some days before the past begins.
    """
    joined_at = local(first_monday(now) - timedelta(days=7), time(9, 30))

    def person(name: str, language: str = "es", time_zone: str = MEXICO.time_zone) -> int:
        return _person(tx, name, language, time_zone, password_hash=password_hash, now=joined_at)

    askers = _askers(tx, person, now=joined_at)
    olga = person("Olga Trejo")
    add_staff(tx, olga, role=StaffRole.OPERATOR, now=joined_at)
    payroll_ids = person("Pia Solís"), person("Paz Medina")
    for payroll_id in payroll_ids:
        add_staff(tx, payroll_id, role=StaffRole.PAYROLL, now=joined_at)
    elect(tx, person("Delia Duarte"), now=joined_at)
    axel = person("Axel Nava")
    accreditation_id = accredit(tx, axel, terms=_terms(now), granted_by_id=olga, now=joined_at)
    annotators = {one.key: person(one.name, one.home.language, one.home.time_zone) for one in TEAM}
    for worker in TEAM:
        _annotator(tx, worker, annotators[worker.key], askers[Client.MINISTRY], rulebook=rulebook, now=joined_at)
    return Cast(askers, annotators, olga, payroll_ids, auditor_id=axel, accreditation_id=accreditation_id)


def _askers(tx: Transaction, person: Callable[..., int], *, now: datetime) -> dict[Client, Asker]:
    """Record the organisations and their members; the first has a reviewer as well."""
    organisations = {client: add_organisation(tx, name=name, now=now) for client, name in ORGANISATIONS.items()}
    requesters = {
        Client.MINISTRY: person("Otto Rivas"),
        Client.MOBILITY: person("Sol Herrera"),
        Client.ARCHIVE: person("Iris Blake", BRITAIN.language, BRITAIN.time_zone),
    }
    for client, requester_id in requesters.items():
        add_member(tx, requester_id, organisation_id=organisations[client], role=Role.REQUESTER, now=now)
    rita = person("Rita Campos")
    add_member(tx, rita, organisation_id=organisations[Client.MINISTRY], role=Role.REVIEWER, now=now)
    return {client: Asker(organisations[client], requesters[client]) for client in Client}


def _annotator(
    tx: Transaction, worker: Worker, person_id: int, employer: Asker, *, rulebook: Rulebook, now: datetime
) -> None:
    home = worker.home
    add_annotator(tx, person_id, jurisdiction=home.jurisdiction, zone=home.zone, from_on=now.date(), now=now)
    if worker.is_employed:
        said = {"organisation_id": employer.organisation_id, "by_id": employer.person_id}
        employment_id = state_employment(tx, person_id=person_id, **said, now=now)
        accept_employment(tx, employment_id, person_id=person_id, now=now + timedelta(hours=3))
    if home is BRITAIN:
        choose(tx, person_id=person_id, willing=("blood",), now=now, rulebook=rulebook)


def _person(tx: Transaction, name: str, language: str, time_zone: str, *, password_hash: str, now: datetime) -> int:
    person_id = add_person(tx, name=name, language=language, time_zone=time_zone, now=now)
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
