"""The local Stripe asks and answers what Stripe does: by the installed library, and by Stripe's published examples."""

import json
from pathlib import Path

import pytest

from web.local_stripe import contract, forms, library, parameters, shapes
from web.local_stripe.answering import PARTS
from web.local_stripe.parameters import WrongParameterError

EXAMPLES = json.loads((Path(__file__).parent / "stripe_examples.json").read_text("utf-8"))["objects"]
ENDED = {"charge": {"invoice"}, "checkout.session": {"shipping_details"}, "payment_intent": {"invoice"}}
"""What Stripe no longer sends since those examples: docs.stripe.com/changelog, basil and clover."""


def asked(method: str, path: str, form: str) -> dict[str, object]:
    """Return what a form brings, as Stripe reads it."""
    found = contract.route_of(method, path)
    assert found is not None
    pairs = [pair.split("=", 1) for pair in form.split("&")] if form else []
    return parameters.checked(found[0], forms.decoded([(name, value) for name, value in pairs]))


def test_every_address_that_is_answered_is_one_the_library_can_call():
    known = {(route.method, route.path) for route in contract.all_routes()}

    assert PARTS.keys() - known == set()
    assert len(known) > 600


def test_whatever_can_be_sent_is_found_in_the_library():
    missing = [
        route.path
        for route in contract.all_routes()
        if route.method == "post" and route.parameters and route.parameters not in library.source(route.module).classes
    ]

    assert missing == []


@pytest.mark.parametrize("kind", EXAMPLES)
def test_an_object_has_the_fields_of_stripes_published_example(kind):
    fields = shapes.declared(kind)

    assert EXAMPLES[kind].keys() - fields.keys() <= ENDED.get(kind, set())


@pytest.mark.parametrize("kind", EXAMPLES)
def test_what_the_library_calls_always_filled_is_never_empty_in_stripes_example(kind):
    always = {name for name, is_filled in shapes.declared(kind).items() if is_filled}

    assert {name for name in always & EXAMPLES[kind].keys() if EXAMPLES[kind][name] == "null"} == set()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("amount=5&destination=acct_1", "Missing required param: currency."),
        ("amount=5&currency=usd&destination=acct_1&colour=red", "Received unknown parameter: colour"),
        ("amount=five&currency=usd&destination=acct_1", "Invalid integer: five"),
        ("amount=5&currency=usd&destination=acct_1&source_type=gold", "Invalid source_type: must be one of"),
        ("amount=5&currency=usd&destination=acct_1&metadata=x", "Invalid metadata"),
        ("amount=5&currency[a]=usd&destination=acct_1", "Invalid object"),
    ],
)
def test_a_transfer_that_stripe_would_not_read_is_turned_away(form, said):
    with pytest.raises(WrongParameterError) as turned_away:
        asked("post", "/v1/transfers", form)

    assert said in str(turned_away.value)


def test_texts_of_a_form_become_the_numbers_truths_and_lists_they_stand_for():
    read = asked("get", "/v1/events", "delivery_success=true&created[gte]=12&types[0]=a&types[1]=b&limit=3")

    assert read == {"delivery_success": True, "created": {"gte": 12}, "types": ["a", "b"], "limit": 3}


def test_a_payment_abroad_is_read_into_its_innermost_part():
    found = contract.route_of("POST", "/v2/money_management/outbound_payments")
    assert found is not None

    with pytest.raises(WrongParameterError) as turned_away:
        parameters.checked(
            found[0],
            {
                "from": {"currency": "usd", "financial_account": "fa_1"},
                "to": {"recipient": "acct_1"},
                "amount": {"value": 5, "currency": "usd", "colour": "red"},
            },
        )

    assert turned_away.value.parameter == "amount[colour]"


def test_an_address_with_a_word_is_not_taken_for_one_with_an_id():
    by_word, by_id = contract.route_of("get", "/v1/charges/search"), contract.route_of("get", "/v1/charges/ch_1")
    assert by_word is not None
    assert by_id is not None

    assert (by_word[0].path, by_id[0].path, by_id[1]) == ("/v1/charges/search", "/v1/charges/{charge}", ("ch_1",))


def test_an_object_with_a_field_that_stripe_does_not_have_is_never_answered():
    with pytest.raises(AssertionError, match="colour"):
        shapes.whole({"object": "balance", "available": [], "pending": [], "livemode": False, "colour": "red"})


def test_an_object_without_a_field_that_stripe_always_fills_is_never_answered():
    with pytest.raises(AssertionError, match="pending"):
        shapes.whole({"object": "balance", "available": [], "livemode": False})
