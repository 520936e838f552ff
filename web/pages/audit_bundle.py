"""The bundle of a week, to take away or to have checked here: the verifier derives everything again from it alone."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from payments.audit.access import may_take_bundle, permission_for, record_look
from payments.audit.bundle import collect
from payments.audit.finding import Finding
from payments.audit.verify import verify
from payments.people.queries import AccreditationView, accreditations_of
from policies.errors import Kind, Refusal
from web.deps import Auditor, TheHouse
from web.pages.audit import Under
from web.render import show
from web.wiring import House

router = APIRouter()
CHUNK_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Verified:
    """What the verifier found in the bundle of a week, made just now."""

    findings: tuple[Finding, ...]
    made_at: datetime


@router.get("/audit/{week}/bundle.zip")
def bundle(week: str, house: TheHouse, auditor: Auditor, under: Under = None) -> StreamingResponse:
    """Give the week's bundle, to be verified anywhere, without us."""
    _allow(house, auditor.person_id, week=week, under=under, what="bundle")
    packed = tempfile.TemporaryFile(dir=house.settings.data_dir)  # noqa: SIM115 - closed when the last byte is sent
    _collect(house, week, packed)
    headers = {"Content-Disposition": f'attachment; filename="jornal-{week}.zip"'}
    return StreamingResponse(_chunks(packed), media_type="application/zip", headers=headers)


@router.post("/audit/{week}/verify")
def verify_here(week: str, request: Request, house: TheHouse, auditor: Auditor, under: Under = None) -> HTMLResponse:
    """Make the week's bundle, run the verifier on it, and show what it finds."""
    permission = _allow(house, auditor.person_id, week=week, under=under, what="verify")
    with tempfile.TemporaryDirectory(dir=house.settings.data_dir) as folder:
        path = Path(folder) / "bundle.zip"
        with path.open("wb") as out:
            _collect(house, week, out)
        findings = verify(path)
    verified = Verified(tuple(findings), house.now())
    return show(
        request,
        "audit/verified.html",
        block="verify",
        verified=verified,
        period=week,
        under=permission.id,
        may_take=True,
    )


def _allow(house: House, person_id: int, *, week: str, under: int | None, what: str) -> AccreditationView:
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
        record_look(tx, accreditation_id=permission.id, what=what, period=week, now=now)
    return permission


def _collect(house: House, week: str, out: IO[bytes]) -> None:
    """Write the week's bundle; its transaction asks nothing before, so that it shows one moment."""
    house.settings.data_dir.mkdir(parents=True, exist_ok=True)
    with house.db.reading() as tx:
        collect(tx, period=week, out=out, operator=house.settings.operator_name, now=house.now())  # type: ignore[arg-type]


def _chunks(packed: IO[bytes]) -> Iterator[bytes]:
    with packed:
        packed.seek(0)
        while chunk := packed.read(CHUNK_BYTES):
            yield chunk
