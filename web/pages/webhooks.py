"""Where payment services call us: what they sign is kept at once, and acted on afterwards."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import PlainTextResponse

from payments.provider_events.rules import Came, insist_on_signature, told_by
from payments.provider_events.service import keep_event
from policies.errors import Kind, Refusal
from web.deps import TheHouse

router = APIRouter(prefix="/webhooks")
STRIPE = "stripe"


async def raw_bytes(request: Request) -> bytes:
    """Return what was sent, byte for byte: a signature covers exactly these."""
    return await request.body()


@router.post("/stripe")
def stripe(request: Request, house: TheHouse, body: Annotated[bytes, Depends(raw_bytes)]) -> PlainTextResponse:
    """Keep one message of Stripe's, known by its signature; it may come late, twice, and in any order."""
    secret = house.settings.stripe_webhook_secret
    if secret is None or STRIPE not in house.records:
        raise Refusal("not_found", Kind.MISSING)
    signature = request.headers.get("stripe-signature", "")
    insist_on_signature(body, signature, secret=secret.get_secret_value(), now=house.now())
    told = told_by(body)
    with house.db.writing() as tx:
        keep_event(tx, provider=STRIPE, told=told, came=Came.CALLED, now=house.now())
    return PlainTextResponse("kept\n")
