"""An annotator's own time: what each stretch of a day was, as the server stamped it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from payments.audit.person import TimeSpan, spans_of
from payments.claims.queries import ClaimMade, claims_of
from payments.closing.queries import unconfirmed
from payments.closing.rules import CLAIM_MS_MAX, Stretch
from payments.corrections.queries import Changed, changes_of, is_closed, starts_within
from payments.corrections.rules import BECOMES_OFF
from payments.transaction import Transaction
from policies.claimed_time import Correction
from policies.errors import Kind, Refusal
from policies.periods import day_start_ms, from_ms, local_day, to_ms, week_of
from policies.working_time import MEAL_FROM_MS, REST_BELOW_MS, Bucket, is_counted
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
    is_refused: bool = False
    """Its claim was refused by a named person."""
    is_own_word: bool = False
    """It became this on the person's own word."""
    may_be_meal: bool = False
    starts: tuple[datetime, ...] = ()
    """From where on it can have ended earlier; empty where it cannot."""

    @property
    def started_ms(self) -> int:
        """Its start, milliseconds since 1970."""
        return to_ms(self.started_at)

    @property
    def ended_ms(self) -> int:
        """Its end, milliseconds since 1970."""
        return to_ms(self.ended_at)

    @property
    def choices(self) -> tuple[tuple[int, datetime], ...]:
        """Each of `starts`, in milliseconds since 1970 beside it."""
        return tuple((to_ms(start), start) for start in self.starts)


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
    changes: tuple[Changed, ...]

    @property
    def may_be_corrected(self) -> bool:
        """Whether anything of this day can still be said to have been otherwise."""
        return any(part.starts for part in self.stretches)

    @property
    def standing(self) -> tuple[ClaimMade, ...]:
        """The claims of this day that nobody refused."""
        refused = {each.started_at for each in self.refusals}
        return tuple(claim for claim in self.claims if claim.started_at not in refused)

    @property
    def refusals(self) -> tuple[Changed, ...]:
        """The claims of this day that a named person refused."""
        return tuple(each for each in self.changes if each.becomes is Correction.UNCONFIRMED)


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
    about = {
        "person_id": me.person_id,
        "first_ms": day_start_ms(day, me.time_zone),
        "next_ms": day_start_ms(day + timedelta(days=1), me.time_zone),
    }
    changes = changes_of(tx, **about)
    whole = [span for span in spans_of(tx, person_id=me.person_id, period=period) if span.worked_on == day]
    spans = [part for span in whole for part in parts_of(span, changes)]
    is_open = not is_closed(tx, person_id=me.person_id, period=period)
    names = names_of(tx, {span.project_id for span in spans})
    quiet = unconfirmed(tx, me.person_id, period)
    waiting = [span for span in spans if span.bucket is Bucket.UNCONFIRMED and _is_quiet(span, quiet)]
    last_ms = min((to_ms(span.started_at) for span in waiting), default=0) + CLAIM_MS_MAX
    is_too_late = bool(waiting) and last_ms < to_ms(now)
    stretches = tuple(
        _with_choices(tx, me, _stretch_shown(span, names, quiet, changes), is_open=is_open) for span in spans
    )
    return DayShown(
        day=day,
        day_before=day - timedelta(days=1),
        day_after=day + timedelta(days=1) if day < today else None,
        period=period,
        band=band_of(
            [Span(Bucket(part.bucket), part.started_at, part.ended_at) for part in stretches], time_zone=me.time_zone
        ),
        stretches=stretches,
        counted_ms=sum(part.length_ms for part in stretches if is_counted(Bucket(part.bucket)) or part.is_claimed),
        unconfirmed_ms=sum(part.length_ms for part in stretches if _waits(part)),
        claim_until_on=local_day(last_ms, me.time_zone) if waiting and not is_too_late else None,
        is_too_late=is_too_late,
        claims=claims_of(tx, **about),
        changes=changes,
    )


def _band(stretches: Sequence[StretchShown], time_zone: str) -> Band | None:
    # What was claimed is paid time, and is drawn so.
    spans = [
        Span(Bucket.INSTRUCTIONS if part.is_claimed else Bucket(part.bucket), part.started_at, part.ended_at)
        for part in stretches
    ]
    return band_of(spans, time_zone=time_zone)


def _waits(part: StretchShown) -> bool:
    return part.bucket == Bucket.UNCONFIRMED and not part.is_claimed and not part.is_refused


def _is_quiet(span: TimeSpan, quiet: Sequence[Stretch]) -> bool:
    """Return whether a stretch has not been claimed."""
    return any(each.started_ms <= to_ms(span.started_at) < each.ended_ms for each in quiet)


def parts_of(span: TimeSpan, changes: Sequence[Changed]) -> list[TimeSpan]:
    """Return a stretch cut where a part of it became something else.

    Args:
        span: as it was recorded.
        changes: of the same day.
    """
    edges = {edge for each in changes for edge in (each.started_at, each.ended_at)}
    inside = sorted(edge for edge in edges if span.started_at < edge < span.ended_at)
    cuts = [span.started_at, *inside, span.ended_at]
    return [replace(span, started_at=start, ended_at=end) for start, end in pairwise(cuts)]


def _stretch_shown(
    span: TimeSpan, names: Mapping[int, Named], quiet: Sequence[Stretch], changes: Sequence[Changed]
) -> StretchShown:
    named = names.get(span.project_id, NOBODY)
    became = next((each.becomes for each in changes if each.started_at <= span.started_at < each.ended_at), None)
    bucket = span.bucket if became is None else Bucket(became.value)
    is_refused = became is Correction.UNCONFIRMED
    return StretchShown(
        bucket=bucket.value,
        name=named.name,
        language=named.language,
        started_at=span.started_at,
        ended_at=span.ended_at,
        length_ms=span.length_ms,
        is_claimed=bucket is Bucket.UNCONFIRMED and not is_refused and not _is_quiet(span, quiet),
        is_refused=is_refused,
        is_own_word=became is not None and not is_refused,
    )


def _with_choices(tx: Transaction, me: Identity, shown: StretchShown, *, is_open: bool) -> StretchShown:
    """Add what the person may still say about a stretch: only while its week is open."""
    bucket = Bucket(shown.bucket)
    if not is_open or bucket not in BECOMES_OFF:
        return shown
    span = {"started_ms": to_ms(shown.started_at), "ended_ms": to_ms(shown.ended_at)}
    return replace(
        shown,
        may_be_meal=bucket is Bucket.REST and REST_BELOW_MS <= shown.length_ms < MEAL_FROM_MS,
        starts=tuple(from_ms(each) for each in starts_within(tx, person_id=me.person_id, **span)),
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
