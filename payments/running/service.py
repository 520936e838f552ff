"""Keeping how much each person has worked and earned today in one row: it runs on, and is re-made when it must be."""

from collections.abc import Sequence
from datetime import date

from payments.running.queries import Worked, pieces_on, worked_on
from payments.transaction import Transaction
from policies.periods import week_days, week_of
from policies.working_time import Bucket, is_counted

# A session and a day of it tell which of the three counts a stretch belongs to.
_RUN_ON = """
UPDATE running_total SET
  day_ms = day_ms + CASE WHEN worked_on = :worked_on THEN :counted_ms ELSE 0 END,
  week_ms = week_ms + CASE WHEN monday <= :worked_on THEN :counted_ms ELSE 0 END,
  shift_ms = shift_ms + CASE WHEN first_session_id <= :work_session_id THEN :counted_ms ELSE 0 END
WHERE person_id = :person_id
"""
_FORGET = """
INSERT INTO running_total (person_id, first_session_id, day_ms, week_ms, shift_ms, piece_micros)
VALUES (:person_id, 0, 0, 0, 0, 0)
ON CONFLICT (person_id) DO UPDATE SET worked_on = NULL
"""
_PAID = """
UPDATE running_total SET piece_micros = piece_micros + :amount_micros,
  piece_currency = CASE WHEN piece_currency IN ('', :currency) THEN :currency END
WHERE person_id = :person_id AND worked_on = :earned_on
"""
_HOLD = "SELECT 1 FROM running_total WHERE person_id = :person_id /*postgresql: FOR UPDATE */"
_REMAKE = """
UPDATE running_total SET worked_on = :worked_on, monday = :monday, first_session_id = :first_session_id,
  day_ms = :day_ms, week_ms = :week_ms, shift_ms = :shift_ms,
  piece_currency = :piece_currency, piece_micros = :piece_micros
WHERE person_id = :person_id
"""


def run_on(tx: Transaction, bodies: Sequence[dict[str, object]]) -> None:
    """Add stretches of time that have just been recorded; call it before the totals are written.

    Args:
        tx: the open transaction, the person's clock locked.
        bodies: what `payments.earnings.rules.Segment.body` returned.
    """
    sums: dict[tuple[object, object, object], int] = {}
    for body in bodies:
        started_ms, ended_ms = body["started_ms"], body["ended_ms"]
        assert isinstance(started_ms, int)
        assert isinstance(ended_ms, int)
        if is_counted(Bucket(str(body["bucket"]))):
            key = (body["person_id"], body["worked_on"], body["work_session_id"])
            sums[key] = sums.get(key, 0) + ended_ms - started_ms
    for (person_id, on, session_id), counted_ms in sums.items():
        tx.send(_RUN_ON, person_id=person_id, worked_on=on, work_session_id=session_id, counted_ms=counted_ms)


def paid(tx: Transaction, person_id: int, earned_on: date, *, amount_micros: int, currency: str) -> None:
    """Add what an answer pays to its day, where that is the day that runs; call it once for each earning."""
    tx.send(_PAID, person_id=person_id, earned_on=earned_on, amount_micros=amount_micros, currency=currency)


def forget(tx: Transaction, person_id: int) -> None:
    """Have a person's row re-made before it is read again: time that lies further back is counted otherwise now."""
    tx.run(_FORGET, person_id=person_id)


def hold(tx: Transaction, person_id: int) -> None:
    """Hold a person's row until the transaction ends; whoever locks more of theirs does so before their stream."""
    tx.run(_HOLD, person_id=person_id)


def remake(tx: Transaction, *, person_id: int, today: date, since_on: date | None, first_session_id: int) -> Worked:
    """Add up a person's time, and what today's answers paid, anew; keep it, and return the time. Args: as `worked_on`.

    The row is held first, so that a claim of the same moment is either in the sum or has it re-made once more.
    """
    forget(tx, person_id)
    worked = worked_on(tx, person_id=person_id, today=today, since_on=since_on, first_session_id=first_session_id)
    monday, _ = week_days(week_of(today))
    pieces = pieces_on(tx, person_id, today)
    tx.run(
        _REMAKE,
        person_id=person_id,
        worked_on=today,
        monday=monday,
        first_session_id=first_session_id,
        day_ms=worked.day_ms,
        week_ms=worked.week_ms,
        shift_ms=worked.shift_ms,
        piece_currency=next(iter(pieces), "") if len(pieces) <= 1 else None,
        piece_micros=sum(pieces.values()),
    )
    return worked
