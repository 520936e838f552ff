"""Mallory cannot speak in Stripe's name: what is not signed, changed, old or from the future is refused."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from payments.provider_events.rules import insist_on_signature, told_by
from policies.errors import Refusal

SECRET = "whsec_" + "7" * 32
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
BODY = (
    b'{"id":"evt_1abc","object":"event","type":"charge.refunded","created":1772463600,"data":{"object":{"id":"ch_1"}}}'
)


def header(body: bytes = BODY, *, at: datetime = NOW, secret: str = SECRET) -> str:
    stamp = int(at.timestamp())
    seal = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={seal}"


def refused(body: bytes, signature: str) -> str:
    with pytest.raises(Refusal) as no:
        insist_on_signature(body, signature, secret=SECRET, now=NOW)
    return no.value.code


def test_what_stripes_own_library_signs_is_taken() -> None:
    from stripe import WebhookSignature

    signed = WebhookSignature.generate_signature_header(BODY.decode(), SECRET, timestamp=int(NOW.timestamp()))

    insist_on_signature(BODY, signed, secret=SECRET, now=NOW)

    assert told_by(BODY).event_id == "evt_1abc"


def test_one_good_signature_among_several_is_enough_while_the_secret_changes() -> None:
    old = header(secret="whsec_old")

    insist_on_signature(BODY, f"{old},{header().partition(',')[2]}", secret=SECRET, now=NOW)

    assert old != header()


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "v1=00",
        "t=,v1=00",
        header(secret="whsec_guessed"),
        header().replace("v1=", "v0="),
        f"t=1,{header()}",
        header().replace("t=", "t=-"),
        "t=١٢٣,v1=é",
    ],
)
def test_what_is_not_signed_by_stripe_is_refused(signature: str) -> None:
    assert refused(BODY, signature) == "message_unsigned"


def test_one_byte_changed_is_refused() -> None:
    assert refused(BODY + b" ", header()) == "message_unsigned"


@pytest.mark.parametrize(
    ("away", "code"),
    [(timedelta(minutes=-6), "message_stale"), (timedelta(minutes=6), "message_from_the_future")],
)
def test_a_stamp_far_from_our_clock_is_refused_on_either_side(away: timedelta, code: str) -> None:
    assert refused(BODY, header(at=NOW + away)) == code


@pytest.mark.parametrize("away", [timedelta(minutes=-4), timedelta(minutes=4)])
def test_a_clock_that_is_a_little_wrong_does_not_matter(away: timedelta) -> None:
    insist_on_signature(BODY, header(at=NOW + away), secret=SECRET, now=NOW)


def test_a_message_of_the_second_version_names_what_it_is_about() -> None:
    told = told_by(
        b'{"id":"evt_65abc","object":"v2.core.event","type":"v2.money_management.outbound_payment.returned",'
        b'"livemode":true,"created":"2026-03-02T15:00:00.123Z","related_object":{"id":"obp_9","type":"x"}}'
    )

    assert (told.object_id, told.is_live) == ("obp_9", True)
    assert told.created_at == NOW + timedelta(milliseconds=123)


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b'"x"', b"{}", b'{"id":"evt_1abc","type":"a.b.c"}', b'{"id":7,"type":"abcde","created":1}',
     b'{"id":"evt_1abc","type":"abcde","created":1e400}', b'{"id":"evt_1abc","type":"abcde","created":"soon"}',
     b'{"id":"evt_1abc","type":"abcde","created":99999999999999}', b"\xff\xfe"],
)  # fmt: skip
def test_a_message_that_is_none_is_refused_and_nothing_breaks(body: bytes) -> None:
    with pytest.raises(Refusal) as no:
        told_by(body)

    assert no.value.code == "message_unreadable"
