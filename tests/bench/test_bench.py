"""The bench runs: what it says is for people to judge, never for a test, because a busy machine is nobody's fault."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from web.bench import payday, serving, settling
from web.bench.cycles import run_together
from web.bench.engines import DatabaseKind, processor_seconds
from web.cli import commands
from web.cli.bench import HEADINGS, measure


def test_the_bench_measures_the_services_and_the_pages_of_a_tiny_project(tmp_path: Path) -> None:
    rows = measure(tmp_path, 40, people=2, seconds=0.4, database="")

    assert [row[1] for row in rows] == ["services", "HTTP"]
    assert all(len(row) == len(HEADINGS) for row in rows)
    assert all(int(row[2]) > 0 for row in rows)


def test_somebody_who_has_nothing_left_stops_and_is_not_counted() -> None:
    left = [3]

    def act() -> bool:
        left[0] -= 1
        return left[0] >= 0

    found = run_together([act], seconds=5, cpu_seconds=lambda: 0.0)

    assert found.cycles == 3


def test_settling_is_measured_from_totals_and_from_segments_beside_it() -> None:
    said = CliRunner().invoke(commands(), ["bench", "settle", "--people", "3"])

    assert said.exit_code == 0
    assert "day totals" in said.output
    assert "9,000 segments" in said.output


def test_every_minute_of_a_measured_week_is_a_segment() -> None:
    found = settling.measure(1, processor_seconds=lambda: 0.0)

    assert (found.people, found.segments) == (1, 3_000)


def test_payday_is_measured_with_somebody_writing_beside_it(tmp_path: Path) -> None:
    found = payday.measure(DatabaseKind.SQLITE, tmp_path, people=3, answers=2)

    assert (found.people, found.answers) == (3, 6)
    assert found.waits > 0
    assert found.longest_wait_ms >= found.median_wait_ms > 0
    assert found.per_second > 0


def test_the_bench_says_what_it_can_measure() -> None:
    said = CliRunner().invoke(commands(), ["bench", "--help"])

    assert said.exit_code == 0
    assert "--million" in said.output


@pytest.mark.stress
def test_serving_is_measured_both_ways_beside_a_server_that_does_nothing_and_nothing_went_wrong() -> None:
    found = serving.measure(DatabaseKind.SQLITE, serving.Plan(sizes=(900,), people=2, seconds=0.5))

    assert [row["through"] for row in found["runs"]] == ["api", "pages"]
    assert [row["problems"] + row["half_load"]["problems"] for row in found["runs"]] == [[], []]
    assert [row["checks"] for row in found["runs"]] == [
        {"handed_twice": 0, "over_collected": 0, "lost": 0, "stopped_early": 0}
    ] * 2
    assert all(row["cycles"] > 0 for row in [found["no_op"], *found["runs"]])


def test_the_processor_time_of_a_process_grows_with_its_work() -> None:
    before = processor_seconds(os.getpid())

    sum(number * number for number in range(2_000_000))

    assert processor_seconds(os.getpid()) > before


@pytest.mark.stress
def test_every_part_of_bringing_data_in_and_taking_it_away_is_measured() -> None:
    asked = ["bench", "datasets", "--rows", "20", "--annotations", "30", "--gigabytes", "0.05"]

    said = CliRunner().invoke(commands(), asked)

    found = {one["part"]: one for one in map(json.loads, said.stdout.splitlines())}
    assert list(found) == ["table", "jsonl", "out", "refused", "coco", "boxes_out", "pictures"]
    assert (found["table"]["imported"], found["jsonl"]["imported"], found["out"]["answers"]) == (20, 20, 20)
    assert (found["refused"]["imported"], found["refused"]["refused"]) == (0, 20)
    assert (found["coco"]["imported"], found["pictures"]["imported"]) == (1, 3)
    assert (found["boxes_out"]["boxes"], found["boxes_out"]["coco"]["bytes"] > 0) == (30, True)
