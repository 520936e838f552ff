"""Stating that somebody works on a salary, accepting and ending it, and keeping which projects a salary pays for."""

from datetime import date, datetime

from payments.employment.queries import EmploymentView, employment
from payments.events.rules import Fact, annotator_stream
from payments.events.service import append, lock
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import local_day, to_ms

_ANNOTATOR = """
SELECT person.time_zone FROM annotator JOIN person ON person.id = annotator.person_id
WHERE annotator.person_id = :person_id
"""
_OPEN = """
SELECT id FROM employment
WHERE organisation_id = :organisation_id AND person_id = :person_id AND ended_at IS NULL
"""
_STATE = """
INSERT INTO employment (organisation_id, person_id, stated_by_id, stated_at)
VALUES (:organisation_id, :person_id, :by_id, :now) RETURNING id
"""
_ACCEPT = "UPDATE employment SET accepted_at = :now, from_on = :on WHERE id = :employment_id"
_END = "UPDATE employment SET ended_at = :now, until_on = :until_on WHERE id = :employment_id"
_SALARIED = """
INSERT INTO salaried_project (project_id, organisation_id, published_at) VALUES (:project_id, :organisation_id, :now)
"""


def state_employment(tx: Transaction, *, organisation_id: int, person_id: int, by_id: int, now: datetime) -> int:
    """Keep an organisation's word that an annotator is on its salary; nothing follows from it until they say so too.

    Args:
        tx: the open transaction.
        organisation_id: who says so.
        person_id: of whom; said before and not ended, it stands as it is.
        by_id: the member who says it.
        now: when.

    Returns:
        The id of the statement.

    Raises:
        Refusal: `not_an_annotator`.
    """
    _time_zone(tx, person_id)
    lock(tx, stream=annotator_stream(person_id))  # two who say it at once take turns; the second finds it said
    known = tx.value(_OPEN, organisation_id=organisation_id, person_id=person_id)
    if known is not None:
        return int(known)
    said = {"organisation_id": organisation_id, "person_id": person_id, "by_id": by_id}
    employment_id = int(tx.value(_STATE, **said, now=now))
    _log(tx, person_id, {"act": "state", **said, "employment_id": employment_id}, now=now)
    return employment_id


def accept_employment(tx: Transaction, employment_id: int, *, person_id: int, now: datetime) -> None:
    """Let a person confirm that they are on an organisation's salary; from this day on it covers salaried work there.

    Only the person can; a second time changes nothing.

    Raises:
        Refusal: `not_found`: it is about somebody else, or was ended.
    """
    lock(tx, stream=annotator_stream(person_id))
    found = _open_one(tx, employment_id)
    if found.person_id != person_id:
        raise Refusal("not_found", Kind.MISSING)
    if found.is_accepted:
        return
    on = local_day(to_ms(now), _time_zone(tx, person_id))
    tx.run(_ACCEPT, employment_id=employment_id, now=now, on=on)
    _log(tx, person_id, _said(found, act="accept", by_id=person_id, on=on), now=now)


def end_employment(
    tx: Transaction, employment_id: int, *, by_id: int, organisation_id: int | None = None, now: datetime
) -> None:
    """End an employment, or say no to one that was only stated; what was worked until today stays covered.

    Args:
        tx: the open transaction.
        employment_id: which.
        by_id: who ends it: the person themselves, or a member of the organisation.
        organisation_id: for which organisation a member ends it; None where the person does.
        now: when; the rest of this day is the last that the salary covers.

    Raises:
        Refusal: `not_found`: it is somebody else's, or ended before.
    """
    found = _open_one(tx, employment_id)
    if (organisation_id or found.organisation_id) != found.organisation_id:
        raise Refusal("not_found", Kind.MISSING)
    if organisation_id is None and by_id != found.person_id:
        raise Refusal("not_found", Kind.MISSING)
    lock(tx, stream=annotator_stream(found.person_id))
    found = _open_one(tx, employment_id)
    until_on = _last_day(found, local_day(to_ms(now), _time_zone(tx, found.person_id)))
    tx.run(_END, employment_id=employment_id, now=now, until_on=until_on)
    _log(tx, found.person_id, _said(found, act="end", by_id=by_id, on=until_on), now=now)


def keep_salaried_project(tx: Transaction, *, project_id: int, organisation_id: int, now: datetime) -> None:
    """Keep that a project is paid for by a salary, from its publication on."""
    tx.run(_SALARIED, project_id=project_id, organisation_id=organisation_id, now=now)


def _last_day(found: EmploymentView, today: date) -> date | None:
    """Return the last day that the salary covers, or None where it never covered any."""
    return None if found.from_on is None else max(found.from_on, today)


def _open_one(tx: Transaction, employment_id: int) -> EmploymentView:
    found = employment(tx, employment_id)
    if found is None or found.ended_at is not None:
        raise Refusal("not_found", Kind.MISSING)
    return found


def _time_zone(tx: Transaction, person_id: int) -> str:
    zone = tx.value(_ANNOTATOR, person_id=person_id)
    if zone is None:
        raise Refusal("not_an_annotator", Kind.UNREADABLE)
    return str(zone)


def _said(found: EmploymentView, *, act: str, by_id: int, on: date | None) -> dict[str, object]:
    return {
        "act": act,
        "by_id": by_id,
        "employment_id": found.employment_id,
        "on": on.isoformat() if on else None,
        "organisation_id": found.organisation_id,
        "person_id": found.person_id,
    }


def _log(tx: Transaction, person_id: int, body: dict[str, object], *, now: datetime) -> None:
    append(tx, stream=annotator_stream(person_id), facts=[Fact("employment", body)], now=now)
