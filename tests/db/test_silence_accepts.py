"""After how long silence accepts an answer and makes its pay final: as the house says, at the latest after three days."""

from pathlib import Path

import pytest

from policies.rulebook import Rulebook
from policies.rulebook_check import PACKAGED_FOLDER
from tests import work as desk
from tests.cast import Clock
from tests.work import annotator, running_project
from web.db import Database

FINAL = "SELECT state FROM earning WHERE kind = 'piece'"


@pytest.mark.parametrize(("line", "hours"), [("", 72), ("silence_hours = 24\n", 24)])
def test_adas_pay_is_final_once_the_house_has_been_silent_so_long(
    db: Database, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, hours: int
) -> None:
    house = (
        (PACKAGED_FOLDER / "house.toml")
        .read_text("utf-8")
        .replace("reserve_percent = 35\n", f"reserve_percent = 35\n{line}")
    )
    (tmp_path / "house.toml").write_text(house, encoding="utf-8")
    monkeypatch.setattr(desk, "RULEBOOK", Rulebook.load_with(tmp_path))
    work = running_project(db, clock, items=3)
    ada = annotator(db, "Ada")
    work.answer(ada)

    clock.advance(seconds=hours * 3600 - 1)
    too_early = work.accept()
    clock.advance(seconds=1)
    in_time = work.accept()

    assert (too_early, in_time) == (0, 1)
    assert work.rows(FINAL) == [("final",)]
