"""The rulebook for everyone: which law and which house standard pay is computed by, with sources and dates."""

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, PlainTextResponse

from payments.audit.texts_in_use import CitedText, KeptDigest, cited_texts, kept_digests, kept_text
from policies.comparing import Side, compare
from policies.errors import Kind, Refusal
from policies.floors import Floor
from policies.periods import local_day, to_ms
from policies.rulebook import Jurisdiction, Rulebook, Zone
from policies.rulebook_schema import HOUSE
from policies.tracing import Trace
from web.deps import MaybeMe, TheHouse
from web.pages.compare_rules import reads_figures
from web.render import language_of, show, writing_of
from web.rulebook_timeline import timelines
from web.rulebook_view import STATUS_WORDS, WHY_WORDS, RulebookReader
from web.wiring import House

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Place:
    """One jurisdiction on the list: its floors today (none: nobody is paid there), and the digest records cite."""

    code: str
    name: str
    today: date
    floors: tuple[tuple[str, Floor], ...]
    digest: str


@router.get("/rules")
def rules(request: Request, house: TheHouse, me: MaybeMe) -> HTMLResponse:
    """List every jurisdiction with the floor that holds there today."""
    now = house.now()
    known = house.rulebook.all_jurisdictions(on=now.date())
    places = [place_of(house.rulebook, each, now_ms=to_ms(now)) for each in known]
    return show(request, "rules/page.html", places=places, may_compare=me is not None and reads_figures(me))


@router.get("/rules/{code}")
def rulebook_of(  # noqa: PLR0913, PLR0917 - a place, its zone, and two days
    code: str, request: Request, house: TheHouse, me: MaybeMe, on: str = "", against: str = "", zone: str = ""
) -> HTMLResponse:
    """Show every row of one jurisdiction or of the house standard, and what held on a day, or differs on another."""
    now = house.now()
    law = house.rulebook.law(known_code(house.rulebook, code))
    reader = RulebookReader(law, house.rulebook.law(HOUSE), language=language_of(request), writing=writing_of(request))
    place = next(
        (
            place_of(house.rulebook, each, now_ms=to_ms(now))
            for each in house.rulebook.all_jurisdictions(on=now.date())
            if each.code == law.code
        ),
        None,
    )
    chosen = date_of(on) if on else (place.today if place else now.date())
    return show(
        request,
        "rules/rows.html",
        law=law,
        place=place,
        all_series=reader.series(),
        timelines=timelines(house.rulebook, law.code, today=chosen) if place else (),
        day=day_of(house.rulebook, law.code, zone=zone, on=chosen) if place and place.floors else None,
        against=date_of(against) if against else None,
        difference=compare(
            Side(house.rulebook, chosen),
            Side(house.rulebook, date_of(against)),
            jurisdiction=law.code,
            zone=zone or "general",
        )
        if place and against
        else None,
        earlier=_earlier(house, place) if place else (),
        cited=_cited(house, place) if place and me is not None and reads_figures(me) else None,
        why_words=WHY_WORDS,
        status_words=STATUS_WORDS,
    )


@router.get("/rules/texts/{digest}")
def text(digest: str, house: TheHouse, _me: MaybeMe) -> PlainTextResponse:
    """Give the full text behind a digest: the manifest that records cite, or a file that it names; old ones too."""
    with house.db.reading() as tx:
        kept = kept_text(tx, digest)
    return PlainTextResponse(kept or text_of(house.rulebook, digest))


@dataclass(frozen=True, slots=True)
class DayShown:
    """How the floor of a zone was found on a day; without a floor on that day, no trace."""

    zone: str
    zones: tuple[Zone, ...]
    on: date
    trace: Trace | None


def day_of(rulebook: Rulebook, code: str, *, zone: str, on: date) -> DayShown:
    """Return what held in a zone on a day: every wage of the place, which one was the floor, and why.

    Raises:
        Refusal: `unknown_zone`.
    """
    zones = rulebook.zones(code)
    chosen = zone or zones[0].code
    if chosen not in {each.code for each in zones}:
        raise Refusal("unknown_zone", jurisdiction=code, zone=zone)
    try:
        return DayShown(chosen, zones, on, rulebook.trace(code, zone=chosen, on=on))
    except Refusal:
        return DayShown(chosen, zones, on, None)


def date_of(text: str) -> date:
    """Read a day from an address.

    Raises:
        Refusal: `form_unreadable`.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise Refusal("form_unreadable", Kind.UNREADABLE, fields="on") from problem


def _cited(house: House, place: Place) -> CitedText | None:
    with house.db.reading() as tx:
        return next((each for each in cited_texts(tx) if each.digest == place.digest), None)


def _earlier(house: House, place: Place) -> tuple[KeptDigest, ...]:
    """Return the digests that records of a place cite and that are no longer in use."""
    with house.db.reading() as tx:
        return tuple(each for each in kept_digests(tx, place.code) if each.digest != place.digest)


def place_of(rulebook: Rulebook, place: Jurisdiction, *, now_ms: int) -> Place:
    """Return a jurisdiction with its floors on the day it is there now."""
    today = local_day(now_ms, place.time_zone)
    zones = rulebook.zones(place.code, on=today) if place.is_usable else ()
    floors = tuple((zone.name, rulebook.floor(place.code, zone=zone.code, on=today)) for zone in zones)
    return Place(place.code, place.name, today, floors, rulebook.digest(place.code))


def known_code(rulebook: Rulebook, code: str) -> str:
    """Return a code as the rulebook writes it.

    Raises:
        Refusal: `not_found`.
    """
    known = {HOUSE: HOUSE} | {each.code.lower(): each.code for each in rulebook.all_jurisdictions()}
    if code.lower() not in known:
        raise Refusal("not_found", Kind.MISSING)
    return known[code.lower()]


def text_of(rulebook: Rulebook, digest: str) -> str:
    """Return the text behind a digest of the rulebook in use.

    Raises:
        Refusal: `not_found`.
    """
    for place in rulebook.all_jurisdictions():
        texts = rulebook.texts(rulebook.digest(place.code))
        if digest in texts:
            return texts[digest]
    raise Refusal("not_found", Kind.MISSING)
