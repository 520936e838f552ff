"""Taking the next item of a project's queue for one person, in one statement, or saying why there is none."""

from collections.abc import Sequence
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
# By the same path, an item whose answer is known: the least used that this person never had. Nobody's slot is taken.
CLAIM_GOLD = """
UPDATE item SET gold_use_count = gold_use_count + 1 WHERE id = (
  SELECT item.id FROM item
  WHERE item.project_id = :project_id AND item.gold_use_count IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM assignment WHERE assignment.item_id = item.id AND assignment.person_id = :person_id)
  ORDER BY item.gold_use_count, item.id LIMIT 1 /*postgresql: FOR UPDATE OF item SKIP LOCKED */
) RETURNING id, content, EXISTS (SELECT 1 FROM item_picture WHERE item_picture.item_id = item.id)
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
# In the order of the index, so that the first one that this person never had ends the search.
HELD_BY_OTHERS = """
SELECT other.lease_until_at FROM assignment AS other
WHERE other.project_id = :project_id AND other.state IN ('offered', 'started') AND other.person_id <> :person_id
  AND NOT EXISTS (SELECT 1 FROM assignment AS mine WHERE mine.item_id = other.item_id AND mine.person_id = :person_id)
ORDER BY other.lease_until_at LIMIT 1
"""
# Each is one statement, so that all of it is of the same moment: a slot that somebody gives back between two would be
# neither open in the first nor held in the second, and the person sent away for nothing.
_WHY_NOTHING = f"SELECT EXISTS ({_OPENING}) OR EXISTS ({OPEN_FOR_ME}), ({HELD_BY_OTHERS})"
_WHY_SHORT = f"SELECT EXISTS ({OPEN_FOR_ME}), {IS_MONEY_LEFT}"
_MOVE_CURSOR = """
UPDATE cursor SET sort_key = :sort_key, item_id = :item_id, taken_count = taken_count + :taken_count,
  since_gold_count = CASE WHEN :is_gold = 1 THEN 0 ELSE since_gold_count END + :since_gold_count
WHERE person_id = :person_id AND project_id = :project_id
"""
_FIRST_CURSOR = """
INSERT INTO cursor (person_id, project_id, sort_key, item_id, taken_count, since_gold_count)
VALUES (:person_id, :project_id, :sort_key, :item_id, :taken_count, :since_gold_count)
ON CONFLICT (person_id, project_id) DO UPDATE SET sort_key = excluded.sort_key, item_id = excluded.item_id
"""
_BEFORE_ALL = (-1, -1)


@dataclass(frozen=True, slots=True)
class Claimed:
    """An item that was taken for a person, its content as JSON text, and the place up to which they are in the queue.

    That place is the item's own; where its answer is known, it is no part of the queue, and they stay where they were.
    """

    item_id: int
    place: Row
    content: str
    has_pictures: bool
    is_gold: bool = False
    is_new: bool = True
    """Whether it was taken just now, so that it is not counted yet."""


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
    gold = _claim_gold(tx, me, place=terms.cursor or _BEFORE_ALL) if is_gold_due(terms) else None
    if gold is not None:
        return gold
    found = _claim_after(tx, me, terms.cursor or _BEFORE_ALL)
    if found is None and terms.cursor is not None:
        found = _claim_after(tx, me, _BEFORE_ALL)
    if found is None:
        raise why_nothing(tx, person_id=person_id, project_id=terms.project_id, now_ms=now_ms)
    if terms.cursor is None:
        pseudonym_of(tx, **me)
    return _claimed(found)


def is_gold_due(terms: Terms, on: Claimed | None = None) -> bool:
    """Whether the next item is one whose answer is known, after an item that the person is on and was just given."""
    if terms.gold_every == 0 or (on is not None and on.is_gold):
        return False
    return terms.since_gold_count + int(on is not None and on.is_new) >= terms.gold_every


def where_claimed(terms: Terms) -> Claimed:
    """Return the place in the queue of what was offered ahead: the person's cursor was left on it."""
    place = terms.cursor or _BEFORE_ALL
    return Claimed(place[1], place, content="", has_pictures=True, is_new=False)


def claim_ahead(tx: Transaction, terms: Terms, *, person_id: int, after: Claimed) -> Claimed | None:
    """Take one slot of the item after another, where many more are open beyond it; None near the queue's end.

    Args:
        tx: the open transaction.
        terms: of the project, read in it.
        person_id: who.
        after: what the person is on.
    """
    me = {"person_id": person_id, "project_id": terms.project_id}
    here = {"project_id": terms.project_id, "sort_key": after.place[0], "item_id": after.place[1]}
    if tx.one(MANY_BEYOND, **here, least=BEYOND_LEAST) is None:
        return None
    gold = _claim_gold(tx, me, place=after.place) if is_gold_due(terms, after) else None
    if gold is not None:
        return gold
    found = _claim_after(tx, me, after.place)
    return None if found is None else _claimed(found)


def move_cursor(tx: Transaction, terms: Terms, *, person_id: int, taken: Sequence[Claimed]) -> None:
    """Remember how far in a project's queue a person is, and how many items they were handed.

    Args:
        tx: the open transaction.
        terms: of the project, read in it.
        person_id: who.
        taken: what they were handed just now, in this order; one item at least.
    """
    golds = [number for number, claimed in enumerate(taken) if claimed.is_gold]
    after_gold = taken[golds[-1] + 1 :] if golds else taken
    counts = {"taken_count": len(taken), "since_gold_count": len(after_gold)}
    me = {"person_id": person_id, "project_id": terms.project_id}
    here = {**me, **counts, "sort_key": taken[-1].place[0], "item_id": taken[-1].place[1]}
    if terms.cursor is None:
        tx.send(_FIRST_CURSOR, **here)
    else:
        tx.send(_MOVE_CURSOR, **here, is_gold=int(bool(golds)))


def why_nothing(tx: Transaction, *, person_id: int, project_id: int, now_ms: int) -> Refusal:
    """Return why nothing was claimed: work in somebody's hands may come back, or there is truly none left."""
    why = tx.one(_WHY_NOTHING, person_id=person_id, project_id=project_id)
    assert why is not None, "a question without a table has one row"
    is_open, until_ms = why
    if until_ms is None and not is_open:
        return Refusal("nothing_left", Kind.CONFLICT)
    soon_ms = now_ms + RETRY_MS
    back_ms = soon_ms if is_open else max(until_ms, soon_ms)
    return Refusal("more_may_return", Kind.NOT_YET, until=from_ms(back_ms).isoformat())


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


def _claimed(found: Row) -> Claimed:
    return Claimed(found[0], (found[1], found[0]), found[2], bool(found[3]))


def _claim_gold(tx: Transaction, me: dict[str, int], *, place: Row) -> Claimed | None:
    found = tx.one(CLAIM_GOLD, **me)
    return None if found is None else Claimed(found[0], place, found[1], bool(found[2]), is_gold=True)
