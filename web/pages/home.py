"""An annotator's first page: today's pay, the next rest, what is open, and the work that is there for them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from annotate.caps.queries import notices_for
from annotate.next_best.queries import proposed_for
from annotate.questions.queries import answered_since
from annotate.serving.queries import InHand, in_hand, languages_withheld, risks_withheld
from annotate.timeclock.queries import ClockView, clock_view
from payments.closing.queries import unconfirmed, week
from payments.corrections.queries import refused_lately
from payments.employment.queries import employments_of
from payments.payouts.queries import next_arrival
from payments.people.queries import representatives
from payments.transaction import Transaction
from policies.money import coins_up
from policies.periods import local_day, to_ms, week_days, week_of
from web.auth.accounts import account_of
from web.auth.identity import Identity
from web.content_words import risks_named
from web.deps import Annotator, TheHouse
from web.item_languages import language_name
from web.pages.offer_view import OfferShown, offer_shown
from web.pages.pay_view import day_pay, hourly_of
from web.pages.rest import rest_shown
from web.render import language_of, show
from web.words import Language

router = APIRouter()
NEWS_FOR = timedelta(days=7)
"""An answer to a question is pointed out for so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekSoFar:
    """This week's pay so far. Amounts in micro-units, in whole cents; `last_on` is its last day."""

    total_micros: int
    hourly_micros: int
    counted_ms: int
    salaried_ms: int
    currency: str
    last_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegate:
    """Somebody elected to speak for the annotators, and how to write to them; empty where they have no address here."""

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenShown:
    """An item that is open somewhere, and whether the clock counts it now."""

    project_id: int
    name: str
    language: str
    kept_until_at: datetime
    is_on_the_clock: bool


@router.get("/home")
def home(request: Request, house: TheHouse, me: Annotator, language: str = "") -> HTMLResponse:
    """Show the day so far and the offers, of one language where the person asks for that."""
    now = house.now()
    with house.db.reading() as tx:
        clock = clock_view(tx, person_id=me.person_id, now=now, rulebook=house.rulebook)
        pay = day_pay(tx, me.person_id, on=clock.today, floor=clock.floor)
        proposed = proposed_for(tx, person_id=me.person_id, today=clock.today, now=now, rulebook=house.rulebook)
        quiet = unconfirmed(tx, me.person_id, week_of(clock.today))
        context: dict[str, Any] = {  # templates are not typed
            "today": pay,
            "rest": rest_shown(clock, pay, now=now),
            "notices_of_time": notices_for(tx, person_id=me.person_id, clock=clock, now=now),
            "week": _week(tx, me.person_id, clock.today),
            "arrival": next_arrival(tx, me.person_id, now=now, payday_ms=house.settings.payday_ms),
            "held": open_shown(in_hand(tx, person_id=me.person_id), clock),
            "withheld": risks_named(risks_withheld(tx, person_id=me.person_id, now=now)),
            "unread": [
                language_name(code, language_of(request))
                for code in languages_withheld(tx, person_id=me.person_id, now=now)
            ],
            "delegates": _delegates(tx),
            "employments": [one for one in employments_of(tx, me.person_id) if not one.is_accepted],
            "refused_on": _refused_on(tx, me, now),
            "news": answered_since(tx, person_id=me.person_id, since=now - NEWS_FOR),
        }
    offers = [
        offer_shown(card, widget=house.task_types[card.project.task_type].widget, floor=clock.floor)
        for card in proposed.cards
    ]
    return show(
        request,
        "home/page.html",
        **context,
        **_chosen(offers, language, language_of(request)),
        proposed=proposed,
        unconfirmed_ms=sum(stretch.ended_ms - stretch.started_ms for stretch in quiet),
    )


def _refused_on(tx: Transaction, me: Identity, now: datetime) -> date | None:
    """Return the day of the latest minutes that somebody did not accept and that were not answered."""
    refused_at = refused_lately(tx, person_id=me.person_id, since=now - NEWS_FOR)
    return None if refused_at is None else local_day(to_ms(refused_at), me.time_zone)


def open_shown(found: tuple[InHand, ...], clock: ClockView) -> list[OpenShown]:
    """Return what is open, the item on the clock marked.

    Args:
        found: every open item of the person.
        clock: where their time goes now.
    """
    return [
        OpenShown(
            project_id=one.project_id,
            name=one.project_name,
            language=one.language,
            kept_until_at=one.kept_until_at,
            is_on_the_clock=one.assignment_id == clock.assignment_id,
        )
        for one in found
    ]


def _chosen(offers: list[OfferShown], wanted: str, language: Language) -> dict[str, Any]:
    """Return the offers in one language, or all, and the languages to choose from where there is more than one."""
    codes = sorted({offer.language for offer in offers})
    chosen = wanted if wanted in codes else ""
    return {
        "offers": [offer for offer in offers if chosen in {"", offer.language}],
        "offer_languages": [(code, language_name(code, language)) for code in codes] if len(codes) > 1 else [],
        "offer_language": chosen,
    }


def _week(tx: Transaction, person_id: int, today: date) -> WeekSoFar | None:
    found = week(tx, person_id, week_of(today))
    if found is None:
        return None
    return WeekSoFar(
        total_micros=coins_up(found.total_micros, found.currency),
        hourly_micros=hourly_of(found.total_micros, found.counted_ms, found.currency),
        counted_ms=found.counted_ms,
        salaried_ms=found.salaried_ms,
        currency=found.currency,
        last_on=week_days(week_of(today))[1] - timedelta(days=1),
    )


def _delegates(tx: Transaction) -> list[Delegate]:
    people = [(one.name, account_of(tx, one.person_id)) for one in representatives(tx)]
    return [Delegate(name=name, email=kept.email if kept else "") for name, kept in people]
