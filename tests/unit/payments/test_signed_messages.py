"""A message is believed only where the service signed it by one of the secrets that we share, and signed it now."""

from datetime import timedelta

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


@pytest.mark.parametrize(
    ("secret", "late", "code"),
    [
        ("whsec_mallory", timedelta(), "message_unsigned"),
        ("", timedelta(), "message_unsigned"),
        ("whsec_b", timedelta(minutes=5, seconds=1), "message_stale"),
        ("whsec_b", -timedelta(minutes=5, seconds=1), "message_from_the_future"),
    ],
)
def test_a_message_that_is_forged_stale_or_of_the_future_is_refused(secret, late, code):
    sent = signed(EVENT, "whsec_b", at=NOW)

    with pytest.raises(Refusal) as refused:
        insist_on_signature(sent.body, sent.signature, secret=secret, now=BEGINNING + late)

    assert refused.value.code == code


def test_a_message_that_was_changed_on_its_way_is_refused():
    sent = signed(EVENT, "whsec_b", at=NOW)

    with pytest.raises(Refusal):
        insist_on_signature(sent.body + b" ", sent.signature, secret="whsec_b", now=BEGINNING)
