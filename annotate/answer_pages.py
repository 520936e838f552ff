"""Walks through all answers of a project for its exports, a page at a time, so that memory never grows with them."""

from collections.abc import Callable, Iterator
from operator import itemgetter

from annotate.answer_rows import AnswerRow, Terms, Writing, terms_in
from payments.transaction import Row, Transaction

EXPORT_PAGE_ITEMS = 1_000
PAGE_CHARACTERS = 1_000_000
"""About so much is read at once for an export: fewer items where each is large, or has many answers."""
LONG_CHARACTERS = 8_000
"""What is longer, as a thousand boxes are, is read when its turn comes: a page of them would fill the memory."""
_ROW_CHARACTERS = 500  # what a row takes beside its texts, about
_LOOKED_AT = 16  # one row in so many says how large the rows of a page are
_ITEM, _CONTENT, _RESULT = itemgetter(0), itemgetter(2), itemgetter(4)

# The plus keeps both databases from reading the whole project and sorting it for every page: ids are walked in order.
# `coalesce` keeps PostgreSQL from looking up, for each item, every answer in these states: 0.7 s for a thousand items.
# An answer that is paid by the item has the price that was offered as its pay; others are looked up. What an answer has
# in common with the usual one is not read again: five texts less for each of a million rows.
_SHORT_CONTENT = f"/*postgresql:octet_*/length(item.content) <= {LONG_CHARACTERS}"
_SHORT = f"{_SHORT_CONTENT} AND /*postgresql:octet_*/length(answer.result) <= {LONG_CHARACTERS}"
_PAGE = f"""
SELECT item.id, item.item_key, CASE WHEN {_SHORT_CONTENT} THEN item.content END, assignment.person_id,
       CASE WHEN {_SHORT} THEN answer.result END, answer.counted_ms, answer.submitted_at, answer.is_surplus,
       CASE WHEN assignment.price_micros = :pay AND assignment.state = :state AND assignment.currency = :currency
         AND assignment.rulebook_digest = :rule AND assignment.pay_basis = 'item' THEN NULL ELSE
         CASE assignment.pay_basis WHEN 'item' THEN assignment.price_micros ELSE
           (SELECT coalesce(CAST(sum(earning.amount_micros) AS BIGINT), 0) FROM earning
            WHERE earning.assignment_id = assignment.id AND earning.kind IN ('piece', 'hourly')) END
         || ' ' || assignment.currency || ' ' || assignment.rulebook_digest || ' ' || assignment.state END
FROM item CROSS JOIN assignment CROSS JOIN answer
WHERE +item.project_id = :project_id AND item.id > :after_id AND item.id <= :until_id
  AND (item.gold_use_count IS NULL OR :with_gold = 1)
  AND assignment.item_id = item.id
  AND /*postgresql: coalesce(*/assignment.state/*postgresql: , '')*/ IN ('submitted', 'accepted')
  AND (:person_id = 0 OR assignment.person_id = :person_id)
  AND answer.assignment_id = assignment.id AND (answer.is_surplus = 0 OR :with_surplus = 1)
ORDER BY item.id
"""
# While PostgreSQL has counted the items and not yet the answers, it would read all answers for each page.
_WALK = """
SELECT 1 /*postgresql: , set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true) */
"""
_LONG = """
SELECT item.content, answer.result
FROM item CROSS JOIN assignment CROSS JOIN answer
WHERE item.id = :item_id AND assignment.item_id = item.id AND assignment.person_id = :person_id
  AND answer.assignment_id = assignment.id
"""
_ENDS = "SELECT min(id), max(id) FROM item WHERE project_id = :project_id"


class Answers:
    """The answers of a project by item and pseudonym, read page by page: memory does not grow with their number.

    Args:
        tx: a transaction that stays open until the last one is taken.
        project_id: which project.
        writing: what all of them share.
        with_gold: also the items whose answer is known.
        person_id: only this person's; 0: everybody's.
        reached: told after each page how many answers it had.
    """

    def __init__(
        self,
        tx: Transaction,
        *,
        project_id: int,
        writing: Writing,
        with_gold: bool = False,
        person_id: int = 0,
        reached: Callable[[int], None] | None = None,
    ) -> None:
        self._tx, self._writing, self._reached = tx, writing, reached
        chosen = {"with_gold": int(with_gold), "with_surplus": writing.with_surplus}
        self._asked = {"project_id": project_id, "person_id": person_id, **chosen}

    def __iter__(self) -> Iterator[AnswerRow]:
        """Yield one after the other, as cells."""
        for rows, usual in self._pages():
            yield from (self._writing.cells_of(row, usual) for some in self._whole(rows) for row in some)

    def json_lines(self) -> Iterator[bytes]:
        """Yield some lines of JSON at a time."""
        for rows, usual in self._pages():
            yield from (self._writing.json_lines(some, usual) for some in self._whole(rows))

    def _pages(self) -> Iterator[tuple[list[Row], Terms]]:
        """Yield some rows at a time, with the terms of those that have none of their own."""
        self._tx.run(_WALK)
        first, last = self._tx.run(_ENDS, project_id=self._asked["project_id"])[0]
        usual = Terms()
        after_id, items = (first or 1) - 1, EXPORT_PAGE_ITEMS
        while after_id < (last or 0):
            rows = self._page(after_id, after_id + items, usual)
            if rows:
                yield rows, usual
                usual = usual if rows[-1][8] is None else terms_in(rows[-1][8])
            if self._reached:
                self._reached(len(rows))
            after_id, items = after_id + items, _next_items(rows, items)

    def _page(self, after_id: int, until_id: int, usual: Terms) -> list[Row]:
        here = {"after_id": after_id, "until_id": until_id}
        terms = {"pay": usual.pay_micros, "currency": usual.currency, "rule": usual.rule, "state": usual.state}
        rows = self._tx.run(_PAGE, **self._asked, **here, **terms)
        if len(set(map(_ITEM, rows))) < len(rows):
            names = self._writing.names
            rows.sort(key=lambda row: (row[0], names[row[3]]))
        return rows

    def _whole(self, rows: list[Row]) -> Iterator[list[Row]]:
        """Yield the rows of a page at once, or one by one where the long texts of some are still to be read."""
        if None not in map(_RESULT, rows):
            yield rows
            return
        for row in rows:
            yield [row if row[4] is not None else self._read(row)]

    def _read(self, row: Row) -> Row:
        long = self._tx.one(_LONG, item_id=row[0], person_id=row[3])
        assert long is not None, "no answer is ever taken out"
        return (*row[:2], long[0], row[3], long[1], *row[5:])


def _next_items(rows: list[Row], items: int) -> int:
    """Return how many items the next page may span, where one of `items` items had these rows."""
    some = rows[::_LOOKED_AT]
    texts = sum(len(text or "") for row in some for text in (_CONTENT(row), _RESULT(row)))
    here = len(rows) * (_ROW_CHARACTERS + texts // max(1, len(some)))
    return max(1, min(EXPORT_PAGE_ITEMS, items * PAGE_CHARACTERS // max(1, here)))
