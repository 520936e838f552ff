"""The golden cases: figures from official texts and reckoned by hand, each with its source, that must never drift.

G01 to G20 of the research note; what is tested with its own file is named here: G09 and G10 with shifts and gaps of
time, G11 and G12 once more with every line in test_settlement.py.
"""

from datetime import date
from fractions import Fraction

import pytest

from policies.california import PieceWeek, average_rate_micros, missed_break_micros, piece_week
from policies.currencies import sent_minor
from policies.money import (
    MICROS_PER_UNIT,
    ceil_div,
    coins_up,
    decimal_text,
    half_even_div,
    micros_of,
    minor_text,
    minor_up,
)
from policies.overtime import Paid, WorkDay, overtime_of
from policies.periods import MS_PER_HOUR, MS_PER_MINUTE
from policies.pilot import point_at, proposal
from policies.rated_output import fair_piece_micros, mean_items_per_hour, rated_output
from policies.rejections import effect_of
from policies.rulebook import Rulebook
from policies.settlement import PieceTotal, TimeTotal, settle
from policies.working_time import Bucket

RULEBOOK = Rulebook.load_with(None)
MX_FLOOR = RULEBOOK.floor("MX", on=date(2026, 3, 2)).hourly_micros
US_OVERTIME = RULEBOOK.pay_rules("US", on=date(2026, 3, 2)).overtimes
PILOT_MS = [seconds * 1_000 for seconds in (60, 90, 120, 120, 150, 180, 200, 240)]
A, B, PLATFORM = 1, 2, 0


def cents(micros, currency="USD"):
    """Write an amount as it would be paid, rounded up to a cent."""
    return minor_text(minor_up(micros, currency), currency)


def nearest_cents(micros):
    """Write a rate as an official example prints it: to the nearest cent."""
    return minor_text(half_even_div(micros, 10_000), "USD")


def time_of(bucket, hundredths, *, organisation_id=A, floor=MX_FLOOR, on=date(2026, 3, 2)):
    return TimeTotal(
        work_session_id=1,
        worked_on=on,
        organisation_id=organisation_id,
        project_id=organisation_id,
        bucket=bucket,
        floor_hourly_micros=floor,
        rulebook_digest="mx",
        counted_ms=hundredths * MS_PER_HOUR // 100,
    )


def piece_of(organisation_id, amount):
    return PieceTotal(organisation_id=organisation_id, project_id=organisation_id, amount_micros=micros_of(amount))


WEEK_OF_G11 = [
    time_of(Bucket.TASK, 340, organisation_id=A),
    time_of(Bucket.TASK, 200, organisation_id=B),
    time_of(Bucket.REST, 40, organisation_id=PLATFORM),
    time_of(Bucket.WAITING_PLATFORM, 20, organisation_id=PLATFORM),
]


@pytest.mark.parametrize(
    ("case", "seconds_an_item", "hourly", "rate", "shown", "source"),
    [
        ("G01", 300, "12.71", "1.271", "1.28", "gov.uk: 12 shirts an hour / 1.2 = 10; half-up 1.27 would underpay"),
        ("G02", 360, "5.05", "0.606", "0.61", "HMRC NMWM03140: mean 10 an hour at 5.05"),
    ],
)
def test_the_british_fair_piece_rate_is_that_of_the_official_examples(
    case, seconds_an_item, hourly, rate, shown, source
):
    mean = mean_items_per_hour([seconds_an_item * 1_000])

    fair = fair_piece_micros(mean_per_hour=mean, hourly_micros=micros_of(hourly), factor_percent=120)

    assert (fair, cents(fair, "GBP")) == (micros_of(rate), shown), (case, source)


@pytest.mark.parametrize(
    ("piece", "paid", "is_reached", "why"),
    [
        ("0.76", "399.00", True, "G03, HMRC NMWM08360: 525 items at 10 an hour are 63 hours, 397.53 at 6.31"),
        ("0.757", "397.425", False, "a tenth of a penny less an item is already too little"),
    ],
)
def test_g03_hmrc_s_525_items_are_63_treated_hours(piece, paid, is_reached, why):
    found = rated_output(
        items=525,
        mean_per_hour=Fraction(10),
        piece_micros=micros_of(piece),
        hourly_micros=micros_of("6.31"),
        factor_percent=RULEBOOK.pay_rules("GB", on=date(2026, 4, 6)).output_works[0].factor_percent,
    )

    assert (found.treated_ms, found.owed_micros) == (63 * MS_PER_HOUR, micros_of("397.53"))
    assert (found.paid_micros, found.is_reached) == (micros_of(paid), is_reached), why


@pytest.mark.parametrize(
    ("case", "paid", "regular", "premium", "total", "source"),
    [
        ("G04", "523", "10.46", "52.30", "575.30", "29 CFR 778.111(a): 491 for pieces in 46 h, 4 h of waiting at 8"),
        ("G04b", "265.50", "5.31", "26.55", "292.05", "the text of 1981: 245.50 for pieces and 20 in 50 h"),
        ("G05", "538", "10.76", "53.80", "591.80", "29 CFR 778.111(b): a guarantee of 11 x 46 h, and 4 h at 8"),
    ],
)
def test_american_overtime_is_half_the_regular_rate_on_top(case, paid, regular, premium, total, source):
    days = [WorkDay(on=date(2026, 3, day), counted_ms=10 * MS_PER_HOUR, ordinary_ms=0) for day in range(2, 7)]

    found = overtime_of(
        days=days,
        ordinary_week_ms=0,
        paid=Paid(micros=micros_of(paid), counted_ms=50 * MS_PER_HOUR),
        rows=US_OVERTIME,
    )

    assert found.regular_rate_micros == micros_of(regular), (case, source)
    assert found.chosen.amount_micros == micros_of(premium)
    assert micros_of(paid) + found.chosen.amount_micros == micros_of(total)


def test_g06_california_s_mixed_week_rests_at_11_83_as_the_labour_department_reckons():
    paid = micros_of("160") + micros_of("300") - micros_of("6.70")  # 40 minutes at 10 an hour were rest; their figure

    rate = average_rate_micros(paid_micros=paid, counted_ms=40 * MS_PER_HOUR - 100 * MS_PER_MINUTE)

    assert nearest_cents(rate) == "11.83", "DIR, AB 1513 questions and answers: 453.30 / 38.33"
    assert nearest_cents(rate - micros_of("10")) == "1.83"


def test_g07_a_slow_californian_week_comes_to_the_wage_for_every_hour_on_three_lines():
    week = PieceWeek(
        counted_ms=32 * MS_PER_HOUR,
        rest_ms=80 * MS_PER_MINUTE,
        non_productive_ms=2 * MS_PER_HOUR,
        piece_micros=micros_of("420"),
        minimum_hourly_micros=micros_of("16.90"),
    )

    found = piece_week(week)

    assert nearest_cents(found.top_up_micros) == "64.47"
    assert decimal_text(found.non_productive_micros) == "33.80"
    assert nearest_cents(found.rest_micros) == "22.53"
    assert nearest_cents(found.total_micros) == "540.80"


def test_g07_the_average_of_pieces_and_waiting_alone_would_be_less_than_the_wage():
    hours_without_rest = 32 * MS_PER_HOUR - 80 * MS_PER_MINUTE

    rate = average_rate_micros(paid_micros=micros_of("453.80"), counted_ms=hours_without_rest)

    assert nearest_cents(rate) == "14.80"


def test_a_missed_rest_and_a_missed_meal_are_an_hour_s_pay_each_in_california():
    owed = missed_break_micros(regular_rate_micros=micros_of("20"), days_without_meal=1, days_without_rest=2)

    assert owed == micros_of("60"), "Labor Code 226.7"


@pytest.mark.parametrize(
    ("on", "hourly", "why"),
    [
        (date(2026, 3, 2), "45.943334", "G08: 315.04 x 7 / 48, rounded up; article 85 with the paid seventh day"),
        (date(2027, 1, 2), "47.940870", "G08: the week is 46 hours from 2027, DOF 2026-03-03"),
    ],
)
def test_g08_the_mexican_hour_rises_when_the_week_gets_shorter(on, hourly, why):
    floor = RULEBOOK.floor("MX", on=on)

    assert floor.hourly_micros == micros_of(hourly), why
    assert ceil_div(micros_of("315.04"), 8) < floor.hourly_micros, "a day's wage over eight hours, 39.38, is too little"


def test_g11_two_requesters_a_rest_and_an_outage_come_to_329_47():
    settlement = settle(times=WEEK_OF_G11, pieces=[piece_of(A, "210"), piece_of(B, "60")], currency="MXN")

    lines = {(line.kind.value, line.organisation_id): cents(line.amount_micros, "MXN") for line in settlement.lines}
    assert lines == {("rest", A): "11.58", ("top_up", B): "31.89", ("rest", B): "6.81", ("waiting", PLATFORM): "9.19"}
    assert nearest_cents(settlement.pooled_micros) == "275.66"


def test_g12_rejecting_twenty_items_of_a_slow_worker_saves_nothing():
    effect = effect_of(
        times=WEEK_OF_G11,
        pieces=[piece_of(A, "210"), piece_of(B, "60")],
        rejected=[piece_of(B, "12")],
        currency="MXN",
    )

    assert (effect.raised_micros, effect.lost_micros) == (micros_of("12"), 0)
    assert cents(effect.after.requesters[1].top_up_micros, "MXN") == "43.89"


def test_g13_the_pilot_of_eight_proposes_the_price_of_the_third_quarter():
    found = proposal(item_ms=PILOT_MS, floor_hourly_micros=MX_FLOOR, pool=80)
    by_mean_alone = point_at(found.by_mean_micros, item_ms=PILOT_MS, floor_hourly_micros=MX_FLOOR)

    prices = (found.by_mean_micros, found.by_p75_micros, found.by_p90_micros)
    assert [half_even_div(price, 100) for price in prices] == [18_610, 22_972, 30_629]
    assert found.launch.price_micros == found.by_p75_micros
    assert (by_mean_alone.protected_share, found.launch.protected_share) == (Fraction(4, 8), Fraction(6, 8))


@pytest.mark.parametrize(("items_an_hour", "thousandths_of_floor"), [(20, 655), (30, 982), (60, 1964)])
def test_g14_one_and_a_fifth_of_the_mean_protects_one_of_three_workers(items_an_hour, thousandths_of_floor):
    item_ms = [MS_PER_HOUR // rate for rate in (20, 30, 60)]
    price = proposal(item_ms=item_ms, floor_hourly_micros=MICROS_PER_UNIT, pool=3).by_mean_micros

    assert half_even_div(price * items_an_hour, 1_000) == thousandths_of_floor


def test_g15_a_debt_of_317_89_pesos_leaves_as_17_19_dollars_and_covers_it():
    sent = sent_minor(31_789, owed="MXN", sent="USD", owed_per_sent_micros=micros_of("18.50"))

    assert sent == 1_719
    assert sent * micros_of("18.50") // 10_000 == 318_015 * 10, "318.015 pesos"


@pytest.mark.parametrize(
    ("divisor", "amount"),
    [(30, "54.04"), (220, "7.37")],
    ids=["a day, as the decree rounds it", "an hour, as the decree states it"],
)
def test_g16_brazil_s_decree_rounds_up_as_we_do(divisor, amount):
    owed = ceil_div(micros_of("1621"), divisor)

    assert cents(owed, "BRL") == amount, "Decreto 12.797 of 2025: 1621 / 30 = 54.033 is printed as 54.04"


@pytest.mark.parametrize(
    ("daily", "days", "monthly"),
    [
        ("278.80", Fraction(30), "8364.00"),
        ("278.80", Fraction(304, 10), "8475.52"),
        ("278.80", Fraction(365, 12), "8480.17"),
        ("315.04", Fraction(30), "9451.20"),
        ("315.04", Fraction(304, 10), "9577.22"),
        ("315.04", Fraction(365, 12), "9582.47"),
    ],
)
def test_g17_a_month_of_the_mexican_wage_depends_on_the_days_it_is_said_to_have(daily, days, monthly):
    exact = micros_of(daily) * days

    assert nearest_cents(half_even_div(exact.numerator, exact.denominator)) == monthly, "8,364.00 as printed for 2025"


def test_g18_seven_items_at_0_0123_are_9_cents_never_7():
    settlement = settle(times=[], pieces=[piece_of(A, "0.0123")] * 7, currency="MXN")

    assert coins_up(settlement.total_micros, "MXN") == micros_of("0.09")


def test_g19_a_requester_above_the_floor_owes_no_top_up():
    settlement = settle(times=[time_of(Bucket.TASK, 340)], pieces=[piece_of(A, "210")], currency="MXN")

    assert (settlement.requesters[0].top_up_micros, settlement.total_micros) == (0, micros_of("210"))


def test_g20_a_british_week_across_the_rise_pays_the_larger_of_both_readings():
    old, new = (RULEBOOK.floor("GB", on=date(2026, *day)).hourly_micros for day in ((3, 31), (4, 1)))
    times = [
        time_of(Bucket.TASK, 800, floor=old, on=date(2026, 3, 31)),
        time_of(Bucket.TASK, 1_200, floor=new, on=date(2026, 4, 1)),
    ]

    settlement = settle(times=times, pieces=[], currency="GBP")

    assert settlement.total_micros == micros_of("250.20"), "day by day, 8 h at 12.21 and 12 h at 12.71"
    assert settlement.total_micros >= 20 * old == micros_of("244.20"), (
        "the rate on the period's first day, for all of it"
    )
