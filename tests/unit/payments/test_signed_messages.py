"""Several secrets stand beside each other: Stripe has one for each of its two versions, and an old one beside a new."""

import pytest

from payments.provider_events.rules import insist_on_signature
from policies.errors import Refusal
from tests.cast import BEGINNING
from web.local_stripe.deliveries import signed

EVENT = {"id": "evt_1", "object": "event"}
NOW = int(BEGINNING.timestamp())


@pytest.mark.parametrize("secrets", ["whsec_b", "whsec_a whsec_b", "whsec_b\nwhsec_c"])
def test_a_message_is_believed_by_any_of_the_secrets(secrets):
    sent = signed(EVENT, "whsec_b", at=NOW)

    insist_on_signature(sent.body, sent.signature, secret=secrets, now=BEGINNING)


def test_no_secret_at_all_believes_nothing():
    sent = signed(EVENT, "whsec_b", at=NOW)

    with pytest.raises(Refusal):
        insist_on_signature(sent.body, sent.signature, secret=" ", now=BEGINNING)
