"""Telling an auditor a person's name: only on a stated legal ground, in both logs, and the person is told."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from payments.audit.access import accreditation_stream
from payments.events.queries import Happened, last_of
from payments.events.rules import Fact, annotator_stream
from payments.events.service import append
from payments.people.queries import AccreditationView, name_of
from payments.transaction import Transaction
from policies.errors import Kind, Refusal

IDENTIFIED = "identified"
BASIS_LEAST = 20
BASIS_MOST = 2_000


class BasisKind(StrEnum):
    """On what kind of ground a name may be asked for."""

    LAW = "law"
    COURT = "court"
    CONSENT = "consent"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a name is asked for: one of `BasisKind`, and in words an article, an order with its number, a clause."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """One time that an auditor was told a name: who asked, when, about which week, on what ground."""

    at: datetime
    by_id: int
    by_name: str
    person_id: int
    period: str
    basis_kind: BasisKind
    basis: str


_ACCREDITATIONS = "SELECT id FROM accreditation ORDER BY id"


def identify(
    tx: Transaction,
    *,
    permission: AccreditationView,
    person_id: int,
    period: str,
    ground: Ground,
    now: datetime,
) -> None:
    """Log that an auditor is told a person's name, in the person's stream and in that of the permission.

    Args:
        tx: the open transaction; the name may be shown once it has ended well.
        permission: that covers the week.
        person_id: whose name.
        period: the week in whose records the auditor met the person.
        ground: why.
        now: when.

    Raises:
        Refusal: `basis_kind_unknown`, `basis_too_short`.
    """
    if ground.kind not in set(BasisKind):
        raise Refusal("basis_kind_unknown", Kind.UNREADABLE)
    said = " ".join(ground.text.encode(errors="replace").decode().split())
    if not BASIS_LEAST <= len(said) <= BASIS_MOST:
        raise Refusal("basis_too_short", Kind.UNREADABLE, least=BASIS_LEAST, most=BASIS_MOST)
    body = {
        "accreditation_id": permission.id,
        "by_id": permission.person_id,
        "about_person_id": person_id,
        "period": period,
        "basis_kind": ground.kind,
        "basis": said,
    }
    for stream in (annotator_stream(person_id), accreditation_stream(permission.id)):
        append(tx, stream=stream, facts=[Fact(IDENTIFIED, body)], now=now)


def identifications_of(tx: Transaction, person_id: int) -> tuple[Identification, ...]:
    """Return who was told a person's name, the newest first."""
    return tuple(_seen(tx, each) for each in last_of(tx, stream=annotator_stream(person_id), kind=IDENTIFIED))


def identifications_under(tx: Transaction, accreditation_id: int, *, person_id: int) -> tuple[Identification, ...]:
    """Return when one permission was told one person's name, the newest first."""
    told = last_of(tx, stream=accreditation_stream(accreditation_id), kind=IDENTIFIED, most=1_000)
    return tuple(_seen(tx, each) for each in told if each.body["about_person_id"] == person_id)


def identifications(tx: Transaction) -> tuple[Identification, ...]:
    """Return every time that any auditor was told a name, the newest first."""
    told = [
        each
        for (accreditation_id,) in tx.run(_ACCREDITATIONS)
        for each in last_of(tx, stream=accreditation_stream(accreditation_id), kind=IDENTIFIED)
    ]
    return tuple(_seen(tx, each) for each in sorted(told, key=lambda one: one.at, reverse=True))


def _seen(tx: Transaction, happened: Happened) -> Identification:
    body = happened.body
    return Identification(
        at=happened.at,
        by_id=body["by_id"],
        by_name=name_of(tx, body["by_id"]),
        person_id=body["about_person_id"],
        period=body["period"],
        basis_kind=BasisKind(body["basis_kind"]),
        basis=body["basis"],
    )
