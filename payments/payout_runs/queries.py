"""Reading a run: who prepared and released it, what it holds, and the lines of its file."""

from dataclasses import dataclass
from datetime import datetime

from payments.payouts.rules import AttemptState, RunState
from payments.providers.base import DestinationKind, PayoutLine
from payments.transaction import Row, Transaction
from policies.periods import from_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """One run, with how far it has come.

    Attributes:
        layout: how its file is written; empty where its provider needs none.
        amount_minor: what it sends, minor units of `currency`, without what was taken out.
        counts: how many of its attempts are in each state.
    """

    run_id: int
    provider: str
    currency: str
    layout: str
    state: RunState
    prepared_by_id: int
    prepared_by: str
    prepared_at: datetime
    released_by: str | None
    released_at: datetime | None
    file_digest: str | None
    amount_minor: int
    counts: dict[AttemptState, int]

    @property
    def total_count(self) -> int:
        """Return how many payouts it sends."""
        return sum(count for state, count in self.counts.items() if state is not AttemptState.WITHDRAWN)

    @property
    def answered_count(self) -> int:
        """Return of how many the bank has said what became of them."""
        return sum(self.counts.get(state, 0) for state in _ANSWERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptView:
    """One line of a run, as payroll sees it: the account's last four characters, never more."""

    payout_id: int
    payslip_id: int
    person_id: int
    person_name: str
    period: str
    amount_minor: int
    currency: str
    number: int
    key: str
    state: AttemptState
    holder: str
    tail: str
    tracking: str
    reason: str
    sent_at: datetime | None
    answered_at: datetime | None
    has_other_account: bool
    was_asked: bool
    """Whether a service was asked to pay it; never where a file goes to a bank."""


_ANSWERED = (AttemptState.PAID, AttemptState.RETURNED, AttemptState.REJECTED)
_RUNS = """
SELECT payout_run.id, provider, payout_run.currency, layout, payout_run.state, prepared_by_id, preparer.name,
  prepared_at, releaser.name, released_at, file_digest
FROM payout_run JOIN person AS preparer ON preparer.id = prepared_by_id
LEFT JOIN person AS releaser ON releaser.id = released_by_id
"""
_ONE = _RUNS + "WHERE payout_run.id = :run_id"
_LAST = _RUNS + "WHERE payout_run.id < :before_id ORDER BY payout_run.id DESC LIMIT :most"
# What a service did not have was sent once more in the same run: only the last attempt of each payout counts.
_LAST_IN_RUN = """
NOT EXISTS (SELECT 1 FROM payout_attempt AS later WHERE later.payout_id = payout_attempt.payout_id
  AND later.run_id = payout_attempt.run_id AND later.number > payout_attempt.number)
"""
_COUNTS = f"""
SELECT payout_attempt.state, count(*), sum(payout.amount_minor) FROM payout_attempt
JOIN payout ON payout.id = payout_attempt.payout_id WHERE run_id = :run_id AND {_LAST_IN_RUN}
GROUP BY payout_attempt.state
"""
_ATTEMPTS = f"""
SELECT payout.id, payout.payslip_id, payout.person_id, person.name, payslip.period, payout.amount_minor,
  payout.currency, payout_attempt.number, payout_attempt.key, payout_attempt.state, destination.holder,
  destination.tail, payout_attempt.tracking, payout_attempt.reason, payout_attempt.sent_at,
  payout_attempt.answered_at, destination.replaced_at IS NOT NULL OR destination.refused_at IS NOT NULL,
  EXISTS (SELECT 1 FROM payout_calling WHERE payout_calling.attempt_id = payout_attempt.id)
FROM payout_attempt JOIN payout ON payout.id = payout_attempt.payout_id JOIN person ON person.id = payout.person_id
JOIN payslip ON payslip.id = payout.payslip_id JOIN destination ON destination.id = payout_attempt.destination_id
WHERE payout_attempt.run_id = :run_id AND payout.id > :after_id AND {_LAST_IN_RUN} ORDER BY payout.id LIMIT :most
"""
_UNASKED = """
SELECT count(*) FROM payout_attempt WHERE run_id = :run_id AND state = 'sending'
  AND NOT EXISTS (SELECT 1 FROM payout_calling WHERE payout_calling.attempt_id = payout_attempt.id)
"""
_LINES = f"""
SELECT payout_attempt.key, destination.holder, destination.kind, destination.number, payout.amount_minor,
  payout.currency, payout.id, payslip.period, payout_attempt.sent_at
FROM payout_attempt JOIN payout ON payout.id = payout_attempt.payout_id
JOIN payslip ON payslip.id = payout.payslip_id JOIN destination ON destination.id = payout_attempt.destination_id
WHERE payout_attempt.run_id = :run_id AND payout_attempt.state <> 'withdrawn' AND {_LAST_IN_RUN}
ORDER BY payout.id
"""
_OPEN = "SELECT id FROM payout_run WHERE state = 'released' ORDER BY id"
_ON_THE_WAY = """
SELECT payout_run.provider, payout_attempt.key, destination.holder, destination.kind, destination.number,
  payout.amount_minor, payout.currency, payout.id, payslip.period, payout_attempt.sent_at
FROM payout_attempt JOIN payout ON payout.id = payout_attempt.payout_id
JOIN payslip ON payslip.id = payout.payslip_id JOIN destination ON destination.id = payout_attempt.destination_id
JOIN payout_run ON payout_run.id = payout_attempt.run_id
WHERE payout_run.provider = :provider AND payout_attempt.state = 'sending' AND payout_run.state = 'sent'
ORDER BY payout_attempt.id LIMIT :most
"""


def run_view(tx: Transaction, run_id: int) -> RunView | None:
    """Return one run, or None."""
    row = tx.one(_ONE, run_id=run_id)
    return _view(tx, row) if row else None


def last_runs(tx: Transaction, *, before_id: int = 2**53, most: int = 20) -> tuple[RunView, ...]:
    """Return the last runs, the newest first."""
    return tuple(_view(tx, row) for row in tx.run(_LAST, before_id=before_id, most=most))


def _view(tx: Transaction, row: Row) -> RunView:
    counted = tx.run(_COUNTS, run_id=row[0])
    return RunView(
        run_id=row[0],
        provider=row[1],
        currency=row[2],
        layout=row[3],
        state=RunState(row[4]),
        prepared_by_id=row[5],
        prepared_by=row[6],
        prepared_at=from_ms(row[7]),
        released_by=row[8],
        released_at=None if row[9] is None else from_ms(row[9]),
        file_digest=row[10],
        amount_minor=int(sum(amount for state, _, amount in counted if state != AttemptState.WITHDRAWN)),
        counts={AttemptState(state): int(count) for state, count, _ in counted},
    )


def attempts_of_run(tx: Transaction, run_id: int, *, after_id: int = 0, most: int = 200) -> tuple[AttemptView, ...]:
    """Return the lines of a run in the order of their payouts, page by page."""
    return tuple(
        AttemptView(
            payout_id=row[0],
            payslip_id=row[1],
            person_id=row[2],
            person_name=row[3],
            period=row[4],
            amount_minor=row[5],
            currency=row[6],
            number=row[7],
            key=row[8],
            state=AttemptState(row[9]),
            holder=row[10],
            tail=row[11],
            tracking=row[12],
            reason=row[13],
            sent_at=None if row[14] is None else from_ms(row[14]),
            answered_at=None if row[15] is None else from_ms(row[15]),
            has_other_account=bool(row[16]),
            was_asked=bool(row[17]),
        )
        for row in tx.run(_ATTEMPTS, run_id=run_id, after_id=after_id, most=most)
    )


def unasked_count(tx: Transaction, run_id: int) -> int:
    """Return of how many payouts of a run the money is held while no service was asked to pay them yet."""
    return int(tx.value(_UNASKED, run_id=run_id))


def lines_of_run(tx: Transaction, run_id: int) -> tuple[PayoutLine, ...]:
    """Return what goes into the file of a run; the whole account numbers stand there and nowhere else."""
    return tuple(_line(row) for row in tx.run(_LINES, run_id=run_id))


def lines_on_the_way(tx: Transaction, provider: str, *, most: int = 500) -> tuple[PayoutLine, ...]:
    """Return what was sent through a provider and not answered yet."""
    return tuple(_line(row[1:]) for row in tx.run(_ON_THE_WAY, provider=provider, most=most))


def _line(row: Row) -> PayoutLine:
    return PayoutLine(
        key=row[0],
        holder=row[1],
        kind=DestinationKind(row[2]),
        number=row[3],
        amount_minor=row[4],
        currency=row[5],
        reference=row[6],
        concept=f"Pago {row[7]}",
        sent_at=None if row[8] is None else from_ms(row[8]),
    )


def released_runs(tx: Transaction) -> tuple[int, ...]:
    """Return the runs whose money is still being held, one payout after another."""
    return tuple(row[0] for row in tx.run(_OPEN))
