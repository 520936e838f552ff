"""What the page on how work is allotted, timed and paid has to say, taken from what this house really runs on."""

from dataclasses import dataclass
from datetime import date, datetime

from annotate.assignments.rules import LEASE_IN_ESTIMATES, LEASE_MS_LEAST, PAUSE_HELD_MS
from annotate.funding.service import ITEMS_AT_ONCE
from payments.closing.rules import CLAIM_MS_MAX
from payments.earnings.rules import PENDING_MS
from payments.earnings.tables import SEGMENT_MS_MAX
from policies.limits import Limits
from policies.periods import MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND, local_day, to_ms
from policies.rulebook import Floor, Jurisdiction, Rulebook
from policies.working_time import MEAL_FROM_MS, REST_BELOW_MS, SESSION_GAP_MS
from web.wiring import House


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRules:
    """What protects people who live in one place, today; lengths in whole units, as they are shown."""

    code: str
    name: str
    today: date
    floors: tuple[tuple[str, Floor], ...]
    limits: Limits
    rest_after_minutes: int
    rest_minutes: int
    rest_movable_minutes: int
    rest_paid_minutes_per_hour: int
    grace_seconds: int
    search_minutes_per_hour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Algorithm:
    """Every figure of the page."""

    places: tuple[PlaceRules, ...]
    pending_hours: int
    segment_seconds: int
    session_gap_hours: int
    rest_below_minutes: int
    meal_from_minutes: int
    claim_days: int
    lease_least_minutes: int
    lease_in_estimates: int
    pause_held_minutes: int
    purse_items: int


def algorithm_of(house: House, *, now: datetime) -> Algorithm:
    """Return the figures in force at `now`; nothing on the page is written down a second time."""
    usable = house.rulebook.jurisdictions(on=now.date())
    places = tuple(_place(house.rulebook, place, now_ms=to_ms(now)) for place in usable)
    return Algorithm(
        places=places,
        pending_hours=PENDING_MS // MS_PER_HOUR,
        segment_seconds=SEGMENT_MS_MAX // MS_PER_SECOND,
        session_gap_hours=SESSION_GAP_MS // MS_PER_HOUR,
        rest_below_minutes=REST_BELOW_MS // MS_PER_MINUTE,
        meal_from_minutes=MEAL_FROM_MS // MS_PER_MINUTE,
        claim_days=CLAIM_MS_MAX // (24 * MS_PER_HOUR),
        lease_least_minutes=LEASE_MS_LEAST // MS_PER_MINUTE,
        lease_in_estimates=LEASE_IN_ESTIMATES,
        pause_held_minutes=PAUSE_HELD_MS // MS_PER_MINUTE,
        purse_items=ITEMS_AT_ONCE,
    )


def _place(rulebook: Rulebook, place: Jurisdiction, *, now_ms: int) -> PlaceRules:
    today = local_day(now_ms, place.time_zone)
    limits = rulebook.limits(place.code, on=today)
    return PlaceRules(
        code=place.code,
        name=place.name,
        today=today,
        floors=tuple(
            (zone.name, rulebook.floor(place.code, zone=zone.code, on=today))
            for zone in rulebook.zones(place.code, on=today)
        ),
        limits=limits,
        rest_after_minutes=limits.rest.after_ms // MS_PER_MINUTE,
        rest_minutes=limits.rest.length_ms // MS_PER_MINUTE,
        rest_movable_minutes=limits.rest.movable_ms // MS_PER_MINUTE,
        rest_paid_minutes_per_hour=limits.rest.paid_per_hour_ms // MS_PER_MINUTE,
        grace_seconds=limits.idle_grace_ms // MS_PER_SECOND,
        search_minutes_per_hour=limits.search_per_hour_ms // MS_PER_MINUTE,
    )
