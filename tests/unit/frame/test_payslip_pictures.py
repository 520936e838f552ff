"""Pictures of pay and time: every coin and every second of the tables behind them is accounted for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from policies.settlement import TimeTotal
from policies.working_time import Bucket
from tests.payslip_made import TIMES
from web.pages.payslip_pictures import KindPay, PayDay, bucket_bars, pay_picture
from web.pages.time_picture import LOOKS

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def rows_of(
    *lines: KindPay, pieces: dict[date, int] | None = None, times: tuple[TimeTotal, ...] = TIMES
) -> list[PayDay]:
    picture = pay_picture(lines, piece_micros=pieces or {}, times=times, currency="MXN")
    return [bar.row for bar in picture.bars]


def test_answers_stand_on_their_day_rest_on_its_own_and_a_top_up_over_the_week() -> None:
    rows = rows_of(
        KindPay("piece", 60_000_000),
        KindPay("rest", 4_600_000),
        KindPay("top_up", 31_890_000),
        pieces={MONDAY: 48_000_000, TUESDAY: 12_000_000},
    )

    assert [(row.day, row.task_micros, row.rest_micros, row.week_micros) for row in rows] == [
        (MONDAY, 48_000_000, 0, 0),
        (TUESDAY, 12_000_000, 4_600_000, 0),
        (None, 0, 0, 31_890_000),
    ]


def test_what_is_taken_off_stands_over_the_week() -> None:
    assert rows_of(KindPay("correction", -1_000_000))[0].week_micros == -1_000_000


def test_pay_for_time_that_no_day_has_stands_over_the_week() -> None:
    assert rows_of(KindPay("search", 1_000_000))[0].day is None


def test_nothing_paid_draws_nothing() -> None:
    assert rows_of() == []


@given(
    cents=some.lists(
        some.tuples(some.sampled_from(["piece", "rest", "top_up", "admin"]), some.integers(1, 10**7)), max_size=6
    ),
    pieces=some.dictionaries(some.dates(MONDAY, TUESDAY), some.integers(1, 10**12), max_size=2),
)
def test_no_coin_is_lost_or_made_between_the_days(cents: list[tuple[str, int]], pieces: dict[date, int]) -> None:
    lines = [KindPay(kind, each * 10_000) for kind, each in cents]

    rows = rows_of(*lines, pieces=pieces)

    assert sum(row.total_micros for row in rows) == sum(micros for _, micros in lines)
    assert all(row.total_micros % 10_000 == 0 for row in rows)


def test_the_longest_kind_of_time_fills_the_picture_and_own_time_is_not_drawn() -> None:
    bars = bucket_bars({Bucket.TASK: 7_200_000, Bucket.REST: 360_000, Bucket.OFF: 99})

    assert [(bar.bucket, bar.width) for bar in bars] == [(Bucket.TASK, "100.00%"), (Bucket.REST, "5.00%")]


@pytest.mark.parametrize("bucket", [bucket for bucket in Bucket if LOOKS[bucket]])
def test_every_kind_of_time_can_be_drawn(bucket: Bucket) -> None:
    assert bucket_bars({bucket: 1})[0].look == LOOKS[bucket]
