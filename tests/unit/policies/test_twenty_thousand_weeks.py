"""Twenty-one thousand made-up weeks keep every promise of pay; a seed makes each run the same."""

from dataclasses import replace
from random import Random

import pytest

from policies.periods import MS_PER_HOUR
from policies.rejections import effect_of
from policies.reopening import reopen
from policies.settlement import Settlement, settle
from policies.working_time import Bucket, is_counted
from tests.unit.policies.generated_weeks import week_of

CASES = 4_200
EVERYDAY_CASES = 300
"""The first of them are tried every day; `.ci/run` tries all."""


def settled(times, pieces) -> Settlement:
    return settle(times=times, pieces=pieces, currency="MXN")


def weeks(seed, cases):
    random = Random(seed)
    return (week_of(random) for _ in range(cases))


def check_sums(times, pieces) -> list[bool]:
    found = settled(times, pieces)
    beside = sum(line.counted_ms for line in found.lines if line.kind != "top_up")
    return [
        found.total_micros >= found.pooled_micros,
        found.total_micros == found.piece_micros + sum(line.amount_micros for line in found.lines),
        beside + sum(requester.task_ms for requester in found.requesters) == found.counted_ms,
        found.counted_ms <= sum(time.counted_ms for time in times if is_counted(time.bucket)),
        all(part.counted_ms > 0 for line in found.lines for part in line.parts),
    ]


def check_order_and_names(times, pieces) -> list[bool]:
    """Requesters under other numbers, told in another order, are owed the same."""
    renamed = {0: 0, 1: 3, 2: 2, 3: 1}
    found = settled(times, pieces)
    other = settled(
        [replace(time, organisation_id=renamed[time.organisation_id]) for time in reversed(times)],
        [replace(piece, organisation_id=renamed[piece.organisation_id]) for piece in reversed(pieces)],
    )
    top_ups = {renamed[each.organisation_id]: each.top_up_micros for each in found.requesters}
    return [
        settled(times[::-1], pieces[::-1]) == found,
        {each.organisation_id: each.top_up_micros for each in other.requesters} == top_ups,
        other.counted_ms == found.counted_ms,
        abs(other.total_micros - found.total_micros) <= len(times) * 2,  # odd milliseconds of rest change hands
    ]


def check_more_time(times, pieces) -> list[bool]:
    """Another hour of work, and the same hours under a higher floor, never mean less pay."""
    more = [*times, replace(times[0], bucket=Bucket.TASK, organisation_id=1, counted_ms=MS_PER_HOUR, is_salaried=False)]
    higher = [replace(time, floor_hourly_micros=time.floor_hourly_micros + 1_000_000) for time in times]
    total = settled(times, pieces).total_micros
    return [
        settled(more, pieces).total_micros >= total - len(more) * 2,
        settled(higher, pieces).total_micros >= total,
    ]


def check_rejections(times, pieces) -> list[bool]:
    """Rejecting pieces moves money to the top-up and takes only what was above the floor."""
    effect = effect_of(times=times, pieces=pieces, rejected=pieces[:2], currency="MXN")
    return [
        effect.after.total_micros >= settled(times, []).total_micros,
        effect.after.total_micros >= effect.after.pooled_micros,
        effect.raised_micros + effect.lost_micros == sum(piece.amount_micros for piece in pieces[:2]),
    ]


def check_opening_again(times, pieces) -> list[bool]:
    """The same facts under the same digests give the same settlement, to the last figure, and so nothing to add."""
    original = settled(times, pieces)
    fewer = reopen(original, times=times, pieces=pieces[1:], digests={"old", "new"})
    return [
        settled(list(times), list(pieces)) == original,
        reopen(original, times=times, pieces=pieces, digests={"old", "new"}) == (),
        all(each.due_micros > 0 and each.line.kind == "top_up" for each in fewer),
    ]


@pytest.mark.parametrize("cases", [EVERYDAY_CASES, pytest.param(CASES, marks=pytest.mark.stress)])
@pytest.mark.parametrize(
    ("check", "seed"),
    [
        (check_sums, 1),
        (check_order_and_names, 2),
        (check_more_time, 3),
        (check_rejections, 4),
        (check_opening_again, 5),
    ],
)
def test_every_made_up_week_keeps_its_promises(check, seed, cases):
    broken = [week for week in weeks(seed, cases) if not all(check(*week))]

    assert broken[:1] == []
