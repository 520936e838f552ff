"""An auditor can run the law on a bare Python, without installing anything of ours or anyone's."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def run_bare(*arguments):
    command = [sys.executable, "-S", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


def test_axel_imports_the_law_on_a_bare_python():
    result = run_bare("-c", "import policies.settlement, policies.rulebook, policies.pricing, policies.working_time")

    assert (result.returncode, result.stderr) == (0, "")


def test_axel_asks_for_the_floor_on_a_bare_python():
    result = run_bare("-m", "policies", "explain", "MX", "2026-03-02", "--zone", "ZLFN")

    assert "64.293542 MXN an hour" in result.stdout
    assert "440.87 x 7 paid days / 48 hours" in result.stdout
    assert "Not reviewed by a named person yet" in result.stdout
    assert result.returncode == 0


def test_axel_s_program_asks_for_the_change_of_2027_on_a_bare_python():
    result = run_bare("-m", "policies", "explain", "MX-general", "2027-01-02", "--json")

    data = json.loads(result.stdout)
    assert (data["floor"]["hourly"], data["change"]["before"]["hourly"]) == ("47.940870", "45.943334")
    assert data["change"]["began"] == ["mx/limit/max_week_hours/2027-01-01"]


def test_axel_is_told_that_a_place_is_missing_and_what_to_do():
    result = run_bare("-m", "policies", "explain", "ZZ", "2026-03-02")

    assert "There is no file for ZZ. Add a file" in result.stderr
    assert result.returncode == 1


def test_axel_checks_the_files_of_law_on_a_bare_python():
    result = run_bare("-m", "policies", "check")

    assert (result.stdout, result.returncode) == ("Nothing found.\n", 0)
