"""Running a paid pilot: offer a sample through the same path as any item, end it, and take the price it proposes."""

from datetime import datetime

from annotate.batches.service import publish_batch
from annotate.funding.rules import Quote
from annotate.funding.service import set_aside
from annotate.pilots.queries import (
    Measured,
    PilotView,
    existing_pilot,
    item_count,
    measured,
    pilot_of,
    pool_count,
    to_come_count,
)
from annotate.pilots.rules import ITEMS_LEAST, reserve_percent, sample_of
from annotate.price_looks.rules import PEOPLE_LEAST, median_ms
from annotate.price_looks.service import Seen, keep_look
from annotate.prices.queries import raise_quote
from annotate.prices.service import raise_price
from annotate.projects.queries import ProjectView, existing_project, quote_of
from annotate.projects.rules import (
    ESTIMATED_MS_LEAST,
    ESTIMATED_MS_MOST,
    PayBasis,
    ProjectAct,
    check_price,
    move,
)
from annotate.projects.service import hold_project
from annotate.samples.service import give_back_untouched, set_apart
from payments.events.rules import Fact, project_stream
from payments.events.service import append, keep_rulebook
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.money import decimal_text
from policies.pricing import p95_ms
from policies.rulebook import Rulebook

_BEGIN = """
UPDATE project SET state = :state, published_at = :now, person_answers_most = :each_most WHERE id = :project_id
"""
_PILOT = """
INSERT INTO pilot (project_id, batch_id, sample_count, each_most, person_answers_most, pool_count, started_by_id,
                   started_at)
VALUES (:project_id, :batch_id, :sample_count, :each_most, :own_most, :pool_count, :by_id, :now)
"""
_END = "UPDATE pilot SET ended_at = :now, ended_by_id = :by_id WHERE project_id = :project_id"
_OWN_LIMIT = "UPDATE project SET person_answers_most = :most WHERE id = :project_id"
_PRICE = """
UPDATE project SET price_micros = :price_micros, estimated_ms = :estimated_ms, p95_ms = :p95_ms,
                   reserve_percent = :reserve_percent
WHERE id = :project_id
"""
_TAKE = """
UPDATE pilot SET taken_micros = :price_micros, taken_by_id = :by_id, taken_at = :now WHERE project_id = :project_id
"""
_WAITING = """
SELECT id FROM batch WHERE project_id = :project_id AND published_at IS NULL AND imported_count > 0 ORDER BY id
"""


def start_pilot(
    tx: Transaction, *, project_id: int, sample_count: int, by_id: int, rulebook: Rulebook, now: datetime
) -> Quote:
    """Set the pay of a sample aside and offer its items, at the draft's price; the others wait.

    It is the same work as any other: offered, timed, rested from and paid in the same way.

    Args:
        tx: the open transaction.
        project_id: a draft with a price.
        sample_count: how many of its items, at least ten and fewer than all.
        by_id: who asks for it.
        rulebook: the law; the price must be lawful on this day, in every place.
        now: when.

    Returns:
        What was set aside: the ceiling of the pilot.

    Raises:
        Refusal: `not_found`, `pilot_already`, `project_state`, `salaried_without_price`, `pilot_too_few_items`,
            `pilot_sample` (least, most), `price_below_floor`, `not_enough_funds` (missing).
    """
    hold_project(tx, project_id)
    view = existing_project(tx, project_id)
    if pilot_of(tx, project_id) is not None:
        raise Refusal("pilot_already", Kind.CONFLICT)
    state = move(view.state, ProjectAct.PILOT)
    if view.is_salaried:
        raise Refusal("salaried_without_price", Kind.CONFLICT)
    most = item_count(tx, project_id) - 1
    if most < ITEMS_LEAST:
        raise Refusal("pilot_too_few_items", Kind.CONFLICT, least=ITEMS_LEAST + 1)
    if not ITEMS_LEAST <= sample_count <= most:
        raise Refusal("pilot_sample", Kind.UNREADABLE, least=ITEMS_LEAST, most=most)
    asked = quote_of(view, item_count=sample_count, rulebook=rulebook, now=now)
    for price in asked.floors:
        check_price(view.as_draft(), price.floor)
        keep_rulebook(tx, rulebook=rulebook, digest=price.floor.rulebook_digest, now=now)
    facts: list[Fact] = []
    set_aside(tx, view.chest, sums=asked.sums, act="pilot", now=now, facts=facts)
    body = _offer_sample(tx, view, sample_count=sample_count, state=state, by_id=by_id, rulebook=rulebook, now=now)
    sums = asked.sums
    amounts = {
        "piece_micros": sums.piece_micros, "reserve_micros": sums.reserve_micros, "fee_micros": sums.fee_micros,
        "rulebook_digests": sorted(price.floor.rulebook_digest for price in asked.floors),
    }  # fmt: skip
    append(tx, stream=project_stream(project_id), facts=[Fact("project", {**body, **amounts}), *facts], now=now)
    return asked


def end_pilot(tx: Transaction, *, project_id: int, by_id: int, now: datetime) -> None:
    """Offer nothing more as a sample: items that nobody touched wait with the others, what was begun is finished.

    Raises:
        Refusal: `no_pilot`, or `pilot_over`.
    """
    hold_project(tx, project_id)
    pilot = existing_pilot(tx, project_id)
    if not pilot.is_running:
        raise Refusal("pilot_over", Kind.CONFLICT)
    back = give_back_untouched(tx, project_id=project_id, batch_id=pilot.batch_id, by_id=by_id, now=now)
    tx.run(_OWN_LIMIT, project_id=project_id, most=pilot.person_answers_most)
    tx.run(_END, project_id=project_id, by_id=by_id, now=now)
    body = {"act": "end_pilot", "by_id": by_id, "batch_id": pilot.batch_id, "untouched_count": back}
    append(tx, stream=project_stream(project_id), facts=[Fact("project", body)], now=now)


def take_price(
    tx: Transaction, *, project_id: int, price_micros: int, by_id: int, rulebook: Rulebook, now: datetime
) -> None:
    """Take the price that a pilot proposes, or a higher one, for every item that is offered from now on.

    With it come the estimate, how long a slow answer takes, and the reserve, as they were measured. Money that the
    higher price needs for what is still to come of the pilot is set aside. A pilot that still runs ends.

    Raises:
        Refusal: `no_pilot`, `pilot_taken`, `project_state`, `pilot_not_over`, `pilot_few_people`,
            `pilot_price_low` (least), `pilot_answers_to_come` (count), and what `raise_price` refuses.
    """
    hold_project(tx, project_id)
    pilot, view = existing_pilot(tx, project_id), existing_project(tx, project_id)
    move(view.state, ProjectAct.PRICE)
    if pilot.taken_at is not None:
        raise Refusal("pilot_taken", Kind.CONFLICT)
    found = measured(tx, view, pilot, rulebook=rulebook, now=now)
    least_micros = _least_price(view, pilot, found)
    if price_micros < least_micros:
        about = {"price": decimal_text(price_micros), "least": decimal_text(least_micros), "currency": view.currency}
        raise Refusal("pilot_price_low", Kind.UNREADABLE, **about)
    if pilot.is_running:
        end_pilot(tx, project_id=project_id, by_id=by_id, now=now)
    if price_micros > view.price_micros:
        quoted = raise_quote(tx, project_id, price_micros=price_micros, rulebook=rulebook, now=now)
        raise_price(tx, quoted=quoted, reason="", by_id=by_id, rulebook=rulebook, now=now)
    elif price_micros < view.price_micros and (count := to_come_count(tx, pilot)):
        raise Refusal("pilot_answers_to_come", Kind.CONFLICT, count=count)
    taken = terms_taken(view, found, price_micros=price_micros)
    tx.run(_PRICE, project_id=project_id, price_micros=price_micros, **taken)
    tx.run(_TAKE, project_id=project_id, price_micros=price_micros, by_id=by_id, now=now)
    seen = Seen(checkpoint=0, price_micros=view.price_micros, proposed_micros=least_micros, people=found.people)
    keep_look(
        tx, project_id=project_id, seen=seen, times=found.times, floor_hourly_micros=found.floor_hourly_micros, now=now
    )
    prices = {"price_before_micros": view.price_micros, "price_micros": price_micros, "proposed_micros": least_micros}
    counts = {"person_count": len(found.people), "answer_count": len(found.times.answers_ms)}
    body = {"act": "take_price", "by_id": by_id, **prices, **taken, **counts}
    append(tx, stream=project_stream(project_id), facts=[Fact("project", body)], now=now)


def publish_rest(
    tx: Transaction, *, project_id: int, by_id: int, rulebook: Rulebook, now: datetime
) -> tuple[Quote, ...]:
    """Set the money of every batch that waits aside and begin to open its items; return what was set aside.

    Raises:
        Refusal: as `publish_batch`; then none of them is published.
    """
    waiting = [row[0] for row in tx.run(_WAITING, project_id=project_id)]
    return tuple(publish_batch(tx, batch_id=one, by_id=by_id, rulebook=rulebook, now=now) for one in waiting)


def terms_taken(view: ProjectView, found: Measured, *, price_micros: int) -> dict[str, int]:
    """Return what a project says after its pilot at a price: the estimate, a slow answer, and the reserve, percent."""
    estimated_ms = min(max(median_ms(found.times.people_ms), ESTIMATED_MS_LEAST), ESTIMATED_MS_MOST)
    percent = reserve_percent(
        found.people,
        price_micros=price_micros,
        floor_hourly_micros=found.floor_hourly_micros,
        beside_micros=found.beside_micros,
        is_hourly=view.pay_basis == PayBasis.HOUR,
    )
    slow_ms = max(estimated_ms, p95_ms(found.times.answers_ms))
    return {"estimated_ms": estimated_ms, "p95_ms": slow_ms, "reserve_percent": percent}


def _least_price(view: ProjectView, pilot: PilotView, found: Measured) -> int:
    """Return the least price that may be taken: what is proposed for an item; for an hour, what was paid so far."""
    if found.proposal is None:
        raise Refusal("pilot_few_people", Kind.CONFLICT, people=len(found.people), least=PEOPLE_LEAST)
    if pilot.is_running and not found.proposal.is_enough:
        raise Refusal("pilot_not_over", Kind.NOT_YET, people=len(found.people))
    return view.price_micros if view.pay_basis == PayBasis.HOUR else found.proposal.launch.price_micros


def _offer_sample(  # noqa: PLR0913 - as `start_pilot`, and the state after it
    tx: Transaction, view: ProjectView, *, sample_count: int, state: str, by_id: int, rulebook: Rulebook, now: datetime
) -> dict[str, object]:
    """Open the sample to annotators and return what the log says of it."""
    project_id = view.project_id
    pool = pool_count(tx, view, rulebook=rulebook, now=now)
    sample = sample_of(sample_count, overlap=view.overlap, pool=pool)
    each_most = min(sample.each_most, view.person_answers_most or sample.each_most)
    batch_id = set_apart(
        tx, project_id=project_id, count=sample_count, price_micros=view.price_micros, by_id=by_id, now=now
    )
    tx.run(_BEGIN, project_id=project_id, state=str(state), each_most=each_most, now=now)
    kept = {"batch_id": batch_id, "sample_count": sample_count, "each_most": each_most, "pool_count": pool}
    tx.run(_PILOT, project_id=project_id, own_most=view.person_answers_most, by_id=by_id, now=now, **kept)
    priced = {"price_micros": view.price_micros, "pay_basis": view.pay_basis}
    return {"act": "pilot", "by_id": by_id, "organisation_id": view.organisation_id, **kept, **priced}
