"""What the page of a draft shows: what is still missing, the items so far, what it will cost, and the money for it."""

import secrets
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from annotate.datasets.queries import batches_of
from annotate.funding.rules import Quote
from annotate.gold.queries import gold_of
from annotate.gold.rules import GOLD_EVERY_LEAST, GOLD_EVERY_MOST
from annotate.projects.queries import ProjectView
from annotate.projects.rules import ESTIMATES_SET_ASIDE, PayBasis
from payments.funding.queries import coming
from payments.ledger.queries import balance
from payments.ledger.rules import organisation_funds
from payments.transaction import Transaction
from policies.money import ceil_div, coins_up
from policies.periods import MS_PER_SECOND
from web.bringing_in import objects_of, wanted_by
from web.pages.project_form import Sentence
from web.pages.project_history import history_of
from web.pages.project_price import PriceCheck, check_price
from web.pages.project_view import offered_of, provider_of, shown
from web.show_as import Writing, size_text
from web.wiring import House
from web.words import N_


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that must be there before people can work."""

    title: str
    is_done: bool
    note: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a draft will cost at most, in micro-units of `currency`."""

    items: int
    overlap: int
    extra_answers_most: int
    extra_count_most: int
    extra_micros: int
    """What the answers beyond the overlap come to, at most; a part of `piece_micros`."""
    gold_count_most: int
    gold_micros: int
    """What the answers to items whose answer is known come to, at most; a part of `piece_micros`."""
    price_micros: int
    is_hourly: bool
    is_salaried: bool
    seconds_most: int
    piece_micros: int
    reserve_micros: int
    reserve_percent: int
    fee_micros: int
    fee_permille: int
    ceiling_micros: int
    ceiling_shown_micros: int
    hourly_micros: int
    currency: str


def draft_page(tx: Transaction, house: House, view: ProjectView, asked: Quote, *, writing: Writing) -> dict[str, Any]:
    """Return everything the page of a draft shows; Any, because templates are not typed."""
    price = check_price(house.rulebook, offered_of(view), now=house.now())
    assert price is not None, "a kept draft has places that share one currency"
    funds = balance(tx, organisation_funds(view.organisation_id, view.currency)).available
    missing = max(0, asked.ceiling_micros - funds)
    known = gold_of(tx, view.project_id)
    steps = _steps(asked, price, missing, gold_count=known.item_count)
    return {
        "project": shown(view, items=asked.item_count),
        "acts": (),
        "expected_end_at": None,
        "price": price,
        "steps": steps,
        "is_ready": all(step.is_done for step in steps),
        "quote": cost_of(view, asked),
        "gold": known,
        "gold_least": GOLD_EVERY_LEAST,
        "gold_most": GOLD_EVERY_MOST,
        "funds_micros": funds,
        "missing_micros": missing,
        "coming": coming(tx, view.organisation_id, view.currency),
        **fund_form(house, missing, currency=view.currency, back=f"/projects/{view.project_id}#cost", writing=writing),
        "batches": batches_of(tx, view.project_id),
        **upload_limits(house, view),
        "history": history_of(tx, view.project_id, currency=view.currency, writing=writing),
    }


def fund_form(house: House, missing_micros: int, *, currency: str, back: str, writing: Writing) -> dict[str, Any]:
    """Return what the form that adds money to an organisation's funds shows.

    Args:
        missing_micros: how much to propose.
        back: the page to which it leads.
    """
    provider = provider_of(house)
    return {
        "fund_amount": writing.typed_amount(coins_up(missing_micros, currency)) if missing_micros else "",
        "fund_reference": secrets.token_hex(8),
        "fund_problem": None,
        "fund_back": back,
        "provider": provider,
        "is_pretend": provider is not None and provider.is_pretend,
        "arrives_at_once": provider is not None and provider.arrives_at_once,
    }


def upload_limits(house: House, view: ProjectView) -> dict[str, Any]:
    """Return what the form says about files: which kinds fit this kind of work, and how large they may be."""
    settings = house.settings
    return {
        "upload_wants_pictures": wanted_by(house, view) == "image",
        "upload_objects": [one.name for one in objects_of(house, view)] if wanted_by(house, view) == "objects" else [],
        "upload_most": settings.upload_max_bytes,
        "upload_most_shown": size_text(settings.upload_max_bytes),
        "upload_archive_most": settings.archive_max_bytes,
        "upload_archive_most_shown": size_text(settings.archive_max_bytes),
        "upload_picture_most_shown": size_text(settings.picture_max_bytes),
        "upload_pixels_most_shown": settings.picture_max_pixels // 1_000_000,
    }


def _steps(asked: Quote, price: PriceCheck, missing_micros: int, *, gold_count: int) -> tuple[Step, ...]:
    """Return the steps to publishing, in the order in which people take them."""
    has_items = asked.item_count > 0
    items = Step(N_("Items"), has_items, _items_note(has_items=has_items, has_gold=gold_count > 0))
    if price.is_salaried:
        return (
            items,
            Step(N_("Pay"), is_done=True, note=_note(N_("By the salary of your staff. Nothing has to be set aside."))),
        )
    is_funded = has_items and missing_micros == 0
    return (
        items,
        Step(
            N_("Lawful price"),
            price.is_lawful,
            _note(
                N_("It meets the minimum everywhere it is offered.")
                if price.is_lawful
                else N_("The minimum has risen since. Change the description.")
            ),
        ),
        Step(
            N_("Money"),
            is_funded,
            _note(
                N_("Your organisation has the whole ceiling.")
                if is_funded
                else N_("The whole ceiling must be there, so that everyone is paid whatever happens.")
            ),
        ),
    )


def _items_note(*, has_items: bool, has_gold: bool) -> Sentence:
    """Return what is said of the items: those whose answer is known ask nothing new of anybody."""
    if has_items:
        return _note(N_("Uploaded."))
    if has_gold:
        return _note(N_("The answer of every item that came is known. Upload others, among which they can come."))
    return _note(N_("Upload a file below."))


def _note(text: str) -> Sentence:
    return Sentence(text, MappingProxyType({}))


def cost_of(view: ProjectView, asked: Quote) -> Cost:
    """Return a quote as pages show it."""
    return Cost(
        items=asked.item_count,
        overlap=view.overlap,
        extra_answers_most=view.extra_answers_most,
        extra_count_most=asked.extra_count_most,
        extra_micros=asked.extra_count_most * view.set_aside_micros,
        gold_count_most=asked.gold_count_most,
        gold_micros=asked.gold_count_most * view.set_aside_micros,
        price_micros=view.price_micros,
        is_hourly=view.pay_basis == PayBasis.HOUR,
        is_salaried=view.is_salaried,
        seconds_most=ceil_div(ESTIMATES_SET_ASIDE * view.estimated_ms, MS_PER_SECOND),
        piece_micros=asked.piece_micros,
        reserve_micros=asked.reserve_micros,
        reserve_percent=asked.reserve_percent,
        fee_micros=asked.fee_micros,
        fee_permille=asked.fee_permille,
        ceiling_micros=asked.ceiling_micros,
        ceiling_shown_micros=coins_up(asked.ceiling_micros, asked.currency),
        hourly_micros=asked.hourly_equivalent_micros,
        currency=asked.currency,
    )
