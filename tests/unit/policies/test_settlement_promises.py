"""The promises of a settlement hold for any week anyone could work, not only for the examples."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from policies.periods import MS_PER_HOUR
from policies.rest_shares import split_whole
from policies.settlement import PieceTotal, TimeTotal, settle
from policies.working_time import Bucket

TIMES = st.builds(
    TimeTotal,
    work_session_id=st.integers(1, 3),
    worked_on=st.dates(date(2026, 11, 16), date(2026, 11, 22)),
    organisation_id=st.integers(0, 3),
    project_id=st.integers(1, 5),
    bucket=st.sampled_from(Bucket),
    floor_hourly_micros=st.sampled_from([45_943_334, 47_940_870, 7_250_000, 1]),
    rulebook_digest=st.sampled_from(["old", "new"]),
    counted_ms=st.integers(0, 12 * MS_PER_HOUR),
)
PIECES = st.builds(
    PieceTotal, organisation_id=st.integers(1, 3), project_id=st.integers(1, 5), amount_micros=st.integers(0, 10**9)
)
WEEKS = st.tuples(st.lists(TIMES, max_size=12), st.lists(PIECES, max_size=6))


def total_of(times, pieces):
    return settle(times=times, pieces=pieces, currency="MXN").total_micros


@given(WEEKS)
def test_nobody_is_paid_less_than_the_pooled_legal_check(week):
    times, pieces = week

    settlement = settle(times=times, pieces=pieces, currency="MXN")

    assert settlement.total_micros >= settlement.pooled_micros
    assert settlement.total_micros == settlement.piece_micros + sum(line.amount_micros for line in settlement.lines)


@given(WEEKS)
def test_every_requester_pays_at_least_the_floor_for_its_task_time(week):
    times, pieces = week

    settlement = settle(times=times, pieces=pieces, currency="MXN")

    assert all(
        requester.piece_micros + requester.top_up_micros >= requester.floor_owed_micros
        for requester in settlement.requesters
    )


@given(WEEKS, st.randoms())
def test_the_order_of_the_records_changes_nothing(week, random):
    times, pieces = week
    shuffled_times, shuffled_pieces = random.sample(times, len(times)), random.sample(pieces, len(pieces))

    shuffled = settle(times=shuffled_times, pieces=shuffled_pieces, currency="MXN")

    assert shuffled == settle(times=times, pieces=pieces, currency="MXN")


@given(WEEKS, TIMES.filter(lambda time: time.bucket is not Bucket.REST))
def test_more_hours_never_mean_less_pay(week, more):
    times, pieces = week
    slack = len(times)  # rest shared out anew may round one line less up: at most a millionth for each line

    assert total_of([*times, more], pieces) >= total_of(times, pieces) - slack


@given(WEEKS, st.data())
def test_a_rejection_never_takes_a_requester_below_the_floor(week, data):
    times, pieces = week
    left = [replace(piece, amount_micros=data.draw(st.integers(0, piece.amount_micros))) for piece in pieces]

    settlement = settle(times=times, pieces=left, currency="MXN")

    assert settlement.total_micros <= total_of(times, pieces)
    assert settlement.total_micros >= total_of(times, [])


@given(st.integers(0, 10**9), st.dictionaries(st.integers(0, 50), st.integers(1, 10**8), min_size=1, max_size=8))
def test_the_shares_of_a_rest_add_up_and_are_within_a_millisecond_of_fair(whole, weights):
    shares = split_whole(whole, weights)

    total = sum(weights.values())
    assert sum(shares.values()) == whole
    assert all(abs(shares[number] * total - whole * weight) < total for number, weight in weights.items())


@given(WEEKS)
def test_no_counted_time_is_left_out_of_the_lines_and_task_totals(week):
    times, pieces = week

    settlement = settle(times=times, pieces=pieces, currency="MXN")

    beside_task = sum(line.counted_ms for line in settlement.lines if line.kind != "top_up")
    assert beside_task + sum(requester.task_ms for requester in settlement.requesters) == settlement.counted_ms
