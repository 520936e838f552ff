"""What happened to a project, who did it and when, as the event log has it; the whole of it has a page of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from annotate.projects.rules import PayBasis
from payments.events.queries import Happened, last_of
from payments.events.rules import WHOLE_NUMBER_MAX, project_stream
from payments.people.queries import name_of
from payments.transaction import Transaction
from web.deps import Requester, TheHouse
from web.pages.project_form import Sentence
from web.pages.project_view import own_project, shown
from web.render import show, writing_of
from web.show_as import Writing
from web.words import N_

router = APIRouter(prefix="/projects")
ON_A_PAGE = 50
SHOWN_BESIDE = 6
FREE_WORDS = {"publish": N_("Published"), "batch": N_("More items published")}
WORDS = {
    "create": N_("Described"),
    "change": N_("Description changed"),
    "publish": N_("Published, money set aside"),
    "batch": N_("More items published, money set aside"),
    "pilot": N_("Paid pilot begun, money set aside"),
    "end_pilot": N_("Paid pilot ended"),
    "gold": N_("Said how often known answers come"),
    "take_price": N_("Price taken from the pilot"),
    "look": N_("Price looked at"),
    "raise": N_("Price raised"),
    "reserve": N_("Added to the reserve"),
    "answer": N_("Question answered"),
    "export": N_("Answers downloaded"),
    "pause": N_("Paused"),
    "resume": N_("Resumed"),
    "close": N_("Project closed"),
    "return_money": N_("Money that was not needed came back"),
}
_Body = Mapping[str, Any]  # as the event log keeps it; each act has its own


@dataclass(frozen=True, slots=True)
class Done:
    """One act as the page names it."""

    word: str
    who: str
    at: datetime
    note: Sentence | None


@router.get("/{project_id:int}/history")
def history(request: Request, house: TheHouse, me: Requester, project_id: int, before: int = 0) -> HTMLResponse:
    """Show everything that was done to a project, the latest first, a page at a time."""
    upper = before if 0 < before <= WHOLE_NUMBER_MAX else WHOLE_NUMBER_MAX
    with house.db.reading() as tx:
        view = own_project(tx, project_id, me)
        acts = last_of(tx, stream=project_stream(project_id), kind="project", most=ON_A_PAGE + 1, before=upper)
        done = _done(tx, acts[:ON_A_PAGE], currency=view.currency, writing=writing_of(request))
    return show(
        request,
        "projects/history.html",
        project=shown(view, items=0),
        history=done,
        is_first=upper == WHOLE_NUMBER_MAX,
        older=acts[ON_A_PAGE - 1].sequence if len(acts) > ON_A_PAGE else None,
    )


def history_of(tx: Transaction, project_id: int, *, currency: str, writing: Writing) -> tuple[Done, ...]:
    """Return the last acts on a project, the newest first."""
    acts = last_of(tx, stream=project_stream(project_id), kind="project", most=SHOWN_BESIDE)
    return _done(tx, acts, currency=currency, writing=writing)


def _done(tx: Transaction, acts: tuple[Happened, ...], *, currency: str, writing: Writing) -> tuple[Done, ...]:
    names = {key: name_of(tx, key) for key in {act.body["by_id"] for act in acts if "by_id" in act.body}}
    return tuple(
        Done(
            _word(act.body),
            names.get(act.body.get("by_id"), ""),
            act.at,
            _note(act.body, currency=currency, writing=writing),
        )
        for act in acts
        if act.body.get("act") in WORDS
    )


def _word(body: _Body) -> str:
    """Return what an act is called; nothing is set aside where a salary pays."""
    if body["act"] in FREE_WORDS and not any(body.get(name) for name in _CEILING):
        return FREE_WORDS[body["act"]]
    return WORDS[body["act"]]


def _note(body: _Body, *, currency: str, writing: Writing) -> Sentence | None:
    """Return the figures of an act in words, or None where its name says it all."""
    say = _NOTES.get(body["act"])
    return say(body, _Figures(currency, writing)) if say else None


@dataclass(frozen=True, slots=True)
class _Figures:
    """Writes the figures of one project for one reader."""

    currency: str
    writing: Writing

    def money(self, body: _Body, *names: str) -> str:
        return self.writing.plain_money(sum(body.get(name, 0) for name in names), self.currency)

    def whole(self, body: _Body, name: str) -> str:
        return self.writing.whole(body.get(name, 0))


_CEILING = ("piece_micros", "reserve_micros", "fee_micros")


def _items(body: _Body, figures: _Figures) -> Sentence:
    if not any(body.get(name) for name in _CEILING):
        return _say(N_("%(count)s items"), count=figures.whole(body, "item_count"))
    return _say(
        N_("%(count)s items, %(money)s set aside"),
        count=figures.whole(body, "item_count"),
        money=figures.money(body, *_CEILING),
    )


def _raised(body: _Body, figures: _Figures) -> Sentence:
    return _say(
        N_("from %(before)s to %(after)s, %(money)s set aside for the difference"),
        before=figures.money(body, "price_before_micros"),
        after=figures.money(body, "price_micros"),
        money=figures.money(body, *_CEILING),
    )


def _sampled(body: _Body, figures: _Figures) -> Sentence:
    return _say(
        N_("%(count)s items, %(money)s set aside"),
        count=figures.whole(body, "sample_count"),
        money=figures.money(body, *_CEILING),
    )


def _taken(body: _Body, figures: _Figures) -> Sentence:
    return _say(
        N_("%(price)s, from the times of %(people)s people"),
        price=figures.money(body, "price_micros"),
        people=figures.whole(body, "person_count"),
    )


def _looked(body: _Body, figures: _Figures) -> Sentence:
    counted = figures.whole(body, "checkpoint")
    if body.get("proposed_micros") is None:
        return _say(N_("after %(count)s answers: too few people to propose a price"), count=counted)
    if body["proposed_micros"] == body["price_micros"]:
        return _say(N_("after %(count)s answers: it protects three of four"), count=counted)
    proposed = figures.money(body, "proposed_micros")
    return _say(N_("after %(count)s answers: %(price)s proposed"), count=counted, price=proposed)


def _added(body: _Body, figures: _Figures) -> Sentence:
    return _say("%(money)s", money=figures.money(body, "reserve_micros", "fee_micros"))


def _returned(body: _Body, figures: _Figures) -> Sentence:
    return _say("%(money)s", money=figures.money(body, "amount_micros"))


def _answered(body: _Body, _figures: _Figures) -> Sentence:
    return _say(N_("for everybody") if body.get("is_for_all") else N_("to whoever asked"))


def _exported(body: _Body, _figures: _Figures) -> Sentence:
    return _say(N_("as %(format)s"), format=body.get("format", ""))


def _priced(body: _Body, figures: _Figures) -> Sentence:
    if body.get("pay_basis") == PayBasis.SALARIED:
        return _say(N_("paid by a salary"))
    return _say(N_("at a price of %(price)s"), price=figures.money(body, "price_micros"))


_NOTES: Mapping[str, Callable[[_Body, _Figures], Sentence]] = {
    "create": _priced,
    "change": _priced,
    "publish": _items,
    "batch": _items,
    "pilot": _sampled,
    "take_price": _taken,
    "look": _looked,
    "raise": _raised,
    "reserve": _added,
    "return_money": _returned,
    "answer": _answered,
    "export": _exported,
}


def _say(text: str, /, **values: object) -> Sentence:
    return Sentence(text, MappingProxyType(values))
