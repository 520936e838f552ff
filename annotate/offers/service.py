"""Taking the next item of a project's queue for one person, in one statement, or saying why there is none."""

from dataclasses import dataclass

from annotate.funding.service import IS_MONEY_LEFT
from annotate.offers.queries import Terms
from annotate.projects.service import pseudonym_of
from payments.ledger.rules import escrow
from payments.transaction import Row, Transaction
from policies.errors import Kind, Refusal
from policies.periods import MS_PER_SECOND, from_ms

RETRY_MS = 3 * MS_PER_SECOND
"""When work exists but is in somebody's hands this very moment, it is worth asking again so soon."""

# The heart of it. One statement finds the next open item that this person never had, beyond their cursor, and takes
# one of its slots; two people cannot take the same one. On PostgreSQL a locked item is passed over, not waited for.
CLAIM = """
UPDATE item SET open_slots = open_slots - 1 WHERE id = (
  SELECT item.id FROM item
  WHERE item.project_id = :project_id AND item.open_slots > 0 AND (item.sort_key, item.id) > (:sort_key, :item_id)
    AND NOT EXISTS (SELECT 1 FROM assignment WHERE assignment.item_id = item.id AND assignment.person_id = :person_id)
  ORDER BY item.sort_key, item.id LIMIT 1 /*postgresql: FOR UPDATE OF item SKIP LOCKED */
) RETURNING id, sort_key, content, EXISTS (SELECT 1 FROM item_picture WHERE item_picture.item_id = item.id)
"""
# So many open items beyond the one that is offered ahead, or nothing is: the last ones are for whoever asks first.
BEYOND_LEAST = 20
MANY_BEYOND = """
SELECT 1 FROM item WHERE item.project_id = :project_id AND item.open_slots > 0
  AND (item.sort_key, item.id) > (:sort_key, :item_id)
ORDER BY item.sort_key, item.id LIMIT 1 OFFSET :least
"""
# Items with a slot that this person had are passed over: as many as their own work at most, never as the project holds.
OPEN_FOR_ME = """
SELECT 1 FROM item WHERE item.project_id = :project_id AND item.open_slots > 0
  AND NOT EXISTS (SELECT 1 FROM assignment WHERE assignment.item_id = item.id AND assignment.person_id = :person_id)
LIMIT 1
"""
_OPENING = """
SELECT 1 FROM batch WHERE project_id = :project_id AND published_at IS NOT NULL AND after_item_id IS NOT NULL LIMIT 1
"""
# One statement, so that slots and money are of the same moment.
_WHY_SHORT = f"SELECT EXISTS ({OPEN_FOR_ME}), {IS_MONEY_LEFT}"
# In the order of the index, so that the first one that this person never had ends the search.
HELD_BY_OTHERS = """
SELECT other.lease_until_at FROM assignment AS other
WHERE other.project_id = :project_id AND other.state IN ('offered', 'started') AND other.person_id <> :person_id
  AND NOT EXISTS (SELECT 1 FROM assignment AS mine WHERE mine.item_id = other.item_id AND mine.person_id = :person_id)
ORDER BY other.lease_until_at LIMIT 1
"""
_MOVE_CURSOR = """
UPDATE cursor SET sort_key = :sort_key, item_id = :item_id WHERE person_id = :person_id AND project_id = :project_id
"""
_FIRST_CURSOR = """
INSERT INTO cursor (person_id, project_id, sort_key, item_id) VALUES (:person_id, :project_id, :sort_key, :item_id)
ON CONFLICT (person_id, project_id) DO UPDATE SET sort_key = excluded.sort_key, item_id = excluded.item_id
"""
_BEFORE_ALL = (-1, -1)


@dataclass(frozen=True, slots=True)
class Claimed:
    """An item of which a slot was taken: its place in the queue, its content as JSON text, and if it has pictures."""

    item_id: int
    sort_key: int
    content: str
    has_pictures: bool


def claim(tx: Transaction, terms: Terms, *, person_id: int, now_ms: int) -> Claimed:
    """Take one slot of the next item, from the person's cursor on, then once more from the front.

    Args:
        tx: the open transaction.
        terms: of the project, read in it.
        person_id: who.
        now_ms: this instant.

    Raises:
        Refusal: `more_may_return` with `until`, or `nothing_left`.
    """
    me = {"person_id": person_id, "project_id": terms.project_id}
    found = _claim_after(tx, me, terms.cursor or _BEFORE_ALL)
    if found is None and terms.cursor is not None:
        found = _claim_after(tx, me, _BEFORE_ALL)
    if found is None:
        raise why_nothing(tx, person_id=person_id, project_id=terms.project_id, now_ms=now_ms)
    if terms.cursor is None:
        pseudonym_of(tx, **me)
    return Claimed(found[0], found[1], found[2], bool(found[3]))


def where_claimed(terms: Terms) -> Claimed:
    """Return the place in the queue of what was offered ahead: the person's cursor was left on it."""
    sort_key, item_id = terms.cursor or _BEFORE_ALL
    return Claimed(item_id, sort_key, content="", has_pictures=True)


def claim_ahead(tx: Transaction, *, person_id: int, project_id: int, after: Claimed) -> Claimed | None:
    """Take one slot of the item after another, where many more are open beyond it; None near the queue's end.

    Args:
        tx: the open transaction.
        person_id: who.
        project_id: which project.
        after: what the person is on.
    """
    here = {"project_id": project_id, "sort_key": after.sort_key, "item_id": after.item_id}
    if tx.one(MANY_BEYOND, **here, least=BEYOND_LEAST) is None:
        return None
    found = tx.one(CLAIM, **here, person_id=person_id)
    return None if found is None else Claimed(found[0], found[1], found[2], bool(found[3]))


def move_cursor(tx: Transaction, terms: Terms, *, person_id: int, to: Claimed) -> None:
    """Remember how far in a project's queue a person is."""
    statement = _MOVE_CURSOR if terms.cursor is not None else _FIRST_CURSOR
    me = {"person_id": person_id, "project_id": terms.project_id}
    tx.run(statement, **me, sort_key=to.sort_key, item_id=to.item_id)


def why_nothing(tx: Transaction, *, person_id: int, project_id: int, now_ms: int) -> Refusal:
    """Return why nothing was claimed: work in somebody's hands may come back, or there is truly none left."""
    me = {"person_id": person_id, "project_id": project_id}
    is_opening = tx.value(_OPENING, project_id=project_id) is not None
    if is_opening or tx.value(OPEN_FOR_ME, **me) is not None:
        return Refusal("more_may_return", Kind.NOT_YET, until=from_ms(now_ms + RETRY_MS).isoformat())
    until_ms = tx.value(HELD_BY_OTHERS, **me)
    if until_ms is None:
        return Refusal("nothing_left", Kind.CONFLICT)
    return Refusal("more_may_return", Kind.NOT_YET, until=from_ms(max(until_ms, now_ms + RETRY_MS)).isoformat())


def why_short(tx: Transaction, terms: Terms, *, person_id: int, has_reserve: bool, now_ms: int) -> Refusal:
    """Return why there is no money for another item: the reserve runs low, or all of it is in somebody's hands."""
    me = {"person_id": person_id, "project_id": terms.project_id}
    why = tx.one(_WHY_SHORT, **me, least_micros=terms.set_aside_micros, escrow_id=escrow(terms.project_id))
    assert why is not None, "a question without a table has one row"
    is_open, is_money_left = why
    if is_open and not (has_reserve and is_money_left):
        return Refusal("reserve_low", Kind.CONFLICT)
    return why_nothing(tx, person_id=person_id, project_id=terms.project_id, now_ms=now_ms)


def _claim_after(tx: Transaction, me: dict[str, int], cursor: Row) -> Row | None:
    return tx.one(CLAIM, **me, sort_key=cursor[0], item_id=cursor[1])
