"""What the law of a place adds on top of a settled week, and who carries it."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from policies.money import ceil_div, micros_of
from policies.periods import MS_PER_HOUR
from policies.premiums import WeekLaw, settle_by_law
from policies.rulebook import Rulebook
from policies.settlement import PLATFORM_ID, LineKind, PieceTotal, TimeTotal, settle
from policies.working_time import Bucket

RULEBOOK = Rulebook.load_with(None)
MEXICO, CALIFORNIA, BRITAIN = (RULEBOOK.digest(code) for code in ("MX", "US-CA", "GB"))
LAW = WeekLaw(
    {digest: Rulebook.from_texts(RULEBOOK.texts(digest), digest) for digest in (MEXICO, CALIFORNIA, BRITAIN)}.get
)
MONDAY = date(2026, 3, 2)


def time_of(hours, *, digest=MEXICO, bucket=Bucket.TASK, day=2, floor="40", organisation_id=1, is_salaried=False):
    return TimeTotal(
        work_session_id=day,
        worked_on=MONDAY.replace(day=day),
        organisation_id=organisation_id,
        project_id=organisation_id * 10,
        bucket=bucket,
        floor_hourly_micros=micros_of(floor),
        rulebook_digest=digest,
        counted_ms=hours * MS_PER_HOUR,
        is_salaried=is_salaried,
    )


def settled(times, *, piece="0", currency="MXN"):
    pieces = [PieceTotal(organisation_id=1, project_id=10, amount_micros=micros_of(piece))]
    return settle_by_law(times=times, pieces=pieces, currency=currency, law=LAW)


def lines_of(settlement, *kinds):
    return [
        (line.kind.value, line.organisation_id, line.counted_ms // MS_PER_HOUR, line.rate_micros, line.amount_micros)
        for line in settlement.lines
        if line.kind in kinds
    ]


def test_the_ninth_hour_of_a_day_in_mexico_is_paid_double_and_the_platform_carries_what_is_on_top():
    settlement = settled([time_of(5), time_of(4, organisation_id=2)])

    assert lines_of(settlement, LineKind.OVERTIME) == [("overtime", PLATFORM_ID, 1, micros_of("40"), micros_of("40"))]
    assert settlement.total_micros == micros_of("400")
    assert settlement.overtimes[0].chosen.tiers[0].multiplier_percent == 200


def test_overtime_of_well_paid_pieces_is_worth_what_their_hours_were_worth():
    settlement = settled([time_of(10)], piece="1000")

    assert lines_of(settlement, LineKind.OVERTIME) == [("overtime", PLATFORM_ID, 2, micros_of("100"), micros_of("200"))]


def test_double_and_triple_hours_stand_on_one_line_with_both_rates():
    settlement = settled([time_of(12, day=day) for day in (2, 3, 4)])

    (line,) = (line for line in settlement.lines if line.kind is LineKind.OVERTIME)
    assert (line.is_split, line.rate_micros) == (True, 0)
    assert [(part.rate_micros, part.counted_ms // MS_PER_HOUR) for part in line.parts] == [
        (micros_of("40"), 9),
        (micros_of("80"), 3),
    ]


def test_salaried_hours_make_no_overtime_here():
    settlement = settled([time_of(6, is_salaried=True), time_of(3)])

    assert lines_of(settlement, LineKind.OVERTIME) == []


def test_rest_from_salaried_work_alone_makes_no_overtime_either():
    times = [time_of(8, is_salaried=True), time_of(1, bucket=Bucket.REST), time_of(8, day=3)]

    assert lines_of(settled(times), LineKind.OVERTIME) == []


def test_a_place_without_such_rows_adds_nothing():
    times = [time_of(12, digest=BRITAIN)]

    assert settled(times, currency="GBP") == settle(
        times=times, pieces=[PieceTotal(organisation_id=1, project_id=10, amount_micros=0)], currency="GBP"
    )


def test_californian_rest_is_raised_to_the_average_of_the_other_hours_by_the_requester_of_the_rest():
    times = [
        time_of(7, digest=CALIFORNIA, floor="16.90"),
        time_of(1, digest=CALIFORNIA, floor="16.90", bucket=Bucket.REST),
    ]

    settlement = settled(times, piece="210", currency="USD")

    assert lines_of(settlement, LineKind.REST, LineKind.PREMIUM) == [
        ("rest", 1, 1, micros_of("16.90"), micros_of("16.90")),
        ("premium", 1, 1, micros_of("13.10"), micros_of("13.10")),
    ]
    assert settlement.total_micros == micros_of("240")


def test_californian_overtime_counts_the_raised_rest_too():
    times = [
        time_of(9, digest=CALIFORNIA, floor="16.90"),
        time_of(1, digest=CALIFORNIA, floor="16.90", bucket=Bucket.REST),
    ]

    settlement = settled(times, piece="270", currency="USD")

    assert lines_of(settlement, LineKind.OVERTIME) == [("overtime", PLATFORM_ID, 2, micros_of("15"), micros_of("30"))]


def test_whoever_moves_in_mid_week_has_the_overtime_of_each_place():
    times = [time_of(9), time_of(9, digest=CALIFORNIA, day=3)]

    settlement = settled(times)

    assert [overtime.chosen.tiers[0].multiplier_percent for overtime in settlement.overtimes] == [200, 150]


@given(st.lists(st.integers(0, 14), min_size=1, max_size=6), st.integers(0, 3_000), st.randoms())
def test_the_law_only_ever_adds_and_in_any_order_the_same(hours, piece, random):
    times = [time_of(length, day=2 + number) for number, length in enumerate(hours)]
    pieces = [PieceTotal(organisation_id=1, project_id=10, amount_micros=micros_of(str(piece)))]

    found = settle_by_law(times=times, pieces=pieces, currency="MXN", law=LAW)

    plain = settle(times=times, pieces=pieces, currency="MXN")
    shuffled = random.sample(times, len(times))
    overtime = sum(line.amount_micros for line in found.lines if line.kind is LineKind.OVERTIME)
    assert found.total_micros == plain.total_micros + overtime
    assert replace(found, lines=plain.lines, total_micros=0, effective_hourly_micros=0, overtimes=()) == replace(
        plain, total_micros=0, effective_hourly_micros=0
    )
    assert settle_by_law(times=shuffled, pieces=pieces, currency="MXN", law=LAW) == found


def test_the_effective_hour_counts_overtime_pay():
    settlement = settled([time_of(9)])

    assert settlement.effective_hourly_micros == micros_of("400") // 9
    assert ceil_div(settlement.total_micros, 9) > micros_of("40")
