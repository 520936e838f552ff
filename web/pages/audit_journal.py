"""The ledger as a journal to take away: payroll takes all of it, an auditor what the permission covers."""

import tempfile
from dataclasses import replace
from typing import IO

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from annotate.projects.queries import projects_of
from payments.audit.access import Look, record_look
from payments.journal.queries import Scope, journal, people_in
from payments.journal.rules import SUFFIXES, Format
from payments.people.queries import AccreditationView, accreditations_of
from payments.people.service import pseudonyms_for_auditor
from policies.errors import Kind, Refusal
from policies.periods import week_of
from web.auth.identity import Identity
from web.auth.permissions import Permission, insist, may
from web.deps import Me, TheHouse
from web.pages.audit import Under
from web.pages.audit_bundle import chunks
from web.wiring import House

router = APIRouter()


@router.get("/journal/{form}")
def take(form: Format, house: TheHouse, me: Me, under: Under = None) -> StreamingResponse:
    """Give the ledger as a plain-text journal, for hledger or Beancount to add up again."""
    return journal_for(house, me, form=form, under=under)


def journal_for(house: House, me: Identity, *, form: Format, under: int | None) -> StreamingResponse:
    """Return the journal that somebody may take: all of it for payroll, else what an accreditation covers.

    Args:
        house: the ledger's.
        me: who asks.
        form: for which program.
        under: which accreditation; None: payroll's own right, or an auditor's first.

    Raises:
        Refusal: `not_found`, where nothing lets them.
    """
    if under is None and may(me, Permission.PAYDAY_RUN):
        return _sent(house, form, Scope())
    insist(me, Permission.AUDIT_READ)
    return _sent(house, form, _permitted(house, me.person_id, form=form, under=under))


def _permitted(house: House, person_id: int, *, form: Format, under: int | None) -> Scope:
    """Return what an accreditation covers, people under its pseudonyms, after the look was logged."""
    now = house.now()
    with house.db.reading() as tx:
        permission = _accreditation(accreditations_of(tx, person_id, now=now), under)
        theirs = () if permission.organisation_id is None else projects_of(tx, [permission.organisation_id])
        scope = Scope(
            from_on=permission.covers_from_on,
            to_on=permission.covers_to_on,
            organisation_id=permission.organisation_id,
            project_ids=frozenset(card.project_id for card in theirs),
        )
        people, last = people_in(tx, scope)
    look = Look(what="journal", period=week_of(permission.covers_from_on), details={"format": form.value})
    with house.db.writing() as tx:
        record_look(tx, look, accreditation_id=permission.id, now=now)
        names = pseudonyms_for_auditor(tx, accreditation_id=permission.id, person_ids=people)
    return replace(scope, names=names, last_sequence=last)


def _accreditation(permissions: tuple[AccreditationView, ...], under: int | None) -> AccreditationView:
    for permission in permissions:
        if under in {None, permission.id}:
            return permission
    raise Refusal("not_found", Kind.MISSING)


def _sent(house: House, form: Format, scope: Scope) -> StreamingResponse:
    written: IO[bytes] = tempfile.TemporaryFile(dir=_folder(house))  # noqa: SIM115 - closed when the last byte is sent
    with house.db.reading() as tx:
        lines = journal(tx, form=form, scope=scope, operator=house.settings.operator_name, now=house.now())
        written.writelines(line.encode() for line in lines)
    headers = {"Content-Disposition": f'attachment; filename="jornal-ledger.{SUFFIXES[form]}"'}
    return StreamingResponse(chunks(written), media_type="text/plain; charset=utf-8", headers=headers)


def _folder(house: House) -> str:
    house.settings.data_dir.mkdir(parents=True, exist_ok=True)
    return str(house.settings.data_dir)
