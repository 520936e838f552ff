"""The bundle of a week, to take away, or to have checked here by a job: the verifier derives everything again."""

import tempfile
from collections.abc import Iterator
from typing import IO

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from payments.audit.access import Look, may_take_bundle, permission_for, record_look
from payments.audit.bundle import collect
from payments.people.queries import AccreditationView, accreditations_of
from policies.errors import Kind, Refusal
from web.deps import Auditor, TheHouse
from web.keeping.queries import last_verification
from web.keeping.service import ask_verification
from web.pages.audit import Under
from web.pages.audit_view import RECORD_WORDS
from web.render import is_fragment, show
from web.wiring import House

router = APIRouter()
CHUNK_BYTES = 65_536


@router.get("/audit/{week}/bundle.zip")
def bundle(week: str, house: TheHouse, auditor: Auditor, under: Under = None) -> StreamingResponse:
    """Give the week's bundle, to be verified anywhere, without us."""
    allow_bundle(house, auditor.person_id, week=week, under=under, what="bundle")
    packed = tempfile.TemporaryFile(dir=house.settings.data_dir)  # noqa: SIM115 - closed when the last byte is sent
    _collect(house, week, packed)
    headers = {"Content-Disposition": f'attachment; filename="jornal-{week}.zip"'}
    return StreamingResponse(chunks(packed), media_type="application/zip", headers=headers)


@router.post("/audit/{week}/verify")
def verify_here(week: str, request: Request, house: TheHouse, auditor: Auditor, under: Under = None) -> Response:
    """Ask for the week to be verified here; it is done by itself, and the page shows how far it is."""
    permission = allow_bundle(house, auditor.person_id, week=week, under=under, what="verify")
    with house.db.writing() as tx:
        ask_verification(tx, accreditation_id=permission.id, period=week, now=house.now())
    if is_fragment(request):
        return _show_verification(request, house, permission, week, is_asked=True)
    return RedirectResponse(f"/audit/{week}/verify?under={permission.id}", 303)


@router.get("/audit/{week}/verify")
def verification(week: str, request: Request, house: TheHouse, auditor: Auditor, under: Under = None) -> HTMLResponse:
    """Show how far a verification is, or what it found."""
    with house.db.reading() as tx:
        permissions = accreditations_of(tx, auditor.person_id, now=house.now())
        permission = permission_for(permissions, period=week, accreditation_id=under)
    return _show_verification(request, house, permission, week)


def _show_verification(
    request: Request, house: House, permission: AccreditationView, week: str, *, is_asked: bool = False
) -> HTMLResponse:
    with house.db.reading() as tx:
        verified = last_verification(tx, accreditation_id=permission.id, period=week)
        may_take = may_take_bundle(tx, permission=permission, period=week)
    return show(
        request,
        "audit/verified.html",
        block="verify",
        verified=verified,
        period=week,
        under=permission.id,
        may_take=may_take,
        record_words=RECORD_WORDS,
        is_asked=is_asked,
    )


def allow_bundle(house: House, person_id: int, *, week: str, under: int | None, what: str) -> AccreditationView:
    """Return the permission that covers everything in a week's bundle, after the look was logged.

    Raises:
        Refusal: `not_found`; `bundle_beyond_permission`.
    """
    now = house.now()
    with house.db.reading() as tx:
        permission = permission_for(accreditations_of(tx, person_id, now=now), period=week, accreditation_id=under)
        may_take = may_take_bundle(tx, permission=permission, period=week)
    if not may_take:
        raise Refusal("bundle_beyond_permission", Kind.FORBIDDEN)
    with house.db.writing() as tx:
        record_look(tx, Look(what=what, period=week), accreditation_id=permission.id, now=now)
    return permission


def _collect(house: House, week: str, out: IO[bytes]) -> None:
    """Write the week's bundle; its transaction asks nothing before, so that it shows one moment."""
    house.settings.data_dir.mkdir(parents=True, exist_ok=True)
    with house.db.reading() as tx:
        collect(tx, period=week, out=out, operator=house.settings.operator_name, now=house.now())  # type: ignore[arg-type]


def chunks(packed: IO[bytes]) -> Iterator[bytes]:
    """Yield a finished file piece by piece, and close it after the last."""
    with packed:
        packed.seek(0)
        while chunk := packed.read(CHUNK_BYTES):
            yield chunk
