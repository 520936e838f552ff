"""Ada can follow how her floor was found: every wage of her place, which was taken, and what changed it last."""

from datetime import date

import pytest

from policies.errors import Refusal
from policies.floors import WHY_TEXTS, Why
from policies.money import decimal_text
from policies.rulebook import Rulebook

LAND = """
jurisdiction = "XX"
name = "Demonstration land"
time_zone = "Etc/UTC"
"""
ROW = """
[[{table}]]
zone = "{zone}"
value = "{value}"
currency = "{currency}"
per = "hour"
hourly_basis = "as stated"
effective_from = {on}
published_on = "unknown"
status = "{status}"
applicability = "{applicability}"
sources = ["Act", "Notice"]
note = "Explained"
{more}
"""
ON = date(2026, 7, 1)


def row(
    value,
    on="2026-01-01",
    *,
    status="in_force",
    applicability="law",
    currency="XXD",
    table="minimum_pay",
    zone="general",
    more="",
):
    return ROW.format(
        table=table,
        zone=zone,
        value=value,
        currency=currency,
        on=on,
        status=status,
        applicability=applicability,
        more=more,
    )


def living(value, *, zone="general", currency="XXD", more=""):
    return row(
        value,
        table="living_wage",
        applicability="voluntary-standard",
        zone=zone,
        currency=currency,
        more=f'licence = "bought by the operator"\n{more}',
    )


@pytest.fixture
def land(tmp_path):
    """Load Demonstration land with the rows given, and the house with its own."""

    def load(*rows, house=""):
        packaged = Rulebook.load()
        texts = packaged.texts(packaged.digest("MX")).values()
        own = next(text for text in texts if 'jurisdiction = "house"' in text)
        (tmp_path / "xx.toml").write_text(LAND + "".join(rows), encoding="utf-8")
        (tmp_path / "house.toml").write_text(own + house, encoding="utf-8")
        return Rulebook.load(tmp_path)

    return load


def whys(trace):
    return [(decimal_text(tracked.row.value_micros), tracked.why) for tracked in trace.rows]


@pytest.mark.parametrize(
    ("rows", "hourly", "expected", "reason"),
    [
        (
            [row("17.00", "2025-01-01"), row("18.00"), row("19.00", "2027-01-01", status="announced")],
            "18.00",
            [("17.00", Why.REPLACED), ("18.00", Why.HIGHEST), ("19.00", Why.NOT_BEGUN)],
            "a later row takes the place of the one before; one that has not begun waits",
        ),
        (
            [row("18.00"), row("20.00", "2026-03-01", status="suspended")],
            "18.00",
            [("18.00", Why.HIGHEST), ("20.00", Why.SUSPENDED)],
            "a suspended row does not apply",
        ),
        (
            [row("18.00"), row("20.00", "2026-03-01", status="suspended", more="applies_while_suspended = true")],
            "20.00",
            [("18.00", Why.REPLACED), ("20.00", Why.CONTINUES)],
            "unless its value continues",
        ),
        (
            [
                row("18.00"),
                row("20.00", "2026-03-01", status="conflict"),
                row("19.00", "2026-04-01", status="conflict"),
            ],
            "20.00",
            [("18.00", Why.LOWER), ("20.00", Why.CONFLICT), ("19.00", Why.LOWER)],
            "of texts that disagree the better one for the worker",
        ),
        (
            [row("18.00"), row("20.00", "2026-03-01", status="transitional")],
            "20.00",
            [("18.00", Why.REPLACED), ("20.00", Why.HIGHEST)],
            "a transitional row applies from its date like any other",
        ),
        (
            [row("18.00"), row("25.00", applicability="guidance")],
            "18.00",
            [("18.00", Why.HIGHEST), ("25.00", Why.ADVICE)],
            "advice is owed by nobody",
        ),
        (
            [row("18.00"), row("25.00", applicability="voluntary-standard")],
            "25.00",
            [("18.00", Why.LOWER), ("25.00", Why.HIGHEST)],
            "a standard that was adopted binds",
        ),
        (
            [row("18.00"), living("21.00")],
            "21.00",
            [("18.00", Why.LOWER), ("21.00", Why.HIGHEST)],
            "a living wage that was loaded raises the floor",
        ),
        (
            [row("18.00"), living("12.00")],
            "18.00",
            [("18.00", Why.HIGHEST), ("12.00", Why.LOWER)],
            "and never lowers it",
        ),
        (
            [row("18.00"), living("21.00", currency="XXE")],
            "18.00",
            [("18.00", Why.HIGHEST), ("21.00", Why.OTHER_CURRENCY)],
            "nothing is exchanged",
        ),
    ],
)
def test_every_wage_of_the_place_is_told_with_what_became_of_it(land, rows, hourly, expected, reason):
    trace = land(*rows).trace("XX", on=ON)

    assert whys(trace) == expected, reason
    assert decimal_text(trace.floor.hourly_micros) == decimal_text(trace.chosen.hourly_micros) == hourly
    assert all(WHY_TEXTS[tracked.why] for tracked in trace.rows)


@pytest.mark.parametrize("zone", ["XX", "XX/general"])
def test_a_living_wage_of_the_house_counts_for_a_place_and_for_a_zone_of_it(land, zone):
    rulebook = land(row("18.00"), house=living("22.00", zone=zone))

    floor = rulebook.floor("XX", on=ON)

    assert (floor.rule, decimal_text(floor.hourly_micros)) == (f"house/living_wage/{zone}/2026-01-01", "22.00")


def test_a_living_wage_alone_makes_no_place_to_be_paid_in(land):
    rulebook = land(living("22.00"))

    place = rulebook.all_jurisdictions(on=ON)[0]

    assert (place.code, place.is_usable, rulebook.jurisdictions(on=ON)) == ("XX", False, ())
    with pytest.raises(Refusal, match="no_floor_in_force"):
        rulebook.floor("XX", on=ON)


def test_the_shorter_week_of_mexico_raises_the_hour_by_itself_and_the_trace_says_so():
    trace = Rulebook.load().trace("MX", on=date(2027, 1, 2))

    assert decimal_text(trace.floor.hourly_micros) == "47.94087"
    assert trace.chosen.row.rule == "mx/minimum_pay/general/2026-01-01"
    assert [limit.rule for limit in trace.chosen.inputs] == ["mx/limit/max_week_hours/2027-01-01"]
    assert trace.change is not None
    assert (trace.change.on, trace.change.began) == (date(2027, 1, 1), ("mx/limit/max_week_hours/2027-01-01",))
    assert decimal_text(trace.change.before.hourly_micros) == "45.943334"


def test_a_floor_that_never_changed_has_no_change_to_tell(land):
    assert land(row("18.00")).trace("XX", on=ON).change is None


def test_a_row_that_begins_and_changes_nothing_is_not_the_change(land):
    trace = land(row("18.00", "2025-01-01"), row("19.00"), row("19.00", "2026-05-01")).trace("XX", on=ON)

    assert trace.change is not None
    assert (trace.change.on, decimal_text(trace.change.before.hourly_micros)) == (date(2026, 1, 1), "18.00")


def test_a_review_by_a_named_person_is_told_with_the_floor(land):
    review = (
        '[[review]]\nrule = "xx/minimum_pay/general/2026-01-01"\nreviewer = "Rita Reyes"\nreviewed_on = 2026-02-01\n'
    )

    trace = land(row("18.00"), review).trace("XX", on=ON)

    assert [(review.reviewer, review.rule) for review in trace.reviews] == [("Rita Reyes", trace.floor.rule)]
    assert trace.floor.is_reviewed
    assert trace.chosen.is_reviewed


def test_a_place_can_be_chosen_from_the_day_its_floor_begins_everywhere_on_earth(land):
    rulebook = land(row("18.00", "2026-05-01"))

    usable = [bool(rulebook.jurisdictions(on=date(2026, 5, day))) for day in (1, 2)]

    assert usable == [False, True]
    assert [place.code for place in rulebook.jurisdictions()] == ["XX"]
    assert not rulebook.jurisdictions(on=date(2026, 4, 30))


def test_the_directives_of_the_union_are_read_and_nobody_is_paid_by_them():
    rulebook = Rulebook.load()

    known, usable = (
        {place.code for place in places}
        for places in (rulebook.all_jurisdictions(on=ON), rulebook.jurisdictions(on=ON))
    )

    assert "EU" in known - usable
    assert {"MX", "US", "US-CA", "GB"} <= usable
    assert rulebook.limits("EU", on=ON).daily_rest_ms > 0
