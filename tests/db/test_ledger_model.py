"""Whatever is tried in whatever order, the ledger holds what a few lines of plain arithmetic say it holds."""

import pytest
from hypothesis import HealthCheck, settings

from tests.ledger_machine import LedgerBesideAModel
from web.db import Database

STEPS_IN_CI = 20_000
# What every account's counters must be, worked out again from nothing but the transfers.
DIFFERING = """
SELECT count(*) FROM ledger_account LEFT JOIN (
  SELECT account_id, sum(debited) AS debited, sum(credited) AS credited, sum(going) AS going, sum(coming) AS coming FROM (
    SELECT debit_id AS account_id, CASE WHEN phase IN ('single', 'post') THEN amount_micros ELSE 0 END AS debited,
      0 AS credited, CASE phase WHEN 'pending' THEN amount_micros WHEN 'single' THEN 0 ELSE -amount_micros END AS going,
      0 AS coming FROM ledger_transfer
    UNION ALL SELECT credit_id, 0, CASE WHEN phase IN ('single', 'post') THEN amount_micros ELSE 0 END, 0,
      CASE phase WHEN 'pending' THEN amount_micros WHEN 'single' THEN 0 ELSE -amount_micros END FROM ledger_transfer
  ) AS side GROUP BY account_id
) AS again ON again.account_id = ledger_account.id
WHERE coalesce(debited, 0) <> debits_posted OR coalesce(credited, 0) <> credits_posted
  OR coalesce(going, 0) <> debits_pending OR coalesce(coming, 0) <> credits_pending
"""
UNBALANCED = """
SELECT count(*) FROM (SELECT currency FROM ledger_account GROUP BY currency
  HAVING sum(debits_posted) <> sum(credits_posted) OR sum(debits_pending) <> sum(credits_pending)) AS currency_of
"""


def run(db: Database, *, examples: int, steps_each: int) -> int:
    """Let the machine run, and return how many steps it made."""
    machine = type("Machine", (LedgerBesideAModel,), {"db": db, "steps": 0})
    case = machine.TestCase
    case.settings = settings(
        max_examples=examples,
        stateful_step_count=steps_each,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    case().runTest()
    return machine.steps


def counted_again(db: Database) -> tuple[object, ...]:
    """Return how many accounts hold something else than their transfers say, and how many currencies do not add up."""
    with db.reading() as tx:
        return tx.value(DIFFERING), tx.value(UNBALANCED)


def test_the_ledger_agrees_with_plain_arithmetic_whatever_is_tried(db: Database) -> None:
    steps = run(db, examples=8, steps_each=25)

    assert steps >= 100
    assert counted_again(db) == (0, 0)


def run_for(db: Database, *, steps: int) -> int:
    """Let machines run until they made so many steps together; how many one makes is Hypothesis' choice."""
    made = 0
    while made < steps:
        made += run(db, examples=200, steps_each=60)
    return made


@pytest.mark.stress
def test_it_still_agrees_after_twenty_thousand_steps(db: Database) -> None:
    steps = run_for(db, steps=STEPS_IN_CI)

    print(f"{steps} steps on {'SQLite' if db.is_sqlite else 'PostgreSQL'}")
    assert counted_again(db) == (0, 0)
