"""An annotator's own time: what each stretch of a day was, as the server stamped it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from payments.audit.person import TimeSpan, spans_of
from payments.claims.queries import ClaimMade, claims_of
from payments.closing.queries import unconfirmed
from payments.closing.rules import CLAIM_MS_MAX, Stretch
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import day_start_ms, local_day, to_ms, week_of
from policies.working_time import Bucket, is_counted
from web.auth.identity import Identity
from web.deps import Annotator, TheHouse
from web.pages.time_picture import Band, Span, band_of
from web.pages.week_view import NOBODY, Named, names_of
from web.render import show

router = APIRouter(prefix="/time")
FIRST_YEAR = 2020
LAST_DAY = date(9998, 12, 31)
"""Beyond these no day has a day beside it, or can have been worked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StretchShown:
    """One stretch of a day."""

    bucket: str
    name: str
    language: str
    started_at: datetime
    ended_at: datetime
    length_ms: int
    is_claimed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShown:
    """One day. Lengths in milliseconds."""

    day: date
    day_before: date
    day_after: date | None
    period: str
    band: Band | None
    stretches: tuple[StretchShown, ...]
    counted_ms: int
    unconfirmed_ms: int
    claim_until_on: date | None
    """The last day on which the quiet minutes of this day can be claimed; None where none wait, or it has passed."""
    is_too_late: bool
    """Whether quiet minutes of this day can no longer be claimed."""
    claims: tuple[ClaimMade, ...]


def day_shown(tx: Transaction, me: Identity, *, day: date, now: datetime) -> DayShown:
    """Return a day of a person's time.

    Args:
        tx: an open transaction.
        me: whose.
        day: which day.
        now: this instant; today is the last day there can be.
    """
    today = local_day(to_ms(now), me.time_zone)
    period = week_of(day)
    spans = [span for span in spans_of(tx, person_id=me.person_id, period=period) if span.worked_on == day]
    names = names_of(tx, {span.project_id for span in spans})
    quiet = unconfirmed(tx, me.person_id, period)
    waiting = [span for span in spans if span.bucket is Bucket.UNCONFIRMED and _is_quiet(span, quiet)]
    last_ms = min((to_ms(span.started_at) for span in waiting), default=0) + CLAIM_MS_MAX
    is_too_late = bool(waiting) and last_ms < to_ms(now)
    stretches = tuple(_stretch_shown(span, names, quiet) for span in spans)
    return DayShown(
        day=day,
        day_before=day - timedelta(days=1),
        day_after=day + timedelta(days=1) if day < today else None,
        period=period,
        band=band_of([Span(span.bucket, span.started_at, span.ended_at) for span in spans], time_zone=me.time_zone),
        stretches=stretches,
        counted_ms=sum(part.length_ms for part in stretches if is_counted(Bucket(part.bucket)) or part.is_claimed),
        unconfirmed_ms=sum(part.length_ms for part in stretches if _waits(part)),
        claim_until_on=local_day(last_ms, me.time_zone) if waiting and not is_too_late else None,
        is_too_late=is_too_late,
        claims=claims_of(
            tx,
            person_id=me.person_id,
            first_ms=day_start_ms(day, me.time_zone),
            next_ms=day_start_ms(day + timedelta(days=1), me.time_zone),
        ),
    )


def _waits(part: StretchShown) -> bool:
    return part.bucket == Bucket.UNCONFIRMED and not part.is_claimed


def _is_quiet(span: TimeSpan, quiet: Sequence[Stretch]) -> bool:
    """Return whether a stretch has not been claimed."""
    return any(each.started_ms <= to_ms(span.started_at) < each.ended_ms for each in quiet)


def _stretch_shown(span: TimeSpan, names: Mapping[int, Named], quiet: Sequence[Stretch]) -> StretchShown:
    named = names.get(span.project_id, NOBODY)
    return StretchShown(
        bucket=span.bucket.value,
        name=named.name,
        language=named.language,
        started_at=span.started_at,
        ended_at=span.ended_at,
        length_ms=span.length_ms,
        is_claimed=span.bucket is Bucket.UNCONFIRMED and not _is_quiet(span, quiet),
    )


@router.get("")
def today(request: Request, house: TheHouse, me: Annotator) -> HTMLResponse:
    """Show today."""
    return _show(request, house, me, local_day(to_ms(house.now()), me.time_zone))


@router.get("/{day}")
def one_day(day: str, request: Request, house: TheHouse, me: Annotator) -> HTMLResponse:
    """Show one day."""
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        raise Refusal("not_found", Kind.MISSING) from None
    if chosen.year < FIRST_YEAR or chosen > LAST_DAY:
        raise Refusal("not_found", Kind.MISSING)
    return _show(request, house, me, chosen)


def _show(request: Request, house: TheHouse, me: Identity, day: date) -> HTMLResponse:
    with house.db.reading() as tx:
        shown = day_shown(tx, me, day=day, now=house.now())
    return show(request, "time/page.html", shown=shown)
