"""A rejection may cost what pieces had earned above the floor, never the floor; a re-opened period only ever adds."""

from dataclasses import replace
from datetime import date

import pytest

from policies.money import micros_of
from policies.periods import MS_PER_HOUR
from policies.rejections import effect_of
from policies.reopening import reopen
from policies.settlement import PieceTotal, TimeTotal, settle
from policies.working_time import Bucket

FLOOR = micros_of("40")
HOUR = TimeTotal(
    work_session_id=1,
    worked_on=date(2026, 3, 2),
    organisation_id=1,
    project_id=10,
    bucket=Bucket.TASK,
    floor_hourly_micros=FLOOR,
    rulebook_digest="then",
    counted_ms=MS_PER_HOUR,
)


def piece_of(amount, *, project_id=10):
    return PieceTotal(organisation_id=1, project_id=project_id, amount_micros=micros_of(amount))


@pytest.mark.parametrize(
    ("earned", "rejected", "raised", "lost", "why"),
    [
        ("30", "10", "10", "0", "below the floor all of it is owed again as top-up"),
        ("60", "10", "0", "10", "above the floor a rejection costs what it takes"),
        ("45", "10", "5", "5", "half above, half below"),
        ("40", "40", "40", "0", "everything rejected: the hour is still an hour"),
    ],
)
def test_rejected_pay_is_lost_only_above_the_floor(earned, rejected, raised, lost, why):
    effect = effect_of(times=[HOUR], pieces=[piece_of(earned)], rejected=[piece_of(rejected)], currency="MXN")

    assert (effect.raised_micros, effect.lost_micros) == (micros_of(raised), micros_of(lost)), why


def test_more_than_was_earned_cannot_be_rejected():
    with pytest.raises(ValueError, match="more is rejected"):
        effect_of(times=[HOUR], pieces=[piece_of("10")], rejected=[piece_of("10"), piece_of("1")], currency="MXN")


def test_a_rejection_in_one_project_does_not_touch_another_s_pieces():
    pieces = [piece_of("10"), piece_of("50", project_id=11)]

    with pytest.raises(ValueError, match="more is rejected"):
        effect_of(times=[HOUR], pieces=pieces, rejected=[piece_of("20")], currency="MXN")


def test_a_claim_after_payday_is_paid_as_a_supplement_under_the_rules_of_its_week():
    original = settle(times=[HOUR], pieces=[piece_of("40")], currency="MXN")
    claimed = replace(HOUR, counted_ms=HOUR.counted_ms + MS_PER_HOUR // 2)

    (supplement,) = reopen(original, times=[claimed], pieces=[piece_of("40")], digests={"then"})

    assert (supplement.paid_micros, supplement.due_micros) == (0, FLOOR // 2)
    assert [part.rulebook_digest for part in supplement.line.parts] == ["then"]


def test_what_was_paid_as_a_top_up_is_not_taken_back_when_pieces_are_accepted_after_all():
    original = settle(times=[HOUR], pieces=[], currency="MXN")

    assert reopen(original, times=[HOUR], pieces=[piece_of("40")], digests={"then"}) == ()


def test_opening_a_period_again_with_the_same_facts_adds_nothing():
    original = settle(times=[HOUR], pieces=[], currency="MXN")

    assert reopen(original, times=[HOUR], pieces=[], digests={"then"}) == ()


def test_a_period_is_not_opened_under_rules_that_came_later():
    original = settle(times=[HOUR], pieces=[], currency="MXN")

    with pytest.raises(ValueError, match="rules of another period"):
        reopen(original, times=[replace(HOUR, rulebook_digest="later")], pieces=[], digests={"then"})
