"""How long silence may last before an answer is accepted: a house may be quicker than three days, never slower."""

from datetime import date
from pathlib import Path

import pytest

from policies.errors import Refusal
from policies.rulebook import Rulebook
from policies.rulebook_check import PACKAGED_FOLDER, text_findings

HOUSE = (PACKAGED_FOLDER / "house.toml").read_text("utf-8")
TODAY = date(2026, 11, 22)


def house_saying(hours: int) -> str:
    return HOUSE.replace("reserve_percent = 35\n", f"reserve_percent = 35\nsilence_hours = {hours}\n", 1)


def test_silence_accepts_after_three_days_where_the_house_says_nothing() -> None:
    assert Rulebook.load().silence_hours(on=TODAY) == 72


def test_a_house_of_its_own_may_be_quicker(tmp_path: Path) -> None:
    (tmp_path / "house.toml").write_text(house_saying(24), encoding="utf-8")

    rulebook = Rulebook.load_with(tmp_path)

    assert rulebook.silence_hours(on=TODAY) == 24
    assert rulebook.limits("MX", on=TODAY).silence_ms == 24 * 3_600_000


@pytest.mark.parametrize("hours", [0, 73, 1_000])
def test_a_house_that_lets_ada_wait_longer_or_not_at_all_is_not_read(tmp_path: Path, hours: int) -> None:
    (tmp_path / "house.toml").write_text(house_saying(hours), encoding="utf-8")

    with pytest.raises(Refusal, match="rulebook_unreadable"):
        Rulebook.load_with(tmp_path)

    assert "Write 1 to 72" in text_findings(house_saying(hours), name="house.toml")[0]
