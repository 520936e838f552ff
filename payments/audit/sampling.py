"""A random sample that anyone can draw again: of a list and a seed, those whose SHA-256 comes first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import week_days

SAMPLE_MOST = 200
SEED_MOST = 64


class SampleOf(StrEnum):
    """What a sample is drawn from."""

    PEOPLE = "people"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRecord:
    """The pay of one answer. Quantity in items or milliseconds, time in milliseconds, amounts in micro-units.

    Attributes:
        task_ms: the time recorded for it.
        state: pending, or final.
    """

    assignment_id: int
    person_id: int
    organisation_id: int
    project_id: int
    kind: str
    carrier: str
    quantity: int
    rate_micros: int
    amount_micros: int
    currency: str
    earned_on: date
    state: str
    rule: str
    rulebook_digest: str
    task_ms: int


_PEOPLE = """(
  SELECT person_id FROM time_total WHERE worked_on >= :first_on AND worked_on < :next_on
)"""
_ASSIGNMENTS = f"""
SELECT assignment_id FROM earning WHERE person_id IN {_PEOPLE} AND period = :period
  AND kind IN ('piece', 'hourly') AND assignment_id IS NOT NULL
  AND (:organisation_id = 0 OR organisation_id = :organisation_id)
"""
_ANSWER = f"""
SELECT assignment_id, person_id, organisation_id, project_id, kind, carrier, quantity, rate_micros, amount_micros,
  currency, earned_on, state, rule, rulebook_digest,
  (SELECT sum(ended_at - started_at) FROM time_segment WHERE time_segment.assignment_id = earning.assignment_id
    AND time_segment.person_id = earning.person_id AND bucket IN ('task', 'rework'))
FROM earning WHERE person_id IN {_PEOPLE} AND period = :period
  AND kind IN ('piece', 'hourly') AND assignment_id = :assignment_id
"""


def draw(names: Iterable[str], *, seed: str, size: int) -> list[str]:
    """Return the sample: the names whose SHA-256 of `seed:name` comes first, in that order.

    Args:
        names: of everyone or everything that may be drawn: pseudonyms, or numbers of assignments.
        seed: from `checked_seed`.
        size: how many; all, where there are fewer.
    """
    return sorted(set(names), key=lambda name: sha256(f"{seed}:{name}".encode()).hexdigest())[:size]


def checked_seed(text: str) -> str:
    """Return a seed without the blanks around it.

    Raises:
        Refusal: `seed_unreadable`.
    """
    seed = text.strip()
    if not (0 < len(seed) <= SEED_MOST and seed.isascii() and seed.isalnum()):
        raise Refusal("seed_unreadable", Kind.UNREADABLE)
    return seed


def checked_size(size: int) -> int:
    """Return a size that can be drawn.

    Raises:
        Refusal: `sample_size_unreadable`.
    """
    if not 1 <= size <= SAMPLE_MOST:
        raise Refusal("sample_size_unreadable", Kind.UNREADABLE, most=SAMPLE_MOST)
    return size


def answers_paid(tx: Transaction, *, period: str, organisation_id: int | None) -> list[str]:
    """Return the number of every assignment whose answer earned pay in a week, as texts."""
    key = _key(period) | {"organisation_id": organisation_id or 0}
    return [str(row[0]) for row in tx.run(_ASSIGNMENTS, **key)]


def answer_record(tx: Transaction, *, period: str, assignment_id: int) -> AnswerRecord:
    """Return the pay of one of the answers of a week."""
    row = tx.one(_ANSWER, assignment_id=assignment_id, **_key(period))
    assert row is not None, "it was drawn from the answers of this week"
    return AnswerRecord(
        assignment_id=row[0],
        person_id=row[1],
        organisation_id=row[2],
        project_id=row[3],
        kind=row[4],
        carrier=row[5],
        quantity=row[6],
        rate_micros=row[7],
        amount_micros=row[8],
        currency=row[9],
        earned_on=date.fromisoformat(row[10]),
        state=row[11],
        rule=row[12],
        rulebook_digest=row[13],
        task_ms=int(row[14] or 0),
    )


def _key(period: str) -> dict[str, object]:
    first_on, next_on = week_days(period)
    return {"period": period, "first_on": first_on, "next_on": next_on}
