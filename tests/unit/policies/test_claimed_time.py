"""Quiet time that Ada claims counts as what it interrupted; a claim of anything else is refused, never guessed at."""

from datetime import date

import pytest

from policies.claimed_time import Claim, with_claims
from policies.errors import Refusal
from policies.partition import Span, partition
from policies.rulebook import Rulebook
from policies.stamps import Silence, Stamp, StampKind, silence_from_pilot
from policies.working_time import Bucket

LIMITS = Rulebook.load_with(None).limits("MX", on=date(2026, 3, 2))
HERE = {"organisation_id": 3, "project_id": 12}


def day() -> tuple[Span, ...]:
    """Instructions with a silence from 60 to 100 s, then an item with a silence from 160 to 300 s."""
    stamps = (
        Stamp(kind=StampKind.INSTRUCTIONS, at_ms=0, **HERE),
        Stamp(kind=StampKind.START, at_ms=100_000, assignment_id=1, **HERE),
        Stamp(kind=StampKind.SUBMIT, at_ms=300_000, assignment_id=1, **HERE),
    )
    return partition(stamps, now_ms=400_000, time_zone="Etc/UTC", limits=LIMITS)


def totals(spans: tuple[Span, ...]) -> dict[Bucket, int]:
    return {bucket: sum(span.ms for span in spans if span.bucket is bucket) for bucket in {s.bucket for s in spans}}


def test_without_a_claim_the_silence_stays_visible_and_unpaid():
    assert totals(day()) == {Bucket.INSTRUCTIONS: 60_000, Bucket.TASK: 60_000, Bucket.UNCONFIRMED: 180_000}


def test_a_claimed_silence_is_what_it_interrupted():
    found = with_claims(day(), [Claim(60_000, 100_000), Claim(160_000, 300_000)])

    assert totals(found) == {Bucket.INSTRUCTIONS: 100_000, Bucket.TASK: 200_000}


def test_a_claim_that_a_named_person_refused_changes_nothing():
    assert with_claims(day(), [Claim(60_000, 100_000, is_refused=True)]) == day()


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        (Claim(60_000, 90_000), "not the whole silence"),
        (Claim(0, 60_000), "counted time"),
        (Claim(160_000, 400_000), "beyond the last sign of life"),
    ],
)
def test_only_a_whole_silence_can_be_claimed(claim, why):
    with pytest.raises(Refusal) as refused:
        with_claims(day(), [claim])

    assert refused.value.code == "nothing_to_claim", why


@pytest.mark.parametrize(
    ("gaps", "answers", "silence", "why"),
    [
        ([], [], Silence(60_000, 0), "no pilot: the house's minute"),
        ([10_000] * 100, [40_000] * 20, Silence(60_000, 40_000), "a quick task does not shorten the grace"),
        ([5_000] * 94 + [90_000] * 6, [70_000] * 19 + [300_000], Silence(90_000, 70_000), "images take longer to read"),
    ],
)
def test_the_grace_of_a_kind_of_task_comes_from_its_pilot(gaps, answers, silence, why):
    assert silence_from_pilot(gaps_ms=gaps, answers_ms=answers, house=Silence(60_000)) == silence, why
