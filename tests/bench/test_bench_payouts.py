"""The bench of payouts: a few people are paid once each in a storm, and what it counts shows anybody who was not."""

from dataclasses import replace

import pytest
from typer.testing import CliRunner

from web.bench.payouts import PayoutsMade
from web.cli import commands

GOOD = PayoutsMade(
    payouts=3, arrived=3, twice=0, never=0, unknown=0, frozen=0, booked=3, violations=0, calls=5, looks=2, seconds=1.0,
    faults={},
)  # fmt: skip


def test_everybody_paid_once_is_right():
    assert GOOD.is_right


@pytest.mark.parametrize(
    "wrong",
    [
        {"twice": 1, "arrived": 4},
        {"never": 1, "arrived": 2},
        {"unknown": 1},
        {"frozen": 1},
        {"booked": 2},
        {"violations": 1},
    ],
)
def test_one_who_is_paid_twice_or_never_or_perhaps_is_not_right(wrong):
    assert not replace(GOOD, **wrong).is_right


@pytest.mark.stress
def test_a_storm_over_thirty_people_is_measured():
    said = CliRunner().invoke(commands(), ["bench", "payouts", "--people", "30", "--schedulers", "2"])

    assert said.exit_code == 0, said.output
    assert '"twice": 0' in said.output
