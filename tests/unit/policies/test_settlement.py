"""A pay period comes out as reckoned by hand: each requester carries its own time, the platform its own."""

from datetime import date

import pytest

from policies.money import decimal_text, micros_of, minor_text, minor_up
from policies.periods import MS_PER_HOUR
from policies.settlement import PLATFORM_ID, LineKind, PieceTotal, TimeTotal, settle
from policies.working_time import Bucket

MX_FLOOR = 45_943_334
A, B = 1, 2


def time_of(bucket, hours, *, organisation_id=A, session=1, floor=MX_FLOOR, on=date(2026, 11, 16), digest="mx"):
    return TimeTotal(
        work_session_id=session,
        worked_on=on,
        organisation_id=organisation_id,
        project_id=organisation_id * 10,
        bucket=bucket,
        floor_hourly_micros=floor,
        rulebook_digest=digest,
        counted_ms=round(hours * MS_PER_HOUR),
    )


def piece_of(organisation_id, amount):
    return PieceTotal(organisation_id=organisation_id, project_id=1, amount_micros=micros_of(amount))


def shown_lines(settlement):
    """Each line as a payslip would show it: kind, carrier, amount rounded up once."""
    return [
        (line.kind.value, line.organisation_id, minor_text(minor_up(line.amount_micros, "MXN"), "MXN"))
        for line in settlement.lines
    ]


def paid_minor(settlement):
    pieces = [requester.piece_micros for requester in settlement.requesters]
    lines = [line.amount_micros for line in settlement.lines]
    return sum(minor_up(amount, settlement.currency) for amount in [*pieces, *lines])


WEEK_OF_G11 = [
    time_of(Bucket.TASK, 3.40, organisation_id=A),
    time_of(Bucket.TASK, 2.00, organisation_id=B),
    time_of(Bucket.REST, 0.40, organisation_id=PLATFORM_ID),
    time_of(Bucket.WAITING_PLATFORM, 0.20, organisation_id=PLATFORM_ID),
]


def test_g11_two_requesters_a_rest_and_an_outage_come_out_as_reckoned_by_hand():
    settlement = settle(times=WEEK_OF_G11, pieces=[piece_of(A, "210"), piece_of(B, "60")], currency="MXN")

    assert shown_lines(settlement) == [
        ("waiting", PLATFORM_ID, "9.19"),
        ("rest", A, "11.58"),
        ("top_up", B, "31.89"),
        ("rest", B, "6.81"),
    ]
    assert minor_text(paid_minor(settlement), "MXN") == "329.47"
    assert decimal_text(settlement.pooled_micros) == "275.660004"


def test_g12_twenty_rejections_move_money_but_pay_no_less():
    before = settle(times=WEEK_OF_G11, pieces=[piece_of(A, "210"), piece_of(B, "60")], currency="MXN")

    after = settle(times=WEEK_OF_G11, pieces=[piece_of(A, "210"), piece_of(B, "48")], currency="MXN")

    assert ("top_up", B, "43.89") in shown_lines(after)
    assert after.total_micros == before.total_micros
    assert minor_text(paid_minor(after), "MXN") == "329.47"


def test_g18_seven_small_pieces_are_rounded_once_not_seven_times():
    settlement = settle(times=[], pieces=[piece_of(A, "0.0123")] * 7, currency="MXN")

    assert settlement.total_micros == micros_of("0.0861")
    assert paid_minor(settlement) == 9


def test_g19_a_requester_above_the_floor_owes_no_top_up():
    settlement = settle(times=[time_of(Bucket.TASK, 3.40)], pieces=[piece_of(A, "210")], currency="MXN")

    assert settlement.lines == ()
    assert settlement.requesters[0].top_up_micros == 0
    assert settlement.total_micros == micros_of("210")


def test_g20_a_week_across_a_rise_is_reckoned_day_by_day_and_rounded_once():
    times = [
        time_of(Bucket.TASK, 8, floor=micros_of("12.21"), on=date(2026, 3, 31), digest="old"),
        time_of(Bucket.TASK, 12, floor=micros_of("12.71"), on=date(2026, 4, 1), digest="new"),
    ]

    settlement = settle(times=times, pieces=[], currency="GBP")

    line = settlement.lines[0]
    assert line.amount_micros == micros_of("250.20")
    assert (line.is_split, line.rate_micros) == (True, 0)
    assert [(part.rate_micros, part.rulebook_digest, part.counted_ms) for part in line.parts] == [
        (micros_of("12.21"), "old", 8 * MS_PER_HOUR),
        (micros_of("12.71"), "new", 12 * MS_PER_HOUR),
    ]


@pytest.mark.parametrize(
    ("bucket", "kind", "carrier_id", "why"),
    [
        (Bucket.INSTRUCTIONS, LineKind.INSTRUCTIONS, A, "reading what the requester wrote"),
        (Bucket.QUALIFICATION, LineKind.QUALIFICATION, A, "the requester's own test"),
        (Bucket.WAITING_REQUESTER, LineKind.WAITING, A, "the requester ran out of items"),
        (Bucket.WAITING_PLATFORM, LineKind.WAITING, PLATFORM_ID, "our server was slow"),
        (Bucket.ADMIN, LineKind.ADMIN, PLATFORM_ID, "setting up her pay"),
        (Bucket.SEARCH, LineKind.SEARCH, PLATFORM_ID, "looking for work on our pages"),
    ],
)
def test_time_beside_the_task_is_paid_on_a_line_of_its_own_however_good_the_piece_pay(bucket, kind, carrier_id, why):
    times = [time_of(Bucket.TASK, 1), time_of(bucket, 0.5)]

    settlement = settle(times=times, pieces=[piece_of(A, "500")], currency="MXN")

    assert [(line.kind, line.organisation_id) for line in settlement.lines] == [(kind, carrier_id)], why
    assert settlement.total_micros == micros_of("500") + MX_FLOOR // 2


def test_rework_is_raised_to_the_floor_together_with_task_time():
    times = [time_of(Bucket.TASK, 1), time_of(Bucket.REWORK, 1)]

    settlement = settle(times=times, pieces=[piece_of(A, "60")], currency="MXN")

    assert settlement.requesters[0].task_ms == 2 * MS_PER_HOUR
    assert settlement.requesters[0].top_up_micros == 2 * MX_FLOOR - micros_of("60")


def test_one_requester_s_good_pay_does_not_hide_another_s_bad_pay():
    times = [time_of(Bucket.TASK, 1, organisation_id=A), time_of(Bucket.TASK, 1, organisation_id=B)]

    settlement = settle(times=times, pieces=[piece_of(A, "500"), piece_of(B, "1")], currency="MXN")

    assert [line.organisation_id for line in settlement.lines] == [B]
    assert settlement.lines[0].amount_micros == MX_FLOOR - micros_of("1")


def test_rest_belongs_to_the_requesters_of_its_own_session():
    times = [
        time_of(Bucket.TASK, 2, organisation_id=A, session=1),
        time_of(Bucket.REST, 0.25, organisation_id=PLATFORM_ID, session=1),
        time_of(Bucket.TASK, 6, organisation_id=B, session=2),
    ]

    settlement = settle(times=times, pieces=[piece_of(A, "500"), piece_of(B, "500")], currency="MXN")

    assert [(line.kind, line.organisation_id) for line in settlement.lines] == [(LineKind.REST, A)]


def test_rest_in_a_session_without_any_requester_is_carried_by_the_platform():
    times = [time_of(Bucket.ADMIN, 1, organisation_id=PLATFORM_ID), time_of(Bucket.REST, 0.1, organisation_id=A)]

    settlement = settle(times=times, pieces=[], currency="MXN")

    rest = next(line for line in settlement.lines if line.kind is LineKind.REST)
    assert (rest.organisation_id, rest.counted_ms) == (PLATFORM_ID, 360_000)


def test_meals_and_unconfirmed_time_earn_nothing_yet():
    times = [time_of(bucket, 1) for bucket in (Bucket.MEAL, Bucket.OFF, Bucket.UNCONFIRMED)]

    settlement = settle(times=times, pieces=[], currency="MXN")

    assert (settlement.lines, settlement.total_micros, settlement.counted_ms) == ((), 0, 0)
    assert settlement.effective_hourly_micros == 0


def test_effective_pay_is_the_whole_total_over_every_counted_hour():
    times = [time_of(Bucket.TASK, 1), time_of(Bucket.INSTRUCTIONS, 1)]

    settlement = settle(times=times, pieces=[piece_of(A, "50")], currency="MXN")

    assert settlement.effective_hourly_micros == (micros_of("50") + MX_FLOOR) // 2


@pytest.mark.parametrize(
    ("times", "pieces", "currency", "why"),
    [
        ([time_of(Bucket.TASK, -1)], [], "MXN", "negative time"),
        ([time_of(Bucket.TASK, 1, floor=-1)], [], "MXN", "a negative floor"),
        ([], [piece_of(A, "-1")], "MXN", "negative piece pay"),
        ([], [], "pesos", "not a currency"),
    ],
)
def test_a_settlement_of_impossible_figures_is_not_made(times, pieces, currency, why):
    with pytest.raises(ValueError, match=r"negative|currency"):
        settle(times=times, pieces=pieces, currency=currency)
