"""What the page of a paid pilot shows: how far it is, the times, the proposed price with its workings, and the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotate.funding.rules import Quote
from annotate.pilots.queries import Measured, PilotView, waiting_count
from annotate.pilots.rules import compared, people_below
from annotate.pilots.service import terms_taken
from annotate.price_looks.queries import Look
from annotate.price_looks.rules import PEOPLE_LEAST, Spread, Times, proposed, spread_of
from annotate.projects.queries import ProjectView, quote_of
from annotate.projects.rules import PayBasis
from payments.transaction import Transaction
from policies.money import ceil_div
from policies.periods import MS_PER_HOUR
from policies.pilot import LEAST_PEOPLE
from web.time_steps import TimeSteps, time_steps
from web.wiring import House


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRow:
    """What one price would do for the people of a pilot; `top_ups` is a share as (part, whole)."""

    price_micros: int
    below_count: int
    top_ups: tuple[int, int]
    is_now: bool
    is_proposed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesShown:
    """How long it took: for each person on average, and for each answer."""

    of_people: Spread
    of_answers: Spread
    picture: TimeSteps
    instructions_ms: int
    reader_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Workings:
    """How the proposed price comes about, so that anybody can repeat it.

    Attributes:
        mean_hundredths: items an hour, the mean of what each person did, in hundredths.
        p75_seconds_ms: the time within which three of four people were done, milliseconds.
    """

    floor_hourly_micros: int
    mean_hundredths: int
    by_mean_micros: int
    p75_ms: int
    by_p75_micros: int
    proposed_micros: int
    is_by_mean: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """What the items that wait will cost at most, at a price and with what the pilot measured."""

    quote: Quote
    price_micros: int
    estimated_ms: int
    p95_ms: int
    reserve_percent: int


def people_wanted(pilot: PilotView) -> int:
    """Return from how many people on a price can be taken while the pilot runs: ten, or a tenth of all who may work."""
    return max(PEOPLE_LEAST, min(LEAST_PEOPLE, ceil_div(pilot.pool_count, LEAST_PEOPLE)))


def measured_then(look: Look, pilot: PilotView) -> Measured:
    """Return what was measured when the price was taken: it stays as it was seen then."""
    floor = look.floor_hourly_micros
    return Measured(
        people=(),
        times=look.times,
        floor_hourly_micros=floor,
        beside_micros=0,
        proposal=proposed(look.times, floor_hourly_micros=floor, pool=pilot.pool_count),
    )


def times_shown(times: Times) -> TimesShown | None:
    """Return the times as the page shows them, or None before the first answer."""
    of_people, of_answers = spread_of(times.people_ms), spread_of(times.answers_ms)
    if of_people is None or of_answers is None:
        return None
    return TimesShown(
        of_people=of_people,
        of_answers=of_answers,
        picture=time_steps(times.answers_ms, middle_ms=of_answers.median_ms, slower_ms=of_answers.p75_ms),
        instructions_ms=times.instructions_ms,
        reader_count=times.reader_count,
    )


def workings_of(found: Measured) -> Workings | None:
    """Return the workings of a proposal, or None where none is made."""
    proposal, spread = found.proposal, spread_of(found.times.people_ms)
    if proposal is None or spread is None:
        return None
    return Workings(
        floor_hourly_micros=found.floor_hourly_micros,
        mean_hundredths=mean_hundredths(found.times.people_ms),
        by_mean_micros=proposal.by_mean_micros,
        p75_ms=spread.p75_ms,
        by_p75_micros=proposal.by_p75_micros,
        proposed_micros=proposal.launch.price_micros,
        is_by_mean=proposal.by_mean_micros > proposal.by_p75_micros,
    )


def mean_hundredths(people_ms: Sequence[int]) -> int:
    """Return how many items an hour people did on average, in hundredths, rounded down."""
    return sum(100 * MS_PER_HOUR // ms for ms in people_ms) // len(people_ms)


def price_rows(view: ProjectView, pilot: PilotView, found: Measured) -> tuple[PriceRow, ...]:
    """Return what several prices would do, by rising price; none where an hour is paid or nothing is proposed."""
    if found.proposal is None or view.pay_basis == PayBasis.HOUR:
        return ()
    floor = found.floor_hourly_micros
    return tuple(
        PriceRow(
            price_micros=point.price_micros,
            below_count=people_below(point.price_micros, found.times, floor_hourly_micros=floor),
            top_ups=(point.top_up_share.numerator, point.top_up_share.denominator),
            is_now=point.price_micros == pilot.price_micros,
            is_proposed=point.price_micros == found.proposal.launch.price_micros,
        )
        for point in compared(found.proposal, found.times, now_micros=pilot.price_micros, floor_hourly_micros=floor)
    )


def rest_of(tx: Transaction, house: House, view: ProjectView, found: Measured, *, price_micros: int) -> Rest:
    """Return what the items that wait will cost at most at a price."""
    taken = terms_taken(view, found, price_micros=price_micros)
    then = replace(
        view,
        price_micros=price_micros,
        estimated_ms=taken["estimated_ms"],
        p95_ms=taken["p95_ms"],
        reserve_percent=taken["reserve_percent"],
    )
    waiting = waiting_count(tx, view.project_id)
    return Rest(
        quote=quote_of(then, item_count=waiting, rulebook=house.rulebook, now=house.now()),
        price_micros=price_micros,
        **taken,
    )


def later_looks(looks: Sequence[Look]) -> tuple[tuple[Look, Spread | None], ...]:
    """Return the looks after a pilot with the spread of each, the first one first."""
    return tuple((look, spread_of(look.times.people_ms)) for look in looks if look.checkpoint)
