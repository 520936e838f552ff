"""Whoever holds a payslip's JSON can work it out again with one command, without the database."""

from pathlib import Path

from typer.testing import CliRunner

from payments.payslips.queries import payslips_of
from tests.cast import Clock
from tests.work import annotator, running_project
from web.cli import commands
from web.payday import run_payday
from web.wiring import House


def test_a_payslip_is_checked_from_its_file_alone(house: House, clock: Clock, tmp_path: Path) -> None:
    work = running_project(house.db, clock, items=5)
    ada = annotator(house.db, "Ada")
    work.answer_many(ada, 5, seconds=60)
    clock.advance(days=12)
    run_payday(house)
    with house.db.reading() as tx:
        (slip,) = payslips_of(tx, ada)
    file, forged = tmp_path / "payslip.json", tmp_path / "forged.json"
    file.write_text(slip.text, encoding="utf-8")
    forged.write_text(slip.text.replace('"quantity":5', '"quantity":6'), encoding="utf-8")

    sound = CliRunner().invoke(commands(), ["audit", "payslip", str(file), "--figure", slip.check_figure])
    other = CliRunner().invoke(commands(), ["audit", "payslip", str(forged), "--figure", slip.check_figure])

    assert sound.exit_code == 0, sound.output
    assert slip.check_figure in sound.output
    assert other.exit_code == 1
    assert "is not quantity times rate" in other.output
    assert "figure_differs" in other.output
