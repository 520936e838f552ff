"""What happens by itself as time passes: items come back from whoever was not heard of, answers are accepted."""

from datetime import datetime

from annotate.assignments.rules import (
    LEASE_IN_ESTIMATES,
    LEASE_MS_LEAST,
    PAUSE_HELD_MS,
    AssignmentAct,
    AssignmentState,
    move,
)
from annotate.assignments.service import ENDED
from annotate.slots.service import count_out, return_slot
from payments.earnings.service import make_final_due
from payments.events.rules import Fact, annotator_stream
from payments.events.service import append
from payments.transaction import Transaction
from policies.periods import to_ms

# Whoever rests or eats sends no sign of life, and finds their item still theirs when they come back. Whoever was heard
# of lately keeps everything they have open, also what another tab or another project has just gone on from. What is
# only offered ahead is kept while they are at work on that project; from elsewhere they may never come to see it.
_DUE = f"""
SELECT id, item_id, person_id, state, project_id FROM assignment
WHERE state IN ('offered', 'started') AND lease_until_at < :now AND NOT EXISTS (
  SELECT 1 FROM clock WHERE clock.person_id = assignment.person_id AND (
    (clock.assignment_id = assignment.id AND clock.doing = 'pause' AND clock.stretch_from_at > :paused_since_ms)
    OR ((assignment.state = 'started' OR clock.project_id = assignment.project_id) AND
      clock.seen_at > :now_ms - CASE WHEN assignment.estimated_ms * {LEASE_IN_ESTIMATES} > {LEASE_MS_LEAST}
                                     THEN assignment.estimated_ms * {LEASE_IN_ESTIMATES} ELSE {LEASE_MS_LEAST} END)))
ORDER BY lease_until_at, id LIMIT :limit
/*postgresql: FOR UPDATE SKIP LOCKED */
"""
# Where a salary pays there is no earning to become final; the answer is accepted after the house's same silence.
_DUE_ON_SALARY = """
SELECT assignment.id FROM salaried_project JOIN assignment ON assignment.project_id = salaried_project.project_id
WHERE assignment.state = 'submitted' AND assignment.submitted_at <= :before_ms ORDER BY assignment.id LIMIT :limit
/*postgresql: FOR UPDATE OF assignment SKIP LOCKED */
"""
_ACCEPTED = """
UPDATE assignment SET state = :state, ended_at = :now WHERE id = :assignment_id AND state = 'submitted'
"""


def expire_due(tx: Transaction, *, now: datetime, limit: int = 100) -> int:
    """Give items back whose annotators have not been heard of for long; a late answer is still taken and paid.

    Returns:
        How many; fewer than `limit` means that no more are due.
    """
    times = {"now": now, "now_ms": to_ms(now), "paused_since_ms": to_ms(now) - PAUSE_HELD_MS}
    due = sorted(tx.run(_DUE, **times, limit=limit), key=lambda row: (row[2], row[0]))
    for assignment_id, item_id, _, state, _ in sorted(due, key=lambda row: row[1]):
        after = move(state, AssignmentAct.EXPIRE)
        tx.run(ENDED, assignment_id=assignment_id, state=after, now=now, reason=None, note=None)
        return_slot(tx, item_id=item_id, now_ms=to_ms(now))
    for assignment_id, _, person_id, _, project_id in due:
        count_out(tx, person_id=person_id, project_id=project_id)
        fact = Fact("expire", {"assignment_id": assignment_id, "expired_ms": to_ms(now)})
        append(tx, stream=annotator_stream(person_id), facts=[fact], now=now)
    return len(due)


def accept_due(tx: Transaction, *, silence_ms: int, now: datetime, limit: int = 100) -> int:
    """Accept what nobody contested in time, of the one person who has waited longest: its pay becomes final.

    Args:
        tx: the open transaction.
        silence_ms: after how long silence accepts what a salary pays, milliseconds: `Rulebook.silence_ms` of today.
            An answer with a price says by itself when it is final, as it was offered.
        now: when.
        limit: at most so many in one transaction.

    Returns:
        How many; none means that no more are due.
    """
    accepted = make_final_due(tx, now=now, limit=limit)
    if not accepted:
        before_ms = to_ms(now) - silence_ms
        accepted = [row[0] for row in tx.run(_DUE_ON_SALARY, before_ms=before_ms, limit=limit)]
    state = AssignmentState.ACCEPTED
    tx.run_many(_ACCEPTED, [{"assignment_id": which, "state": state, "now": now} for which in sorted(accepted)])
    return len(accepted)
