"""The command `jornal policy` explains and checks the law for whoever runs it."""

from typer.testing import CliRunner

from web.cli.policy import app


def test_olga_reads_the_floor_of_a_day_with_its_arithmetic():
    result = CliRunner().invoke(app, ["explain", "MX", "2027-01-01"])

    assert "47.94087 MXN an hour" in result.output
    assert "315.04 x 7 paid days / 46 hours" in result.output
    assert "5 minutes of rest after 55 minutes at the screen" in result.output
    assert result.exit_code == 0


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
