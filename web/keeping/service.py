"""Writing what keeps the house in order: runs of jobs, notices to everybody, and verifications that were asked for."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from payments.columns import json_text
from payments.events.rules import Fact
from payments.events.service import append
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.keeping.tables import Notice, RunState, VerificationRun

OPERATOR_STREAM = "operator"
"""The stream of everything that operators do from their rooms."""

NOTICE_MAX = 400

_BEGAN = """
INSERT INTO job_run (name, state, started_at, finished_at, result, last_good_at)
VALUES (:name, 'running', :now, NULL, '', NULL)
ON CONFLICT (name) DO UPDATE SET state = 'running', started_at = excluded.started_at, finished_at = NULL
"""
_ENDED = """
UPDATE job_run SET state = :state, finished_at = :now, result = :result,
  last_good_at = CASE WHEN :state = 'done' THEN :now ELSE last_good_at END
WHERE name = :name
"""
_END_NOTICE = """
UPDATE notice SET until_at = CASE WHEN from_at < :now THEN :now ELSE from_at + 1 END
WHERE id = :notice_id AND (until_at IS NULL OR until_at > :now)
"""
_TAKE = """
UPDATE verification_run SET state = 'running', started_at = :now
WHERE id = (
  SELECT id FROM verification_run WHERE state = 'waiting' OR (state = 'running' AND started_at < :stuck_since)
  ORDER BY id LIMIT 1 /*postgresql: FOR UPDATE SKIP LOCKED */
) RETURNING id, period
"""
_PROGRESS = "UPDATE verification_run SET outcome = :outcome WHERE id = :run_id"
_VERIFIED = """
UPDATE verification_run SET state = :state, finished_at = :now, outcome = :outcome WHERE id = :run_id
"""
_UNDER_WAY = """
SELECT id FROM verification_run
WHERE accreditation_id = :accreditation_id AND period = :period AND state IN ('waiting', 'running') LIMIT 1
"""


def job_began(tx: Transaction, *, name: str, now: datetime) -> None:
    """Note that a job runs now."""
    tx.run(_BEGAN, name=name, now=now)


def job_ended(tx: Transaction, *, name: str, is_good: bool, result: str, now: datetime) -> None:
    """Note how a job ended: well, or with what kind of failure."""
    state = RunState.DONE if is_good else RunState.FAILED
    tx.run(_ENDED, name=name, state=state, result=result[:500], now=now)


def record_act(tx: Transaction, *, by_id: int, what: str, now: datetime, **details: object) -> None:
    """Write down what an operator did.

    Args:
        tx: the open transaction of the act.
        by_id: who.
        what: such as "notice_written"; details say on what.
        now: when.
        details: texts and whole numbers; never a name, an answer or a secret.
    """
    facts = [Fact("operator_act", {"by_id": by_id, "what": what, **details})]
    append(tx, stream=OPERATOR_STREAM, facts=facts, now=now)


def write_notice(
    tx: Transaction,
    *,
    texts: Mapping[str, str],
    from_at: datetime,
    until_at: datetime | None,
    by_id: int,
    now: datetime,
) -> int:
    """Put a sentence above every page for a while, and return its id.

    Args:
        tx: the open transaction.
        texts: language -> the sentence; whoever reads a language that is left out gets another.
        from_at, until_at: from when until when; until somebody ends it where that is None.
        by_id: who writes.
        now: when.

    Raises:
        Refusal: `notice_empty`, `notice_too_long`, `notice_over`.
    """
    said = {code: " ".join(text.split()) for code, text in texts.items() if text.strip()}
    if not said:
        raise Refusal("notice_empty", Kind.UNREADABLE)
    if any(len(text) > NOTICE_MAX for text in said.values()):
        raise Refusal("notice_too_long", Kind.UNREADABLE, most=NOTICE_MAX)
    if until_at is not None and (until_at <= from_at or until_at <= now):
        raise Refusal("notice_over", Kind.UNREADABLE)
    notice = Notice(texts=dict(said), from_at=from_at, until_at=until_at, written_by_id=by_id, written_at=now)
    tx.add(notice)
    tx.flush()
    assert notice.id is not None
    record_act(tx, by_id=by_id, what="notice_written", notice_id=notice.id, texts=said, now=now)
    return notice.id


def end_notice(tx: Transaction, notice_id: int, *, by_id: int, now: datetime) -> None:
    """Take a notice away.

    Raises:
        Refusal: `not_found`: there is none, or it is over already.
    """
    if tx.count(_END_NOTICE, notice_id=notice_id, now=now) == 0:
        raise Refusal("not_found", Kind.MISSING)
    record_act(tx, by_id=by_id, what="notice_ended", notice_id=notice_id, now=now)


def ask_verification(tx: Transaction, *, accreditation_id: int, period: str, now: datetime) -> int:
    """Ask for a week to be verified and return the run's id; one that is under way already is not asked for twice."""
    under_way = tx.value(_UNDER_WAY, accreditation_id=accreditation_id, period=period)
    if under_way is not None:
        return int(under_way)
    run = VerificationRun(
        accreditation_id=accreditation_id, period=period, state=RunState.WAITING, asked_at=now, outcome={}
    )
    tx.add(run)
    tx.flush()
    assert run.id is not None
    return run.id


def take_verification(tx: Transaction, *, stuck_since: datetime, now: datetime) -> tuple[int, str] | None:
    """Take the oldest verification that waits, or one whose process died; return its id and its week, or None."""
    row = tx.one(_TAKE, stuck_since=stuck_since, now=now)
    return None if row is None else (int(row[0]), str(row[1]))


def verification_reached(tx: Transaction, run_id: int, *, step: str) -> None:
    """Note how far a verification has come: "collecting" or "verifying"."""
    tx.run(_PROGRESS, run_id=run_id, outcome=json_text({"step": step}))


def verification_ended(
    tx: Transaction,
    run_id: int,
    *,
    findings: Sequence[Mapping[str, object]],
    records: Mapping[str, int],
    now: datetime,
) -> None:
    """Keep what a verification found: nothing, where nothing is wrong.

    Args:
        findings: each with `code`, `where` and `says`.
        records: how many of each kind of record were read.
    """
    outcome = json_text({"findings": list(findings), "records": dict(records)})
    tx.run(_VERIFIED, run_id=run_id, state=RunState.DONE, outcome=outcome, now=now)


def verification_failed(tx: Transaction, run_id: int, *, problem: str, now: datetime) -> None:
    """Note that a verification could not be done."""
    tx.run(_VERIFIED, run_id=run_id, state=RunState.FAILED, outcome=json_text({"problem": problem}), now=now)
