"""How much a person has worked, asked before more is handed out; time beyond a limit is noted, and paid alike."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from annotate.caps.queries import exposed
from annotate.caps.rules import Session, first_session_since, since_time_away_ms, spans_of, unbroken_ms_at
from annotate.timeclock.queries import offered_at
from annotate.timeclock.rules import Act, resting_since_ms, screen_ms_at
from annotate.timeclock.service import Turn, act_on, finish, take_turn
from payments.earnings.rules import Segment
from payments.events.rules import Fact, annotator_stream
from payments.events.service import append
from payments.people.queries import residence_on, willing_for
from payments.running.queries import Worked, worked_on
from payments.running.service import remake
from payments.transaction import Row, Transaction
from policies.notices import Breach, breaches_of
from policies.periods import local_day, to_ms, week_days, week_of
from policies.permission import LOOK_BACK_MS, History, block_start_ms
from policies.rulebook import Rulebook
from policies.working_time import Bucket, CapKind, is_counted

# The work sessions of the last days, each with the person's one row of running totals beside it.
_LATELY = """
SELECT session.id, session.started_at, session.seen_at, total.worked_on, total.first_session_id, total.day_ms,
       total.week_ms, total.shift_ms
FROM work_session AS session LEFT JOIN running_total AS total ON total.person_id = session.person_id
WHERE session.person_id = :person_id AND session.started_at >= :since_ms ORDER BY session.started_at, session.id
"""
_IS_HARD = "SELECT 1 FROM project WHERE id = :project_id AND content_risks <> '[]'"
_NOTE = """
INSERT INTO breach (person_id, kind, begun_on, rule, over_ms, found_at)
VALUES (:person_id, :kind, :begun_on, :rule, :over_ms, :found_ms) ON CONFLICT DO NOTHING
"""

_SUNDAY = 6


def history_of(tx: Transaction, taken: Turn, *, is_distressing: bool = False) -> History:
    """Return what is known of a person's time, what their turn decided and has not recorded yet included.

    One indexed read, and one more for work with content that distresses.
    """
    now_ms, state, limits = taken.now_ms, taken.state, taken.limits
    rows = tx.run(_LATELY, person_id=taken.person_id, since_ms=now_ms - LOOK_BACK_MS)
    sessions: Sequence[Session] = [row[:3] for row in rows]
    spans = spans_of(sessions, state=state, work_session_id=taken.work_session_id, now_ms=now_ms)
    since_ms = block_start_ms(spans, rest_ms=limits.daily_rest_ms, now_ms=now_ms)
    first_id = first_session_since(sessions, since_ms, work_session_id=taken.work_session_id)
    worked = _worked(tx, taken, rows, first_id=first_id, since_ms=since_ms)
    fresh = [part for part in taken.segments if is_counted(part.bucket)]
    monday = week_days(week_of(taken.today))[0]
    hard = _exposed(tx, taken) if is_distressing else ()
    away_ms = limits.exposure.length_ms if limits.exposure else 0
    return History(
        time_zone=taken.time_zone,
        day_ms=worked.day_ms + _length_ms(part for part in fresh if part.worked_on >= taken.today),
        week_ms=worked.week_ms + _length_ms(part for part in fresh if part.worked_on >= monday),
        spans=spans,
        shift_ms=worked.shift_ms + _length_ms(fresh),
        resting_since_ms=resting_since_ms(state),
        screen_ms=screen_ms_at(state, now_ms, limits),
        is_rest_moved=state.is_rest_moved,
        unbroken_ms=unbroken_ms_at(state, now_ms, limits),
        exposure_day_ms=sum(end - start for start, end, on in hard if on == taken.today),
        exposure_ms=since_time_away_ms([span[:2] for span in hard], length_ms=away_ms, now_ms=now_ms),
        is_distressing=is_distressing,
    )


def take_rest(tx: Transaction, *, person_id: int, is_meal: bool, now: datetime, rulebook: Rulebook) -> None:
    """Begin a rest, or a meal; what is open stays open.

    Time away from hard content that is due by now is part of it, and is paid whole however the rest came about.
    """
    taken = take_turn(tx, person_id=person_id, now=now, rulebook=rulebook)
    act_on(tx, taken, Act.MEAL if is_meal else Act.PAUSE, offered=offered_at(tx, taken.state.place.assignment_id))
    rule = taken.limits.exposure
    if rule is not None and willing_for(tx, person_id):
        history = history_of(tx, taken, is_distressing=True)
        if history.exposure_ms >= rule.after_ms:
            owed_ms = max(taken.state.rest_required_ms, rule.length_ms)
            taken.state = replace(taken.state, rest_required_ms=owed_ms)
    append(tx, stream=annotator_stream(person_id), facts=finish(tx, taken, now=now, rulebook=rulebook), now=taken.now)


def note_breaches(tx: Transaction, taken: Turn, history: History) -> list[Fact]:
    """Note a day or a week that has gone over its limit, once for each.

    Args:
        tx: the open transaction.
        taken: the person's turn, after the act that counted the time.
        history: from `history_of`, of the same moment.

    Returns:
        Facts for the person's stream, to be appended in the same act; none where all was noted before.
    """
    over = breaches_of(day_ms=history.day_ms, week_ms=history.week_ms, limits=taken.limits)
    return _noted(tx, over, person_id=taken.person_id, today=taken.today, now_ms=taken.now_ms)


def note_week(tx: Transaction, *, person_id: int, period: str, now: datetime, rulebook: Rulebook) -> int:
    """Note what went over a limit in a week that has ended, for whoever asked for no more work since; once for each.

    Args:
        tx: the open transaction.
        person_id: whose week.
        period: "2026-W47".
        now: when it is looked at.
        rulebook: gives the limits where the person lived, day by day.

    Returns:
        How many breaches were new.
    """
    monday, _ = week_days(period)
    facts: list[Fact] = []
    week_ms = 0
    for number in range(7):
        day = monday + timedelta(days=number)
        home = residence_on(tx, person_id, on=day)
        if home is None:
            continue
        day_ms = worked_on(tx, person_id=person_id, today=day, since_on=day).day_ms
        week_ms += day_ms
        over = breaches_of(day_ms=day_ms, week_ms=week_ms, limits=rulebook.limits(home.jurisdiction, on=day))
        is_over = [each for each in over if each.kind is CapKind.DAY or number == _SUNDAY]
        facts += _noted(tx, is_over, person_id=person_id, today=day, now_ms=to_ms(now))
    append(tx, stream=annotator_stream(person_id), facts=facts, now=now)
    return len(facts)


def _noted(tx: Transaction, breaches: Iterable[Breach], *, person_id: int, today: date, now_ms: int) -> list[Fact]:
    facts: list[Fact] = []
    for breach in breaches:
        begun_on = week_days(week_of(today))[0] if breach.kind is CapKind.WEEK else today
        noted: dict[str, object] = {
            "person_id": person_id,
            "kind": breach.kind.value,
            "begun_on": begun_on.isoformat(),
            "rule": breach.rule,
            "over_ms": breach.over_ms,
            "found_ms": now_ms,
        }
        if tx.count(_NOTE, **noted):
            facts.append(Fact("breach", noted))
    return facts


def _worked(tx: Transaction, taken: Turn, rows: Sequence[Row], *, first_id: int, since_ms: int | None) -> Worked:
    """Return what the person's running totals say; re-made when a day, a shift or something in the past has changed."""
    if rows and rows[0][3:5] == (taken.today.isoformat(), first_id):
        return Worked(day_ms=rows[0][5], week_ms=rows[0][6], shift_ms=rows[0][7])
    since_on = None if since_ms is None else local_day(since_ms, taken.time_zone)
    return remake(tx, person_id=taken.person_id, today=taken.today, since_on=since_on, first_session_id=first_id)


def _length_ms(parts: Iterable[Segment]) -> int:
    return sum(part.ended_ms - part.started_ms for part in parts)


def _exposed(tx: Transaction, taken: Turn) -> tuple[tuple[int, int, date], ...]:
    """Return today's and yesterday's work with content that distresses: from, to, day; this turn's own comes last."""
    # Yesterday's too, for a stretch of such work does not begin anew at midnight.
    since_on = taken.today - timedelta(days=1)
    known = exposed(tx, person_id=taken.person_id, since_on=since_on, today=taken.today)
    fresh = [part for part in taken.segments if part.bucket in {Bucket.TASK, Bucket.REWORK}]
    hard = {which for which in {part.project_id for part in fresh} if tx.value(_IS_HARD, project_id=which)}
    return (
        *known,
        *((part.started_ms, part.ended_ms, part.worked_on) for part in fresh if part.project_id in hard),
    )
