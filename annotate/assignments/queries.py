"""Reading assignments and answers: one to be answered, and all of a project's for its exports."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import starmap
from typing import Any

from annotate.answer_rows import AnswerRow as AnswerRow
from annotate.answer_rows import Terms, Writing, terms_in
from annotate.task_types import TaskType
from payments.transaction import Row, Transaction
from policies.periods import from_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """One assignment as it was offered, with its item and how far it is."""

    assignment_id: int
    project_id: int
    organisation_id: int
    item_id: int
    person_id: int
    state: str
    pay_basis: str
    price_micros: int
    currency: str
    estimated_ms: int
    floor_hourly_micros: int
    rulebook_digest: str
    offered_ms: int
    lease_until_ms: int
    content: Mapping[str, Any]
    task_type: str
    schema: Mapping[str, Any]
    started_ms: int | None
    overlap: int
    extra_answers_most: int
    measured_p95_ms: int | None
    """How long a slow answer takes, where it was measured in a pilot before this was offered."""
    is_gold: bool
    """Whether its answer is known: it takes no slot, and comes outside the overlap."""


EXPORT_PAGE_ITEMS = 1_000

_CONTRACT_COLUMNS = """
assignment.id, assignment.project_id, assignment.organisation_id, assignment.item_id, assignment.person_id,
assignment.state, assignment.pay_basis, assignment.price_micros, assignment.currency, assignment.estimated_ms,
assignment.floor_hourly_micros, assignment.rulebook_digest, assignment.offered_at, assignment.lease_until_at,
item.content, project.task_type, project.label_schema, assignment.started_at, project.overlap,
project.extra_answers_most, item.gold_use_count,
CASE WHEN assignment.estimated_ms = project.estimated_ms THEN project.p95_ms END
"""
_CONTRACT_FROM = """
FROM assignment JOIN item ON item.id = assignment.item_id JOIN project ON project.id = assignment.project_id
"""
_CONTRACT = f"""
SELECT {_CONTRACT_COLUMNS} {_CONTRACT_FROM}
WHERE assignment.id = :assignment_id /*postgresql: FOR UPDATE OF assignment */
"""
_STARTED = f"""
SELECT {_CONTRACT_COLUMNS} {_CONTRACT_FROM}
WHERE assignment.person_id = :person_id AND assignment.project_id = :project_id AND assignment.state = 'started'
/*postgresql: FOR UPDATE OF assignment */
"""
_TASK_TYPE = "SELECT task_type FROM project WHERE id = :project_id"
_OPEN = f"""
SELECT {_CONTRACT_COLUMNS} {_CONTRACT_FROM}
WHERE assignment.person_id = :person_id AND assignment.project_id = :project_id AND assignment.state = 'started'
"""
_LATE = f"""
SELECT {_CONTRACT_COLUMNS} {_CONTRACT_FROM}
WHERE assignment.id = :assignment_id AND assignment.person_id = :person_id AND assignment.state = 'expired'
"""
_LAST_RECEIVED = """
SELECT assignment_id, earned_at FROM earning
WHERE person_id = :person_id AND earned_on = :day AND project_id = :project_id AND kind IN ('piece', 'hourly')
ORDER BY id DESC LIMIT 1
"""
_PSEUDONYMS = "SELECT person_id, pseudonym FROM pseudonym WHERE project_id = :project_id"
# The plus keeps both databases from reading the whole project and sorting it for every page: ids are walked in order.
# `coalesce` keeps PostgreSQL from looking up, for each item, every answer in these states: 0.7 s for a thousand items.
# An answer that is paid by the item has the price that was offered as its pay; others are looked up. What an answer has
# in common with the usual one is not read again: five texts less for each of a million rows.
_PAGE = """
SELECT item.id, item.item_key, item.content, assignment.person_id, answer.result, answer.counted_ms,
       answer.submitted_at, answer.is_surplus,
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
            yield from (self._writing.cells_of(row, usual) for row in rows)

    def json_lines(self) -> Iterator[bytes]:
        """Yield some lines of JSON at a time."""
        yield from starmap(self._writing.json_lines, self._pages())

    def _pages(self) -> Iterator[tuple[list[Row], Terms]]:
        """Yield some rows at a time, with the terms of those that have none of their own."""
        self._tx.run(_WALK)
        first, last = self._tx.run(_ENDS, project_id=self._asked["project_id"])[0]
        usual = Terms()
        for after_id in range(first - 1, last, EXPORT_PAGE_ITEMS) if first else ():
            rows = self._page(after_id, usual)
            if rows:
                yield rows, usual
                usual = next((terms_in(row[8]) for row in reversed(rows) if row[8] is not None), usual)
            if self._reached:
                self._reached(len(rows))

    def _page(self, after_id: int, usual: Terms) -> list[Row]:
        here = {"after_id": after_id, "until_id": after_id + EXPORT_PAGE_ITEMS}
        terms = {"pay": usual.pay_micros, "currency": usual.currency, "rule": usual.rule, "state": usual.state}
        rows = self._tx.run(_PAGE, **self._asked, **here, **terms)
        if len({row[0] for row in rows}) < len(rows):
            names = self._writing.names
            rows.sort(key=lambda row: (row[0], names[row[3]]))
        return rows


def contract(tx: Transaction, assignment_id: int) -> Contract | None:
    """Return an assignment, locked on PostgreSQL until the transaction ends, or None where there is none of this id."""
    row = tx.one(_CONTRACT, assignment_id=assignment_id)
    return None if row is None else _contract(row)


def started(tx: Transaction, *, person_id: int, project_id: int) -> Contract | None:
    """Return what a person has open in a project, locked as `contract` does, or None."""
    row = tx.one(_STARTED, person_id=person_id, project_id=project_id)
    return None if row is None else _contract(row)


def open_item(tx: Transaction, *, person_id: int, project_id: int) -> Contract | None:
    """Return what a person has open in a project, only to look at it, or None."""
    row = tx.one(_OPEN, person_id=person_id, project_id=project_id)
    return None if row is None else _contract(row)


def late_item(tx: Transaction, *, person_id: int, assignment_id: int) -> Contract | None:
    """Return what went back from a person's hands while they were away, only to look at it, or None."""
    row = tx.one(_LATE, person_id=person_id, assignment_id=assignment_id)
    return None if row is None else _contract(row)


def last_received(tx: Transaction, *, person_id: int, project_id: int, on: date) -> tuple[int, datetime] | None:
    """Return the assignment that a person answered last in a project on a day, and when; None before the first."""
    row = tx.one(_LAST_RECEIVED, person_id=person_id, project_id=project_id, day=on)
    return None if row is None else (row[0], from_ms(row[1]))


def answers_of(  # noqa: PLR0913 - what to read, for whom, and who is told
    tx: Transaction,
    *,
    project_id: int,
    task_types: Mapping[str, TaskType],
    with_surplus: bool,
    with_gold: bool = False,
    person_id: int = 0,
    reached: Callable[[int], None] | None = None,
) -> Answers:
    """Return the answers of a project by item and pseudonym; rejected ones are never among them.

    Args:
        tx: a transaction that stays open until the last one is taken.
        project_id: which project.
        task_types: the project's own says which labels an answer names.
        with_surplus: also answers that came too late for their slot, outside the overlap; then a column says so.
        with_gold: also the items whose answer is known; otherwise they are left out.
        person_id: only this person's; 0: everybody's.
        reached: told after each page how many answers it had.
    """
    labels_of = task_types[str(tx.value(_TASK_TYPE, project_id=project_id))].labels_of
    writing = Writing(pseudonyms_of(tx, project_id=project_id), labels_of, with_surplus=with_surplus)
    return Answers(
        tx, project_id=project_id, writing=writing, with_gold=with_gold, person_id=person_id, reached=reached
    )


def pseudonyms_of(tx: Transaction, *, project_id: int) -> dict[int, str]:
    """Return under which name a project sees each person who was offered its work."""
    return {int(row[0]): str(row[1]) for row in tx.run(_PSEUDONYMS, project_id=project_id)}


def _contract(row: Row) -> Contract:
    return Contract(
        assignment_id=row[0],
        project_id=row[1],
        organisation_id=row[2],
        item_id=row[3],
        person_id=row[4],
        state=row[5],
        pay_basis=row[6],
        price_micros=row[7],
        currency=row[8],
        estimated_ms=row[9],
        floor_hourly_micros=row[10],
        rulebook_digest=row[11],
        offered_ms=row[12],
        lease_until_ms=row[13],
        content=json.loads(row[14]),
        task_type=row[15],
        schema=parsed(row[16]),
        started_ms=row[17],
        overlap=row[18],
        extra_answers_most=row[19],
        is_gold=row[20] is not None,
        measured_p95_ms=row[21],
    )


@lru_cache(maxsize=256)
def parsed(schema: str) -> Mapping[str, Any]:
    """Return what a label schema says; read once for each text, as every answer to a project asks for the same."""
    found: Mapping[str, Any] = json.loads(schema)
    return found
