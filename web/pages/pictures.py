"""A picture, sent to whom it was handed for labelling and to those who ask for the work; for others there is none."""

from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.responses import Response, StreamingResponse

from annotate.pictures.queries import owners_of, picture_file, was_handed
from annotate.pictures.rules import PictureSize, is_fingerprint
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.auth.permissions import Permission, may
from web.bundles import static_bytes
from web.deps import Me, TheHouse
from web.schema_editor.samples import SAMPLE_PICTURE

router = APIRouter(prefix="/pictures")
KEPT = {
    "Cache-Control": "private, max-age=31536000, immutable",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}
"""It never changes, so browsers may keep it; and whatever a browser takes it for, nothing in it may run."""


@router.get("/{sha256}/{size}", response_class=StreamingResponse)
def picture(house: TheHouse, me: Me, sha256: str, size: str, if_none_match: Annotated[str, Header()] = "") -> Response:
    """Send one size of a picture."""
    if not is_fingerprint(sha256) or size not in frozenset(PictureSize):
        raise Refusal("not_found", Kind.MISSING)
    if sha256 == SAMPLE_PICTURE:
        return Response(static_bytes("sample_street.webp"), media_type="image/webp", headers=KEPT)
    with house.db.reading() as tx:
        found = picture_file(tx, sha256, size=PictureSize(size)) if _may_see(tx, me, sha256) else None
    if found is None:
        raise Refusal("not_found", Kind.MISSING)
    headers = {**KEPT, "ETag": f'"{found.tag}"'}
    if headers["ETag"] in if_none_match:
        return Response(status_code=304, headers=headers)
    headers["Content-Length"] = str(found.size_bytes)
    return StreamingResponse(house.files.read(found.key), media_type=found.media_type, headers=headers)


def _may_see(tx: Transaction, me: Identity, sha256: str) -> bool:
    """Return whether the picture was handed to this person, or belongs to an organisation for which they ask."""
    if may(me, Permission.WORK) and was_handed(tx, sha256, person_id=me.person_id):
        return True
    return may(me, Permission.PROJECTS) and any(
        may(me, Permission.PROJECT_READ, organisation_id=owner) for owner in owners_of(tx, sha256)
    )
