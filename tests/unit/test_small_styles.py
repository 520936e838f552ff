"""Styles sent without their spaces still mean what was written: what is inside an element stays inside it."""

import re

import pytest

from web.bundles import FOLDER, static_bytes

SHEETS = sorted(path.name for path in FOLDER.glob("*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
INSIDE = re.compile(r"[\w\])*] +:[a-z]")


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_element_is_taken_for_what_stands_around_it(sheet: str) -> None:
    written = COMMENT.sub("", (FOLDER / sheet).read_text("utf-8"))

    sent = static_bytes(sheet).decode()

    assert len(re.findall(r" \*:[a-z]", sent)) == len(INSIDE.findall(written)) + len(re.findall(r" \*:[a-z]", written))


def test_the_cells_of_a_card_are_found_on_a_phone() -> None:
    assert ".ledger.cards *:is(tbody,tr,td,th)" in static_bytes("rooms.css").decode()
