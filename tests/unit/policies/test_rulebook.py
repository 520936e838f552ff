"""The rulebook answers by place and day, says where each figure comes from, and can be rebuilt from its texts."""

from datetime import date

import pytest

from policies.errors import Refusal
from policies.money import decimal_text
from policies.periods import MS_PER_HOUR, MS_PER_MINUTE
from policies.rulebook import Rulebook
from tests.lands import demonstration_land

A_LATER_ROW = """
[[minimum_pay]]
zone = "general"
value = "{value}"
currency = "XXD"
per = "hour"
hourly_basis = "as stated"
effective_from = 2026-07-01
status = "{status}"
applicability = "law"
sources = ["Second Act", "Second notice"]
{more}
"""


@pytest.fixture(scope="module")
def rulebook():
    return Rulebook.load()


@pytest.fixture
def land(tmp_path):
    """Load Demonstration land, with more rows if any, from a folder of its own."""

    def load(*more, house=""):
        (tmp_path / "xx.toml").write_text(demonstration_land() + "".join(more), encoding="utf-8")
        packaged_house = Rulebook.load().texts(Rulebook.load().digest("MX"))
        if house:
            text = next(text for text in packaged_house.values() if 'jurisdiction = "house"' in text)
            (tmp_path / "house.toml").write_text(text + house, encoding="utf-8")
        return Rulebook.load(tmp_path)

    return load


def later_row(value, status="in_force", more=""):
    return A_LATER_ROW.format(value=value, status=status, more=more)


@pytest.mark.parametrize(
    ("jurisdiction", "zone", "on", "hourly", "why"),
    [
        ("MX", "general", date(2026, 11, 21), "45.943334", "G08: 315.04 x 7 / 48, rounded up"),
        ("MX", "general", date(2026, 12, 31), "45.943334", "the last day of the 48-hour week"),
        ("MX", "general", date(2027, 1, 1), "47.94087", "G08: the week is 46 hours; no new wage is needed"),
        ("MX", "general", date(2028, 1, 1), "50.12", "the week is 44 hours"),
        ("MX", "general", date(2025, 12, 31), "40.658334", "the wage of 2025"),
        ("MX", "ZLFN", date(2026, 1, 1), "64.293542", "the northern border"),
        ("US", "general", date(2026, 11, 21), "7.25", "federal"),
        ("GB", "21+", date(2026, 3, 31), "12.21", "the day before the rise"),
        ("GB", "21+", date(2026, 4, 1), "12.71", "the day of the rise"),
        ("GB", "general", date(2026, 4, 1), "12.71", "general is the default zone"),
        ("GB", "18-20", date(2026, 4, 1), "10.85", "by age"),
        ("GB", "under-18", date(2026, 4, 1), "8.00", "by age"),
    ],
)
def test_the_floor_of_a_place_on_a_day(rulebook, jurisdiction, zone, on, hourly, why):
    floor = rulebook.floor(jurisdiction, zone=zone, on=on)

    assert decimal_text(floor.hourly_micros) == hourly, why


def test_a_floor_explains_itself(rulebook):
    floor = rulebook.floor("MX", on=date(2027, 1, 1))

    assert floor.rule == "mx/minimum_pay/general/2026-01-01"
    assert floor.formula == "315.04 x 7 paid days / 46 hours"
    assert "Ley Federal del Trabajo, articles 69 and 85" in floor.source
    assert "Diario Oficial de la Federación 2026-03-03" in floor.source
    assert floor.rulebook_digest == rulebook.digest("MX")
    assert "Reckoned with mx/limit/max_week_hours/2027-01-01 (announced)." in floor.trace[0].why
    assert (floor.trace[1].rule, floor.trace[1].hourly_micros) == ("house/minimum_pay", None)


def test_no_row_claims_a_review_that_nobody_made(rulebook):
    floors = [rulebook.floor(place.code, on=date(2026, 11, 21)) for place in rulebook.jurisdictions()]

    assert not any(floor.is_reviewed for floor in floors)


def test_a_review_by_a_named_person_is_a_row_of_its_own(land):
    review = """
    [[review]]
    rule = "xx/minimum_pay/general/2026-01-01"
    reviewer = "Rita Reyes, labour lawyer"
    reviewed_on = 2026-02-01
    """

    assert land(review).floor("XX", on=date(2026, 3, 2)).is_reviewed


@pytest.mark.parametrize(
    ("jurisdiction", "on", "day_hours", "week_hours", "why"),
    [
        ("MX", date(2026, 12, 31), 8, 48, "the law's and the house's are the same"),
        ("MX", date(2027, 1, 1), 8, 46, "the law protects more"),
        ("MX", date(2030, 1, 1), 8, 40, "the end of the reform"),
        ("US", date(2026, 11, 21), 8, 48, "the house's: the law has none"),
        ("GB", date(2026, 11, 21), 8, 48, "the house's: the law has an average only"),
    ],
)
def test_the_limit_that_protects_more_applies(rulebook, jurisdiction, on, day_hours, week_hours, why):
    limits = rulebook.limits(jurisdiction, on=on)

    assert (limits.max_day_ms, limits.max_week_ms) == (day_hours * MS_PER_HOUR, week_hours * MS_PER_HOUR), why


def test_the_house_s_rest_applies_where_it_protects_more(rulebook):
    limits = rulebook.limits("GB", on=date(2026, 11, 21))

    assert (limits.rest.after_ms, limits.rest.length_ms) == (55 * MS_PER_MINUTE, 5 * MS_PER_MINUTE)
    assert (limits.rest.movable_ms, limits.rest.paid_per_hour_ms) == (15 * MS_PER_MINUTE, 15 * MS_PER_MINUTE)
    assert (limits.idle_grace_ms, limits.claim_months, limits.refusal_days) == (MS_PER_MINUTE, 6, 7)
    assert limits.reserve_percent == 35
    assert "gb/rest/screen/1992-12-31" in {reason.rule for reason in limits.reasons}


def test_one_file_adds_a_jurisdiction(land):
    rulebook = land()

    place = rulebook.jurisdictions()[0]
    assert (place.code, place.name, place.currency, place.zones) == ("XX", "Demonstration land", "XXD", ("general",))
    assert rulebook.floor("XX", on=date(2026, 3, 2)).hourly_micros == 18_000_000
    assert rulebook.limits("XX", on=date(2026, 3, 2)).max_day_ms == 8 * MS_PER_HOUR


@pytest.mark.parametrize(
    ("row", "hourly", "status", "why"),
    [
        (later_row("20.00", "announced"), "20.00", "announced", "an announced row applies from its date"),
        (later_row("20.00", "suspended"), "18.00", "in_force", "a suspended row does not apply"),
        (
            later_row("20.00", "suspended", "applies_while_suspended = true"),
            "20.00",
            "suspended",
            "unless the court lets its value continue",
        ),
        (later_row("20.00", "conflict"), "20.00", "conflict", "the reading that is better for the worker"),
        (later_row("16.00", "conflict", 'note = "Disputed"'), "18.00", "in_force", "the better one is the old one"),
        (later_row("16.00", "in_force", 'note = "Cut by the Second Act"'), "16.00", "in_force", "a fall, explained"),
    ],
)
def test_how_firmly_a_row_stands_decides_whether_it_applies(land, row, hourly, status, why):
    floor = land(row).floor("XX", on=date(2026, 7, 1))

    assert (decimal_text(floor.hourly_micros), floor.status) == (hourly, status), why


def test_a_conflict_says_so_and_names_both_readings(land):
    floor = land(later_row("20.00", "conflict")).floor("XX", on=date(2026, 7, 1))

    assert [candidate.is_chosen for candidate in floor.trace] == [False, True, False]
    assert "better for the worker" in floor.trace[1].why


def test_a_higher_minimum_of_the_house_is_the_floor(land):
    row = later_row("25.00").replace('zone = "general"', 'zone = "XX"').replace('"law"', '"voluntary-standard"')
    rulebook = land(house=row)

    floor = rulebook.floor("XX", on=date(2026, 7, 1))

    assert (floor.rule, floor.hourly_micros) == ("house/minimum_pay/XX/2026-07-01", 25_000_000)
    assert [candidate.is_chosen for candidate in floor.trace] == [False, True]
    assert rulebook.floor("XX", on=date(2026, 6, 30)).hourly_micros == 18_000_000


def test_a_daily_or_monthly_wage_becomes_an_hourly_one_rounded_up(land):
    row = later_row("1621.00", more='note = "Per month"').replace('per = "hour"', 'per = "month"\nhours = "220"')
    row = row.replace('"as stated"', '"value / hours"')

    floor = land(row).floor("XX", on=date(2026, 7, 1))

    assert floor.hourly_micros == 7_368_182  # G16: 7.37 where it is shown in whole cents
    assert floor.formula == "1621.00 a month / 220 hours"


@pytest.mark.parametrize(
    ("jurisdiction", "zone", "on", "code"),
    [
        ("MX", "general", date(2023, 12, 31), "no_floor_in_force"),
        ("MX", "south", date(2026, 1, 1), "unknown_zone"),
        ("ZZ", "general", date(2026, 1, 1), "unknown_jurisdiction"),
    ],
)
def test_without_a_rule_there_is_no_floor_rather_than_a_guess(rulebook, jurisdiction, zone, on, code):
    with pytest.raises(Refusal) as refused:
        rulebook.floor(jurisdiction, zone=zone, on=on)

    assert refused.value.code == code


def test_axel_rebuilds_the_rulebook_of_a_record_from_kept_texts_alone(rulebook):
    digest = rulebook.digest("MX")

    rebuilt = Rulebook.from_texts(rulebook.texts(digest), digest)

    on = date(2026, 11, 21)
    assert rebuilt.floor("MX", on=on) == rulebook.floor("MX", on=on)
    assert rebuilt.limits("MX", on=on) == rulebook.limits("MX", on=on)
    assert rebuilt.digest("MX") == digest
    assert [place.code for place in rebuilt.jurisdictions()] == ["MX"]


def test_mallory_cannot_slip_another_wage_under_an_old_digest(rulebook):
    digest = rulebook.digest("MX")
    texts = {key: text.replace("315.04", "31.504") for key, text in rulebook.texts(digest).items()}

    with pytest.raises(Refusal) as refused:
        Rulebook.from_texts(texts, digest)

    assert refused.value.code == "rulebook_text_altered"


def test_a_lost_text_is_said_not_guessed(rulebook):
    with pytest.raises(Refusal) as refused:
        Rulebook.from_texts({}, rulebook.digest("MX"))

    assert refused.value.code == "rulebook_text_missing"


def test_a_digest_changes_with_its_own_file_and_the_house_s_only(land):
    before, after = land(), land(later_row("20.00"))

    assert before.digest("XX") != after.digest("XX")
    assert Rulebook.load().digest("MX") == Rulebook.load().digest("MX")
    assert sorted(before.texts(before.digest("XX"))[before.digest("XX")].split()[::2]) == ["house.toml", "xx.toml"]
