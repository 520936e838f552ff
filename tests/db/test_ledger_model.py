"""Whatever is tried in whatever order, the ledger holds what a few lines of plain arithmetic say it holds."""

from itertools import count

import pytest
from hypothesis import HealthCheck, seed, settings

from tests.ledger_checks import counted_again
from tests.ledger_machine import LedgerBesideAModel
from web.db import Database

STEPS_IN_CI = 20_000


def run(db: Database, *, examples: int, steps_each: int, round_number: int = 0) -> int:
    """Let the machine run, and return how many steps it made; each round goes another way, the same one every time."""
    machine = type("Machine", (LedgerBesideAModel,), {"db": db, "steps": 0})
    if settings().derandomize:
        seed(round_number)(machine)
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


def test_the_ledger_agrees_with_plain_arithmetic_whatever_is_tried(db: Database) -> None:
    steps = run(db, examples=8, steps_each=25)

    assert steps >= 100
    assert counted_again(db) == (0, 0)


def run_for(db: Database, *, steps: int) -> int:
    """Let machines run until they made so many steps together; how many one makes is Hypothesis' choice."""
    made = 0
    for round_number in count():
        made += run(db, examples=200, steps_each=60, round_number=round_number)
        if made >= steps:
            break
    return made


@pytest.mark.stress
def test_it_still_agrees_after_twenty_thousand_steps(db: Database) -> None:
    steps = run_for(db, steps=STEPS_IN_CI)

    print(f"{steps} steps on {'SQLite' if db.is_sqlite else 'PostgreSQL'}")
    assert counted_again(db) == (0, 0)
