"""A wage becomes an hourly one by the formula its row states, rounded up; the golden figures of the research hold."""

from datetime import date
from decimal import ROUND_CEILING, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.hourly_basis import hourly_of
from policies.money import ceil_div, decimal_text, micros_of
from policies.monthly_threshold import MonthDays, month_micros
from policies.periods import MS_PER_HOUR
from policies.rulebook import Rulebook
from policies.rulebook_rows import Applicability, Basis, LimitName, LimitRow, Status, WageRow

ON = date(2026, 3, 2)
DATED = {
    "effective_from": date(2026, 1, 1),
    "published_on": None,
    "status": Status.IN_FORCE,
    "applicability": Applicability.LAW,
    "sources": ("Act", "Notice"),
    "confidence": "V2",
    "is_single_source": False,
    "applies_while_suspended": False,
    "note": "",
}


def a_wage(value_micros, *, per="day", basis=Basis.OVER_HOURS, paid_days=0, hours_ms=0):
    return WageRow(
        rule="xx/minimum_pay/general/2026-01-01",
        zone="general",
        value_micros=value_micros,
        currency="MXN",
        per=per,
        basis=basis,
        paid_days=paid_days,
        payments_a_year=0,
        hours_ms=hours_ms,
        **DATED,
    )


def a_week(hours_ms):
    return LimitRow(rule="xx/limit/max_week_hours/2026-01-01", name=LimitName.MAX_WEEK, limit_ms=hours_ms, **DATED)


def to_cents(micros):
    """Write an amount as the research prints it: whole cents, to the nearest."""
    return str(Decimal(decimal_text(micros)).quantize(Decimal("0.01")))


@pytest.mark.parametrize(
    ("value", "hours", "printed", "why"),
    [
        ("278.80", "8", "34.85", "2025, the naive day"),
        ("315.04", "8", "39.38", "G08: the naive day of 2026"),
        ("440.87", "8", "55.11", "the northern border"),
        ("315.04", "7", "45.01", "a night shift"),
        ("315.04", "7.5", "42.01", "a mixed shift"),
        ("695", "8", "86.88", "Philippines, Wage Order NCR-26"),
        ("1621", "220", "7.37", "G16: Brazil"),
        ("1750905", "210", "8337.64", "Colombia by the month of 210 hours"),
        ("1750905", "168", "10422.05", "Colombia as the press printed it"),
        ("15790", "208", "75.91", "the living wage of Mexico City over 48 x 52 / 12 hours"),
        ("15790", "200", "78.95", "the same over 200 hours"),
    ],
)
def test_a_wage_over_stated_hours(value, hours, printed, why):
    row = a_wage(micros_of(value), hours_ms=micros_of(hours) * MS_PER_HOUR // 1_000_000)

    assert to_cents(hourly_of(row, limits=(), on=ON).micros) == printed, why


@pytest.mark.parametrize(
    ("value", "week", "exact", "printed", "why"),
    [
        ("278.80", 48, "40.658334", "40.66", "2025"),
        ("315.04", 48, "45.943334", "45.94", "G08: 2026, seven days' pay for the longest lawful week"),
        ("315.04", 46, "47.94087", "47.94", "G08: 2027, if the wage does not change"),
        ("440.87", 48, "64.293542", "64.29", "the northern border"),
    ],
)
def test_seven_days_pay_for_the_longest_lawful_week(value, week, exact, printed, why):
    row = a_wage(micros_of(value), basis=Basis.PAID_DAYS_OVER_LONGEST_WEEK, paid_days=7)

    found = hourly_of(row, limits=(a_week(week * MS_PER_HOUR),), on=ON).micros

    assert (decimal_text(found), to_cents(found)) == (exact, printed), why


def test_the_fully_integrated_hour_of_mexico_is_known_and_not_used_as_a_floor():
    integrated = ceil_div(micros_of("315.04") * 383, 294 * 8)  # 365 paid days, aguinaldo, premium; 294 worked days

    assert to_cents(integrated) == "51.30"
    assert Rulebook.load().floor("MX", on=ON).hourly_micros < integrated


@pytest.mark.parametrize(
    ("day", "days", "printed", "why"),
    [
        ("278.80", MonthDays.THIRTY, "8364.00", "G17: the threshold of 2025 as law firms print it"),
        ("278.80", MonthDays.THIRTY_POINT_FOUR, "8475.52", "G17"),
        ("278.80", MonthDays.TWELFTH_OF_A_YEAR, "8480.17", "G17"),
        ("315.04", MonthDays.THIRTY, "9451.20", "G17: the same of 2026"),
        ("315.04", MonthDays.THIRTY_POINT_FOUR, "9577.22", "G17"),
        ("315.04", MonthDays.TWELFTH_OF_A_YEAR, "9582.47", "G17"),
    ],
)
def test_a_month_of_a_daily_wage_depends_on_the_convention(day, days, printed, why):
    assert to_cents(month_micros(micros_of(day), days)) == printed, why


@given(st.integers(1, 10**12), st.integers(1, 400))
def test_rounding_an_hour_never_costs_the_worker_and_never_gives_a_whole_micro_unit_too_much(value_micros, hours):
    row = a_wage(value_micros, hours_ms=hours * MS_PER_HOUR)

    found = hourly_of(row, limits=(), on=ON).micros

    assert found == (Decimal(value_micros) / hours).to_integral_value(rounding=ROUND_CEILING)
    assert value_micros <= found * hours < value_micros + hours


@given(st.integers(1, 10**10), st.integers(2, 80), st.integers(1, 79))
def test_a_shorter_week_never_lowers_the_hour(day_micros, week, shorter_by):
    row = a_wage(day_micros, basis=Basis.PAID_DAYS_OVER_LONGEST_WEEK, paid_days=7)
    shorter = max(1, week - shorter_by)

    before, after = (hourly_of(row, limits=(a_week(h * MS_PER_HOUR),), on=ON).micros for h in (week, shorter))

    assert after >= before
    assert after * shorter >= 7 * day_micros
