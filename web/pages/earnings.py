"""An annotator's earnings: this week or another, line by line, and the quiet minutes that wait for their word."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from annotate.timeclock.queries import clock_view
from payments.audit.person import rules_used, spans_of
from payments.claims.service import LINE_LENGTH_MAX, claim_time
from payments.closing.queries import Week, week, weeks
from payments.closing.rules import CLAIM_MS_MAX, Stretch
from payments.earnings.queries import answers_by_day
from payments.payslips.queries import Payslip, payslips_of
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.money import coins_down, coins_up, floor_div
from policies.periods import MS_PER_HOUR, from_ms, local_day, week_days, week_of
from web.auth.identity import Identity
from web.deps import Annotator, TheHouse
from web.errors import STATUS, say_refusal
from web.pages.pay_view import hourly_of
from web.pages.payslip_labels import BUCKETS
from web.pages.payslip_pictures import bucket_height
from web.pages.time_picture import BAR_STEP_PIXELS
from web.pages.week_pictures import NO_PICTURES, WeekPictures, week_pictures
from web.pages.week_view import NOBODY, Named, WeekShown, names_of, rules_of, week_shown
from web.refusal_text import SaidRefusal
from web.render import is_fragment, show
from web.wiring import House

router = APIRouter(prefix="/earnings")
WEEKS_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimShown:
    """A quiet stretch that can be claimed. `worth_micros`: what the floor owes for it, in whole cents, rounded down."""

    started_ms: int
    ended_ms: int
    started_at: datetime
    ended_at: datetime
    length_ms: int
    name: str
    language: str
    worth_micros: int
    until_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekRow:
    """One week in the table of weeks. Amounts in micro-units, in whole cents."""

    period: str
    number: int
    year: int
    counted_ms: int
    salaried_ms: int
    hourly_micros: int
    total_micros: int
    currency: str
    is_closed: bool


@dataclass(frozen=True, slots=True)
class TypedClaim:
    """What was typed into a claim that could not be taken."""

    started_ms: int = 0
    line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earnings:
    """Everything on the page: the week if there is one, the others, and what waits to be confirmed."""

    week: WeekShown | None
    week_before: str
    weeks: tuple[WeekRow, ...]
    claims: tuple[ClaimShown, ...]
    pictures: WeekPictures
    payslips: tuple[Payslip, ...]
    """Those of this week, the latest first."""
    is_live: bool
    """Whether it is the week that goes on now, so that its sums still move."""


def earnings_of(tx: Transaction, house: House, me: Identity, *, period: str) -> Earnings:
    """Return a person's earnings page for one week.

    Args:
        tx: an open transaction.
        house: its clock and its rules.
        me: whose.
        period: "2026-W47".
    """
    found = week(tx, me.person_id, period)
    periods = weeks(tx, me.person_id)
    others = [other for other in periods if other != period][:WEEKS_SHOWN]
    rows = (week(tx, me.person_id, other) for other in others)
    clock = clock_view(tx, person_id=me.person_id, now=house.now(), rulebook=house.rulebook)
    shown, claims, pictures = None, tuple[ClaimShown, ...](), NO_PICTURES
    if found is not None:
        names = names_of(tx, _projects_in(found))
        shown, floor_micros = _with_floor(tx, house, found, names, floor_micros=clock.floor.hourly_micros)
        claims = tuple(_claim_shown(each, names, floor_micros, found.currency, me) for each in found.unconfirmed)
        paid_by_day = answers_by_day(tx, me.person_id, period=period, currency=found.currency)
        pictures = week_pictures(found, shown.lines, paid_by_day)
    return Earnings(
        week=shown,
        week_before=next((other for other in periods if other < period), ""),
        weeks=tuple(_week_row(other) for other in rows if other),
        claims=claims,
        pictures=pictures,
        payslips=payslips_of(tx, me.person_id, period=period),
        is_live=period == week_of(clock.today),
    )


def _with_floor(
    tx: Transaction, house: House, found: Week, names: dict[int, Named], *, floor_micros: int
) -> tuple[WeekShown, int]:
    """Return a week for its page, and the highest floor that its time was recorded under, else the one given."""
    spans = spans_of(tx, person_id=found.person_id, period=found.period)
    used = rules_used(tx, spans=spans, rulebook=house.rulebook)
    highest_micros = max((rule.recorded_micros for rule in used), default=floor_micros)
    return week_shown(found, names=names, rules=rules_of(used), floor_micros=highest_micros), highest_micros


def _projects_in(found: Week) -> set[int]:
    paid = {group.project_id for group in found.pieces} | {line.project_id for line in found.lines}
    return paid | {stretch.project_id for stretch in found.unconfirmed}


def _claim_shown(
    stretch: Stretch, names: dict[int, Named], floor_micros: int, currency: str, me: Identity
) -> ClaimShown:
    named = names.get(stretch.project_id, NOBODY)
    length_ms = stretch.ended_ms - stretch.started_ms
    return ClaimShown(
        started_ms=stretch.started_ms,
        ended_ms=stretch.ended_ms,
        started_at=from_ms(stretch.started_ms),
        ended_at=from_ms(stretch.ended_ms),
        length_ms=length_ms,
        name=named.name,
        language=named.language,
        worth_micros=coins_down(floor_div(floor_micros * length_ms, MS_PER_HOUR), currency),
        until_on=local_day(stretch.started_ms + CLAIM_MS_MAX, me.time_zone),
    )


def _week_row(found: Week) -> WeekRow:
    year, number, _ = week_days(found.period)[0].isocalendar()
    pieces = sum(coins_up(group.amount_micros, found.currency) for group in found.pieces)
    total_micros = pieces + sum(coins_up(line.amount_micros, found.currency) for line in found.lines)
    return WeekRow(
        period=found.period,
        number=number,
        year=year,
        counted_ms=found.counted_ms,
        salaried_ms=found.salaried_ms,
        hourly_micros=hourly_of(total_micros, found.counted_ms, found.currency),
        total_micros=total_micros,
        currency=found.currency,
        is_closed=found.is_closed,
    )


@router.get("")
def this_week(request: Request, house: TheHouse, me: Annotator) -> HTMLResponse:
    """Show the week that it is where the person lives."""
    with house.db.reading() as tx:
        clock = clock_view(tx, person_id=me.person_id, now=house.now(), rulebook=house.rulebook)
        earnings = earnings_of(tx, house, me, period=week_of(clock.today))
    return _show(request, earnings)


@router.get("/live")
def live(request: Request, house: TheHouse, me: Annotator) -> Response:
    """Show only what this week came to so far, an hour of it, and the floor: an open page asks every half minute."""
    if not is_fragment(request):
        return RedirectResponse("/earnings", 303)
    with house.db.reading() as tx:
        clock = clock_view(tx, person_id=me.person_id, now=house.now(), rulebook=house.rulebook)
        found = week(tx, me.person_id, week_of(clock.today))
        if found is None:
            return Response(status_code=204)
        shown, _ = _with_floor(tx, house, found, {}, floor_micros=clock.floor.hourly_micros)
    return show(request, "earnings/page.html", block="live", week=shown, is_live=True)


@router.get("/{period}")
def one_week(period: str, request: Request, house: TheHouse, me: Annotator) -> HTMLResponse:
    """Show one week."""
    _refuse_unreadable(period)
    with house.db.reading() as tx:
        earnings = earnings_of(tx, house, me, period=period)
    return _show(request, earnings)


@router.post("/{period}/claims")
def claim(  # noqa: PLR0913, PLR0917 - the stretch, the line, and who and where
    period: str,
    request: Request,
    house: TheHouse,
    me: Annotator,
    started_ms: Annotated[int, Form()],
    ended_ms: Annotated[int, Form()],
    line: Annotated[str, Form(max_length=LINE_LENGTH_MAX)] = "",
) -> Response:
    """Count quiet minutes on the annotator's word."""
    _refuse_unreadable(period)
    try:
        with house.db.writing() as tx:
            claim_time(tx, person_id=me.person_id, started_ms=started_ms, ended_ms=ended_ms, line=line, now=house.now())
    except Refusal as refusal:
        typed = TypedClaim(started_ms, line)
        with house.db.reading() as tx:
            earnings = earnings_of(tx, house, me, period=period)
        said = say_refusal(request, refusal)
        return _show(request, earnings, said=said, typed=typed, status=int(STATUS[refusal.kind]))
    return RedirectResponse(f"/earnings/{period}#to-confirm", 303)


def _refuse_unreadable(period: str) -> None:
    try:
        week_days(period)
    except (ValueError, OverflowError):
        raise Refusal("not_found", Kind.MISSING) from None


def _show(
    request: Request,
    earnings: Earnings,
    *,
    said: SaidRefusal | None = None,
    typed: TypedClaim | None = None,
    status: int = 200,
) -> HTMLResponse:
    days = earnings.week.days if earnings.week else ()
    house: House = request.app.state.house
    return show(
        request,
        "earnings/page.html",
        status=status,
        week=earnings.week,
        week_before=earnings.week_before,
        weeks=earnings.weeks,
        claims=earnings.claims,
        claims_ms=sum(each.length_ms for each in earnings.claims),
        picture_height=len(days) * BAR_STEP_PIXELS,
        pending_hours=house.rulebook.silence_hours(on=house.now().date()),
        pay=earnings.pictures.pay,
        buckets=earnings.pictures.buckets,
        bucket_height=bucket_height(earnings.pictures.buckets),
        bucket_titles=BUCKETS,
        payslips=earnings.payslips,
        is_live=earnings.is_live,
        refusal=said,
        typed=typed or TypedClaim(),
    )
