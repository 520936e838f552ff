"""After how long silence accepts an answer and makes its pay final: as the house says, at the latest after three days."""

from pathlib import Path

import pytest

from policies.rulebook import Rulebook
from policies.rulebook_check import PACKAGED_FOLDER
from tests import work as desk
from tests.cast import Clock
from tests.staff import employ, salaried_project
from tests.work import Work, annotator, running_project
from web.db import Database

FINAL = "SELECT state FROM earning WHERE kind = 'piece'"
ACCEPTED = "SELECT state FROM assignment"
HOUSES = pytest.mark.parametrize(("line", "hours"), [("", 72), ("silence_hours = 24\n", 24)])


@pytest.fixture
def says(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A house whose standards hold one line more."""
    house = (PACKAGED_FOLDER / "house.toml").read_text("utf-8")
    house = house.replace("reserve_percent = 35\n", f"reserve_percent = 35\n{line}")
    (tmp_path / "house.toml").write_text(house, encoding="utf-8")
    monkeypatch.setattr(desk, "RULEBOOK", Rulebook.load_with(tmp_path))


def accepted_around(work: Work, *, hours: int) -> tuple[int, int]:
    """Return how many answers were accepted a second before so many hours, and when they were over."""
    work.clock.advance(seconds=hours * 3600 - 1)
    too_early = work.accept()
    work.clock.advance(seconds=1)
    return too_early, work.accept()


@HOUSES
@pytest.mark.usefixtures("says")
def test_adas_pay_is_final_once_the_house_has_been_silent_so_long(db: Database, clock: Clock, hours: int) -> None:
    work = running_project(db, clock, items=3)
    work.answer(annotator(db, "Ada"))

    accepted = accepted_around(work, hours=hours)

    assert accepted == (0, 1)
    assert work.rows(FINAL) == [("final",)]


@HOUSES
@pytest.mark.usefixtures("says")
def test_an_answer_that_adas_salary_pays_waits_no_longer_than_one_with_a_price(
    db: Database, clock: Clock, hours: int
) -> None:
    work, ada = salaried_project(db, clock), annotator(db, "Ada")
    employ(work, ada)
    work.answer(ada)

    accepted = accepted_around(work, hours=hours)

    assert accepted == (0, 1)
    assert work.rows(ACCEPTED) == [("accepted",)]
