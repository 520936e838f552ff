"""Runs the tests in which many act at once, twenty times in a row: `python -m tests.twenty_times [TIMES] [--long | --short]`.

Each run is a fresh process with fresh databases and a course of events of its own: the number of the run is its seed.
The first run that fails ends it, with what pytest said. Storms come small in each run; in their full size, which takes
minutes, they are lived through once at the end. `--long` takes the large ones into every run, and `--short` leaves them
to `.ci/run`. A race that shows itself once in ten runs is found with a chance of 88 % in twenty.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.chance import SEED

ROOT = Path(__file__).parents[1]
AT_ONCE = (
    "tests/db/test_stormy_day.py",
    "tests/db/test_serving_race.py",
    "tests/db/test_main_job.py",
    "tests/db/test_at_once.py",
    "tests/db/test_payout_races.py",
    "tests/db/test_payday_killed.py",
    "tests/db/test_money_in_storms.py::test_four_schedulers_that_look_at_once_count_it_once",
    "tests/db/test_provider_accounts.py::test_ada_asking_three_times_at_once_asks_for_one_account",
    "tests/db/test_provider_accounts.py::test_of_two_processes_one_takes_a_look",
    "tests/db/test_transactions.py",
    "tests/db/test_group_commit.py",
    "tests/web/test_one_turn.py",
    "tests/web/test_stormy_house.py",
    "tests/web/test_stripe_storm.py",
    "tests/web/test_stripe_killed_often.py",
    "tests/web/test_many_processes.py::test_two_schedulers_at_once_do_everything_that_is_due_exactly_once",
)
LARGE = (
    "tests/db/test_stormy_day.py::test_five_thousand_items_come_out_exact_from_a_storm",
    "tests/db/test_serving_race.py::test_a_thousand_items_among_skips_come_out_exact",
    "tests/web/test_stormy_house.py::test_a_long_storm_over_http",
)
ALSO_LARGE = (
    "tests/db/test_payday_killed.py",
    "tests/web/test_stripe_storm.py",
    "tests/web/test_stripe_killed_often.py",
)
"""Small in each run, by `SMALL`, and as large as ever at the end."""
SMALL = {
    "JORNAL_STORM_PEOPLE": "10",
    "JORNAL_STORM_PAYOUTS": "60",
    "JORNAL_STORM_WAGES": "40",
    "JORNAL_STORM_KILLS": "10",
}
TIMES = 20
LONG, SHORT = "--long", "--short"


def main(arguments: Sequence[str]) -> int:
    """Run them, and return 0 only if every run went well."""
    times = next((int(argument) for argument in arguments if argument.isdigit()), TIMES)
    is_long = LONG in arguments
    usual = AT_ONCE if is_long else (*AT_ONCE, *(f"--deselect={each}" for each in LARGE))
    sizes = {} if is_long else SMALL
    began = time.monotonic()
    for number in range(1, times + 1):
        failed = _run(f"run {number} of {times}", usual, seed=number, sizes=sizes)
        if failed:
            return failed
    is_over = is_long or SHORT in arguments
    failed = 0 if is_over else _run("the large storms", (*LARGE, *ALSO_LARGE), seed=times, sizes={})
    print(f"all in {(time.monotonic() - began) / 60:.1f} minutes", flush=True)
    return failed


def _run(name: str, what: Sequence[str], *, seed: int, sizes: Mapping[str, str]) -> int:
    """Run some tests in a process of their own, and say in a line how it went; all that was said, where it failed."""
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "-m", "stress or not stress"]
    environment = {**os.environ, **sizes, SEED: str(seed)}
    run = subprocess.run([*command, *what], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    print(f"{name}: {_last_line(run.stdout)} ({time.monotonic() - began:.0f} s)", flush=True)
    if run.returncode != 0:
        print(run.stdout, run.stderr, sep="\n")
    return run.returncode


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["said nothing"])[-1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
