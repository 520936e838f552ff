"""The auditor's tools for programs: a sample that anyone can draw again, and a week verified here from its bundle."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Query

from payments.audit.access import permission_for
from payments.audit.sampling import SAMPLE_MOST, SEED_MOST, SampleOf
from payments.people.queries import accreditations_of
from policies.errors import Kind, Refusal
from web.api.v1.audit import Under
from web.api.v1.caller import Auditor
from web.api.v1.checking_shapes import SampleOut, VerificationOut, sample_out, verification_out
from web.api.v1.problems import problems
from web.api.v1.values import WeekText
from web.deps import TheHouse
from web.keeping.queries import last_verification
from web.keeping.service import ask_verification
from web.pages.audit_bundle import allow_bundle
from web.pages.audit_sample import SEED_BYTES, SampleAsked, sample_drawn

router = APIRouter(prefix="/api/v1/audit", tags=["audit"])
Seed = Annotated[
    str, Query(max_length=SEED_MOST, pattern="^[A-Za-z0-9]*$", description="letters and digits; empty: a new one")
]
Size = Annotated[int, Query(ge=1, le=SAMPLE_MOST, description="how many")]


@router.get("/weeks/{week}/sample", responses=problems())
def sample(  # noqa: PLR0913, PLR0917 - which week, what of it, and who asks
    week: WeekText,
    house: TheHouse,
    me: Auditor,
    of: SampleOf = SampleOf.PEOPLE,
    size: Size = 10,
    seed: Seed = "",
    under: Under = None,
) -> SampleOut:
    """Draw people or answers of a week at random; the same seed and size draw the same again, for anyone."""
    asked = SampleAsked(week, of, seed or secrets.token_hex(SEED_BYTES), size, under)
    return sample_out(week, sample_drawn(house, me.person_id, asked))


@router.post("/weeks/{week}/verification", status_code=202, responses=problems(403))
def verify(week: WeekText, house: TheHouse, me: Auditor, under: Under = None) -> VerificationOut:
    """Ask for a week to be verified here; it is done by itself within minutes. Offline: `jornal audit verify`."""
    permission = allow_bundle(house, me.person_id, week=week, under=under, what="verify")
    with house.db.writing() as tx:
        ask_verification(tx, accreditation_id=permission.id, period=week, now=house.now())
        asked = last_verification(tx, accreditation_id=permission.id, period=week)
    assert asked is not None, "it was asked for just now"
    return verification_out(asked)


@router.get("/weeks/{week}/verification", responses=problems())
def verification(week: WeekText, house: TheHouse, me: Auditor, under: Under = None) -> VerificationOut:
    """Read how far the verification is that was asked for last, or what it found."""
    with house.db.reading() as tx:
        permissions = accreditations_of(tx, me.person_id, now=house.now())
        permission = permission_for(permissions, period=week, accreditation_id=under)
        found = last_verification(tx, accreditation_id=permission.id, period=week)
    if found is None:
        raise Refusal("not_found", Kind.MISSING)
    return verification_out(found)
