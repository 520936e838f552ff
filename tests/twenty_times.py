"""Runs the tests in which many act at once, twenty times in a row: `python -m tests.twenty_times [TIMES] [--long]`.

Each run is a fresh process with fresh databases; the first that fails ends it, with what pytest said. `--long` takes the
stress tests too. A race that shows itself once in ten runs is found with a chance of 88 % in twenty.
"""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
AT_ONCE = (
    "tests/db/test_stormy_day.py",
    "tests/db/test_serving_race.py",
    "tests/db/test_main_job.py",
    "tests/db/test_at_once.py",
    "tests/db/test_payout_races.py",
    "tests/db/test_transactions.py",
    "tests/web/test_stormy_house.py",
    "tests/web/test_many_processes.py",
)
TIMES = 20
LONG = "--long"


def main(arguments: Sequence[str]) -> int:
    """Run them, and return 0 only if every run went well."""
    times = next((int(argument) for argument in arguments if argument.isdigit()), TIMES)
    marks = ("-m", "stress or not stress") if LONG in arguments else ()
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *marks, *AT_ONCE]
    for number in range(1, times + 1):
        began = time.monotonic()
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        print(f"run {number} of {times}: {_last_line(run.stdout)} ({time.monotonic() - began:.0f} s)", flush=True)
        if run.returncode != 0:
            print(run.stdout, run.stderr, sep="\n")
            return run.returncode
    return 0


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["said nothing"])[-1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
