"""Amounts are read, rounded and written without losing a millionth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.money import (
    ceil_div,
    decimal_text,
    exponent_of,
    floor_div,
    half_even_div,
    micros_of,
    minor_text,
    minor_up,
)


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("1.15", 1_150_000),
        ("0.0123", 12_300),
        ("45.943334", 45_943_334),
        ("7", 7_000_000),
        ("-0.50", -500_000),
        ("0", 0),
    ],
)
def test_an_amount_is_read_exactly(text, micros):
    assert micros_of(text) == micros


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "nothing"),
        ("1.", "no decimals after the point"),
        (".5", "no digit before the point"),
        ("1,15", "a comma is a thousands mark to some and a decimal point to others"),
        ("1.1234567", "a ten-millionth cannot be kept"),
        ("NaN", "not a number"),
        ("Infinity", "not an amount"),
        ("1e3", "an exponent"),
        ("+1", "a plus"),
        (" 1", "a blank"),
        ("1\n", "a line end"),
        ("١.٥", "digits of another script"),
        ("1234567890123", "more than twelve digits"),
    ],
)
def test_what_is_not_a_plain_amount_is_not_guessed_at(text, why):
    with pytest.raises(ValueError, match="not an amount"):
        micros_of(text)


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_every_amount_comes_back_as_it_was_written(micros):
    assert micros_of(decimal_text(micros)) == micros


@pytest.mark.parametrize(
    ("micros", "text"),
    [(1_150_000, "1.15"), (45_943_334, "45.943334"), (0, "0.00"), (-1, "-0.000001"), (2_300_000, "2.30")],
)
def test_an_amount_is_written_with_two_to_six_decimals(micros, text):
    assert decimal_text(micros) == text


@pytest.mark.parametrize(
    ("micros", "currency", "minor", "why"),
    [
        (1_271_000, "GBP", 128, "G01: a fair piece rate of 1.271 is 1.28; 1.27 would pay too little"),
        (7 * 12_300, "MXN", 9, "G18: seven items at 0.0123 are 0.09, never 0.07"),
        (1_150_000, "MXN", 115, "nothing to round"),
        (1, "MXN", 1, "a millionth is a cent to the person"),
        (1_000_001, "JPY", 2, "a yen has no smaller unit"),
        (1_000_001, "KWD", 1_001, "a dinar has a thousand fils"),
        (0, "MXN", 0, "nothing is nothing"),
    ],
)
def test_cents_are_rounded_up_once_for_the_person(micros, currency, minor, why):
    assert minor_up(micros, currency) == minor, why


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(115, "MXN", "1.15"), (9, "MXN", "0.09"), (115, "JPY", "115"), (1_001, "KWD", "1.001"), (-5, "USD", "-0.05")],
)
def test_minor_units_are_written_with_the_decimals_of_their_currency(minor, currency, text):
    assert minor_text(minor, currency) == text


@pytest.mark.parametrize("currency", ["", "mxn", "MX", "MXNN", "M1N"])
def test_an_amount_needs_a_real_currency_code(currency):
    with pytest.raises(ValueError, match="currency"):
        exponent_of(currency)


@pytest.mark.parametrize(
    ("dividend", "up", "down", "even"),
    [(7, 4, 3, 4), (5, 3, 2, 2), (6, 3, 3, 3), (-7, -3, -4, -4), (-5, -2, -3, -2)],
)
def test_each_way_of_dividing_rounds_as_its_name_says(dividend, up, down, even):
    assert (ceil_div(dividend, 2), floor_div(dividend, 2), half_even_div(dividend, 2)) == (up, down, even)
