"""What the page of a published project shows: answers so far, what they cost line by line, and the way to export."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from annotate.datasets.queries import batches_of
from annotate.funding.queries import spent_and_ceiling
from annotate.progress.queries import ProjectOverview, project_overview
from annotate.projects.queries import ProjectView
from annotate.projects.rules import ProjectState
from payments.earnings.rules import PENDING_MS
from payments.spending.queries import ProjectSpend, next_final_at, project_spend
from payments.transaction import Transaction
from policies.money import coins_up, floor_div
from policies.periods import MS_PER_HOUR, to_ms
from web.pages.project_export import formats
from web.pages.project_form import Sentence
from web.pages.project_history import history_of
from web.pages.project_price import PriceCheck, check_price
from web.pages.project_view import ACTS, offered_of, shown
from web.show_as import Writing
from web.wiring import House
from web.words import N_

TITLES = {
    "top_up": (N_("Top-ups"), N_("some people were slower than the price allows for")),
    "instructions": (N_("Instructions"), N_("the time that people read them")),
    "qualification": (N_("Qualification"), N_("the time that it took")),
    "rest": (N_("Rest"), N_("paid on top of task time")),
    "premium": (N_("Rest at the average rate"), N_("what the law asks for rest beyond the floor")),
    "waiting": (N_("Waiting"), N_("that this project caused")),
    "correction": (N_("Corrections"), N_("time that was confirmed later")),
}
TENTHS_OF_PERCENT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How many answers there are, and how far the bars of the picture reach, in percent with one decimal."""

    done: int
    asked: int
    accepted: int
    waiting: int
    surplus: int
    accepted_share: str
    waiting_share: str
    next_accept_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One line of what was spent, with its note and its reason."""

    title: str
    amount_micros: int
    note: Sentence | None
    why_title: str
    why: Sentence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a project cost so far, in micro-units of `currency`; headlines are rounded up to whole minor units.

    Attributes:
        lowest_micros: the least that anybody's task hour is paid, beside the floor of that hour; zero without time.
    """

    currency: str
    spent_micros: int
    spent_shown_micros: int
    ceiling_micros: int
    share: str
    lines: tuple[CostLine, ...]
    is_projected: bool
    guarantee_micros: int
    lowest_micros: int
    lowest_floor_micros: int


def running_page(tx: Transaction, house: House, view: ProjectView, *, writing: Writing) -> dict[str, Any]:
    """Return everything the page of a published project shows; Any, because templates are not typed."""
    now = house.now()
    overview = project_overview(tx, view.project_id, now=now)
    price = check_price(house.rulebook, offered_of(view), now=now)
    assert price is not None, "a kept draft has places that share one currency"
    next_final = next_final_at(tx, view.project_id)
    until = None if next_final is None else max(0, to_ms(next_final) - to_ms(now))
    purse = spent_and_ceiling(tx, view.project_id)
    return {
        "project": shown(view, items=overview.card.item_count, people=overview.people_count),
        "expected_end_at": overview.expected_end_at if view.state == ProjectState.RUNNING else None,
        "acts": ACTS[ProjectState(view.state)],
        "price": price,
        "answers": _answers(overview, until),
        "spend": _cost(project_spend(tx, view.project_id), price, purse, writing),
        "pending_hours": PENDING_MS // MS_PER_HOUR,
        "formats": formats(view.task_type),
        "batches": batches_of(tx, view.project_id),
        "history": history_of(tx, view.project_id),
    }


def _answers(overview: ProjectOverview, next_accept_ms: int | None) -> Answers:
    card = overview.card
    accepted = min(overview.accepted_count, card.answer_count)
    waiting = card.answer_count - accepted
    return Answers(
        done=card.answer_count,
        asked=card.asked_count,
        accepted=accepted,
        waiting=waiting,
        surplus=overview.surplus_count,
        accepted_share=share_of(accepted, card.asked_count),
        waiting_share=share_of(waiting, card.asked_count),
        next_accept_ms=next_accept_ms if waiting else None,
    )


def _cost(spend: ProjectSpend, price: PriceCheck, paid_and_ceiling: tuple[int, int], writing: Writing) -> Cost:
    paid_micros, ceiling_micros = paid_and_ceiling
    lowest = spend.lowest_pay
    spent_micros = paid_micros + min(sum(spend.projected_micros.values()), spend.reserve_micros)
    beyond_micros = spend.spent_micros - spent_micros  # what the money set aside does not reach
    beside = [_cost_line(kind, spend, price, writing) for kind in TITLES]
    return Cost(
        currency=price.currency,
        spent_micros=spent_micros,
        spent_shown_micros=coins_up(spent_micros, price.currency),
        ceiling_micros=coins_up(ceiling_micros, price.currency),
        share=share_of(spent_micros, ceiling_micros),
        lines=(
            _answers_line(spend, price, writing),
            *(line for line in (*beside, _guarantee_line(beyond_micros)) if line.amount_micros),
        ),
        is_projected=any(spend.projected_micros.values()),
        guarantee_micros=spend.guarantee_micros + beyond_micros,
        lowest_micros=coins_up(lowest.hourly_micros, price.currency) if lowest else 0,
        lowest_floor_micros=coins_up(lowest.floor_micros, price.currency) if lowest else 0,
    )


def _answers_line(spend: ProjectSpend, price: PriceCheck, writing: Writing) -> CostLine:
    values: dict[str, object] = {
        "count": writing.whole(spend.piece_count),
        "price": writing.plain_amount(price.price_micros, price.currency),
    }
    counted = _sentence(N_("%(count)s × %(price)s"), values)
    by_hour = _sentence(N_("%(count)s answers, paid by the hour"), {"count": writing.whole(spend.piece_count)})
    return CostLine(
        title=N_("Answers"),
        amount_micros=spend.piece_micros,
        note=by_hour if price.is_hourly else counted,
        why_title="",
        why=None,
    )


def _guarantee_line(micros: int) -> CostLine:
    """Return the line that takes off what the guarantee pays of the lines above, so that they come to what is spent."""
    note = _sentence(N_("what the money set aside does not reach"), {})
    return CostLine(title=N_("Paid by Jornal’s guarantee"), amount_micros=-micros, note=note, why_title="", why=None)


def _cost_line(kind: str, spend: ProjectSpend, price: PriceCheck, writing: Writing) -> CostLine:
    title, note = TITLES[kind]
    return CostLine(
        title=title,
        amount_micros=spend.booked_micros.get(kind, 0) + spend.projected_micros.get(kind, 0),
        note=_sentence(note, {}),
        why_title=N_("Why top-ups?"),
        why=_why_top_ups(price, writing) if kind == "top_up" else None,
    )


def _why_top_ups(price: PriceCheck, writing: Writing) -> Sentence:
    if price.is_hourly:
        return _sentence(
            N_("Where an hour of work would come to less than the minimum, you raise it to the minimum."), {}
        )
    values = {
        "price": writing.plain_amount(price.price_micros, price.currency),
        "seconds": price.seconds,
        "hourly": writing.plain_amount(price.hourly_micros, price.currency),
        "floor": writing.plain_amount(price.strictest.floor_shown_micros, price.currency),
    }
    return _sentence(
        N_(
            "%(price)s for each %(seconds)s s is %(hourly)s an hour; the minimum is %(floor)s. Where an answer takes "
            "longer, you raise it to the minimum. A higher price in your next project would end most of them."
        ),
        values,
    )


def _sentence(text: str, values: dict[str, object]) -> Sentence:
    return Sentence(text, MappingProxyType(values))


def share_of(part: int, whole: int) -> str:
    """Return a share of a whole in percent with one decimal and a point, as SVG reads it; never above 100."""
    tenths = min(TENTHS_OF_PERCENT, floor_div(part * TENTHS_OF_PERCENT, whole)) if whole else 0
    return f"{floor_div(tenths, 10)}.{tenths % 10}"
