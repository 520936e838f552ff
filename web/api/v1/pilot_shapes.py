"""What programs send and read of a paid pilot: how far it is, the times, and the price that follows from them."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from annotate.pilots.queries import Measured, PilotView
from annotate.price_looks.queries import Look
from annotate.price_looks.rules import Spread, spread_of
from annotate.projects.queries import ProjectView
from annotate.projects.rules import PayBasis
from policies.periods import MS_PER_SECOND
from web.api.v1.values import Money, Something, money
from web.pages.project_pilot_view import price_rows


class PilotIn(BaseModel):
    """How large the sample is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"items": 200}]})

    items: int | None = Field(
        default=None, strict=True, ge=1, le=1_000_000, description="left out: enough for ten people, at most half"
    )


class TakeIn(BaseModel):
    """The price to take: what is proposed, or more."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"amount": "2.30"}]})

    amount: Something


class SpreadOut(BaseModel):
    """How many seconds so many of 100 needed at most, as decimal texts."""

    p50: str
    p75: str
    p90: str
    p95: str


class PriceRowOut(BaseModel):
    """What one price would do for the people of the pilot, before top-ups."""

    price: Money
    below_floor_count: int


class LookOut(BaseModel):
    """One later look at the price; `proposed` is null where too few people had answered."""

    after_answers: int
    people_count: int
    price: Money
    proposed: Money | None
    raised_to: Money | None
    looked_at: datetime


class PilotOut(BaseModel):
    """A pilot as it stands. What was not measured yet is null."""

    state: str = Field(description="running, over or taken")
    items: int
    items_each_most: int
    people_count: int
    answer_count: int
    to_come_count: int = Field(description="answers of the sample that are open or in somebody's hands")
    is_enough: bool = Field(description="ten people, or a tenth of all who may work on it, took part")
    seconds_of_people: SpreadOut | None
    seconds_of_answers: SpreadOut | None
    instructions_seconds: str = Field(description="timed and paid apart")
    proposed: Money | None = Field(description="null from fewer than three people, and where an hour is paid")
    prices: list[PriceRowOut]
    taken: Money | None
    looks: list[LookOut]


def pilot_out(
    pilot: PilotView, view: ProjectView, found: Measured, looks: tuple[Look, ...], *, to_come_count: int
) -> PilotOut:
    """Return a pilot as programs read it."""
    times, is_hourly = found.times, view.pay_basis == PayBasis.HOUR
    proposed = found.proposal.launch.price_micros if found.proposal and not is_hourly else None
    return PilotOut(
        state="running" if pilot.is_running else "over" if pilot.taken_at is None else "taken",
        items=pilot.sample_count,
        items_each_most=pilot.each_most,
        people_count=len(times.people_ms),
        answer_count=len(times.answers_ms),
        to_come_count=to_come_count,
        is_enough=found.proposal is not None and found.proposal.is_enough,
        seconds_of_people=_spread(spread_of(times.people_ms)),
        seconds_of_answers=_spread(spread_of(times.answers_ms)),
        instructions_seconds=_seconds(times.instructions_ms),
        proposed=_maybe(proposed, view.currency),
        prices=[
            PriceRowOut(price=money(row.price_micros, view.currency), below_floor_count=row.below_count)
            for row in price_rows(view, pilot, found)
        ],
        taken=_maybe(pilot.taken_micros, view.currency),
        looks=[_look(look, view.currency) for look in looks if look.checkpoint],
    )


def _look(look: Look, currency: str) -> LookOut:
    return LookOut(
        after_answers=look.checkpoint,
        people_count=look.person_count,
        price=money(look.price_micros, currency),
        proposed=_maybe(look.proposed_micros, currency),
        raised_to=_maybe(look.raised_micros, currency),
        looked_at=look.looked_at,
    )


def _maybe(micros: int | None, currency: str) -> Money | None:
    return None if micros is None else money(micros, currency)


def _spread(spread: Spread | None) -> SpreadOut | None:
    if spread is None:
        return None
    return SpreadOut(
        p50=_seconds(spread.median_ms),
        p75=_seconds(spread.p75_ms),
        p90=_seconds(spread.p90_ms),
        p95=_seconds(spread.p95_ms),
    )


def _seconds(ms: int) -> str:
    """Return milliseconds as exact seconds."""
    seconds, rest = divmod(ms, MS_PER_SECOND)
    return f"{seconds}.{rest:03d}"
