"""Opens the house for a command and closes it again."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from web.db_schema import is_up_to_date, upgrade
from web.settings import Settings
from web.wiring import House, open_house


@contextmanager
def the_house_of(
    settings: Settings | None = None, *, is_migrating: bool = True, now: Callable[[], datetime] | None = None
) -> Iterator[House]:
    """Open the house with the settings of the environment.

    Args:
        settings: other settings, for the demonstration.
        is_migrating: apply missing migrations first where the database is our own SQLite file.
        now: another clock, for the demonstration.
    """
    house = open_house(settings or Settings(), now=now)
    try:
        if is_migrating and house.db.is_sqlite:
            upgrade(house.db)
        gc.freeze()  # what is loaded stays: looking through it for garbage again and again costs an import a third
        yield house
    finally:
        house.db.dispose()


def is_ready(house: House) -> bool:
    """Return whether every migration was applied."""
    with house.db.reading() as tx:
        return is_up_to_date(tx)
