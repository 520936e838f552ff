"""Whoever changes the rules sees what changes: rows between two texts, and what holds for a person between two days."""

from datetime import date

import pytest

from policies.comparing import RowChange, Side, compare, row_differences
from policies.errors import Refusal
from policies.money import micros_of
from policies.rulebook import Rulebook

NEW_WAGE = """
[[minimum_pay]]
zone = "general"
value = "340.00"
currency = "MXN"
per = "day"
hourly_basis = "value x paid_days / max_week_hours"
paid_days = 7
effective_from = 2027-02-01
published_on = "unknown"
status = "announced"
applicability = "law"
sources = ["A draft", "of this test"]
"""


@pytest.fixture(scope="module")
def rulebook():
    return Rulebook.load()


@pytest.fixture(scope="module")
def text(rulebook):
    """The packaged text of Mexico."""
    return next(text for text in rulebook.texts(rulebook.digest("MX")).values() if 'jurisdiction = "MX"' in text)


def test_a_rulebook_does_not_differ_from_itself(rulebook):
    assert row_differences(rulebook.law("MX"), rulebook.law("MX")) == ()


def test_a_new_row_of_a_draft_is_an_addition(rulebook, text):
    draft = rulebook.with_draft(text + NEW_WAGE, name="draft.toml")

    differences = row_differences(rulebook.law("MX"), draft.law("MX"))

    assert [(each.rule, each.change) for each in differences] == [
        ("mx/minimum_pay/general/2027-02-01", RowChange.ADDED)
    ]
    assert differences[0].before is None
    assert draft.digest("MX") != rulebook.digest("MX")
    assert draft.digest("GB") == rulebook.digest("GB")


def test_a_figure_that_a_draft_changes_is_told_before_and_after(rulebook, text):
    draft = rulebook.with_draft(text.replace('hours = "44"', 'hours = "43"'), name="draft.toml")

    differences = row_differences(rulebook.law("MX"), draft.law("MX"))

    assert [each.change for each in differences] == [RowChange.CHANGED]
    assert [(field.name, field.before, field.after) for field in differences[0].fields] == [
        ("limit_ms", "158400000", "154800000")
    ]


def test_a_row_that_a_draft_drops_is_a_removal_and_a_whole_new_file_is_all_additions(rulebook):
    law = rulebook.law("US")

    assert {each.change for each in row_differences(law, None)} == {RowChange.REMOVED}
    assert {each.change for each in row_differences(None, law)} == {RowChange.ADDED}
    assert len(row_differences(None, law)) == len(list(law.rows()))


def test_a_draft_with_a_mistake_is_refused_with_its_line(rulebook, text):
    with pytest.raises(Refusal) as refused:
        rulebook.with_draft(text + NEW_WAGE.replace('"340.00"', "340"), name="draft.toml")

    assert refused.value.params["file"] == "draft.toml"
    assert "value must be a str" in str(refused.value.params["finding"])


def test_what_january_of_2027_changes_for_ada(rulebook):
    found = compare(Side(rulebook, date(2026, 12, 31)), Side(rulebook, date(2027, 1, 1)), jurisdiction="MX")

    assert found.rise_micros == micros_of("47.94087") - micros_of("45.943334")
    assert [(each.name, each.text) for each in found.ended] == [("max_week_hours", "48 hours a week")]
    assert [(each.name, each.text) for each in found.began] == [("max_week_hours", "46 hours a week")]


def test_what_a_draft_changes_on_the_same_day(rulebook, text):
    draft = rulebook.with_draft(text + NEW_WAGE, name="draft.toml")
    on = date(2027, 2, 2)

    found = compare(Side(rulebook, on), Side(draft, on), jurisdiction="MX")

    assert found.rise_micros == micros_of("51.739131") - micros_of("47.94087")
    assert (found.ended, found.began) == ((), ())


def test_the_constitutional_text_of_march_2026_brings_a_second_reading_of_overtime(rulebook):
    found = compare(Side(rulebook, date(2026, 3, 2)), Side(rulebook, date(2026, 3, 3)), jurisdiction="MX")

    assert [each.rule for each in found.began] == ["mx/overtime/triple-week/2026-03-03"]
    assert found.ended == ()


def test_a_side_without_a_floor_has_no_rise(rulebook):
    found = compare(Side(rulebook, date(2023, 12, 31)), Side(rulebook, date(2024, 1, 1)), jurisdiction="MX")

    assert (found.before, found.rise_micros) == (None, 0)
    assert found.after is not None


def test_a_place_that_neither_side_knows_is_refused(rulebook):
    side = Side(rulebook, date(2026, 3, 2))

    with pytest.raises(Refusal, match="unknown_jurisdiction"):
        compare(side, side, jurisdiction="ZZ")
