"""The past of the demonstration: weeks of work on nine projects, made through the services like any other."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from annotate.batches.queries import batches_to_open, next_chunk
from annotate.batches.service import open_chunk
from annotate.demo_drafts import Client
from annotate.demo_payouts import pay_out
from annotate.demo_pilot import begin_pilot, finish_pilot, look_at_prices
from annotate.demo_plan import first_monday, local, planned
from annotate.demo_projects import Asker, Lent, open_projects
from annotate.demo_requests import add_streets
from annotate.demo_stage import Stage, Steps, play
from annotate.demo_work import work
from annotate.serving.service import accept_due, expire_due
from payments.closing.service import close_period
from payments.payouts.service import open_payouts
from payments.payslips.queries import payslips_due
from payments.payslips.rules import PAYDAY_MS
from payments.payslips.service import issue
from payments.weeks_due.queries import periods_due

HOUSEKEEPING_EVERY = timedelta(hours=6)
AT_ONCE = 200


def make_past(
    lent: Lent,
    *,
    askers: Mapping[Client, Asker],
    annotator_ids: Mapping[str, int],
    payroll_ids: tuple[int, int],
    now: datetime,
) -> None:
    """Make every project, and all the work on them from two weeks before this week's Monday until `now`.

    Args:
        lent: what the house lends.
        askers: who asks for the work.
        annotator_ids: who does it, by the keys of the plan.
        payroll_ids: who prepares runs of payouts, and who releases them.
        now: the moment of the visit; nothing happens after it.
    """
    monday = first_monday(now)
    projects = open_projects(lent, askers, now=local(monday - timedelta(days=3), time(11, 20)))
    stage = Stage(lent, askers, annotator_ids, projects, now=local(monday, time()), until=now)
    for one in planned(now):
        week = (one.starts_at.date() - monday).days // 7
        stage.begin(one.starts_at, work(stage, one, week=week))
    stage.begin(local(monday + timedelta(days=9), time(8, 0)), add_streets(stage))
    stage.begin(local(monday, time(0, 5)), keep_house(stage))
    stage.begin(local(monday + timedelta(days=11), time(18, 0)), begin_pilot(stage))
    stage.begin(local(monday + timedelta(days=13), time(18, 0)), finish_pilot(stage))
    pia_id, paz_id = payroll_ids
    stage.begin(local(monday + timedelta(days=11), time(10, 0)), pay_out(stage, pia_id=pia_id, paz_id=paz_id))
    play(stage)


def keep_house(stage: Stage) -> Steps:
    """Do what the house does by itself: take items back, make pay final, open batches, close weeks, pay."""
    while stage.now < stage.until:
        expire_due(stage.tx, now=stage.now, limit=AT_ONCE)
        silence_ms = stage.lent.rulebook.silence_ms(on=stage.now.date())
        while accept_due(stage.tx, silence_ms=silence_ms, now=stage.now, limit=AT_ONCE):
            pass
        for batch_id in batches_to_open(stage.tx):
            chunk = next_chunk(stage.tx, batch_id)
            assert chunk is not None, "it is among those to open"
            open_chunk(stage.tx, chunk)
        for person_id, period in periods_due(stage.tx, now=stage.now, limit=AT_ONCE):
            close_period(stage.tx, person_id=person_id, period=period, now=stage.now)
        for period, person_id in payslips_due(stage.tx, now=stage.now, payday_ms=PAYDAY_MS, limit=AT_ONCE):
            issue(stage.tx, person_id=person_id, period=period, now=stage.now)
        while open_payouts(stage.tx, now=stage.now):
            pass
        look_at_prices(stage)
        yield min(stage.now + HOUSEKEEPING_EVERY, stage.until)
