"""Everything goes wrong at once, and still each item has three answers by three people, each of them paid once."""

from pathlib import Path

import pytest

from tests.acts import Deed
from tests.history import findings
from tests.stormy_day import OVERLAP, Storm, Told, live_through
from web.db import Database

pytestmark = [pytest.mark.stress, pytest.mark.alone]

EVERYDAY = Storm(items=60, hands=12, processes=1, kills=1)
LARGE = Storm(items=5_000, hands=32, processes=1, kills=4)


def on_its_engine(storm: Storm, db: Database) -> Storm:
    """Return the same weather over one process on SQLite, and over several on PostgreSQL."""
    return storm if db.is_sqlite else Storm(items=storm.items, hands=storm.hands, processes=4, kills=storm.kills + 2)


def answers_by_item(told: Told) -> list[int]:
    """Return, for each item, by how many different people it was answered in time."""
    late = {answer.assignment_id for answer in told.kept.answered if answer.is_surplus}
    people: dict[int, set[int]] = {item.item_id: set() for item in told.kept.items}
    for given in told.kept.given:
        if given.state == "accepted" and given.assignment_id not in late:
            people[given.item_id].add(given.person_id)
    return [len(who) for who in people.values()]


def check(told: Told, storm: Storm) -> None:
    deeds = {act.deed for act in told.acts}

    assert findings(told.acts, told.kept) == []
    assert answers_by_item(told) == [OVERLAP] * storm.items
    assert {Deed.OFFERED, Deed.ANSWERED, Deed.RELEASED, Deed.ALIVE, Deed.NOTHING_LEFT} <= deeds


def test_nothing_is_lost_doubled_or_denied_while_people_and_processes_fail(db: Database, tmp_path: Path) -> None:
    told = live_through(db, on_its_engine(EVERYDAY, db), tmp_path)

    check(told, EVERYDAY)


def test_five_thousand_items_come_out_exact_from_a_storm(db: Database, tmp_path: Path) -> None:
    storm = on_its_engine(LARGE, db)

    told = live_through(db, storm, tmp_path)

    check(told, storm)
    assert told.kills == storm.kills
    assert Deed.FORGOTTEN in {act.deed for act in told.acts}  # in a small storm chance may leave it out
