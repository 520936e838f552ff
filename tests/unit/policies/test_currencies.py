"""Coins are those of the currency, and money sent abroad always covers the debt that it pays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.currencies import exponent_of, sent_minor

CURRENCIES = st.sampled_from(["MXN", "USD", "JPY", "KWD"])


@pytest.mark.parametrize(
    ("currency", "exponent", "why"),
    [
        ("MXN", 2, "centavos"),
        ("JPY", 0, "a yen has no smaller coin"),
        ("ISK", 0, "nor has a króna"),
        ("KWD", 3, "a thousand fils"),
        ("IQD", 3, "a thousand fils on paper"),
        ("LYD", 3, "a thousand dirhams"),
        ("XXD", 2, "two where nothing else is known"),
    ],
)
def test_each_currency_has_its_own_coins(currency, exponent, why):
    assert exponent_of(currency) == exponent, why


@given(st.integers(0, 10**9), CURRENCIES, CURRENCIES, st.integers(1, 10**10))
def test_what_is_sent_is_worth_the_debt_and_less_than_a_coin_more(owed_minor, owed, sent, rate):
    minor = sent_minor(owed_minor, owed=owed, sent=sent, owed_per_sent_micros=rate)

    scale = 10 ** exponent_of(sent) * 1_000_000
    debt = owed_minor * scale
    assert minor * rate * 10 ** exponent_of(owed) >= debt
    assert minor == 0 or (minor - 1) * rate * 10 ** exponent_of(owed) < debt


@pytest.mark.parametrize(("owed_minor", "rate"), [(-1, 1), (1, 0), (1, -1)])
def test_a_negative_debt_or_no_rate_is_not_converted(owed_minor, rate):
    with pytest.raises(ValueError, match="nothing to convert"):
        sent_minor(owed_minor, owed="MXN", sent="USD", owed_per_sent_micros=rate)
