"""Whoever has a salary for some of their work is paid here for the rest of it, neither twice nor less."""

from datetime import date

from policies.money import micros_of
from policies.periods import MS_PER_HOUR
from policies.settlement import LineKind, PieceTotal, TimeTotal, settle
from policies.working_time import Bucket

FLOOR = micros_of("40")
STAFFED, PAYING = 1, 2


def time_of(bucket, hours, *, organisation_id, is_salaried=False):
    return TimeTotal(
        work_session_id=1,
        worked_on=date(2026, 11, 16),
        organisation_id=organisation_id,
        project_id=organisation_id * 10 + is_salaried,
        bucket=bucket,
        floor_hourly_micros=FLOOR,
        rulebook_digest="mx",
        counted_ms=hours * MS_PER_HOUR,
        is_salaried=is_salaried,
    )


def test_salaried_time_earns_no_line_here():
    times = [
        time_of(bucket, 2, organisation_id=STAFFED, is_salaried=True)
        for bucket in (Bucket.TASK, Bucket.REWORK, Bucket.INSTRUCTIONS, Bucket.WAITING_REQUESTER, Bucket.REST)
    ]

    settlement = settle(times=times, pieces=[], currency="MXN")

    assert (settlement.lines, settlement.requesters, settlement.total_micros) == ((), (), 0)


def test_salaried_time_does_not_dilute_what_an_hour_paid():
    times = [
        time_of(Bucket.TASK, 6, organisation_id=STAFFED, is_salaried=True),
        time_of(Bucket.TASK, 2, organisation_id=PAYING),
    ]
    pieces = [PieceTotal(organisation_id=PAYING, project_id=20, amount_micros=micros_of("100"))]

    settlement = settle(times=times, pieces=pieces, currency="MXN")

    assert settlement.counted_ms == 2 * MS_PER_HOUR
    assert settlement.effective_hourly_micros == micros_of("50")


def test_a_requester_pays_only_its_own_share_of_a_rest_from_salaried_work_too():
    times = [
        time_of(Bucket.TASK, 6, organisation_id=STAFFED, is_salaried=True),
        time_of(Bucket.TASK, 2, organisation_id=PAYING),
        time_of(Bucket.REST, 1, organisation_id=STAFFED),
    ]

    settlement = settle(times=times, pieces=[], currency="MXN")

    rest = [line for line in settlement.lines if line.kind is LineKind.REST]
    assert [(line.organisation_id, line.counted_ms) for line in rest] == [(PAYING, MS_PER_HOUR // 4)]


def test_one_organisation_may_pay_for_some_work_and_have_staff_for_other_work():
    times = [
        time_of(Bucket.TASK, 3, organisation_id=PAYING, is_salaried=True),
        time_of(Bucket.TASK, 1, organisation_id=PAYING),
        time_of(Bucket.REST, 1, organisation_id=PAYING),
    ]

    settlement = settle(times=times, pieces=[], currency="MXN")

    assert settlement.total_micros == micros_of("50")
    assert settlement.pooled_micros == micros_of("50")
    assert settlement.requesters[0].task_ms == MS_PER_HOUR
