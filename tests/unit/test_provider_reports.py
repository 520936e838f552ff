"""Pia compares Stripe's own report with what Jornal read: each difference is named, and a bad file says which line."""

import pytest

from payments.provider_reports.rules import Differs, ReportLine, compare, read_report
from policies.errors import Refusal

HEAD = "balance_transaction_id,created_utc,currency,gross,fee,net\n"


def line(line_id: str, *, amount: int = 10_000, fee: int = 320) -> ReportLine:
    return ReportLine(line_id=line_id, currency="USD", amount_minor=amount, fee_minor=fee)


def test_amounts_are_read_in_the_coins_of_their_currency() -> None:
    lines = read_report((HEAD + 'txn_1,2026,usd,"1,200.50",3.20,1\ntxn_2,2026,jpy,-1200,0,1\n').encode())

    assert [(one.currency, one.amount_minor, one.fee_minor) for one in lines] == [
        ("USD", 120_050, 320),
        ("JPY", -1_200, 0),
    ]


def test_a_report_that_says_the_same_differs_in_nothing() -> None:
    compared = compare([line("txn_1")], {"txn_1": line("txn_1")}, within=["txn_1"])

    assert (compared.same_count, compared.differences) == (1, ())


def test_each_way_to_differ_is_named() -> None:
    there = [line("txn_1"), line("txn_2"), line("txn_3", fee=0)]
    here = {"txn_1": line("txn_1"), "txn_3": line("txn_3"), "txn_4": line("txn_4")}

    compared = compare(there, here, within=["txn_1", "txn_3", "txn_4"])

    assert [(one.line_id, one.differs) for one in compared.differences] == [
        ("txn_2", Differs.NOT_HERE),
        ("txn_3", Differs.AMOUNT),
        ("txn_4", Differs.NOT_THERE),
    ]
    assert compared.same_count == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "report_missing"),
        (HEAD, "report_missing"),
        ("a,b\n1,2\n", "report_without_columns"),
        (HEAD + "txn_1,2026,usd,one,0,1\n", "report_unreadable"),
        (HEAD + "txn_1,2026,usd,1.005,0,1\n", "report_unreadable"),
        (HEAD + "txn_1,2026,dollars,1,0,1\n", "report_unreadable"),
        (HEAD + "=cmd(),2026,usd,1,0,1\n", "report_unreadable"),
        (HEAD + "txn_1\n", "report_unreadable"),
    ],
)
def test_a_file_that_is_no_such_report_says_what_is_wrong(text: str, code: str) -> None:
    with pytest.raises(Refusal) as no:
        read_report(text.encode())

    assert no.value.code == code
