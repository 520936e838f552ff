"""Whatever rows a place has, its floor is the best of those that apply, and adding one for the worker never lowers it."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from policies.errors import Refusal
from policies.floors import floor_on
from policies.in_force import in_force
from policies.rulebook_building import law_file_of
from policies.rulebook_rows import Status

FIRST = date(2020, 1, 1)
ON = date(2026, 3, 2)


def a_row(value, days, status, *, continues=False, applicability="law", table="minimum_pay"):
    licence = {"licence": "none"} if table == "living_wage" else {}
    return {
        "zone": "general",
        "value": f"{value}.00",
        "currency": "XXD",
        "per": "hour",
        "hourly_basis": "as stated",
        "effective_from": FIRST + timedelta(days=days),
        "status": status,
        "applicability": applicability,
        "sources": ["A", "B"],
        "applies_while_suspended": continues,
        **licence,
    }


def a_land(rows, living=()):
    return law_file_of(
        {"jurisdiction": "XX", "name": "Land", "minimum_pay": list(rows), "living_wage": list(living)},
    )


def hourly(law):
    """Return the floor, or nothing where there is none."""
    try:
        return floor_on(law, None, zone="general", on=ON, digest="").hourly_micros
    except Refusal:
        return 0


ROWS = st.lists(
    st.builds(a_row, st.integers(1, 99), st.integers(0, 4000), st.sampled_from(Status), continues=st.booleans()),
    min_size=1,
    max_size=6,
    unique_by=lambda row: row["effective_from"],  # the check refuses two rows of a day, unless they are in conflict
)


@given(ROWS)
def test_what_applies_has_begun_and_at_most_one_row_is_settled(rows):
    applying = in_force(a_land(rows).wages, on=ON)

    assert all(row.effective_from <= ON for row in applying)
    assert all(row.applies_while_suspended for row in applying if row.status is Status.SUSPENDED)
    assert sum(row.status is not Status.CONFLICT for row in applying) <= 1


@given(ROWS)
def test_the_floor_is_the_best_of_what_applies_in_any_order_of_rows(rows):
    law = a_land(rows)
    best = max((row.value_micros for row in in_force(law.wages, on=ON)), default=0)

    assert hourly(law) == best
    assert {row.value_micros for row in in_force(a_land(rows[::-1]).wages, on=ON)} == {
        row.value_micros for row in in_force(law.wages, on=ON)
    }


@given(ROWS, st.integers(1, 99), st.integers(0, 4000))
def test_a_living_wage_that_is_loaded_never_lowers_the_floor(rows, value, days):
    living = a_row(value, days, "in_force", applicability="voluntary-standard", table="living_wage")

    before, after = hourly(a_land(rows)), hourly(a_land(rows, [living]))

    assert after >= before
    assert (after == 0) == (before == 0)


@given(ROWS, st.integers(1, 99), st.integers(0, 4000))
def test_a_text_in_conflict_never_lowers_the_floor(rows, value, days):
    before, after = hourly(a_land(rows)), hourly(a_land([*rows, a_row(value, days, "conflict")]))

    assert after >= before
