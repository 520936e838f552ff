"""Whoever follows the guide to a new jurisdiction gets exactly the floors that the guide promises."""

import re
from datetime import date
from pathlib import Path

import pytest

from policies.money import decimal_text
from policies.rulebook import Rulebook, check
from policies.rulebook_rows import Applicability, Basis, Status

GUIDE = (Path(__file__).parents[3] / "web" / "docs" / "adding-a-jurisdiction.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```$", GUIDE, flags=re.MULTILINE | re.DOTALL)
PROMISED = re.findall(r"^\| (\d{4}-\d{2}-\d{2}) \| (\w+) \| ([\d.]+) \|", GUIDE, flags=re.MULTILINE)


@pytest.fixture
def draft(tmp_path):
    """Do what the guide says: save its file in a folder of its own."""
    (tmp_path / "xx.toml").write_text(EXAMPLES[0], encoding="utf-8")
    return tmp_path


def test_the_guide_has_one_whole_file_and_says_what_it_pays():
    assert len(EXAMPLES) == 1
    assert len(PROMISED) == 4


def test_the_check_that_the_guide_asks_for_finds_nothing_in_its_own_file(draft):
    assert check(draft) == []


@pytest.mark.parametrize(("day", "zone", "hourly"), PROMISED)
def test_a_person_in_the_new_place_has_the_floor_that_the_guide_promises(draft, day, zone, hourly):
    floor = Rulebook.load(draft).floor("XX", zone=zone, on=date.fromisoformat(day))

    assert (decimal_text(floor.hourly_micros), floor.currency) == (hourly, "XXD")


def test_the_new_place_can_be_chosen_without_a_line_of_code(draft):
    places = Rulebook.load(draft).jurisdictions(on=date(2026, 11, 21))

    assert [(place.code, place.zones) for place in places] == [("XX", ("general", "islands"))]


def test_the_new_place_stands_beside_those_that_come_with_jornal(draft):
    codes = {place.code for place in Rulebook.load_with(draft).all_jurisdictions()}

    assert codes == {"XX"} | {place.code for place in Rulebook.load().all_jurisdictions()}


def test_an_operators_own_file_of_a_place_is_used_instead_of_ours(draft):
    ours = (draft / "xx.toml").read_text("utf-8").replace('jurisdiction = "XX"', 'jurisdiction = "MX"')
    (draft / "mx.toml").write_text(ours.replace("xx/", "mx/"), encoding="utf-8")

    rulebook = Rulebook.load_with(draft)

    assert rulebook.floor("MX", zone="general", on=date(2026, 3, 2)).currency == "XXD"


def test_a_floor_with_one_row_still_unread_is_not_called_reviewed_as_the_guide_says(draft):
    rulebook = Rulebook.load(draft)

    assert rulebook.law("XX").is_reviewed("xx/minimum_pay/general/2026-01-01")
    assert not rulebook.floor("XX", on=date(2026, 3, 2)).is_reviewed


@pytest.mark.parametrize("word", [*Basis, *Status, *Applicability])
def test_the_guide_explains_every_word_that_a_file_may_use(word):
    assert f"`{word}`" in GUIDE
