"""What may follow from each answer of a service: a closed table, in which only proof leads to a new key."""

from datetime import timedelta
from itertools import product

import pytest
import stripe

from payments.payout_calls.rules import (
    AGAIN,
    AGAIN_MOST,
    NEXT,
    QUIET,
    WATCH_MOST,
    CallKind,
    Next,
    is_forgotten,
    pause_before,
    what_next,
)
from payments.providers.base import SentState
from payments.providers.stripe_client import sorted_problem
from tests.cast import BEGINNING

SAVED = {"Stripe-Should-Retry": "false", "Request-Id": "req_1"}
REPLAYED = {"Idempotent-Replayed": "true"}
PROBLEMS = [
    (stripe.APIConnectionError("gone"), SentState.UNKNOWN),
    (stripe.APIError("no JSON", http_status=200), SentState.UNKNOWN),
    (stripe.APIError("oops", http_status=500, headers=SAVED), SentState.BROKEN),
    (stripe.APIError("oops", http_status=500, headers=REPLAYED), SentState.BROKEN),
    (stripe.APIError("oops", http_status=503), SentState.UNKNOWN),
    (stripe.RateLimitError("slowly", http_status=429), SentState.LATER),
    (stripe.IdempotencyError("in use", http_status=409), SentState.UNKNOWN),
    (stripe.IdempotencyError("other parameters", http_status=400), SentState.CLASHES),
    (stripe.AuthenticationError("who?", http_status=401), SentState.LATER),
    (stripe.PermissionError("not you", http_status=403), SentState.LATER),
    (stripe.InvalidRequestError("short", None, code="balance_insufficient", http_status=400), SentState.SHORT),
    (stripe.InsufficientFundsError("short", code="insufficient_funds", http_status=400), SentState.SHORT),
    (stripe.InvalidRequestError("no", None, code="amount_too_large", http_status=400), SentState.REFUSED),
]


def test_every_answer_to_every_question_has_what_follows() -> None:
    assert set(NEXT) == set(product(CallKind, SentState))


def test_only_proof_that_nothing_was_paid_leads_to_a_new_key() -> None:
    assert [pair for pair, following in NEXT.items() if following is Next.NEW_KEY] == [
        (CallKind.LOOK_UP, SentState.ABSENT)
    ]


def test_a_payment_that_the_service_numbered_and_no_longer_has_is_no_proof() -> None:
    assert what_next(CallKind.LOOK_UP, SentState.ABSENT, is_known=True) is Next.FREEZE


@pytest.mark.parametrize(("problem", "state"), PROBLEMS, ids=lambda value: str(value)[:24])
def test_each_problem_of_stripes_says_what_it_says_and_no_more(problem: stripe.StripeError, state: SentState) -> None:
    assert sorted_problem(problem, is_replayed=True).state is state


def test_the_second_version_does_what_is_missing_when_it_is_asked_again() -> None:
    broken = stripe.APIError("oops", http_status=500, headers=SAVED)

    assert sorted_problem(broken, is_replayed=False).state is SentState.UNKNOWN


@pytest.mark.parametrize(
    ("code", "parameter", "blamed"),
    [
        ("insufficient_capabilities_for_transfer", None, True),
        ("parameter_invalid", "destination", True),
        ("resource_missing", "destination", False),
        ("balance_insufficient", None, False),
    ],
)
def test_an_account_is_blamed_only_for_what_is_its_own(code: str, parameter: str | None, *, blamed: bool) -> None:
    problem = stripe.InvalidRequestError("no", parameter, code=code, http_status=400)

    assert sorted_problem(problem, is_replayed=True).is_accounts_fault is blamed


def test_pauses_grow_and_stop_growing() -> None:
    pauses = [pause_before(Next.SAME_KEY, times=times) for times in (0, 1, 2, 100)]

    assert pauses == [AGAIN, 2 * AGAIN, 4 * AGAIN, AGAIN_MOST]
    assert pause_before(Next.LOOK_UP, times=0) == QUIET >= timedelta(minutes=2)
    assert pause_before(Next.WATCH, times=50) == WATCH_MOST


def test_a_key_is_trusted_for_less_than_a_day_and_a_number_for_ever() -> None:
    after = {hours: BEGINNING + timedelta(hours=hours) for hours in (19, 20, 1000)}

    assert not is_forgotten(first_sent_at=BEGINNING, now=after[19], is_known=False)
    assert is_forgotten(first_sent_at=BEGINNING, now=after[20], is_known=False)
    assert not is_forgotten(first_sent_at=BEGINNING, now=after[1000], is_known=True)
