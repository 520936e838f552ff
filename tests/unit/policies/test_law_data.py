"""What an hour pays in each place on a day: the figures of the research, and a refusal where it has none."""

import tomllib
from datetime import date
from decimal import Decimal

import pytest

from policies.errors import Refusal
from policies.money import decimal_text
from policies.rulebook import Rulebook
from policies.rulebook_check import PACKAGED_FOLDER, check
from policies.rulebook_reading import read_law_file
from policies.rulebook_rows import Status

OURS = ("us-ca", "eu", "fr", "de", "es", "br", "co", "ar", "ke", "in", "ph", "za", "ve")
TEXTS = {name: PACKAGED_FOLDER.joinpath(f"{name}.toml").read_text(encoding="utf-8") for name in OURS}
LAWS = {name: read_law_file(text, name=name) for name, text in TEXTS.items()}
WAGES = [pytest.param(row, id=row.rule) for law in LAWS.values() for row in law.wages]
ROWS = [pytest.param(row, id=row.rule) for law in LAWS.values() for row in law.rows()]
WITHOUT_A_WAGE = ("EU", "IN", "VE")
TODAY = date(2026, 11, 22)
CASES = [
    ("US-CA", "general", date(2025, 12, 31), "16.50", "Labor Code 1182.12, S38: the last day of the old rate"),
    ("US-CA", "general", date(2026, 1, 1), "16.90", "Labor Code 1182.12, S38"),
    ("US-CA", "general", date(2027, 1, 1), "16.90", "the rate of 2027 was not found: the last one known goes on"),
    ("FR", "general", date(2025, 12, 31), "11.88", "SMIC from November 2024, S90"),
    ("FR", "general", date(2026, 1, 1), "12.02", "SMIC, S90"),
    ("DE", "general", date(2025, 12, 31), "12.82", "MiLoG, S91"),
    ("DE", "general", date(2026, 12, 31), "13.90", "MiLoG, S91"),
    ("DE", "general", date(2027, 1, 1), "14.60", "MiLoG, S91: announced, and applies from its day"),
    ("ES", "general", date(2025, 12, 31), "9.260853", "S92: 1184 x 14 over the hours of a year"),
    ("ES", "general", date(2026, 1, 1), "9.550255", "RD 126/2026, S92: never less than the decree's own hour, 9.55"),
    ("ES", "domestic", date(2026, 1, 1), "9.55", "RD 126/2026, S92: as stated, everything in it"),
    ("BR", "general", date(2025, 12, 31), "6.90", "S53: 1518 / 220"),
    ("BR", "general", date(2026, 1, 1), "7.37", "G16, Decreto 12.797, S53: 1621 / 220 = 7.368, up to the centavo"),
    ("CO", "general", date(2026, 1, 1), "8337.642858", "Decreto 1469/2025, S50: 1750905 / 210"),
    ("CO", "general", date(2026, 2, 13), "8337.642858", "S50: suspended on this day, and its value continues"),
    ("CO", "general", date(2026, 7, 15), "10422.053572", "S50, S51: two readings of the hour, the better one counts"),
    ("AR", "general", date(2026, 8, 1), "1883.00", "Res. 9/2025, S54"),
    ("KE", "cities", date(2024, 11, 1), "71.616667", "Wages Order 2024, S93: 16113.75 / 225"),
    ("KE", "general", date(2026, 3, 2), "71.616667", "the only zone there is"),
    ("PH", "NCR", date(2025, 7, 17), "80.625", "S95: 645 / 8, the day before the new order"),
    ("PH", "NCR", date(2025, 7, 18), "86.875", "WO NCR-26, S95: 695 / 8"),
    ("ZA", "general", date(2026, 2, 28), "28.79", "NMWA, S55"),
    ("ZA", "general", date(2026, 3, 1), "30.23", "NMWA, GG 54075, S55"),
]


@pytest.fixture(scope="module")
def rulebook():
    return Rulebook.load()


@pytest.mark.parametrize(("jurisdiction", "zone", "on", "hourly", "why"), CASES)
def test_an_hour_pays_what_the_sources_say(rulebook, jurisdiction, zone, on, hourly, why):
    floor = rulebook.floor(jurisdiction, zone=zone, on=on)

    assert decimal_text(floor.hourly_micros) == hourly, why


@pytest.mark.parametrize("wage", WAGES)
def test_every_wage_is_worked_by_hand_in_this_table(rulebook, wage):
    floors = [rulebook.floor(jurisdiction, zone=zone, on=on) for jurisdiction, zone, on, _, _ in CASES]

    assert wage.rule in {floor.rule for floor in floors}


@pytest.mark.parametrize(
    ("jurisdiction", "on", "why"),
    [
        ("US-CA", date(2024, 12, 31), "before the first row"),
        ("AR", date(2026, 7, 31), "the monthly steps between January and August 2026 were not found"),
        ("CO", date(2025, 12, 31), "the hours of a month of 2025 were not found"),
        ("KE", date(2024, 10, 31), "before the order of 2024"),
    ],
)
def test_a_day_without_a_known_wage_is_refused_and_not_guessed(rulebook, jurisdiction, on, why):
    with pytest.raises(Refusal) as refused:
        rulebook.floor(jurisdiction, on=on)

    assert refused.value.code == "no_floor_in_force", why


@pytest.mark.parametrize("jurisdiction", WITHOUT_A_WAGE)
def test_a_place_without_a_usable_wage_can_be_read_but_nobody_is_paid_there(rulebook, jurisdiction):
    readable = {place.code for place in rulebook.all_jurisdictions(on=TODAY)}
    usable = {place.code for place in rulebook.jurisdictions(on=TODAY)}

    assert jurisdiction in readable - usable
    assert rulebook.law(jurisdiction).wages == ()
    with pytest.raises(Refusal):
        rulebook.floor(jurisdiction, on=TODAY)


def test_every_place_that_the_project_names_can_be_chosen_today(rulebook):
    usable = {place.code for place in rulebook.jurisdictions(on=TODAY)}

    assert usable == {"MX", "US", "US-CA", "GB", "FR", "DE", "ES", "BR", "CO", "AR", "KE", "PH", "ZA"}


def test_a_suspended_decree_pays_and_says_that_it_is_suspended(rulebook):
    floor = rulebook.floor("CO", on=date(2026, 3, 2))

    assert floor.status == Status.SUSPENDED
    assert "Consejo de Estado" in floor.note


def test_a_disputed_hour_shows_both_readings_and_which_one_pays(rulebook):
    floor = rulebook.floor("CO", on=date(2026, 8, 3))
    readings = {found.hourly_micros: found.is_chosen for found in floor.trace if found.rule.startswith("co/")}

    assert readings == {8_337_642_858: False, 10_422_053_572: True}
    assert floor.status == Status.CONFLICT


def test_a_year_of_fourteen_payments_explains_itself(rulebook):
    floor = rulebook.floor("ES", on=date(2026, 3, 2))

    assert floor.formula == "1221.00 x 14 payments a year / 1789.9 hours"
    assert (floor.reckoning.payments_a_year, floor.reckoning.paid_days) == (14, 0)


@pytest.mark.parametrize("jurisdiction", ["FR", "DE", "ES"])
def test_people_in_the_union_have_the_rest_of_its_directive(rulebook, jurisdiction):
    own, union = ({(row.name, row.limit_ms) for row in rulebook.law(code).limits} for code in (jurisdiction, "EU"))

    assert len(union) == 3
    assert union <= own


@pytest.mark.parametrize("row", ROWS)
def test_every_row_says_how_firmly_it_was_read_and_names_the_research(row):
    assert row.confidence in {"V", "V2", "M", "D"}
    assert all("(S" in source for source in row.sources)


@pytest.mark.parametrize("name", OURS)
def test_a_file_says_first_what_it_does_not_cover(name):
    comments = TEXTS[name].partition("\njurisdiction = ")[0]

    assert all(line.startswith("#") for line in comments.splitlines() if line)
    assert any(
        words in comments for words in ("NOT in this file", "No project can be opened under this file", "NOT rows")
    )


@pytest.mark.parametrize("row", WAGES)
def test_a_wage_read_once_only_says_so_and_any_other_has_two_sources(row):
    assert row.is_single_source or len(set(row.sources)) >= 2


@pytest.mark.parametrize(
    ("name", "words"),
    [("fr", "a rise in the middle of 2026"), ("ke", "a newer order"), ("ph", "July 2026"), ("ar", "after August 2026")],
)
def test_a_figure_that_may_be_out_of_date_says_what_was_looked_for(name, words):
    newest = max(LAWS[name].wages, key=lambda row: row.effective_from)

    assert newest.note.startswith("To be checked")
    assert words in newest.note


@pytest.mark.parametrize(
    ("name", "key", "finding"),
    [
        ("es", "payments_a_year = 14\n", "payments_a_year"),
        ("es", 'hours = "1789.9"\n', "needs hours"),
        ("br", 'hours = "220"\n', "needs hours"),
        ("ke", "single_source = true\n", "two sources"),
    ],
)
def test_a_formula_that_lost_a_part_or_a_source_is_found(tmp_path, name, key, finding):
    (tmp_path / f"{name}.toml").write_text(TEXTS[name].replace(key, ""), encoding="utf-8")

    findings = check(tmp_path)

    assert any(finding in found for found in findings), findings


@pytest.mark.parametrize(
    ("wage", "hours", "published"),
    [("1621", "30", "54.04"), ("1621", "220", "7.37")],
)
def test_brazil_rounds_up_to_the_centavo_as_its_decree_does(wage, hours, published):
    document = tomllib.loads(TEXTS["br"], parse_float=Decimal)
    row = document["minimum_pay"][-1] | {"hours": hours, "value": wage}
    land = "\n".join([*BRAZIL_TOP, *(f"{key} = {_toml(value)}" for key, value in row.items())])

    floor = Rulebook({"br.toml": land}).floor("BR", on=date(2026, 3, 2))

    assert decimal_text(floor.hourly_micros) == published


BRAZIL_TOP = ('jurisdiction = "BR"', 'name = "Brazil"', 'time_zone = "America/Sao_Paulo"', "[[minimum_pay]]")


def _toml(value):
    return value.isoformat() if isinstance(value, date) else repr(value)
