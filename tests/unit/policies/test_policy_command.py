"""The command `jornal policy` explains and checks the law for whoever runs it."""

import json

from typer.testing import CliRunner

from web.cli.policy import app


def test_olga_reads_the_floor_of_a_day_with_its_arithmetic():
    result = CliRunner().invoke(app, ["explain", "MX", "2027-01-01"])

    assert "47.940870 MXN an hour, rounded up, in the worker's favour" in result.output
    assert "315.04 x 7 paid days / 46 hours" in result.output
    assert "5 minutes of rest after 55 minutes at the screen" in result.output
    assert result.exit_code == 0


def test_olga_names_place_and_zone_in_one_word():
    result = CliRunner().invoke(app, ["explain", "MX-general", "2026-03-02"])

    assert "45.943334 MXN an hour" in result.output
    assert "mx/minimum_pay/general/2026-01-01 (in_force)" in result.output
    assert "Not reviewed by a named person yet" in result.output


def test_olga_reads_what_raised_the_hour_in_january_of_2027():
    result = CliRunner().invoke(app, ["explain", "MX-general", "2027-01-02"])

    assert "so since 2027-01-01, when mx/limit/max_week_hours/2027-01-01 began" in result.output
    assert "the day before: 45.943334 MXN an hour, 315.04 x 7 paid days / 48 hours" in result.output
    assert "mx/minimum_pay/general/2025-01-01 (in_force): 42.426087 MXN an hour" in result.output
    assert "a later row has taken its place" in result.output


def test_olga_s_program_reads_the_same_as_json():
    result = CliRunner().invoke(app, ["explain", "US-CA-general", "2026-03-02", "--json"])

    data = json.loads(result.output)
    assert (data["jurisdiction"], data["zone"], data["on"]) == ("US-CA", "general", "2026-03-02")
    assert (data["floor"]["hourly"], data["floor"]["currency"]) == ("16.900000", "USD")
    assert [wage["why"] for wage in data["wages"]] == ["replaced_by_a_later_row", "highest"]
    assert data["change"]["began"] == ["us-ca/minimum_pay/general/2026-01-01"]
    assert {limit["name"] for limit in data["limits"]} >= {"max_day_hours", "daily_rest_hours", "screen_rest"}
    assert any("150 percent" in row["text"] for row in data["beyond_the_floor"])


def test_olga_can_read_directives_under_which_nobody_is_paid():
    result = CliRunner().invoke(app, ["explain", "EU", "2026-03-02"])

    assert "No floor in EU" in result.output
    assert "11 hours of rest between two days" in result.output
    assert result.exit_code == 0


def test_olga_s_program_reads_findings_as_json(tmp_path):
    (tmp_path / "xx.toml").write_text('jurisdiction = "XX"\nname = "Land"\nwage = "18"\n', encoding="utf-8")

    result = CliRunner().invoke(app, ["check", "--json", "--folder", str(tmp_path)])

    assert json.loads(result.output)["findings"][0].startswith("xx.toml: line 3: unknown key 'wage'")
    assert result.exit_code == 1


def test_olga_is_told_that_a_day_lies_before_the_law_we_hold():
    result = CliRunner().invoke(app, ["explain", "MX", "2019-01-01"])

    assert "No wage of MX, general, begins by 2019-01-01" in result.output
    assert result.exit_code == 1


def test_olga_checks_a_file_of_her_own_before_she_uses_it(tmp_path):
    (tmp_path / "xx.toml").write_text('jurisdiction = "XX"\nname = "Land"\nwage = "18"\n', encoding="utf-8")

    result = CliRunner().invoke(app, ["check", "--folder", str(tmp_path)])

    assert "xx.toml: line 3: unknown key 'wage'. Take it away, or spell it as one of: default_zone" in result.output
    assert result.exit_code == 1


def test_olga_sees_that_the_packaged_law_has_no_mistakes():
    result = CliRunner().invoke(app, ["check"])

    assert (result.output, result.exit_code) == ("Nothing found.\n", 0)
