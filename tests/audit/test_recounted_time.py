"""A refused claim and a meal that was a rest are worked out again from the record; forged ones are found."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from payments.audit.verify import verify
from payments.claims.service import claim_time
from payments.closing.service import close_period
from payments.corrections.service import correct_time, refuse_claim
from payments.events.rules import canonical
from policies.claimed_time import Correction
from policies.periods import to_ms
from policies.working_time import Bucket
from tests import make
from tests.audit.conftest import MADE_AT, Save, bundle_of
from tests.audit.forgery import Values, opened, packed_again, sealed_anew
from tests.cast import ADA, BEGINNING, BEN
from tests.wages import AFTER_WEEK, UNIT, WEEK, Work, later, make_project_money, make_time
from web.db import Database

HOUR = timedelta(hours=1)
TOLD = BEGINNING + 5 * HOUR


def live_through_a_refusal(db: Database) -> None:
    """Ada works, rests for 24 minutes, calls it a meal, claims a quiet stretch, and Ben refuses that with a reason."""
    with db.writing() as tx:
        ada, ben = make.make_annotator(tx, ADA), make.make_annotator(tx, BEN)
        make_project_money(tx, ada, purse_micros=20 * UNIT, reserve_micros=90 * UNIT)
        make_time(tx, Work(ada, seconds=600))
        resting = later(Work(ada, bucket=Bucket.REST, seconds=24 * 60), minutes=10)
        rested = make_time(tx, resting)
        quiet = later(Work(ada, bucket=Bucket.UNCONFIRMED, seconds=200), minutes=60)
        quiet_until = make_time(tx, quiet)
    meal = {"started_ms": to_ms(resting.started_at), "ended_ms": to_ms(rested)}
    claim = {"started_ms": to_ms(quiet.started_at), "ended_ms": to_ms(quiet_until)}
    with db.writing() as tx:
        correct_time(tx, person_id=ada, **meal, becomes=Correction.MEAL, now=TOLD)
        claim_time(tx, person_id=ada, **claim, line="reading the form", now=TOLD)
        reason = "The form was not open at that time."
        refuse_claim(tx, person_id=ada, started_ms=claim["started_ms"], reason=reason, by_id=ben, now=TOLD + HOUR)
    with db.writing() as tx:
        close_period(tx, person_id=ada, period=WEEK, now=AFTER_WEEK)


def put(**values: object) -> Callable[[Values], None]:
    return lambda body: body.update(values)


def later_by(days: int) -> Callable[[Values], None]:
    return lambda body: body.update(corrected_ms=body["corrected_ms"] + days * 86_400_000)


FORGERIES: dict[str, tuple[str, Callable[[Values], None], str]] = {
    "a refusal gives no reason": ("unconfirmed", put(line="no"), "refusal_without_reason"),
    "a refusal comes too late": ("unconfirmed", later_by(8), "refusal_too_late"),
    "somebody refuses more than was claimed": ("unconfirmed", put(ended_ms=9_999_999_999_999), "refusal_differs"),
    "somebody refuses what nobody claimed": ("unconfirmed", put(started_ms=1), "refusal_differs"),
    "a refusal is in the claimant's own name": ("unconfirmed", put(by_id=1), "refusal_differs"),
    "somebody else calls her rest a meal": ("meal", put(by_id=2), "correction_differs"),
    "a shorter rest becomes a meal": (
        "meal",
        lambda body: body.update(ended_ms=body["started_ms"] + 600_000),
        "correction_differs",
    ),
    "the meal was work": ("meal", lambda body: body.update(started_ms=to_ms(BEGINNING)), "correction_differs"),
}


def test_a_refusal_and_a_correction_are_worked_out_again(db: Database, saved: Save) -> None:
    live_through_a_refusal(db)

    found = verify(saved(bundle_of(db)))

    assert found == []
    assert MADE_AT > AFTER_WEEK


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_refusal_or_correction_is_found_also_by_a_clever_forger(db: Database, saved: Save, name: str) -> None:
    becomes, change, code = FORGERIES[name]
    live_through_a_refusal(db)
    members, manifest = opened(bundle_of(db))
    events = [event for event in members["events"] if event["kind"] == "time_correction"]
    event = next(event for event in events if json.loads(event["body"])["becomes"] == becomes)
    row = next(row for row in members["corrections"] if row["becomes"] == becomes)
    body = json.loads(event["body"])
    change(body)
    change(row)
    event["body"] = canonical(body)
    event["logged_ms"] = max(event["logged_ms"], body["corrected_ms"])

    found = verify(saved(packed_again(members, sealed_anew(members, manifest))))

    assert code in {finding.code for finding in found}


def test_a_refusal_that_is_made_up_or_left_out_is_found(db: Database, saved: Save) -> None:
    live_through_a_refusal(db)
    members, manifest = opened(bundle_of(db))
    members["corrections"].pop()

    found = verify(saved(packed_again(members, sealed_anew(members, manifest))))

    assert "record_missing" in {finding.code for finding in found}
