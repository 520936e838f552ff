"""Names and words in a journal: safe for every program, and read back to what they were."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.journal.rules import (
    Entry,
    Format,
    account_id_of,
    account_name,
    opening,
    person_in,
    safe,
    under_names,
    written,
)
from payments.ledger.rules import (
    Movement,
    escrow,
    guarantee,
    organisation_funds,
    payable,
    platform_fees,
    platform_wages,
    project_fee,
    purse,
    reserve,
    rounding,
    world,
)
from tests.journals import read_journal

PAID = Entry(
    17,
    "2026-03-02T15:01:00.000Z",
    Movement("earning:9:purse:post", "post", "purse:12:5", "annotator:5:payable:MXN", 1_150_000, "MXN", "piece",
             "assignment:9", "earning:9:purse"),
)  # fmt: skip
NAMES = {5: "heron-317"}
FIRST = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("account_id", "name"),
    [
        (organisation_funds(3, "MXN"), "Liabilities:Organisation:3:Funds:MXN"),
        (escrow(12), "Liabilities:Project:12:Escrow"),
        (reserve(12), "Liabilities:Project:12:Reserve"),
        (project_fee(12), "Liabilities:Project:12:Fee"),
        (purse(12, 5), "Liabilities:Purse:12:5"),
        (payable(5, "KWD"), "Liabilities:Annotator:5:Payable:KWD"),
        (platform_fees("JPY"), "Income:Platform:Fees:JPY"),
        (guarantee("MXN"), "Expenses:Platform:Guarantee:MXN"),
        (platform_wages("MXN"), "Expenses:Platform:Wages:MXN"),
        (rounding("MXN"), "Expenses:Platform:Rounding:MXN"),
        (world("MXN"), "Assets:World:MXN"),
        ("platform:bank_fees:MXN", "Equity:Platform:Bank--fees:MXN"),
        ("annotator:heron-317:payable:MXN", "Liabilities:Annotator:Heron-317:Payable:MXN"),
    ],
)
def test_every_account_of_the_chart_has_a_name_that_both_programs_take(account_id: str, name: str) -> None:
    assert account_name(account_id) == name
    assert account_id_of(name) == account_id


@given(parts=st.lists(st.text(min_size=1).filter(lambda part: ":" not in part), min_size=1, max_size=4))
def test_whatever_an_account_is_called_its_name_reads_back(parts: list[str]) -> None:
    account_id = ":".join(parts)

    assert account_id_of(account_name(account_id)) == account_id


@given(one=st.text("ab_-0xAB", min_size=1, max_size=5), other=st.text("ab_-0xAB", min_size=1, max_size=5))
def test_two_accounts_never_share_a_name(one: str, other: str) -> None:
    assert (account_name(one) == account_name(other)) == (one == other)


@pytest.mark.parametrize("form", Format)
@given(reference=st.text(max_size=40))
def test_no_text_of_mallory_s_adds_a_line_or_a_posting(form: Format, reference: str) -> None:
    fund = Movement(f"fund:{reference}", "single", "world:MXN", "project:1:escrow", 5, "MXN", "fund", reference)

    opened = "".join(opening(form, one, "MXN", first_day=FIRST) for one in ("world:MXN", "project:1:escrow"))
    read = read_journal(opened + written(form, Entry(1, "2026-03-02T00:00:00.000Z", fund)))

    assert (read.entries, read.unbalanced, read.unread) == (1, 0, [])
    assert read.sums == {"world:MXN": 5, "project:1:escrow": -5}


@pytest.mark.parametrize(
    ("text", "shown"), [("fund:a b", "fund:a%20b"), ('x"\n2026', "x%22%0A2026"), ("ñ;,", "%C3%B1%3B%2C")]
)
def test_what_could_end_a_line_is_written_as_its_bytes(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_an_amount_stands_on_both_sides_with_six_decimals() -> None:
    assert written(Format.HLEDGER, PAID) == (
        "2026-03-02 * (17) piece assignment:9\n"
        "    ; id: earning:9:purse:post, happened: 2026-03-02T15:01:00.000Z, settles: earning:9:purse\n"
        "    Liabilities:Purse:12:5  1.150000 MXN\n"
        "    Liabilities:Annotator:5:Payable:MXN  -1.150000 MXN\n\n"
    )


def test_beancount_gets_the_same_with_its_own_tags() -> None:
    assert written(Format.BEANCOUNT, PAID) == (
        '2026-03-02 * "piece assignment:9"\n'
        "  sequence: 17\n"
        '  id: "earning:9:purse:post"\n'
        '  happened: "2026-03-02T15:01:00.000Z"\n'
        '  settles: "earning:9:purse"\n'
        "    Liabilities:Purse:12:5  1.150000 MXN\n"
        "    Liabilities:Annotator:5:Payable:MXN  -1.150000 MXN\n\n"
    )


def test_under_a_pseudonym_nothing_holds_the_person_s_number() -> None:
    text = written(Format.HLEDGER, under_names(PAID, NAMES))

    assert "Purse:12:Heron-317" in text
    assert "Annotator:Heron-317:Payable:MXN" in text
    assert "earning:9:purse" not in text
    assert ":5" not in text


@pytest.mark.parametrize(
    ("reference", "shown"),
    [
        ("assignment:9", "assignment:9"),
        ("project:12", "project:12"),
        ("close:5:2026-W10:MXN", "close:heron-317:2026-W10:MXN"),
        ("annotator:5", "annotator:heron-317"),
        ("something:5:else", "something"),
    ],
)
def test_a_reference_under_a_pseudonym_keeps_only_what_names_nobody(reference: str, shown: str) -> None:
    entry = Entry(
        1, PAID.happened, Movement("x" * 8, "single", "world:MXN", "project:1:escrow", 1, "MXN", "x", reference)
    )

    assert under_names(entry, NAMES).movement.reference == shown


@pytest.mark.parametrize(
    ("text", "person_id"),
    [("purse:12:5", 5), ("annotator:7:payable:MXN", 7), ("close:7:2026-W10:MXN", 7), ("project:12", None)],
)
def test_whose_account_it_is_can_be_told_from_its_name(text: str, person_id: int | None) -> None:
    assert person_in(text) == person_id
