"""Account numbers: a mistyped one is caught by its own check digits, and never repeated in the refusal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.providers.account_numbers import checked_number, clabe_digit, iban_remainder, tail_of
from payments.providers.base import DestinationKind
from policies.errors import Refusal

CLABE, IBAN, ACCOUNT = DestinationKind.CLABE, DestinationKind.IBAN, DestinationKind.ACCOUNT
FITTING = [
    (CLABE, "032180000118359719", "032180000118359719"),
    (IBAN, "GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"),
    (IBAN, "de89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    (ACCOUNT, "12-34 5678", "12345678"),
]
WRONG = [
    (CLABE, "03218000011835971", "clabe_length"),
    (CLABE, "03218000011835971X", "clabe_length"),
    (CLABE, "032180000118359718", "clabe_differs"),
    (CLABE, "٠٣٢١٨٠٠٠٠١١٨٣٥٩٧١٩", "clabe_length"),
    (IBAN, "GB82WEST1234569876543", "iban_length"),
    (IBAN, "GB83WEST12345698765432", "iban_differs"),
    (IBAN, "12345678", "iban_length"),
    (ACCOUNT, "=1+1", "account_number_unreadable"),
    (ACCOUNT, "123", "account_number_unreadable"),
]


def test_a_number_that_fits_is_kept_without_its_spaces() -> None:
    kept = [checked_number(kind, typed) for kind, typed, _ in FITTING]

    assert kept == [plain for _, _, plain in FITTING]


@pytest.mark.parametrize(("kind", "typed", "code"), WRONG)
def test_a_number_that_does_not_fit_is_refused_without_being_repeated(
    kind: DestinationKind, typed: str, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        checked_number(kind, typed)

    assert refused.value.code == code
    assert typed not in str(refused.value)


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(0, 16), st.integers(1, 9))
def test_any_one_digit_typed_wrongly_is_caught(first: str, place: int, by: int) -> None:
    wrong = first[:place] + str((int(first[place]) + by) % 10) + first[place + 1 :]

    assert clabe_digit(wrong) != clabe_digit(first)


@given(st.text("0123456789", min_size=18, max_size=18), st.integers(4, 16))
def test_two_neighbours_of_an_iban_that_changed_places_are_caught(digits: str, place: int) -> None:
    right = "GB00" + digits
    swapped = right[:place] + right[place + 1] + right[place] + right[place + 2 :]

    assert (iban_remainder(swapped) == iban_remainder(right)) == (right == swapped)


def test_of_a_short_number_less_is_shown() -> None:
    assert [tail_of(number) for number in ("032180000118359719", "12345")] == ["9719", "45"]
