"""Asks every way of paying people out the same questions, also one dropped into the folder."""

import csv
import io
from datetime import timedelta

import pytest

from payments.providers import discover_payouts
from payments.providers.base import Answer, DestinationKind, Keys, PayoutLine, PayoutProvider, SendingProvider
from payments.spreadsheets import FORMULA_STARTS
from tests.cast import BEGINNING

CURRENCIES = ("MXN", "GBP", "JPY", "BHD", "KES", "EUR")
NUMBERS = {
    DestinationKind.CLABE: "032180000118359719",
    DestinationKind.IBAN: "GB82WEST12345698765432",
    DestinationKind.ACCOUNT: "12345678",
    DestinationKind.PRETEND: "PRETEND1",
    DestinationKind.STRIPE_ACCOUNT: "acct_1Nv0FGQ9RKHgCVdK",
    DestinationKind.STRIPE_RECIPIENT: "acct_1Nv0FGQ9RKHgCVdL",
}
HOSTILE = '=HYPERLINK("http://x","Ñandú, O\'Brien; Ada")\t\r\n@'


KEYS = Keys(stripe_key="sk_test_nobody", stripe_address="http://127.0.0.1:9")


@pytest.fixture(params=sorted(discover_payouts(KEYS)))
def provider(request: pytest.FixtureRequest) -> PayoutProvider:
    return discover_payouts(KEYS)[request.param]


def line(kind: DestinationKind, currency: str, **changes: object) -> PayoutLine:
    usual: dict[str, object] = {
        "key": "JOR0000001N1",
        "holder": HOSTILE,
        "kind": kind,
        "number": NUMBERS[kind],
        "amount_minor": 114_403,
        "currency": currency,
        "reference": 12_345_678,
        "concept": "Pago 2026-W10",
        "sent_at": BEGINNING,
    }
    return PayoutLine(**(usual | changes))  # type: ignore[arg-type]


def written(provider: PayoutProvider) -> list[tuple[str, list[list[str]]]]:
    """Every file that it can write, as rows."""
    return [
        (currency, list(csv.reader(io.StringIO(provider.write(layout, [line(kind, currency)]).data.decode()))))
        for currency in CURRENCIES
        for layout in provider.layouts(currency)
        for kind in provider.kinds(currency)
    ]


def test_it_pays_some_currency_and_its_name_is_that_of_its_file(provider: PayoutProvider) -> None:
    kinds = [kind for currency in CURRENCIES for kind in provider.kinds(currency)]

    assert kinds != []
    assert type(provider).__module__.rpartition(".")[2] == provider.name


def test_either_it_answers_by_itself_or_it_writes_a_file(provider: PayoutProvider) -> None:
    assert provider.answers_itself != bool(provider.layouts("MXN"))


def test_a_service_that_is_called_writes_no_file_and_is_not_asked_twice_in_two_ways(provider: PayoutProvider) -> None:
    assert isinstance(provider, SendingProvider) == provider.sends_itself
    assert not (provider.sends_itself and any(provider.layouts(currency) for currency in CURRENCIES))


def test_it_says_where_it_pays_and_what_the_least_is(provider: PayoutProvider) -> None:
    paid = [currency for currency in CURRENCIES if provider.kinds(currency)]
    abilities = [provider.abilities(currency) for currency in paid]
    countries = [country for currency in paid for country in provider.countries(currency)]

    assert countries != []
    assert [country for country in countries if country != "*" and len(country) != 2] == []
    assert all(one.least_minor >= 1 and one.days_least <= one.days_most for one in abilities)


def test_the_same_lines_give_the_same_bytes(provider: PayoutProvider) -> None:
    assert written(provider) == written(provider)


def test_no_cell_of_its_file_runs_as_a_formula(provider: PayoutProvider) -> None:
    cells = [cell for _, rows in written(provider) for row in rows for cell in row]

    assert [cell for cell in cells if cell.startswith(FORMULA_STARTS)] == []


def test_every_line_of_its_file_names_key_account_and_exact_amount(provider: PayoutProvider) -> None:
    two = dict.fromkeys(("MXN", "GBP", "KES", "EUR"), "1144.03")
    amounts = two | {"JPY": "114403", "BHD": "114.403"}

    found = [
        (amounts[currency] in rows[1], "JOR0000001N1" in rows[1], len(rows)) for currency, rows in written(provider)
    ]

    assert set(found) <= {(True, True, 2)}


def test_what_it_says_of_a_payment_it_says_again(provider: PayoutProvider) -> None:
    sent = line(*next((kind, currency) for currency in CURRENCIES for kind in provider.kinds(currency)))
    later = BEGINNING + timedelta(days=1)

    assert provider.outcome(sent, now=later) == provider.outcome(sent, now=later)
    assert provider.outcome(sent, now=BEGINNING) is None


def test_the_file_for_spei_has_the_fields_of_such_a_payment_within_their_lengths() -> None:
    _, rows = written(discover_payouts()["manual_batch"])[0]

    head, values = rows
    assert head == [
        "tipo_cuenta", "clabe", "nombre_beneficiario", "importe", "concepto_pago", "referencia_numerica", "clave_rastreo",
    ]  # fmt: skip
    assert values == [
        "40", "032180000118359719", "HYPERLINK HTTP X NANDU O BRIEN ADA", "1144.03", "PAGO 2026 W10", "2345678",
        "JOR0000001N1",
    ]  # fmt: skip


def test_pretend_money_sent_to_a_closed_account_comes_back() -> None:
    sent = line(DestinationKind.PRETEND, "MXN", number="77120000")

    outcome = discover_payouts()["pretend"].outcome(sent, now=BEGINNING + timedelta(minutes=1))

    assert outcome is not None
    assert (outcome.answer, outcome.reason) == (Answer.RETURNED, "account closed")
