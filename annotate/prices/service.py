"""Raising the price of a published project, upward only: items offered from then on pay more, offers in hand stay."""

from datetime import datetime

from annotate.funding.service import set_aside
from annotate.prices.queries import RaiseQuote, asked_count, with_price
from annotate.projects.queries import existing_project
from annotate.projects.rules import PayBasis, ProjectAct, check_price, move
from annotate.projects.service import hold_project
from payments.events.rules import Fact, project_stream
from payments.events.service import append, keep_rulebook
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.money import decimal_text
from policies.rulebook import Rulebook

REASON_MAX = 300

_ADD = """
INSERT INTO price_change (project_id, price_before_micros, price_micros, reason, changed_by_id, changed_at)
VALUES (:project_id, :price_before_micros, :price_micros, :reason, :by_id, :now) RETURNING id
"""
_RAISE = "UPDATE project SET price_micros = :price_micros WHERE id = :project_id"


def raise_price(
    tx: Transaction, *, quoted: RaiseQuote, reason: str, by_id: int, rulebook: Rulebook, now: datetime
) -> None:
    """Pay more for every item that is offered from now on, and set the difference aside for all that are left.

    Args:
        tx: the open transaction.
        quoted: what it costs, read before; answers that came since make it cost less, which comes back at the end.
        reason: why, for the project's history; may be empty.
        by_id: who raises it.
        rulebook: the law that the new price is checked against.
        now: when.

    Raises:
        Refusal: `not_found`, `project_state`, `salaried_without_price`, `price_not_higher` (price),
            `price_changed` where price or items are not as they were quoted, `reason_too_long`,
            `price_below_floor`, `not_enough_funds` (missing).
    """
    if len(reason) > REASON_MAX:
        raise Refusal("reason_too_long", Kind.UNREADABLE, most=REASON_MAX)
    hold_project(tx, quoted.project_id)
    view = existing_project(tx, quoted.project_id)
    move(view.state, ProjectAct.RAISE)
    if view.pay_basis == PayBasis.SALARIED:
        raise Refusal("salaried_without_price", Kind.CONFLICT)
    if quoted.price_micros <= view.price_micros:
        now_paid = {"price": decimal_text(view.price_micros), "currency": view.currency}
        raise Refusal("price_not_higher", Kind.UNREADABLE, **now_paid)
    if (view.price_micros, asked_count(tx, view.project_id)) != (quoted.price_before_micros, quoted.asked_count):
        raise Refusal("price_changed", Kind.CONFLICT)
    for price in quoted.floors:
        check_price(with_price(view, quoted.price_micros).as_draft(), price.floor)
        keep_rulebook(tx, rulebook=rulebook, digest=price.floor.rulebook_digest, now=now)
    prices = {"price_before_micros": view.price_micros, "price_micros": quoted.price_micros}
    change_id = tx.value(_ADD, project_id=view.project_id, **prices, reason=reason.strip(), by_id=by_id, now=now)
    facts: list[Fact] = []
    set_aside(tx, view.chest, sums=quoted.sums, act=f"raise:{change_id}", now=now, facts=facts)
    tx.run(_RAISE, project_id=view.project_id, price_micros=quoted.price_micros)
    body = {
        "act": "raise",
        "by_id": by_id,
        **prices,
        "answer_count": quoted.left_count,
        "piece_micros": quoted.sums.piece_micros,
        "reserve_micros": quoted.sums.reserve_micros,
        "fee_micros": quoted.sums.fee_micros,
        "rulebook_digests": sorted(price.floor.rulebook_digest for price in quoted.floors),
    }
    append(tx, stream=project_stream(view.project_id), facts=[Fact("project", body), *facts], now=now)
