"""What the page of a published project shows: answers so far, what they cost line by line, and the way to export."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from annotate.datasets.queries import batches_of
from annotate.funding.queries import ProjectMoney, project_money
from annotate.funding.rules import fee_micros
from annotate.gold.queries import gold_of
from annotate.pilots.queries import pilot_of
from annotate.price_looks.queries import is_price_seen
from annotate.progress.queries import ProjectOverview, project_overview
from annotate.projects.queries import ProjectView
from annotate.projects.rules import ProjectState
from annotate.questions.queries import open_count
from payments.spending.queries import ProjectSpend, next_final_at, project_spend
from payments.transaction import Transaction
from policies.money import coins_up, floor_div
from policies.periods import to_ms
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
    "overtime": (N_("Overtime"), N_("what the law asks for long days and weeks")),
    "waiting": (N_("Waiting"), N_("that this project caused")),
    "correction": (N_("Corrections"), N_("time that was confirmed later")),
}
TENTHS_OF_PERCENT = 1000
PEOPLE_LEAST = 5
"""Of fewer people no figure is shown: it would be one person's pay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How many answers there are, and how far the bars of the picture reach, in percent with one decimal."""

    done: int
    asked: int
    left: int
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
        likely_micros: what it comes to when all is answered, if the rest costs what answers cost so far; zero where too
            few came to say. An estimate, shown as one.
        lowest_micros: the least that anybody's task hour is paid, beside the floor of that hour; zero without time, and
            where so few people worked that it would be somebody's own figure.
    """

    currency: str
    spent_micros: int
    spent_shown_micros: int
    ceiling_micros: int
    share: str
    likely_micros: int
    likely_share: str
    fee_micros: int
    fee_permille: int
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
    money = project_money(tx, view.project_id)
    question_count, oldest_question_at = open_count(tx, view.project_id)
    batches = batches_of(tx, view.project_id)
    return {
        "project": shown(view, items=overview.card.item_count, people=overview.people_count),
        "is_running": view.state == ProjectState.RUNNING,
        "pace": overview.pace,
        "expected_end_at": overview.expected_end_at if view.state == ProjectState.RUNNING else None,
        "question_count": question_count,
        "oldest_question_at": oldest_question_at,
        "acts": ACTS[ProjectState(view.state)],
        "price": price,
        "answers": _answers(overview, until),
        "spend": _cost(project_spend(tx, view.project_id), price, money, overview, writing),
        "people_least": PEOPLE_LEAST,
        "pending_hours": house.rulebook.silence_hours(on=now.date()),
        "batches": batches,
        "gold": gold_of(tx, view.project_id),
        "pilot": pilot_of(tx, view.project_id),
        "is_price_seen": is_price_seen(tx, view.project_id),
        "waiting_items": sum(one.imported_count for one in batches if one.published_at is None),
        "history": history_of(tx, view.project_id, currency=view.currency, writing=writing),
    }


def _answers(overview: ProjectOverview, next_accept_ms: int | None) -> Answers:
    card = overview.card
    accepted = min(overview.accepted_count, card.answer_count)
    waiting = card.answer_count - accepted
    return Answers(
        done=card.answer_count,
        asked=card.asked_count,
        left=max(0, card.asked_count - card.answer_count),
        accepted=accepted,
        waiting=waiting,
        surplus=overview.surplus_count,
        accepted_share=share_of(accepted, card.asked_count),
        waiting_share=share_of(waiting, card.asked_count),
        next_accept_ms=next_accept_ms if waiting else None,
    )


def _cost(
    spend: ProjectSpend, price: PriceCheck, money: ProjectMoney, overview: ProjectOverview, writing: Writing
) -> Cost:
    lowest = spend.lowest_pay if spend.people_count >= PEOPLE_LEAST else None
    pay_micros = money.pay_micros + min(sum(spend.projected_micros.values()), spend.reserve_micros)
    fee = fee_micros(pay_micros=pay_micros, fee_permille=money.fee_permille)
    beyond_micros = spend.spent_micros - pay_micros  # what the money set aside does not reach
    beside = [_cost_line(kind, spend, price, writing) for kind in TITLES]
    spent_micros = pay_micros + fee
    likely_micros = _likely_end(spent_micros, money.ceiling_micros, overview)
    return Cost(
        currency=price.currency,
        spent_micros=spent_micros,
        spent_shown_micros=coins_up(spent_micros, price.currency),
        ceiling_micros=coins_up(money.ceiling_micros, price.currency),
        share=share_of(spent_micros, money.ceiling_micros),
        likely_micros=coins_up(likely_micros, price.currency),
        likely_share=share_of(likely_micros, money.ceiling_micros),
        fee_micros=fee,
        fee_permille=money.fee_permille,
        lines=(
            _answers_line(spend, price, writing),
            *(line for line in (*beside, _guarantee_line(beyond_micros)) if line.amount_micros),
        ),
        is_projected=any(spend.projected_micros.values()),
        guarantee_micros=spend.guarantee_micros + beyond_micros,
        lowest_micros=coins_up(lowest.hourly_micros, price.currency) if lowest else 0,
        lowest_floor_micros=coins_up(lowest.floor_micros, price.currency) if lowest else 0,
    )


def _likely_end(spent_micros: int, ceiling_micros: int, overview: ProjectOverview) -> int:
    """Return what everything may come to: a figure to plan with, never above the ceiling; zero where nobody can say."""
    card = overview.card
    if overview.pace is None or card.answer_count >= card.asked_count:
        return 0
    return min(ceiling_micros, floor_div(spent_micros * card.asked_count, card.answer_count))


def _answers_line(spend: ProjectSpend, price: PriceCheck, writing: Writing) -> CostLine:
    each_micros = spend.piece_micros if spend.piece_count == 1 else price.price_micros
    values: dict[str, object] = {
        "count": writing.whole(spend.piece_count),
        "price": writing.plain_amount(each_micros, price.currency),
    }
    counted = _sentence(N_("%(count)s × %(price)s"), values)
    several = _sentence(N_("%(count)s answers, at the prices they were offered at"), values)
    is_exact = spend.piece_count * each_micros == spend.piece_micros
    by_hour = _sentence(N_("%(count)s answers, paid by the hour"), {"count": writing.whole(spend.piece_count)})
    return CostLine(
        title=N_("Answers"),
        amount_micros=spend.piece_micros,
        note=by_hour if price.is_hourly else counted if is_exact else several,
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
            "longer, you raise it to the minimum. A higher price would end most of them; it holds for items offered "
            "from then on."
        ),
        values,
    )


def _sentence(text: str, values: dict[str, object]) -> Sentence:
    return Sentence(text, MappingProxyType(values))


def share_of(part: int, whole: int) -> str:
    """Return a share of a whole in percent with one decimal and a point, as SVG reads it; never above 100."""
    tenths = min(TENTHS_OF_PERCENT, floor_div(part * TENTHS_OF_PERCENT, whole)) if whole else 0
    return f"{floor_div(tenths, 10)}.{tenths % 10}"
