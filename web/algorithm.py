"""What the page on how work is allotted, timed and paid has to say, taken from what this house really runs on."""

from dataclasses import dataclass
from datetime import date, datetime

from annotate.assignments.rules import LEASE_IN_ESTIMATES, LEASE_MS_LEAST, PAUSE_HELD_MS
from annotate.funding.service import ITEMS_AT_ONCE
from annotate.next_best.rules import NEARLY_PERMILLE, TIRING_COUNT
from annotate.offers.service import BEYOND_LEAST
from annotate.pilots.rules import ITEMS_EACH
from annotate.presence.rules import ADMIN_MS_MAX, WAIT_MS_MAX
from annotate.price_looks.rules import PEOPLE_LEAST
from payments.closing.rules import CLAIM_MS_MAX, REFUSAL_MS_MAX
from payments.earnings.tables import SEGMENT_MS_MAX
from payments.people.queries import ResidenceView
from policies.limits import ExposureRule, Limits, MealRule
from policies.money import coins_down
from policies.periods import MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND, local_day, to_ms
from policies.pilot import CHECKPOINTS
from policies.rulebook import Floor, Jurisdiction, Rulebook
from policies.rulebook_rows import DatedRow
from policies.settlement import LineKind, PieceTotal, TimeTotal, settle
from policies.working_time import MEAL_FROM_MS, REST_BELOW_MS, SESSION_GAP_MS, Bucket
from web.wiring import House

TASK_MINUTES, REST_MINUTES = 120, 10
"""What the worked example is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedWeek:
    """A week made up to show the arithmetic, settled by the code that settles every week. Amounts in micro-units."""

    floor: Floor
    task_minutes: int
    rest_minutes: int
    piece_micros: int
    owed_micros: int
    top_up_micros: int
    rest_micros: int
    total_micros: int


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
    daily_rest_hours: int
    weekly_rest_hours: int
    meal: MealRule | None
    exposure: ExposureRule | None
    beyond: tuple[DatedRow, ...]
    """What the law adds to the floor: overtime, and rest paid at more than the floor."""
    worked: WorkedWeek
    is_mine: bool


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
    refusal_days: int
    wait_minutes: int
    admin_minutes: int
    ahead_beyond_items: int
    lease_least_minutes: int
    lease_in_estimates: int
    pilot_people_least: int
    pilot_items_each: int
    price_looks: tuple[int, ...]
    pause_held_minutes: int
    purse_items: int
    tiring_count: int
    nearly_percent: int


def algorithm_of(house: House, *, now: datetime, home: ResidenceView | None = None) -> Algorithm:
    """Return the figures in force at `now`; nothing on the page is written down a second time.

    Args:
        house: whose rulebook and settings they are.
        now: the instant.
        home: where the reader's pay is protected, shown first; None for readers who are not paid here.
    """
    usable = house.rulebook.jurisdictions(on=now.date())
    places = [_place(house.rulebook, place, now_ms=to_ms(now), home=home) for place in usable]
    places.sort(key=lambda place: not place.is_mine)
    return Algorithm(
        places=tuple(places),
        pending_hours=house.rulebook.silence_hours(on=now.date()),
        segment_seconds=SEGMENT_MS_MAX // MS_PER_SECOND,
        session_gap_hours=SESSION_GAP_MS // MS_PER_HOUR,
        rest_below_minutes=REST_BELOW_MS // MS_PER_MINUTE,
        meal_from_minutes=MEAL_FROM_MS // MS_PER_MINUTE,
        claim_days=CLAIM_MS_MAX // (24 * MS_PER_HOUR),
        refusal_days=REFUSAL_MS_MAX // (24 * MS_PER_HOUR),
        wait_minutes=WAIT_MS_MAX // MS_PER_MINUTE,
        admin_minutes=ADMIN_MS_MAX // MS_PER_MINUTE,
        ahead_beyond_items=BEYOND_LEAST,
        lease_least_minutes=LEASE_MS_LEAST // MS_PER_MINUTE,
        lease_in_estimates=LEASE_IN_ESTIMATES,
        pilot_people_least=PEOPLE_LEAST,
        pilot_items_each=ITEMS_EACH,
        price_looks=CHECKPOINTS,
        pause_held_minutes=PAUSE_HELD_MS // MS_PER_MINUTE,
        purse_items=ITEMS_AT_ONCE,
        tiring_count=TIRING_COUNT,
        nearly_percent=NEARLY_PERMILLE // 10,
    )


def _place(rulebook: Rulebook, place: Jurisdiction, *, now_ms: int, home: ResidenceView | None) -> PlaceRules:
    today = local_day(now_ms, place.time_zone)
    limits = rulebook.limits(place.code, on=today)
    rules = rulebook.pay_rules(place.code, on=today)
    is_mine = home is not None and home.jurisdiction == place.code
    zone = home.zone if home is not None and is_mine else rulebook.zones(place.code, on=today)[0].code
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
        daily_rest_hours=limits.daily_rest_ms // MS_PER_HOUR,
        weekly_rest_hours=limits.weekly_rest_ms // MS_PER_HOUR,
        meal=limits.meal,
        exposure=limits.exposure,
        beyond=(*rules.overtimes, *rules.rest_pays),
        worked=_worked(rulebook.floor(place.code, zone=zone, on=today)),
        is_mine=is_mine,
    )


def _worked(floor: Floor) -> WorkedWeek:
    """Return two hours of tasks that brought three quarters of the floor, and ten minutes of rest."""
    piece_micros = coins_down(floor.hourly_micros * 3 // 2, floor.currency)
    times = [
        _time(bucket, floor, minutes) for bucket, minutes in ((Bucket.TASK, TASK_MINUTES), (Bucket.REST, REST_MINUTES))
    ]
    pieces = [PieceTotal(organisation_id=1, project_id=1, amount_micros=piece_micros)]
    settled = settle(times=times, pieces=pieces, currency=floor.currency)
    return WorkedWeek(
        floor=floor,
        task_minutes=TASK_MINUTES,
        rest_minutes=REST_MINUTES,
        piece_micros=piece_micros,
        owed_micros=settled.requesters[0].floor_owed_micros,
        top_up_micros=settled.requesters[0].top_up_micros,
        rest_micros=sum(line.amount_micros for line in settled.lines if line.kind is LineKind.REST),
        total_micros=settled.total_micros,
    )


def _time(bucket: Bucket, floor: Floor, minutes: int) -> TimeTotal:
    return TimeTotal(
        work_session_id=1,
        worked_on=floor.on,
        organisation_id=0 if bucket is Bucket.REST else 1,
        project_id=0 if bucket is Bucket.REST else 1,
        bucket=bucket,
        floor_hourly_micros=floor.hourly_micros,
        rulebook_digest=floor.rulebook_digest,
        counted_ms=minutes * MS_PER_MINUTE,
    )
