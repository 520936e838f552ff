"""Checks an offered price against the floor of each place, with the arithmetic that anyone can repeat."""

from dataclasses import dataclass
from datetime import date, datetime

from policies.money import coins_down, coins_up
from policies.periods import MS_PER_SECOND, local_day, to_ms
from policies.pricing import hourly_equivalent_micros, lawful_minimum_micros, lawful_minimum_shown_micros
from policies.rulebook import Floor, Jurisdiction, Rulebook
from web.pages.project_form import Offered


@dataclass(frozen=True, slots=True)
class PlaceCheck:
    """What the law of one place asks of a price, and whether the price gives it.

    Attributes:
        floor_shown_micros: the floor of an hour, rounded up to a whole minor unit.
        least_micros: the least lawful price (per item, or per hour), rounded up to a whole minor unit.
        higher_zones: parts of the place with a higher floor, each with that floor shown.
    """

    code: str
    name: str
    floor: Floor
    floor_shown_micros: int
    least_micros: int
    is_enough: bool
    higher_zones: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PriceCheck:
    """What a price comes to in an hour, in every place that it is offered in.

    Attributes:
        hourly_micros: rounded down to a whole minor unit, so that no more is promised than is paid.
        least_micros: the least price that is lawful everywhere.
    """

    currency: str
    price_micros: int
    seconds: int
    is_hourly: bool
    is_salaried: bool
    hourly_micros: int
    least_micros: int
    strictest: PlaceCheck
    places: tuple[PlaceCheck, ...]

    @property
    def is_lawful(self) -> bool:
        """Whether the price reaches the floor in every place; a salary is not compared here."""
        return all(place.is_enough for place in self.places)


def places_by_currency(rulebook: Rulebook) -> dict[str, list[Jurisdiction]]:
    """Return the places of the rulebook, those that share a currency together."""
    grouped: dict[str, list[Jurisdiction]] = {}
    for jurisdiction in rulebook.jurisdictions():
        grouped.setdefault(jurisdiction.currency, []).append(jurisdiction)
    return grouped


def chosen_places(rulebook: Rulebook, codes: tuple[str, ...], *, on: date) -> tuple[Jurisdiction, ...]:
    """Return the chosen places that have a floor on a day."""
    return tuple(place for place in rulebook.jurisdictions(on=on) if place.code in codes)


def check_price(rulebook: Rulebook, offered: Offered, *, now: datetime) -> PriceCheck | None:
    """Return the arithmetic of an offer, or None where no known place was chosen or their currencies differ."""
    places = chosen_places(rulebook, offered.places, on=now.date())
    if len({place.currency for place in places}) != 1:
        return None
    currency = places[0].currency
    checks = tuple(_check_place(rulebook, place, offered, now=now) for place in places)
    hourly = offered.price_micros if offered.is_hourly else _hourly(offered)
    strictest = max(checks, key=lambda check: check.least_micros)
    return PriceCheck(
        currency=currency,
        price_micros=offered.price_micros,
        seconds=offered.estimated_ms // MS_PER_SECOND,
        is_hourly=offered.is_hourly,
        is_salaried=offered.is_salaried,
        hourly_micros=coins_down(hourly, currency),
        least_micros=strictest.least_micros,
        strictest=strictest,
        places=checks,
    )


def _check_place(rulebook: Rulebook, place: Jurisdiction, offered: Offered, *, now: datetime) -> PlaceCheck:
    on = local_day(to_ms(now), place.time_zone)
    floor = rulebook.floor(place.code, zone=place.default_zone, on=on)
    least = _least(floor, offered)
    zones = ((zone, rulebook.floor(place.code, zone=zone.code, on=on)) for zone in rulebook.zones(place.code, on=on))
    return PlaceCheck(
        code=place.code,
        name=place.name,
        floor=floor,
        floor_shown_micros=coins_up(floor.hourly_micros, floor.currency),
        least_micros=least,
        is_enough=offered.is_salaried or offered.price_micros >= _least_exact(floor, offered),
        higher_zones=tuple(
            (zone.name, coins_up(other.hourly_micros, other.currency))
            for zone, other in zones
            if other.hourly_micros > floor.hourly_micros
        ),
    )


def _least(floor: Floor, offered: Offered) -> int:
    """Return the least lawful price, in whole minor units: what a person would type."""
    if offered.is_hourly:
        return coins_up(floor.hourly_micros, floor.currency)
    return lawful_minimum_shown_micros(
        floor_hourly_micros=floor.hourly_micros, estimated_ms=offered.estimated_ms, currency=floor.currency
    )


def _least_exact(floor: Floor, offered: Offered) -> int:
    if offered.is_hourly:
        return floor.hourly_micros
    return lawful_minimum_micros(
        floor_hourly_micros=floor.hourly_micros, estimated_ms=offered.estimated_ms, currency=floor.currency
    )


def _hourly(offered: Offered) -> int:
    return hourly_equivalent_micros(price_micros=offered.price_micros, estimated_ms=offered.estimated_ms)
