"""Reading what a higher price would cost: the difference for every answer that is still to come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from annotate.funding.rules import FloorPrice, Sums, sums_of
from annotate.gold.rules import gold_answers_most
from annotate.projects.queries import ProjectView, existing_project, law_of
from payments.transaction import Transaction
from policies.periods import from_ms
from policies.rulebook import Rulebook

_ASKED = """
SELECT coalesce(sum(batch.imported_count), 0) * (project.overlap + project.extra_answers_most), project.gold_every
FROM project LEFT JOIN batch ON batch.project_id = project.id AND batch.published_at IS NOT NULL
WHERE project.id = :project_id GROUP BY project.overlap, project.extra_answers_most, project.gold_every
"""
_ANSWERED = "SELECT count(*) FROM answer WHERE project_id = :project_id AND is_surplus = 0"
_CHANGES = """
SELECT price_change.price_before_micros, price_change.price_micros, price_change.reason, person.name,
       price_change.changed_at
FROM price_change JOIN person ON person.id = price_change.changed_by_id
WHERE price_change.project_id = :project_id ORDER BY price_change.id DESC
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseQuote:
    """What a higher price costs, micro-units of the project's currency.

    Attributes:
        asked_count: how many answers were asked for at most when this was read; more make it void.
        left_count: how many of them had not come yet: each may still be offered at the new price.
        piece_before_micros: what is set aside for each of them now, and what will be.
    """

    project_id: int
    price_before_micros: int
    price_micros: int
    asked_count: int
    left_count: int
    each_before_micros: int
    each_micros: int
    reserve_percent: int
    sums: Sums
    floors: tuple[FloorPrice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRise:
    """One rise of a project's price: from, to, why, who and when."""

    price_before_micros: int
    price_micros: int
    reason: str
    changed_by: str
    changed_at: datetime


def raise_quote(
    tx: Transaction, project_id: int, *, price_micros: int, rulebook: Rulebook, now: datetime
) -> RaiseQuote:
    """Return what a project's new price would cost at most: nobody knows yet which answers will be given before it.

    Read it in a transaction of its own: counting answers takes longer than others should wait.

    Raises:
        Refusal: `not_found`.
    """
    view = existing_project(tx, project_id)
    dearer = replace(view, price_micros=price_micros)
    floors, percent = law_of(view, rulebook=rulebook, now=now)
    asked = asked_count(tx, project_id)
    left = max(0, asked - int(tx.value(_ANSWERED, project_id=project_id)))
    more = max(0, dearer.set_aside_micros - view.set_aside_micros) * left
    return RaiseQuote(
        project_id=project_id,
        price_before_micros=view.price_micros,
        price_micros=price_micros,
        asked_count=asked,
        left_count=left,
        each_before_micros=view.set_aside_micros,
        each_micros=dearer.set_aside_micros,
        reserve_percent=percent,
        sums=sums_of(piece_micros=more, reserve_percent=percent, fee_permille=view.fee_permille),
        floors=floors,
    )


def asked_count(tx: Transaction, project_id: int) -> int:
    """Return for how many answers a project's money was set aside, in all batches that are published."""
    asked, gold_every = tx.one(_ASKED, project_id=project_id) or (0, 0)
    return int(asked) + gold_answers_most(int(asked), gold_every=gold_every)


def price_rises(tx: Transaction, project_id: int) -> Sequence[PriceRise]:
    """Return how a project's price rose, the last time first."""
    return tuple(
        PriceRise(
            price_before_micros=row[0],
            price_micros=row[1],
            reason=row[2],
            changed_by=row[3],
            changed_at=from_ms(row[4]),
        )
        for row in tx.run(_CHANGES, project_id=project_id)
    )


def with_price(view: ProjectView, price_micros: int) -> ProjectView:
    """Return a project as it would be at another price."""
    return replace(view, price_micros=price_micros)
