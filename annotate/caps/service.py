"""Noting time beyond a limit: it is paid like any other, and stands in the record as the platform's breach."""

from annotate.timeclock.service import Turn
from payments.events.rules import Fact
from payments.transaction import Transaction
from policies.notices import breaches_of
from policies.periods import week_days, week_of
from policies.permission import History
from policies.working_time import CapKind

_NOTE = """
INSERT INTO breach (person_id, kind, begun_on, rule, over_ms, found_at)
VALUES (:person_id, :kind, :begun_on, :rule, :over_ms, :found_ms) ON CONFLICT DO NOTHING
"""


def note_breaches(tx: Transaction, taken: Turn, history: History) -> list[Fact]:
    """Note a day or a week that has gone over its limit, once for each.

    Args:
        tx: the open transaction.
        taken: the person's turn, after the act that counted the time.
        history: from `history_of`, of the same moment.

    Returns:
        Facts for the person's stream, to be appended in the same act; none where all was noted before.
    """
    facts: list[Fact] = []
    for breach in breaches_of(day_ms=history.day_ms, week_ms=history.week_ms, limits=taken.limits):
        begun_on = week_days(week_of(taken.today))[0] if breach.kind is CapKind.WEEK else taken.today
        noted: dict[str, object] = {
            "person_id": taken.person_id,
            "kind": breach.kind.value,
            "begun_on": begun_on.isoformat(),
            "rule": breach.rule,
            "over_ms": breach.over_ms,
            "found_ms": taken.now_ms,
        }
        if tx.count(_NOTE, **noted):
            facts.append(Fact("breach", noted))
    return facts
